import type { Point } from './vector.js';

/** An affine map: `[x, y]` goes to `[a x + c y + e, b x + d y + f]`. */
export interface Affine {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
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
