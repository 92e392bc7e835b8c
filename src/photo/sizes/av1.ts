import type { PictureSize } from './size.js';

/** A unit of the stream that tells the largest frame of what follows. */
const SEQUENCE_HEADER = 1;
const HAS_EXTENSION = 4;
const HAS_LENGTH = 2;
/** Of no unit. */
const FORBIDDEN = 0x80;

/** Reads numbers of so many bits, one after another. */
class Bits {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** @throws RangeError behind the end. */
  read(count: number): number {
    let value = 0;
    for (let left = count; left > 0; left -= 1) {
      const byte = this.#bytes[this.#at >> 3];
      if (byte === undefined) throw new RangeError('the header ends');
      value = value * 2 + ((byte >> (7 - (this.#at & 7))) & 1);
      this.#at += 1;
    }
    return value;
  }

  /** A number with as many bits as there are zeros before it. */
  skipUvlc(): void {
    let zeros = 0;
    while (this.read(1) === 0) zeros += 1;
    this.read(zeros);
  }
}

/** @returns Bits of a buffer's delay; 0 where there is no model of the decoder. */
function skipTiming(bits: Bits): number {
  if (bits.read(1) === 0) return 0;
  bits.read(64);
  if (bits.read(1) === 1) bits.skipUvlc();
  if (bits.read(1) === 0) return 0;
  const delay = bits.read(5) + 1;
  bits.read(42);
  return delay;
}

function skipOperatingPoints(bits: Bits, delay: number): void {
  const isDisplayDelayed = bits.read(1) === 1;
  for (let left = bits.read(5) + 1; left > 0; left -= 1) {
    bits.read(12);
    // The upper levels have two tiers.
    if (bits.read(5) > 7) bits.read(1);
    if (delay > 0 && bits.read(1) === 1) bits.read(2 * delay + 1);
    if (isDisplayDelayed && bits.read(1) === 1) bits.read(4);
  }
}

/** Section 5.5 of the AV1 specification, as far as the largest frame's size. */
function sequenceSize(bytes: Uint8Array): PictureSize {
  const bits = new Bits(bytes);
  bits.read(4);
  const isReduced = bits.read(1) === 1;
  if (isReduced) bits.read(5);
  else skipOperatingPoints(bits, skipTiming(bits));
  const [widthBits, heightBits] = [bits.read(4) + 1, bits.read(4) + 1];
  return { width: bits.read(widthBits) + 1, height: bits.read(heightBits) + 1 };
}

/**
 * The units of a stream that have a size. Data of another kind mostly ends at once.
 *
 * @param count - Called for each unit.
 */
export function* av1Sizes(stream: Uint8Array, count: () => void): Generator<PictureSize> {
  for (let at = 0; at < stream.length; ) {
    count();
    const header = stream[at] ?? 0;
    if (header & FORBIDDEN) return;
    at += header & HAS_EXTENSION ? 2 : 1;
    let length = stream.length - at;
    if (header & HAS_LENGTH) {
      length = 0;
      for (let shift = 0; shift < 8; shift += 1) {
        const byte = stream[at] ?? 0;
        at += 1;
        length += (byte & 0x7f) * 128 ** shift;
        if ((byte & 0x80) === 0) break;
      }
    }
    if (((header >> 3) & 15) === SEQUENCE_HEADER) yield sequenceSize(stream.subarray(at, at + length));
    at += length;
  }
}
