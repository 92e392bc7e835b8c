import { add, scale, type Point } from '../geometry/vector.js';
import type { Mask } from '../pose/landmarks.js';

/** A pixel this sure or surer belongs to the person. */
const INSIDE = 127.5;

/** Where a ray through the silhouette leaves it. */
export interface Exit {
  /** `[x, y]`, to a fraction of a pixel. */
  readonly point: Point;
  /** The ray met the picture's edge before it left the person. */
  readonly atEdge: boolean;
}

/** The mask at a point, 0 to 255, between pixel centres by bilinear interpolation; `undefined` outside the picture. */
export function coverage(mask: Mask, [x, y]: Point): number | undefined {
  // Pixel (0, 0) covers 0 to 1, its centre is at 0.5.
  if (x < 0 || y < 0 || x > mask.width || y > mask.height) return undefined;
  const column = Math.min(Math.max(x - 0.5, 0), mask.width - 1);
  const row = Math.min(Math.max(y - 0.5, 0), mask.height - 1);
  const left = Math.floor(column);
  const top = Math.floor(row);
  const right = Math.min(left + 1, mask.width - 1);
  const bottom = Math.min(top + 1, mask.height - 1);
  const at = (r: number, c: number): number => mask.data[r * mask.width + c] ?? 0;
  const upper = at(top, left) + (at(top, right) - at(top, left)) * (column - left);
  const lower = at(bottom, left) + (at(bottom, right) - at(bottom, left)) * (column - left);
  return upper + (lower - upper) * (row - top);
}

/**
 * Follows a ray from inside the person until it leaves the silhouette.
 *
 * @param mask - The person's mask.
 * @param from - A point inside the person, pixels.
 * @param direction - Unit vector.
 * @param reach - How far to look at most, pixels.
 * @returns `undefined` where the start is not inside or the person goes on beyond `reach`.
 */
export function exitOf(mask: Mask, from: Point, direction: Point, reach: number): Exit | undefined {
  let before = coverage(mask, from);
  if (before === undefined || before < INSIDE) return undefined;
  for (let distance = 1; distance <= reach; distance++) {
    const here = coverage(mask, add(from, scale(direction, distance)));
    if (here === undefined) return { point: add(from, scale(direction, distance - 1)), atEdge: true };
    if (here < INSIDE) {
      const crossing = distance - 1 + (before - INSIDE) / (before - here);
      return { point: add(from, scale(direction, crossing)), atEdge: false };
    }
    before = here;
  }
  return undefined;
}
