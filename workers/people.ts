import { distance, length, subtract } from '../src/geometry/vector.js';
import { LANDMARK_NAMES, type Pose } from '../src/pose/landmarks.js';
import { bodyFrame } from '../src/keypoints/body-frame.js';

/** A person this much of the chosen one's size may be meant as well. */
const LIKE_SIZE = 0.6;

/** Poses whose landmarks lie this near on average are one person found twice, trunk lengths. */
const SAME_PERSON = 0.5;

/** Who is analysed. */
export interface ChosenPerson {
  readonly pose: Pose;
  /** Another person of like size is in the picture. */
  readonly severalPeople: boolean;
}

/** The body's height in the picture, as far as it can be told by trunk and legs, pixels. */
function bodySize(pose: Pose): number {
  const frame = bodyFrame(pose.landmarks);
  return frame.trunk + length(subtract(frame.midAnkle, frame.midHip));
}

/** 1 in the middle of the picture, 0 at its edge. */
function centrality(pose: Pose): number {
  const { midHip } = bodyFrame(pose.landmarks);
  return 1 - Math.min(1, Math.abs(midHip[0] / pose.mask.width - 0.5) * 2);
}

function samePerson(a: Pose, b: Pose): boolean {
  const apart = LANDMARK_NAMES.reduce(
    (sum, name) => sum + distance(a.landmarks[name].point, b.landmarks[name].point) / LANDMARK_NAMES.length,
    0,
  );
  return apart < SAME_PERSON * bodyFrame(a.landmarks).trunk;
}

/**
 * Of several people, the one who stands nearest the middle and fills most of the photo.
 *
 * @returns `undefined` where nobody is.
 */
export function choosePerson(poses: readonly Pose[]): ChosenPerson | undefined {
  const height = poses[0]?.mask.height ?? 1;
  const rank = (pose: Pose): number => bodySize(pose) / height + centrality(pose);
  const [pose, ...others] = [...poses].sort((a, b) => rank(b) - rank(a));
  if (!pose) return undefined;
  const severalPeople = others.some(
    (other) => !samePerson(pose, other) && bodySize(other) >= LIKE_SIZE * bodySize(pose),
  );
  return { pose, severalPeople };
}
