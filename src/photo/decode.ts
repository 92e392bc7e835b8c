import { imageSize } from 'image-size';
import { decodeBase64 } from './base64.js';
import type { PhotoMessage } from './photo-message.js';

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

/** A photo as upright pixels, or why there is none. */
export type DecodedPhoto =
  | { readonly ok: true; readonly bitmap: ImageBitmap }
  | { readonly ok: false; readonly failure: DecodeFailure };

/** The shortest side of a photo that is analysed, pixels. */
export const MIN_SIDE = 128;

/**
 * The most pixels of a photo that is decoded: 64 megapixels are 256 MB once unpacked, and a phone's largest ordinary
 * photo is 50.
 */
export const MAX_PIXELS = 64_000_000;

const failed = (failure: DecodeFailure): DecodedPhoto => ({ ok: false, failure });

function sizeFailure(width: number, height: number): DecodeFailure | undefined {
  if (Math.min(width, height) < MIN_SIDE) return 'too-small';
  return width * height > MAX_PIXELS ? 'too-large' : undefined;
}

/** JPEG headers can lie behind large EXIF and colour-profile segments, so the whole file is searched for its size. */
function headerFailure(bytes: Uint8Array): DecodeFailure | undefined {
  if (!looksLikeImage(bytes)) return 'not-an-image';
  try {
    const { width, height } = imageSize(bytes);
    return sizeFailure(width, height);
  } catch {
    // Known by its first bytes, but with a header that only a decoder may understand.
    return undefined;
  }
}

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

async function decodeBlob(blob: Blob): Promise<DecodedPhoto> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const failure = headerFailure(bytes);
  if (failure) return failed(failure);
  try {
    // A Blob without a type: the browser then goes by content, whatever the file was named.
    return checkedBitmap(await createImageBitmap(new Blob([bytes]), { imageOrientation: 'from-image' }));
  } catch {
    return failed('undecodable');
  }
}

function checkedBitmap(bitmap: ImageBitmap): DecodedPhoto {
  const failure = sizeFailure(bitmap.width, bitmap.height);
  if (!failure) return { ok: true, bitmap };
  bitmap.close();
  return failed(failure);
}

/**
 * Decodes a photo to upright pixels (EXIF orientation applied; of an animation the first frame). Never throws: a photo
 * that cannot be read is an answer.
 */
export async function decodePhoto(photo: PhotoMessage): Promise<DecodedPhoto> {
  try {
    switch (photo.kind) {
      case 'encoded':
        return await decodeBlob(photo.blob);
      case 'base64': {
        const bytes = decodeBase64(photo.text);
        return bytes ? await decodeBlob(new Blob([bytes])) : failed('undecodable');
      }
      case 'bitmap':
        return checkedBitmap(photo.bitmap);
      case 'pixels': {
        const failure = sizeFailure(photo.pixels.width, photo.pixels.height);
        return failure ? failed(failure) : checkedBitmap(await createImageBitmap(photo.pixels));
      }
      case 'unreadable':
        return failed('undecodable');
    }
  } catch {
    return failed('undecodable');
  }
}
