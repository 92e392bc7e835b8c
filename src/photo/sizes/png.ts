import { nameAt, viewOf, type PictureSize } from './size.js';

/** Where the first chunk begins. */
const FIRST = 8;
/** A chunk's length, name and checksum. */
const FRAME = 12;

/** The header chunk, which comes first, or behind the one that Apple's own variant begins with. Frames of an animation lie within. */
export function* pngSizes(bytes: Uint8Array): Generator<PictureSize> {
  const view = viewOf(bytes);
  const at = nameAt(view, FIRST + 4) === 'CgBI' ? FIRST + FRAME + view.getUint32(FIRST) : FIRST;
  if (nameAt(view, at + 4) === 'IHDR') yield { width: view.getUint32(at + 8), height: view.getUint32(at + 12) };
}
