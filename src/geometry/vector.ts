/** A point or a direction in a photo: `[x, y]` in pixels, x right, y down. */
export type Point = readonly [x: number, y: number];

/** `a + b`. */
export const add = (a: Point, b: Point): Point => [a[0] + b[0], a[1] + b[1]];

/** `a - b`. */
export const subtract = (a: Point, b: Point): Point => [a[0] - b[0], a[1] - b[1]];

/** `a` made `factor` times as long. */
export const scale = (a: Point, factor: number): Point => [a[0] * factor, a[1] * factor];

/** Dot product, square pixels. */
export const dot = (a: Point, b: Point): number => a[0] * b[0] + a[1] * b[1];

/** Length in pixels. */
export const length = (a: Point): number => Math.hypot(a[0], a[1]);

/** Distance between two points in pixels. */
export const distance = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1]);

/** The point half way between two. */
export const midpoint = (a: Point, b: Point): Point => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];

/** The point `share` of the way from `a` (0) to `b` (1); beyond both for other shares. */
export const along = (a: Point, b: Point, share: number): Point => [
  a[0] + (b[0] - a[0]) * share,
  a[1] + (b[1] - a[1]) * share,
];

/** The direction of `a` with length 1; `[0, -1]` (up) where `a` has no length. */
export const unit = (a: Point): Point => {
  const size = length(a);
  return size > 0 ? [a[0] / size, a[1] / size] : [0, -1];
};
