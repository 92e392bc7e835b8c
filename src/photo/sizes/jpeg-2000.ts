import { boxesIn } from './boxes.js';
import { viewOf, type PictureSize } from './size.js';

/** Of the codestream: its start, then its size. */
const START_AND_SIZE = 0xff4f_ff51;

function* sizesIn(view: DataView, from: number, to: number): Generator<PictureSize> {
  for (const { name, start, end } of boxesIn(view, from, to)) {
    if (name === 'jp2h') yield* sizesIn(view, start, end);
    if (name === 'ihdr') yield { height: view.getUint32(start), width: view.getUint32(start + 4) };
    if (name === 'jp2c' && view.getUint32(start) === START_AND_SIZE) yield { width: view.getUint32(start + 8), height: view.getUint32(start + 12) };
  }
}

/** The container's, and the codestream's own. */
export const jpeg2000Sizes = (bytes: Uint8Array): Generator<PictureSize> => sizesIn(viewOf(bytes), 0, bytes.length);
