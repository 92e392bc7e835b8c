import type { Affine } from '../../src/geometry/affine.js';
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
