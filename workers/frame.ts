import { halved, type Raster } from './blazepose/raster.js';
import { Photo, type Picture } from './picture.js';

/** A frame's pixels, at a size at which it is looked at. */
export interface FramePicture {
  readonly raster: Raster;
  /** Frame pixels in one of the picture's. */
  readonly scale: number;
}

/** A frame of a film, as it came. */
export class Frame {
  readonly #source: VideoFrame | ImageBitmap;

  /** @param source - Stays its caller's. */
  constructor(source: VideoFrame | ImageBitmap) {
    this.#source = source;
  }

  /**
   * The frame's pixels, got at in the quickest way: without a canvas where the browser converts colours by itself, and made
   * smaller in halves.
   *
   * @param longestSide - Of the picture at least, and less than twice that; of a smaller frame its own.
   */
  async picture(longestSide: number): Promise<FramePicture> {
    const copied = 'copyTo' in this.#source ? await copyOf(this.#source) : undefined;
    if (!copied) {
      const { pixels, scale } = await this.drawn(longestSide);
      return { raster: pixels, scale };
    }
    let [raster, scale] = [copied, 1];
    while (Math.max(raster.width, raster.height) >= 2 * longestSide) [raster, scale] = [halved(raster), 2 * scale];
    return { raster, scale };
  }

  /**
   * The frame drawn smaller.
   *
   * @param longestSide - Of the picture at most.
   */
  async drawn(longestSide: number): Promise<Picture> {
    if (!('copyTo' in this.#source)) return new Photo(this.#source).at(longestSide);
    const bitmap = await createImageBitmap(this.#source);
    try {
      return new Photo(bitmap).at(longestSide);
    } finally {
      bitmap.close();
    }
  }
}

/** What newer browsers tell of a frame as well. */
interface Orientation {
  readonly rotation?: number;
  readonly flip?: boolean;
}

/** All of a frame as RGBA; `undefined` where it is not shown as it is stored, or the browser can't convert it. */
async function copyOf(frame: VideoFrame & Orientation): Promise<Raster | undefined> {
  const { displayWidth: width, displayHeight: height, visibleRect, rotation = 0, flip = false } = frame;
  if (visibleRect?.width !== width || visibleRect.height !== height || rotation !== 0 || flip) return undefined;
  const format = { format: 'RGBA' } as const;
  try {
    // Older browsers overlook the format, and would give another one.
    if (frame.allocationSize(format) !== 4 * width * height) return undefined;
    const data = new Uint8Array(4 * width * height);
    const [plane] = await frame.copyTo(data, format);
    return plane?.offset === 0 && plane.stride === 4 * width ? { width, height, data } : undefined;
  } catch {
    return undefined;
  }
}
