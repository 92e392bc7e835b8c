import type { Pyramid, Raster } from './raster.js';
import type { Affine } from './region.js';

/** What lies beyond the picture's edges: its outermost pixels, or black. */
export type Border = 'replicate' | 'black';

/** How a crop is handed to a network. */
export interface CropFormat {
  /** Length of the side, pixels. */
  readonly side: number;
  readonly border: Border;
  /** A colour of 0 to 255 becomes `colour * factor + offset`. */
  readonly factor: number;
  readonly offset: number;
}

/** Which level of a pyramid a crop is read from: there a crop's pixel is one to two pixels wide. */
export function levelFor(toPicture: Affine): number {
  const step = Math.hypot(toPicture.a, toPicture.b);
  return Math.max(0, Math.floor(Math.log2(step)));
}

/**
 * Cuts a turned square out of a picture. Each of its pixels is the mean of four bilinear samples of a level at which
 * they lie half a pixel to one apart, so that nothing aliases however large the picture is.
 *
 * @param pyramid - The picture.
 * @param toPicture - From the crop to the picture, continuous coordinates: pixel (0, 0) covers 0 to 1.
 * @returns `side * side * 3` values, red, green, blue.
 */
export function cropOf(pyramid: Pyramid, toPicture: Affine, format: CropFormat): Float32Array {
  const level = levelFor(toPicture);
  return sampled(pyramid.at(level), toPicture, 2 ** -level, format);
}

function sampled(raster: Raster, toPicture: Affine, shrink: number, { side, border, factor, offset }: CropFormat) {
  const { width, height, data } = raster;
  const crop = new Float32Array(side * side * 3);
  const isBlack = border === 'black';
  const { a, b, c, d, e, f } = toPicture;
  const right = width - 1;
  const bottom = height - 1;
  const share = factor / 4;
  for (let row = 0, at = 0; row < side; row++) {
    for (let column = 0; column < side; column++, at += 3) {
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let sample = 0; sample < 4; sample++) {
        const u = column + (sample & 1 ? 0.75 : 0.25);
        const v = row + (sample & 2 ? 0.75 : 0.25);
        // Between the centres of pixels, which lie at halves.
        let x = (a * u + c * v + e) * shrink - 0.5;
        let y = (b * u + d * v + f) * shrink - 0.5;
        if (isBlack && (x < -0.5 || y < -0.5 || x > right + 0.5 || y > bottom + 0.5)) continue;
        x = x < 0 ? 0 : x > right ? right : x;
        y = y < 0 ? 0 : y > bottom ? bottom : y;
        const left = x | 0;
        const top = y | 0;
        const dx = x - left;
        const dy = y - top;
        const upper = (top * width + left) * 4;
        const lower = top < bottom ? upper + width * 4 : upper;
        const next = left < right ? 4 : 0;
        const wa = (1 - dx) * (1 - dy);
        const wb = dx * (1 - dy);
        const wc = (1 - dx) * dy;
        const wd = dx * dy;
        red += data[upper]! * wa + data[upper + next]! * wb + data[lower]! * wc + data[lower + next]! * wd;
        green += data[upper + 1]! * wa + data[upper + next + 1]! * wb + data[lower + 1]! * wc + data[lower + next + 1]! * wd;
        blue += data[upper + 2]! * wa + data[upper + next + 2]! * wb + data[lower + 2]! * wc + data[lower + next + 2]! * wd;
      }
      crop[at] = red * share + offset;
      crop[at + 1] = green * share + offset;
      crop[at + 2] = blue * share + offset;
    }
  }
  return crop;
}

/** A crop as the mirror shows it. */
export function mirroredCrop(crop: Float32Array, side: number): Float32Array {
  const mirrored = new Float32Array(crop.length);
  for (let row = 0, at = 0; row < side; row++) {
    for (let column = side - 1; column >= 0; column--, at += 3) {
      const from = (row * side + column) * 3;
      mirrored[at] = crop[from]!;
      mirrored[at + 1] = crop[from + 1]!;
      mirrored[at + 2] = crop[from + 2]!;
    }
  }
  return mirrored;
}
