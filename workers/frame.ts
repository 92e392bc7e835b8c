import { halved, type Raster } from './blazepose/raster.js';
import { Photo, type Picture } from './picture.js';
import { rgbaOf, type YuvFrame } from './yuv.js';

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
   * The frame's pixels, got at in the quickest way: without a canvas where the browser gives what is stored, and made
   * smaller in halves.
   *
   * @param longestSide - Of the picture at least, and less than twice that; of a smaller frame its own.
   */
  async picture(longestSide: number): Promise<FramePicture> {
    const stored = 'copyTo' in this.#source ? await storedPicture(this.#source, longestSide) : undefined;
    if (!stored) {
      const { pixels, scale } = await this.drawn(longestSide);
      return { raster: pixels, scale };
    }
    let { raster, scale } = stored;
    while (isTwice(raster, longestSide)) [raster, scale] = [halved(raster), 2 * scale];
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

const isTwice = ({ width, height }: { readonly width: number; readonly height: number }, longestSide: number): boolean =>
  Math.max(width, height) >= 2 * longestSide;

/** What newer browsers tell of a frame as well. */
interface Orientation {
  readonly rotation?: number;
  readonly flip?: boolean;
}

/** A frame's own pixels; `undefined` where it is not shown as it is stored, or the browser does not give them. */
async function storedPicture(frame: VideoFrame & Orientation, longestSide: number): Promise<FramePicture | undefined> {
  const { displayWidth: width, displayHeight: height, visibleRect, rotation = 0, flip = false } = frame;
  if (visibleRect?.width !== width || visibleRect.height !== height || rotation !== 0 || flip) return undefined;
  try {
    const yuv = await yuvOf(frame);
    if (!yuv) return await convertedPicture(frame);
    const isHalved = isTwice(yuv, longestSide);
    return { raster: rgbaOf(yuv, isHalved), scale: isHalved ? 2 : 1 };
  } catch {
    return undefined;
  }
}

/** The planes of a frame as cameras and decoders give them: converted here, it takes a third of the browser's own time. */
async function yuvOf(frame: VideoFrame): Promise<YuvFrame | undefined> {
  const { format, displayWidth: width, displayHeight: height, colorSpace: colors } = frame;
  if (format !== 'I420' && format !== 'NV12') return undefined;
  const data = new Uint8Array(frame.allocationSize());
  const [luma, first, second] = await frame.copyTo(data);
  if (!luma || !first) return undefined;
  const [blue, red] = second ? [plane(first, 1), plane(second, 1)] : [plane(first, 2), { ...plane(first, 2), offset: first.offset + 1 }];
  return { width, height, data, colors, luma: plane(luma, 1), blue, red };
}

const plane = ({ offset, stride }: PlaneLayout, step: number) => ({ offset, stride, step });

/** A frame of another kind, converted by the browser. */
async function convertedPicture(frame: VideoFrame): Promise<FramePicture | undefined> {
  const { displayWidth: width, displayHeight: height } = frame;
  const rgba = { format: 'RGBA' } as const;
  // Older browsers overlook the format, and would give another one.
  if (frame.allocationSize(rgba) !== 4 * width * height) return undefined;
  const data = new Uint8Array(4 * width * height);
  const [layout] = await frame.copyTo(data, rgba);
  return layout?.offset === 0 && layout.stride === 4 * width ? { raster: { width, height, data }, scale: 1 } : undefined;
}
