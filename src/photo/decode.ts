import { decodeBase64 } from './base64.js';
import { headerFailure, MAX_BYTES, sizeFailure, type DecodeFailure } from './header.js';
import type { PhotoMessage } from './photo-message.js';

/** A photo as upright pixels, or why there is none. */
export type DecodedPhoto =
  | { readonly ok: true; readonly bitmap: ImageBitmap }
  | { readonly ok: false; readonly failure: DecodeFailure };

const failed = (failure: DecodeFailure): DecodedPhoto => ({ ok: false, failure });

async function decodeBlob(blob: Blob): Promise<DecodedPhoto> {
  // Not read into memory first.
  if (blob.size > MAX_BYTES) return failed('too-large');
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
      case 'too-large':
        return failed('too-large');
      case 'unreadable':
        return failed('undecodable');
    }
  } catch {
    return failed('undecodable');
  }
}
