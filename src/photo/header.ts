import { bmpSizes } from './sizes/bmp.js';
import { gifSizes } from './sizes/gif.js';
import { isoMediaSizes } from './sizes/iso-media.js';
import { jpeg2000Sizes } from './sizes/jpeg-2000.js';
import { jpegSizes } from './sizes/jpeg.js';
import { pngSizes } from './sizes/png.js';
import type { PictureSize, ReadSizes } from './sizes/size.js';
import { tiffSizes } from './sizes/tiff.js';
import { webpSizes } from './sizes/webp.js';

/** Why a photo gave no picture. */
export type DecodeFailure =
  /** The bytes are of no image format that is known here. */
  | 'not-an-image'
  /** A side is shorter than {@link MIN_SIDE}. */
  | 'too-small'
  /** More than {@link MAX_PIXELS}, told by the header before anything is unpacked; or more than {@link MAX_BYTES}. */
  | 'too-large'
  /** An image by its first bytes, or base64 text, that does not decode, or whose header does not tell its size. */
  | 'undecodable';

/** The shortest side of a photo that is analysed, pixels. */
export const MIN_SIDE = 128;

/**
 * The most pixels of a photo that is decoded: 64 megapixels are 256 MB once unpacked, and a phone's largest ordinary
 * photo is 50.
 */
export const MAX_PIXELS = 64_000_000;

/** The most bytes of a photo that is read: those of {@link MAX_PIXELS} that are not packed at all. */
export const MAX_BYTES = 4 * MAX_PIXELS;

/** What is wrong with a photo of this size, pixels. */
export function sizeFailure(width: number, height: number): DecodeFailure | undefined {
  if (Math.min(width, height) < MIN_SIDE) return 'too-small';
  return width * height > MAX_PIXELS ? 'too-large' : undefined;
}

/**
 * What is wrong with a photo as far as its header tells, without unpacking it. Where a file gives several sizes the largest
 * counts. One whose size can't be told is not for the decoder to find out.
 */
export function headerFailure(bytes: Uint8Array): DecodeFailure | undefined {
  if (bytes.length > MAX_BYTES) return 'too-large';
  const format = FORMATS.find(({ signature }) => signature.every((byte, index) => byte === undefined || bytes[index] === byte));
  if (!format) return 'not-an-image';
  const largest = largestOf(bytes, format.sizes);
  return largest ? sizeFailure(largest.width, largest.height) : 'undecodable';
}

function largestOf(bytes: Uint8Array, read: ReadSizes): PictureSize | undefined {
  let largest: PictureSize | undefined;
  try {
    for (const size of read(bytes)) {
      if (!largest || size.width * size.height > largest.width * largest.height) largest = size;
    }
    return largest;
  } catch {
    // The file ends within its header.
    return undefined;
  }
}

interface Format {
  /** What its files begin with; `undefined` for any byte. */
  readonly signature: readonly (number | undefined)[];
  readonly sizes: ReadSizes;
}

const FOUR_BYTES = [undefined, undefined, undefined, undefined];

/** What a browser may decode. */
const FORMATS: readonly Format[] = [
  { sizes: jpegSizes, signature: [0xff, 0xd8, 0xff] },
  { sizes: pngSizes, signature: [0x89, 0x50, 0x4e, 0x47] },
  { sizes: gifSizes, signature: [0x47, 0x49, 0x46, 0x38] },
  { sizes: bmpSizes, signature: [0x42, 0x4d] },
  { sizes: webpSizes, signature: [0x52, 0x49, 0x46, 0x46, ...FOUR_BYTES, 0x57, 0x45, 0x42, 0x50] },
  { sizes: isoMediaSizes, signature: [...FOUR_BYTES, 0x66, 0x74, 0x79, 0x70] },
  { sizes: tiffSizes, signature: [0x49, 0x49, 0x2a, 0] },
  { sizes: tiffSizes, signature: [0x4d, 0x4d, 0, 0x2a] },
  { sizes: jpeg2000Sizes, signature: [...FOUR_BYTES, 0x6a, 0x50, 0x20, 0x20] },
];
