import { viewOf, type PictureSize } from './size.js';

const LITTLE_ENDIAN = 0x4949;
const WIDTH = 256;
const HEIGHT = 257;
const ENTRY = 12;
const LONG = 4;

/** The first directory's. */
export function* tiffSizes(bytes: Uint8Array): Generator<PictureSize> {
  const view = viewOf(bytes);
  const isLittle = view.getUint16(0) === LITTLE_ENDIAN;
  const directory = view.getUint32(4, isLittle);
  const count = view.getUint16(directory, isLittle);
  const values = (wanted: number): number[] =>
    Array.from({ length: count }, (_, index) => directory + 2 + index * ENTRY)
      .filter((at) => view.getUint16(at, isLittle) === wanted)
      .map((at) => (view.getUint16(at + 2, isLittle) === LONG ? view.getUint32(at + 8, isLittle) : view.getUint16(at + 8, isLittle)));
  // A directory may name a size twice.
  const [widths, heights] = [values(WIDTH), values(HEIGHT)];
  if (widths.length > 0 && heights.length > 0) yield { width: Math.max(...widths), height: Math.max(...heights) };
}
