import { BMP } from 'image-size/types/bmp';
import { GIF } from 'image-size/types/gif';
import { HEIF } from 'image-size/types/heif';
import { JP2 } from 'image-size/types/jp2';
import { JPG } from 'image-size/types/jpg';
import { PNG } from 'image-size/types/png';
import { TIFF } from 'image-size/types/tiff';
import { WEBP } from 'image-size/types/webp';

/** Why a photo gave no picture. */
export type DecodeFailure =
  /** The bytes are of no image format that is known here. */
  | 'not-an-image'
  /** A side is shorter than {@link MIN_SIDE}. */
  | 'too-small'
  /** More than {@link MAX_PIXELS}; told by the header, before anything is unpacked. */
  | 'too-large'
  /** An image by its first bytes, or base64 text, that does not decode. */
  | 'undecodable';

/** The shortest side of a photo that is analysed, pixels. */
export const MIN_SIDE = 128;

/**
 * The most pixels of a photo that is decoded: 64 megapixels are 256 MB once unpacked, and a phone's largest ordinary
 * photo is 50.
 */
export const MAX_PIXELS = 64_000_000;

/** What is wrong with a photo of this size, pixels. */
export function sizeFailure(width: number, height: number): DecodeFailure | undefined {
  if (Math.min(width, height) < MIN_SIDE) return 'too-small';
  return width * height > MAX_PIXELS ? 'too-large' : undefined;
}

/**
 * What is wrong with a photo as far as its header tells, without unpacking it.
 *
 * JPEG headers can lie behind large EXIF and colour-profile segments, so the whole file is searched for its size.
 */
export function headerFailure(bytes: Uint8Array): DecodeFailure | undefined {
  if (!looksLikeImage(bytes)) return 'not-an-image';
  try {
    const size = FORMATS.find((format) => format.validate(bytes))?.calculate(bytes);
    const [largest] = [...(size?.images ?? []), ...(size ? [size] : [])].sort((a, b) => b.width * b.height - a.width * a.height);
    return largest && sizeFailure(largest.width, largest.height);
  } catch {
    // Known by its first bytes, but with a header that only a decoder may understand.
    return undefined;
  }
}

/** What a browser may decode; HEIF is AVIF too. */
const FORMATS = [JPG, PNG, WEBP, HEIF, GIF, BMP, TIFF, JP2];

const startsWith = (bytes: Uint8Array, signature: readonly number[], offset = 0): boolean =>
  signature.every((byte, index) => bytes[offset + index] === byte);

/** By their first bytes: JPEG, PNG, GIF, BMP, RIFF/WebP, ISO media (AVIF, HEIC), TIFF, JPEG 2000. */
const looksLikeImage = (bytes: Uint8Array): boolean =>
  startsWith(bytes, [0xff, 0xd8, 0xff]) ||
  startsWith(bytes, [0x89, 0x50, 0x4e, 0x47]) ||
  startsWith(bytes, [0x47, 0x49, 0x46, 0x38]) ||
  startsWith(bytes, [0x42, 0x4d]) ||
  (startsWith(bytes, [0x52, 0x49, 0x46, 0x46]) && startsWith(bytes, [0x57, 0x45, 0x42, 0x50], 8)) ||
  startsWith(bytes, [0x66, 0x74, 0x79, 0x70], 4) ||
  startsWith(bytes, [0x49, 0x49, 0x2a, 0]) ||
  startsWith(bytes, [0x4d, 0x4d, 0, 0x2a]) ||
  startsWith(bytes, [0x6a, 0x50, 0x20, 0x20], 4);
