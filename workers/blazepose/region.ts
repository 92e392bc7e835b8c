import type { Affine } from '../../src/geometry/affine.js';
import { distance, subtract, type Point } from '../../src/geometry/vector.js';

/** A square of the picture, turned about its centre, that a network looks at. */
export interface Region {
  /** Pixels of the picture. */
  readonly center: Point;
  /** Length of a side, pixels of the picture. */
  readonly size: number;
  /** How far its upright direction is turned, radians, clockwise positive. */
  readonly angle: number;
}

/** A circle that holds the whole body, pixels. */
export interface BodyCircle {
  /** Middle of the hips, and of the circle. */
  readonly midHip: Point;
  /** A point on the circle, above the head. */
  readonly bodyCircle: Point;
}

/** The region is this much larger than the circle round the body. MediaPipe's own factor. */
const REGION_SCALE = 1.25;

/** Radius of the circle round the body, pixels of the picture. */
export const bodyRadius = ({ midHip, bodyCircle }: BodyCircle): number => distance(midHip, bodyCircle);

/** What the landmark network shall look at: the whole body, turned upright. */
export function regionOf(body: BodyCircle): Region {
  const up = subtract(body.bodyCircle, body.midHip);
  return { center: body.midHip, size: 2 * bodyRadius(body) * REGION_SCALE, angle: Math.atan2(up[0], -up[1]) };
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
