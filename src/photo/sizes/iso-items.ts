import { boxesIn, type Box } from './boxes.js';

/** Reads numbers of so many bytes, one after another. */
class Numbers {
  readonly #view: DataView;
  #at: number;

  constructor(view: DataView, at: number) {
    this.#view = view;
    this.#at = at;
  }

  /** @param bytes - 0 for a number that is left out. */
  read(bytes: number): number {
    let value = 0;
    for (let left = bytes; left > 0; left -= 1) {
      value = value * 256 + this.#view.getUint8(this.#at);
      this.#at += 1;
    }
    return value;
  }
}

/** Counts work, and throws where it is too much. */
type Count = (work: number) => void;

const IN_FILE = 0;
const IN_IDAT = 1;

/** Where an item's pieces are in the file. */
function* piecesIn(numbers: Numbers, version: number, sizes: readonly number[], idat: number, count: Count): Generator<readonly [start: number, length: number]> {
  const [offsetSize = 0, lengthSize = 0, baseSize = 0, indexSize = 0] = sizes;
  numbers.read(version < 2 ? 2 : 4);
  const method = version === 0 ? IN_FILE : numbers.read(2) & 15;
  numbers.read(2);
  const base = numbers.read(baseSize) + (method === IN_IDAT ? idat : 0);
  for (let left = numbers.read(2); left > 0; left -= 1) {
    count(1);
    if (version > 0) numbers.read(indexSize);
    yield [base + numbers.read(offsetSize), numbers.read(lengthSize)];
  }
}

/** The bytes of several pieces as one; a length of 0 stands for all up to the end. */
function joined(bytes: Uint8Array, pieces: readonly (readonly [start: number, length: number])[], count: Count): Uint8Array {
  const parts = pieces.map(([start, length]) => bytes.subarray(start, length === 0 ? bytes.length : start + length));
  if (parts.length === 1 && parts[0]) return parts[0];
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  count(length);
  const whole = new Uint8Array(length);
  parts.reduce((at, part) => (whole.set(part, at), at + part.length), 0);
  return whole;
}

/**
 * The data of the items that a `meta` box locates, each in one piece.
 *
 * @param count - Told of each piece, and of bytes that are copied.
 */
export function* itemsIn(bytes: Uint8Array, view: DataView, meta: Box, count: Count): Generator<Uint8Array> {
  const boxes = [...boxesIn(view, meta.start, meta.end)];
  const idat = boxes.find(({ name }) => name === 'idat')?.start ?? 0;
  for (const { start } of boxes.filter(({ name }) => name === 'iloc')) {
    const version = view.getUint8(start);
    const [first, second] = [view.getUint8(start + 4), view.getUint8(start + 5)];
    const sizes = [first >> 4, first & 15, second >> 4, second & 15];
    const numbers = new Numbers(view, start + 6);
    for (let left = numbers.read(version < 2 ? 2 : 4); left > 0; left -= 1) yield joined(bytes, [...piecesIn(numbers, version, sizes, idat, count)], count);
  }
}

/** The data from the first chunk of a track on, as its `stco` or `co64` box tells. */
export function firstChunk(bytes: Uint8Array, view: DataView, { name, start }: Box): Uint8Array {
  if (view.getUint32(start + 4) === 0) return bytes.subarray(0, 0);
  return bytes.subarray(name === 'co64' ? Number(view.getBigUint64(start + 8)) : view.getUint32(start + 8));
}
