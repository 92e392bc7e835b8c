import { av1Sizes } from './av1.js';
import { boxesIn, type Box } from './boxes.js';
import { firstChunk, itemsIn } from './iso-items.js';
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

/** Units of streams in a file that are looked at: the same ones could be named again and again. */
const MOST_UNITS = 100_000;

/** Reads one file. */
class IsoMedia {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #units = 0;
  #work = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = viewOf(bytes);
  }

  *sizes(start = 0, end = this.#bytes.length): Generator<PictureSize> {
    for (const box of boxesIn(this.#view, start, end)) {
      const own = Object.hasOwn(CONTAINERS, box.name) ? CONTAINERS[box.name] : undefined;
      if (own !== undefined) yield* this.sizes(box.start + own, box.end);
      if (box.name === 'meta') yield* this.#itemSizes({ ...box, start: box.start + 4 });
      if (box.name === 'stco' || box.name === 'co64') yield* this.#streamSizes(firstChunk(this.#bytes, this.#view, box));
      const size = Object.hasOwn(SIZES, box.name) ? SIZES[box.name] : undefined;
      if (size) yield size(this.#view, box);
    }
  }

  *#itemSizes(meta: Box): Generator<PictureSize> {
    const count = (work: number): void => {
      this.#work += work;
      if (this.#work > 2 * this.#bytes.length) throw new RangeError('pieces that share bytes');
    };
    for (const item of itemsIn(this.#bytes, this.#view, meta, count)) yield* this.#streamSizes(item);
  }

  #streamSizes(stream: Uint8Array): Generator<PictureSize> {
    return av1Sizes(stream, () => {
      this.#units += 1;
      if (this.#units > MOST_UNITS) throw new RangeError('too many units');
    });
  }
}

/**
 * AVIF and HEIC: every picture and track in the file, whatever brands it says it is of. Decoders unpack the frames of AV1 at
 * the size that those have, and make them as large as the file says afterwards: both count.
 */
export const isoMediaSizes = (bytes: Uint8Array): Generator<PictureSize> => new IsoMedia(bytes).sizes();
