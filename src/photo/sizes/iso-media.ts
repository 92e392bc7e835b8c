import { boxesIn, type Box } from './boxes.js';
import { viewOf, type PictureSize } from './size.js';

/** Boxes that hold boxes, and how many bytes of their own go before those. */
const CONTAINERS: Readonly<Record<string, number>> = { meta: 4, iprp: 0, ipco: 0, moov: 0, trak: 0, mdia: 0, minf: 0, stbl: 0, stsd: 8 };

const sampleSize = (view: DataView, { start }: Box): PictureSize => ({ width: view.getUint16(start + 24), height: view.getUint16(start + 26) });

/** Of the boxes that have a size, by their names. */
const SIZES: Readonly<Record<string, (view: DataView, box: Box) => PictureSize>> = {
  /** A picture's, behind version and flags. */
  ispe: (view, { start }) => ({ width: view.getUint32(start + 4), height: view.getUint32(start + 8) }),
  /** A film's, in 16.16 bits at the end. */
  tkhd: (view, { end }) => ({ width: view.getUint16(end - 8), height: view.getUint16(end - 4) }),
  av01: sampleSize,
  hvc1: sampleSize,
  hev1: sampleSize,
};

function* sizesIn(view: DataView, start: number, end: number): Generator<PictureSize> {
  for (const box of boxesIn(view, start, end)) {
    const own = Object.hasOwn(CONTAINERS, box.name) ? CONTAINERS[box.name] : undefined;
    if (own !== undefined) yield* sizesIn(view, box.start + own, box.end);
    const size = Object.hasOwn(SIZES, box.name) ? SIZES[box.name] : undefined;
    if (size) yield size(view, box);
  }
}

/** AVIF and HEIC: every picture and track in the file, whatever brands it says it is of. */
export const isoMediaSizes = (bytes: Uint8Array): Generator<PictureSize> => sizesIn(viewOf(bytes), 0, bytes.length);
