import type { Raster } from './blazepose/raster.js';

/** One of a frame's components: its value for a pixel of the plane is `data[offset + row * stride + column * step]`. */
export interface Plane {
  readonly offset: number;
  readonly stride: number;
  readonly step: number;
}

/** A frame as cameras give it: brightness for each pixel, colour for each square of four. */
export interface YuvFrame {
  /** Pixels. */
  readonly width: number;
  /** Pixels. */
  readonly height: number;
  readonly data: Uint8Array;
  readonly luma: Plane;
  readonly blue: Plane;
  readonly red: Plane;
  readonly colors: Pick<VideoColorSpace, 'matrix' | 'fullRange'>;
}

/** Shares of red and blue in the brightness, by the matrix's name; ITU-R BT.601, 709 and 2020. */
const SHARES: Readonly<Record<string, readonly [red: number, blue: number]>> = {
  smpte170m: [0.299, 0.114],
  bt470bg: [0.299, 0.114],
  'bt2020-ncl': [0.2627, 0.0593],
};
const USUAL_SHARES = [0.2126, 0.0722] as const;

/** How much each component counts for red, green and blue. */
function weightsOf({ matrix, fullRange }: YuvFrame['colors']) {
  const [red, blue] = SHARES[matrix ?? ''] ?? USUAL_SHARES;
  const green = 1 - red - blue;
  const color = fullRange ? 1 : 255 / 224;
  return {
    black: fullRange ? 0 : 16,
    luma: fullRange ? 1 : 255 / 219,
    red: 2 * (1 - red) * color,
    blue: 2 * (1 - blue) * color,
    greenOfRed: (-2 * red * (1 - red) * color) / green,
    greenOfBlue: (-2 * blue * (1 - blue) * color) / green,
  };
}

/**
 * A frame's picture, of its own size or of half of it: then a pixel is the mean of four, which have one colour.
 *
 * @param isHalved - Odd edges lose a row or a column.
 */
export function rgbaOf({ width, height, data, luma, blue, red, colors }: YuvFrame, isHalved: boolean): Raster {
  const weights = weightsOf(colors);
  const shift = isHalved ? 0 : 1;
  const step = isHalved ? 2 : 1;
  const across = Math.floor(width / step);
  const down = Math.floor(height / step);
  const pixels = new Uint8ClampedArray(across * down * 4);
  for (let row = 0, at = 0; row < down; row++) {
    let upper = luma.offset + row * step * luma.stride;
    // The same again where there is one row a pixel.
    let lower = upper + (step - 1) * luma.stride;
    const blues = blue.offset + (row >> shift) * blue.stride;
    const reds = red.offset + (row >> shift) * red.stride;
    for (let column = 0; column < across; column++, at += 4, upper += step, lower += step) {
      const beside = step - 1;
      const mean = (data[upper]! + data[upper + beside]! + data[lower]! + data[lower + beside]!) / 4;
      const y = (mean - weights.black) * weights.luma;
      const u = data[blues + (column >> shift) * blue.step]! - 128;
      const v = data[reds + (column >> shift) * red.step]! - 128;
      pixels[at] = y + v * weights.red;
      pixels[at + 1] = y + v * weights.greenOfRed + u * weights.greenOfBlue;
      pixels[at + 2] = y + u * weights.blue;
      pixels[at + 3] = 255;
    }
  }
  return { width: across, height: down, data: pixels };
}
