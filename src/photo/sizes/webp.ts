import { nameAt, viewOf, type PictureSize } from './size.js';

/** Where the first chunk begins. */
const FIRST = 12;
const CHUNK_HEADER = 8;

const uint24 = (view: DataView, at: number): number => view.getUint16(at, true) + view.getUint8(at + 2) * 0x1_0000;

/** Of the chunks that have a size, by their names; offsets count from their content. */
const SIZES: Readonly<Record<string, (view: DataView, at: number) => PictureSize>> = {
  /** The canvas. */
  VP8X: (view, at) => ({ width: 1 + uint24(view, at + 4), height: 1 + uint24(view, at + 7) }),
  /** A frame of an animation. */
  ANMF: (view, at) => ({ width: 1 + uint24(view, at + 6), height: 1 + uint24(view, at + 9) }),
  'VP8 ': (view, at) => ({ width: view.getUint16(at + 6, true) & 0x3fff, height: view.getUint16(at + 8, true) & 0x3fff }),
  VP8L: (view, at) => {
    const bits = view.getUint32(at + 1, true);
    return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
  },
};

/** Canvas, pictures and frames, those of an animation with the picture in them. */
export function* webpSizes(bytes: Uint8Array): Generator<PictureSize> {
  const view = viewOf(bytes);
  for (let at = FIRST; at + CHUNK_HEADER <= bytes.length; ) {
    const name = nameAt(view, at);
    const content = at + CHUNK_HEADER;
    const size = Object.hasOwn(SIZES, name) ? SIZES[name] : undefined;
    // The last chunk may be cut short behind its size, which decoders show in part.
    if (size && content + 10 <= bytes.length) yield size(view, content);
    // A frame's picture is in chunks of its own behind the frame's 16 bytes.
    const length = name === 'ANMF' ? 16 : view.getUint32(at + 4, true);
    at = content + length + (length % 2);
  }
}
