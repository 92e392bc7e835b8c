import type { Pyramid, Raster } from './raster.js';
import type { Affine } from '../../src/geometry/affine.js';

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

/** A crop's pixel is at least so wide on the level that it is read from, pixels, and less than twice that. */
const LEAST_STEP = 1;

/** Which level of a pyramid a crop is read from. */
export function levelFor(toPicture: Affine): number {
  const step = Math.hypot(toPicture.a, toPicture.b);
  return Math.max(0, Math.floor(Math.log2(step / LEAST_STEP)));
}

/**
 * Cuts a turned square out of a picture. Each of its pixels is a bilinear sample of the level on which they lie one to
 * two pixels apart: what is finer was averaged away before, however large the picture is.
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
  if (border === 'black') for (let i = 0; i < crop.length; i++) crop[i] = offset;
  const right = width - 1;
  const bottom = height - 1;
  // Between the centres of pixels, which lie at halves.
  const { a, b, c, d, e, f } = toPicture;
  const [stepX, stepY] = [a * shrink, b * shrink];
  for (let row = 0, at = 0; row < side; row++) {
    let x = (a * 0.5 + c * (row + 0.5) + e) * shrink - 0.5;
    let y = (b * 0.5 + d * (row + 0.5) + f) * shrink - 0.5;
    for (let column = 0; column < side; column++, at += 3, x += stepX, y += stepY) {
      if (border === 'black' && (x < -0.5 || y < -0.5 || x > right + 0.5 || y > bottom + 0.5)) continue;
      const insideX = x < 0 ? 0 : x > right ? right : x;
      const insideY = y < 0 ? 0 : y > bottom ? bottom : y;
      const left = insideX | 0;
      const top = insideY | 0;
      const dx = insideX - left;
      const dy = insideY - top;
      const nw = (top * width + left) * 4;
      const sw = top < bottom ? nw + width * 4 : nw;
      const next = left < right ? 4 : 0;
      const weightNw = (1 - dx) * (1 - dy) * factor;
      const weightNe = dx * (1 - dy) * factor;
      const weightSw = (1 - dx) * dy * factor;
      const weightSe = dx * dy * factor;
      for (let channel = 0; channel < 3; channel++) {
        crop[at + channel] =
          data[nw + channel]! * weightNw +
          data[nw + next + channel]! * weightNe +
          data[sw + channel]! * weightSw +
          data[sw + next + channel]! * weightSe +
          offset;
      }
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
