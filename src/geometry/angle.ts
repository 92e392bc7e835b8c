import type { Point } from './vector.js';

/** Degrees in a radian. */
export const DEGREES = 180 / Math.PI;

/**
 * Inclination of a roughly level line between a left and a right body point, in degrees.
 *
 * The horizontal distance counts without its sign, so the value is the same in a front photo (subject's left on the
 * image's right) and in a back photo.
 *
 * @param right - The subject's right point, pixels.
 * @param left - The subject's left point, pixels.
 * @returns Degrees in (-90, 90]; positive when the subject's left is higher.
 */
export const inclination = (right: Point, left: Point): number =>
  Math.atan2(right[1] - left[1], Math.abs(left[0] - right[0])) * DEGREES;

/**
 * Lean from the vertical of the line from `top` down to `bottom`, in degrees.
 *
 * @param top - The upper point, pixels.
 * @param bottom - The lower point, pixels.
 * @param positive - The image direction that counts as positive: 1 is to the right, -1 to the left.
 * @returns Degrees in (-180, 180]; positive when `bottom` lies on the positive side of `top`.
 */
export const leanBelow = (top: Point, bottom: Point, positive: 1 | -1): number =>
  Math.atan2((bottom[0] - top[0]) * positive, bottom[1] - top[1]) * DEGREES;

/**
 * Lean from the vertical of the line from `bottom` up to `top`, in degrees.
 *
 * @param bottom - The lower point, pixels.
 * @param top - The upper point, pixels.
 * @param positive - The image direction that counts as positive: 1 is to the right, -1 to the left.
 * @returns Degrees in (-180, 180]; positive when `top` lies on the positive side of `bottom`.
 */
export const leanAbove = (bottom: Point, top: Point, positive: 1 | -1): number =>
  Math.atan2((top[0] - bottom[0]) * positive, bottom[1] - top[1]) * DEGREES;

/**
 * The inner angle at `b` between the lines to `a` and to `c`, in degrees.
 *
 * @returns Degrees in [0, 180]; 180 where the three lie on a line.
 */
export const angleAt = (a: Point, b: Point, c: Point): number => {
  const first = Math.atan2(a[1] - b[1], a[0] - b[0]);
  const second = Math.atan2(c[1] - b[1], c[0] - b[0]);
  const turn = Math.abs(first - second) * DEGREES;
  return turn > 180 ? 360 - turn : turn;
};
