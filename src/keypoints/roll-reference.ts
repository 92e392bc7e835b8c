import { DEGREES, inclination } from '../geometry/angle.js';
import { add, distance, midpoint, scale, subtract, type Point } from '../geometry/vector.js';
import type { RollReference } from '../pose/protocol.js';
import type { NamedKeypoints } from './names.js';

/** Standard deviation of the roll of a camera held by hand, degrees. An assumption: no photos were measured for it. */
const CAMERA_ROLL = 1.5;

/** Weight of the ankle line in the mean of it and the picture's horizontal, 0 to 1: each counts by its inverse variance. */
function ankleShare(reference: RollReference, ankleError: number): number {
  if (reference === 'level') return 0;
  return CAMERA_ROLL ** 2 / (CAMERA_ROLL ** 2 + ankleError ** 2);
}

/**
 * Makes the ankle line the horizon that is wanted: the formulas of front and back photos measure everything against it.
 * The ankles are turned about their middle and keep their distance; all other points stay.
 *
 * @param keypoints - Of a front or a back photo.
 * @param reference - What counts as the horizon.
 * @param ankleError - Standard error of the ankle line's inclination, degrees; counts for `auto` alone.
 * @returns The same object for `ankles`.
 */
export function referToRoll(keypoints: NamedKeypoints, reference: RollReference, ankleError: number): NamedKeypoints {
  if (reference === 'ankles') return keypoints;
  const { r_ankle: right, l_ankle: left } = keypoints;
  const wanted = (inclination(right, left) * ankleShare(reference, ankleError)) / DEGREES;
  // In a back photo the subject's left is on the image's left.
  const towardLeft = left[0] < right[0] ? -1 : 1;
  const direction: Point = [towardLeft * Math.cos(wanted), -Math.sin(wanted)];
  const half = scale(direction, distance(right, left) / 2);
  const middle = midpoint(right, left);
  return { ...keypoints, r_ankle: subtract(middle, half), l_ankle: add(middle, half) };
}
