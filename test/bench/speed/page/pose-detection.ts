import { createDetector, SupportedModels, type BlazePoseMediaPipeModelConfig } from '@tensorflow-models/pose-detection';
import type { OpenFunction } from './contract.js';

/**
 * `@tensorflow-models/pose-detection` on its MediaPipe runtime, which works on the main thread alone. Its TFJS runtime
 * fetches weights from a hub and takes no part.
 */
export const open: OpenFunction = async ({ model }) => {
  const config: BlazePoseMediaPipeModelConfig = {
    runtime: 'mediapipe',
    modelType: model as 'lite' | 'full' | 'heavy',
    solutionPath: '/mediapipe-pose',
    // Photos are not frames of a film.
    enableSmoothing: false,
    enableSegmentation: true,
    smoothSegmentation: false,
  };
  const detector = await createDetector(SupportedModels.BlazePose, config);
  return {
    async detect(photos) {
      const start = performance.now();
      let found = 0;
      for (const { canvas } of photos) {
        // Forgets the last photo, in whose place it would otherwise look for the person without a detection.
        detector.reset();
        const poses = await detector.estimatePoses(canvas);
        found += poses.length > 0 ? 1 : 0;
      }
      return { milliseconds: performance.now() - start, found };
    },
  };
};
