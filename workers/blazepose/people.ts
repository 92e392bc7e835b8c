import { distance, midpoint } from '../../src/geometry/vector.js';
import { bodyRadius, type Detection } from './detector.js';

/** A person this much of the chosen one's size may be meant as well. */
const LIKE_SIZE = 0.6;

/** Detections whose hips lie this near are one person seen in both looks, radii of the body's circle. */
const SAME_PERSON = 0.4;

const isSame = (a: Detection, b: Detection): boolean =>
  distance(a.midHip, b.midHip) < SAME_PERSON * Math.min(bodyRadius(a), bodyRadius(b));

const average = (a: Detection, b: Detection): Detection => ({
  score: (a.score + b.score) / 2,
  box: [0, 1, 2, 3].map((side) => ((a.box[side] ?? 0) + (b.box[side] ?? 0)) / 2) as [number, number, number, number],
  midHip: midpoint(a.midHip, b.midHip),
  bodyCircle: midpoint(a.bodyCircle, b.bodyCircle),
});

/**
 * Brings together what was found in a picture and in its mirror image. Whoever only one look found is kept: the
 * landmark network is asked about everybody.
 *
 * @param mirrored - In the picture's own coordinates.
 */
export function joined(plain: readonly Detection[], mirrored: readonly Detection[]): Detection[] {
  const rest = [...mirrored];
  const both = plain.map((person) => {
    const index = rest.findIndex((other) => isSame(person, other));
    const [other] = index < 0 ? [] : rest.splice(index, 1);
    return other ? average(person, other) : person;
  });
  return [...both, ...rest];
}

/** Who is meant first: they stand nearest the middle and fill most of the picture. */
export function ranked(people: readonly Detection[], { width, height }: { width: number; height: number }): Detection[] {
  const rank = (person: Detection): number =>
    (2 * bodyRadius(person)) / height + 1 - Math.min(1, Math.abs(person.midHip[0] / width - 0.5) * 2);
  return [...people].sort((a, b) => rank(b) - rank(a));
}

/** Whether another person is large enough to be meant as well. */
export const isRival = (chosen: Detection, other: Detection): boolean =>
  !isSame(chosen, other) && bodyRadius(other) >= LIKE_SIZE * bodyRadius(chosen);
