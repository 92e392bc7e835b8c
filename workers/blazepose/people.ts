import { distance } from '../../src/geometry/vector.js';
import type { Detection } from './detector.js';
import { bodyRadius, type BodyCircle } from './region.js';

/** A person this much of the chosen one's size may be meant as well. */
const LIKE_SIZE = 0.6;

/** Detections whose hips lie this near are one person, radii of the body's circle. */
const SAME_PERSON = 0.4;

/** Whether two finds are one person. */
export const isSame = (a: BodyCircle, b: BodyCircle): boolean =>
  distance(a.midHip, b.midHip) < SAME_PERSON * Math.min(bodyRadius(a), bodyRadius(b));

/** How much somebody is meant, 0 to 2 and more: they stand near the middle and fill most of the picture. */
export const rankOf = (person: BodyCircle, { width, height }: { readonly width: number; readonly height: number }): number =>
  (2 * bodyRadius(person)) / height + 1 - Math.min(1, Math.abs(person.midHip[0] / width - 0.5) * 2);

/** Who is meant first. */
export const ranked = (people: readonly Detection[], picture: { readonly width: number; readonly height: number }): Detection[] =>
  [...people].sort((a, b) => rankOf(b, picture) - rankOf(a, picture));

/** Whether another person is large enough to be meant as well. */
export const isRival = (chosen: BodyCircle, other: BodyCircle): boolean =>
  !isSame(chosen, other) && bodyRadius(other) >= LIKE_SIZE * bodyRadius(chosen);
