/** An RGBA picture in main memory, 4 bytes a pixel, row by row. */
export interface Raster {
  /** Pixels. */
  readonly width: number;
  /** Pixels. */
  readonly height: number;
  readonly data: Uint8ClampedArray | Uint8Array;
}

/**
 * A picture at half its size: each pixel is the mean of a square of four. Where an edge is odd its pixels count twice.
 */
export function halved({ width, height, data }: Raster): Raster {
  const halfWidth = (width + 1) >> 1;
  const halfHeight = (height + 1) >> 1;
  const half = new Uint8ClampedArray(halfWidth * halfHeight * 4);
  for (let row = 0, at = 0; row < halfHeight; row++) {
    const upper = 2 * row * width;
    const lower = Math.min(2 * row + 1, height - 1) * width;
    for (let column = 0; column < halfWidth; column++, at += 4) {
      const left = 2 * column;
      const right = Math.min(left + 1, width - 1);
      const a = (upper + left) * 4;
      const b = (upper + right) * 4;
      const c = (lower + left) * 4;
      const d = (lower + right) * 4;
      for (let channel = 0; channel < 4; channel++) {
        half[at + channel] = (data[a + channel]! + data[b + channel]! + data[c + channel]! + data[d + channel]! + 2) >> 2;
      }
    }
  }
  return { width: halfWidth, height: halfHeight, data: half };
}

/** Every so many rows and columns tell enough of a picture's light. */
const LIGHT_STEP = 4;

/** Where a picture's light has its centre. */
export function brighterHalf({ width, height, data }: Raster): 'left' | 'right' {
  let moment = 0;
  for (let row = 0; row < height; row += LIGHT_STEP) {
    // Columns in pairs from both edges, so that the mirror image adds up the same numbers with the other sign.
    for (let left = 0, right = width - 1; left < right; left += LIGHT_STEP, right -= LIGHT_STEP) {
      const a = (row * width + left) * 4;
      const b = (row * width + right) * 4;
      moment += (right - left) * (data[b]! + data[b + 1]! + data[b + 2]! - data[a]! - data[a + 1]! - data[a + 2]!);
    }
  }
  return moment < 0 ? 'left' : 'right';
}

/** A picture and its halves, made as they are asked for. */
export class Pyramid {
  readonly #levels: Raster[];

  constructor(picture: Raster) {
    this.#levels = [picture];
  }

  /** The picture itself. */
  get base(): Raster {
    return this.#levels[0]!;
  }

  /** The picture halved `level` times. */
  at(level: number): Raster {
    for (let made = this.#levels.length; made <= level; made++) this.#levels.push(halved(this.#levels[made - 1]!));
    return this.#levels[level]!;
  }
}
