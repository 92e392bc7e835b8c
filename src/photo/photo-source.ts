import { MAX_BYTES, MAX_PIXELS } from './header.js';
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

/** Classes whose objects can be photos, and a number that each has of how large it is. */
const CLASSES = [
  ['Blob', 'size', 'blob'],
  ['ArrayBuffer', 'byteLength', 'bytes'],
  ['SharedArrayBuffer', 'byteLength', 'bytes'],
  ['ImageBitmap', 'width', 'bitmap'],
  ['ImageData', 'width', 'pixels'],
  ['HTMLImageElement', 'width', 'element'],
  ['HTMLCanvasElement', 'width', 'element'],
  ['OffscreenCanvas', 'width', 'element'],
] as const satisfies readonly (readonly [name: string, measure: string, kind: PhotoKind])[];

/**
 * Reads a property as its class has it. It throws for an object of another class, whatever that says it is; those of other
 * realms are of the class.
 */
function ownMeasure(name: string, measure: string, value: object): unknown {
  const { prototype } = (globalThis as unknown as Readonly<Record<string, { readonly prototype: object } | undefined>>)[name] ?? {};
  return prototype && Reflect.get(prototype, measure, value);
}

/** Tells what a caller's value is. Works across realms (an iframe's Blob is not `instanceof` ours). */
export function photoKind(value: unknown): PhotoKind {
  if (value === undefined || value === null) return 'absent';
  if (typeof value === 'string') return value.trim() === '' ? 'absent' : 'text';
  if (typeof value !== 'object') return 'wrong-type';
  if (ArrayBuffer.isView(value)) return value.byteLength === 0 ? 'absent' : 'bytes';
  for (const [name, measure, kind] of CLASSES) {
    try {
      const size = ownMeasure(name, measure, value);
      if (size !== undefined) return size === 0 && (kind === 'blob' || kind === 'bytes') ? 'absent' : kind;
    } catch {
      // Of another class.
    }
  }
  return 'wrong-type';
}

/** A copy of the bytes: the caller's buffer stays attached, and a shared one can't change under the decoder. */
const copyBytes = (value: ArrayBuffer | ArrayBufferView): Uint8Array<ArrayBuffer> =>
  ArrayBuffer.isView(value)
    ? new Uint8Array(new Uint8Array(value.buffer, value.byteOffset, value.byteLength))
    : new Uint8Array(new Uint8Array(value));

/** Characters of base64 text: more can't be as many bytes as are read, line breaks included. */
const MAX_TEXT = 1.5 * MAX_BYTES;

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
  if (width * height > MAX_PIXELS) return { kind: 'too-large' };
  if (data.length !== 4 * width * height) return { kind: 'unreadable' };
  return { kind: 'pixels', pixels: new ImageData(new Uint8ClampedArray(data), width, height) };
}

function bytesOf(source: ArrayBuffer | ArrayBufferView): PhotoMessage {
  return source.byteLength > MAX_BYTES ? { kind: 'too-large' } : { kind: 'encoded', blob: new Blob([copyBytes(source)]) };
}

const textOf = (text: string): PhotoMessage => (text.length > MAX_TEXT ? { kind: 'too-large' } : { kind: 'base64', text });

/**
 * Makes a photo ready for the worker without decoding it here. The caller's value stays usable.
 *
 * @param source - A value whose {@link photoKind} is neither `absent` nor `wrong-type`.
 * @returns `unreadable` too where reading it throws.
 */
export async function photoMessage(source: PhotoSource): Promise<PhotoMessage> {
  try {
    return await messageOf(source);
  } catch {
    return { kind: 'unreadable' };
  }
}

async function messageOf(source: PhotoSource): Promise<PhotoMessage> {
  switch (photoKind(source)) {
    case 'text':
      return textOf(source as string);
    case 'blob':
      return { kind: 'encoded', blob: source as Blob };
    case 'bytes':
      return bytesOf(source as ArrayBuffer | ArrayBufferView);
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
