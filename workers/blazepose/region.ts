import type { Point } from '../../src/geometry/vector.js';

/** A square of the picture, turned about its centre, that a network looks at. */
export interface Region {
  /** Pixels of the picture. */
  readonly center: Point;
  /** Length of a side, pixels of the picture. */
  readonly size: number;
  /** How far its upright direction is turned, radians, clockwise positive. */
  readonly angle: number;
}

/** An affine map: `[x, y]` goes to `[a x + c y + e, b x + d y + f]`. */
export interface Affine {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
}

/**
 * From a crop to the picture.
 *
 * @param region - What the crop shows.
 * @param side - Length of the crop's side, pixels.
 */
export function cropToPicture({ center, size, angle }: Region, side: number): Affine {
  const step = size / side;
  const cos = Math.cos(angle) * step;
  const sin = Math.sin(angle) * step;
  const middle = side / 2;
  return {
    a: cos,
    b: sin,
    c: -sin,
    d: cos,
    e: center[0] - (cos - sin) * middle,
    f: center[1] - (sin + cos) * middle,
  };
}

/** The map that undoes a map. */
export function inverse({ a, b, c, d, e, f }: Affine): Affine {
  const determinant = a * d - b * c;
  return {
    a: d / determinant,
    b: -b / determinant,
    c: -c / determinant,
    d: a / determinant,
    e: (c * f - d * e) / determinant,
    f: (b * e - a * f) / determinant,
  };
}

/** A point under a map. */
export const mapped = ({ a, b, c, d, e, f }: Affine, [x, y]: Point): Point => [a * x + c * y + e, b * x + d * y + f];

/** The map that applies one map and then another. */
export const after = (first: Affine, second: Affine): Affine => ({
  a: second.a * first.a + second.c * first.b,
  b: second.b * first.a + second.d * first.b,
  c: second.a * first.c + second.c * first.d,
  d: second.b * first.c + second.d * first.d,
  e: second.a * first.e + second.c * first.f + second.e,
  f: second.b * first.e + second.d * first.f + second.f,
});

/** A map from a crop to the picture, read from the crop's mirror image. */
export const mirroredMap = ({ a, b, c, d, e, f }: Affine, side: number): Affine => ({
  a: -a,
  b: -b,
  c,
  d,
  e: e + a * side,
  f: f + b * side,
});
