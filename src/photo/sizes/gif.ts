import { viewOf, type PictureSize } from './size.js';

const EXTENSION = 0x21;
const IMAGE = 0x2c;
const HEADER = 13;

/** Bytes of a colour table as its flags tell. */
const tableBytes = (flags: number): number => (flags & 0x80 ? 3 * 2 ** ((flags & 0x07) + 1) : 0);

/** The screen, and the first frame with its place: browsers make the screen as large as that. */
export function* gifSizes(bytes: Uint8Array): Generator<PictureSize> {
  const view = viewOf(bytes);
  const screen = { width: view.getUint16(6, true), height: view.getUint16(8, true) };
  let at = HEADER + tableBytes(view.getUint8(10));
  while (view.getUint8(at) === EXTENSION) {
    at += 2;
    // Blocks with their lengths before them; an empty one ends them.
    for (let length = view.getUint8(at); length > 0; length = view.getUint8(at)) at += 1 + length;
    at += 1;
  }
  if (view.getUint8(at) !== IMAGE) return;
  const [left, top, width, height] = [1, 3, 5, 7].map((offset) => view.getUint16(at + offset, true)) as [number, number, number, number];
  yield screen;
  yield { width: left + width, height: top + height };
}
