import { photoEvidence } from '../src/keypoints/evidence.js';
import { scaleLandmarks } from '../src/keypoints/merge-passes.js';
import type { FrameMessage, TrackedPose } from '../src/pose/tracked-pose.js';
import type { PoseBackend } from './backend.js';
import { Frame } from './frame.js';

/** Finds the person in one frame of a film; `undefined` where nobody is seen. */
export async function trackedPose(
  backend: PoseBackend,
  { frame, width, height, capturing, film }: FrameMessage,
): Promise<TrackedPose | undefined> {
  const found = await backend.track(new Frame(frame), film);
  if (!found) return undefined;
  const { pose, scale, milliseconds } = found;
  const start = performance.now();
  const evidence = photoEvidence(pose);
  return {
    ...backend.report,
    width,
    height,
    landmarks: scaleLandmarks(pose.landmarks, scale),
    evidence,
    found: found.found,
    milliseconds: { capturing, ...milliseconds, judging: performance.now() - start },
  };
}
