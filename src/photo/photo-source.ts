import type { PhotoMessage } from './photo-message.js';

/**
 * A photo as the caller may hold it: an encoded image (JPEG, PNG, WebP, …) as Blob, File, ArrayBuffer, typed array or
 * base64 text with or without a data-URL prefix, or a picture that the page has already decoded.
 */
export type PhotoSource =
  | Blob
  | ArrayBuffer
  | ArrayBufferView
  | string
  | ImageBitmap
  | ImageData
  | HTMLImageElement
  | HTMLCanvasElement
  | OffscreenCanvas;

/** What a value is, as far as it can be told without reading it. */
export type PhotoKind = 'absent' | 'wrong-type' | 'blob' | 'bytes' | 'text' | 'bitmap' | 'pixels' | 'element';

/** Tells what a caller's value is. Works across realms (an iframe's Blob is not `instanceof` ours). */
export function photoKind(value: unknown): PhotoKind {
  if (value === undefined || value === null) return 'absent';
  if (typeof value === 'string') return value.trim() === '' ? 'absent' : 'text';
  if (typeof value !== 'object') return 'wrong-type';
  if (ArrayBuffer.isView(value)) return value.byteLength === 0 ? 'absent' : 'bytes';
  switch (Object.prototype.toString.call(value)) {
    case '[object Blob]':
    case '[object File]':
      return (value as Blob).size === 0 ? 'absent' : 'blob';
    case '[object ArrayBuffer]':
    case '[object SharedArrayBuffer]':
      return (value as ArrayBuffer).byteLength === 0 ? 'absent' : 'bytes';
    case '[object ImageBitmap]':
      return 'bitmap';
    case '[object ImageData]':
      return 'pixels';
    case '[object HTMLImageElement]':
    case '[object HTMLCanvasElement]':
    case '[object OffscreenCanvas]':
      return 'element';
    default:
      return 'wrong-type';
  }
}

/** A copy of the bytes: the caller's buffer stays attached, and a shared one can't change under the decoder. */
const copyBytes = (value: ArrayBuffer | ArrayBufferView): Uint8Array<ArrayBuffer> =>
  ArrayBuffer.isView(value)
    ? new Uint8Array(new Uint8Array(value.buffer, value.byteOffset, value.byteLength))
    : new Uint8Array(new Uint8Array(value));

/** Whether the page may read the pixels: those of a foreign-origin image can't even be sent to the worker. */
function isReadable(source: ImageBitmap): boolean {
  if (typeof document === 'undefined') return true;
  const context = document.createElement('canvas').getContext('2d');
  if (!context) return false;
  context.canvas.width = context.canvas.height = 1;
  context.drawImage(source, 0, 0);
  context.getImageData(0, 0, 1, 1);
  return true;
}

async function bitmapOf(element: HTMLImageElement | HTMLCanvasElement | OffscreenCanvas): Promise<PhotoMessage> {
  try {
    if ('decode' in element) await element.decode();
    const bitmap = await createImageBitmap(element);
    if (isReadable(bitmap)) return { kind: 'bitmap', bitmap };
    bitmap.close();
  } catch {
    // Broken, detached or of another origin.
  }
  return { kind: 'unreadable' };
}

/** A copy of decoded pixels, as they are at this moment. */
function pixelsOf({ data, width, height }: ImageData): PhotoMessage {
  if (data.length !== 4 * width * height) return { kind: 'unreadable' };
  return { kind: 'pixels', pixels: new ImageData(new Uint8ClampedArray(data), width, height) };
}

/**
 * Makes a photo ready for the worker without decoding it here. The caller's value stays usable.
 *
 * @param source - A value whose {@link photoKind} is neither `absent` nor `wrong-type`.
 */
export async function photoMessage(source: PhotoSource): Promise<PhotoMessage> {
  switch (photoKind(source)) {
    case 'text':
      return { kind: 'base64', text: source as string };
    case 'blob':
      return { kind: 'encoded', blob: source as Blob };
    case 'bytes':
      return { kind: 'encoded', blob: new Blob([copyBytes(source as ArrayBuffer | ArrayBufferView)]) };
    case 'pixels':
      return pixelsOf(source as ImageData);
    case 'bitmap':
    case 'element':
      // Copied, so that the caller's own bitmap is not detached by the transfer.
      return bitmapOf(source as HTMLImageElement);
    default:
      return { kind: 'unreadable' };
  }
}
