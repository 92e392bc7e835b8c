/** An RGBA picture in main memory, 4 bytes a pixel, row by row. */
export interface Raster {
  /** Pixels. */
  readonly width: number;
  /** Pixels. */
  readonly height: number;
  readonly data: Uint8ClampedArray | Uint8Array;
}

/** Every second byte of a pixel. */
const EVERY_SECOND = 0x00ff00ff;

/** The mean of four pixels, rounded; of their first and third bytes, and of the others, at once. */
const meanOf = (a: number, b: number, c: number, d: number): number => {
  const mean = (shift: 0 | 8): number =>
    ((((a >>> shift) & EVERY_SECOND) + ((b >>> shift) & EVERY_SECOND) + ((c >>> shift) & EVERY_SECOND) + ((d >>> shift) & EVERY_SECOND) + 0x00020002) >>> 2) &
    EVERY_SECOND;
  return mean(0) | (mean(8) << 8);
};

/** The pixels of a picture, four bytes each. */
const wordsOf = ({ data, width, height }: Raster): Uint32Array =>
  new Uint32Array(data.byteOffset % 4 === 0 ? data.buffer : data.slice().buffer, data.byteOffset % 4 === 0 ? data.byteOffset : 0, width * height);

/**
 * A picture at half its size: each pixel is the mean of a square of four. Where an edge is odd its pixels count twice.
 */
export function halved(picture: Raster): Raster {
  const { width, height } = picture;
  const halfWidth = (width + 1) >> 1;
  const halfHeight = (height + 1) >> 1;
  const whole = wordsOf(picture);
  const half = new Uint32Array(halfWidth * halfHeight);
  for (let row = 0, at = 0; row < halfHeight; row++) {
    const upper = 2 * row * width;
    const lower = Math.min(2 * row + 1, height - 1) * width;
    for (let column = 0; column < halfWidth; column++, at++) {
      const left = 2 * column;
      const right = Math.min(left + 1, width - 1);
      half[at] = meanOf(whole[upper + left]!, whole[upper + right]!, whole[lower + left]!, whole[lower + right]!);
    }
  }
  return { width: halfWidth, height: halfHeight, data: new Uint8ClampedArray(half.buffer) };
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
