import { distance, length, subtract } from '../../src/geometry/vector.js';
import { LANDMARK_NAMES, type Pose } from '../../src/pose/landmarks.js';
import { bodyFrame } from '../../src/keypoints/body-frame.js';

/** A person this much of the chosen one's size may be meant as well. */
const LIKE_SIZE = 0.6;

/** Poses whose landmarks lie this near on average are one person found twice, trunk lengths. */
const SAME_PERSON = 0.4;

/** Who is analysed, as both looks at the photo found them. */
export interface ChosenPerson {
  readonly plain: Pose;
  /** In the photo's own coordinates. */
  readonly mirrored: Pose;
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
 * Of several people, the one who stands nearest the middle and fills most of the photo. Only a person that both looks
 * found counts: averaging two people would give a third who is nobody.
 *
 * @param plain - The poses in the photo.
 * @param mirrored - Those in its mirror image, in the photo's own coordinates.
 * @returns `undefined` where nobody is.
 */
export function choosePerson(plain: readonly Pose[], mirrored: readonly Pose[]): ChosenPerson | undefined {
  const rank = (pose: Pose): number => bodySize(pose) / pose.mask.height + centrality(pose);
  const [chosen] = plain
    .flatMap((pose) => mirrored.filter((other) => samePerson(pose, other)).map((other) => [pose, other] as const))
    .sort((a, b) => rank(b[0]) + rank(b[1]) - rank(a[0]) - rank(a[1]));
  if (!chosen) return undefined;
  const size = bodySize(chosen[0]);
  const severalPeople = [...plain, ...mirrored].some(
    (pose) => !samePerson(chosen[0], pose) && bodySize(pose) >= LIKE_SIZE * size,
  );
  return { plain: chosen[0], mirrored: chosen[1], severalPeople };
}
