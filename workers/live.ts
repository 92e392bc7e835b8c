import { photoEvidence } from '../src/keypoints/evidence.js';
import { mapLandmarks } from '../src/pose/landmarks.js';
import type { FrameMessage, TrackedPose } from '../src/pose/tracked-pose.js';
import type { PoseBackend } from './backend.js';
import { Photo } from './picture.js';

/** Finds the person in one frame of a film; `undefined` where nobody is seen. */
export async function trackedPose(
  backend: PoseBackend,
  { bitmap, width, height, capturing, isFirst }: FrameMessage,
): Promise<TrackedPose | undefined> {
  const found = await backend.track(new Photo(bitmap), isFirst);
  if (!found) return undefined;
  const { pose, milliseconds } = found;
  const start = performance.now();
  const evidence = photoEvidence(pose);
  // The copy's sides are whole pixels, so that they are not shrunk quite alike.
  const across = (found.scale * width) / bitmap.width;
  const down = (found.scale * height) / bitmap.height;
  const landmarks = mapLandmarks((name) => {
    const landmark = pose.landmarks[name];
    return { ...landmark, point: [landmark.point[0] * across, landmark.point[1] * down] };
  });
  return {
    ...backend.report,
    width,
    height,
    landmarks,
    evidence,
    found: found.found,
    milliseconds: { capturing, ...milliseconds, judging: performance.now() - start },
  };
}
