import { distance } from '../../src/geometry/vector.js';
import type { Detection } from './detector.js';
import { bodyRadius } from './region.js';

/** A person this much of the chosen one's size may be meant as well. */
const LIKE_SIZE = 0.6;

/** Detections whose hips lie this near are one person, radii of the body's circle. */
const SAME_PERSON = 0.4;

const isSame = (a: Detection, b: Detection): boolean =>
  distance(a.midHip, b.midHip) < SAME_PERSON * Math.min(bodyRadius(a), bodyRadius(b));

/** Who is meant first: they stand nearest the middle and fill most of the picture. */
export function ranked(people: readonly Detection[], { width, height }: { width: number; height: number }): Detection[] {
  const rank = (person: Detection): number =>
    (2 * bodyRadius(person)) / height + 1 - Math.min(1, Math.abs(person.midHip[0] / width - 0.5) * 2);
  return [...people].sort((a, b) => rank(b) - rank(a));
}

/** Whether another person is large enough to be meant as well. */
export const isRival = (chosen: Detection, other: Detection): boolean =>
  !isSame(chosen, other) && bodyRadius(other) >= LIKE_SIZE * bodyRadius(chosen);
