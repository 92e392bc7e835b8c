import fc from 'fast-check';
import type { CorpusFile } from './corpus.js';

/** One change of a file; places are shares of its length or bytes from its start. */
type Edit =
  | { readonly kind: 'flip'; readonly at: number; readonly bit: number }
  | { readonly kind: 'number'; readonly at: number; readonly value: number; readonly bytes: 1 | 2 | 4; readonly isLittle: boolean }
  | { readonly kind: 'cut'; readonly at: number }
  | { readonly kind: 'drop'; readonly at: number; readonly length: number }
  | { readonly kind: 'insert'; readonly at: number; readonly bytes: readonly number[] }
  | { readonly kind: 'repeat'; readonly at: number; readonly length: number; readonly times: number }
  | { readonly kind: 'swap'; readonly at: number; readonly from: number; readonly length: number };

/** A file of the corpus and what was changed in it, in order. */
export interface MutatedFile {
  readonly file: string;
  readonly edits: readonly Edit[];
}

/** Numbers around which readers go wrong. */
const NUMBERS = [0, 1, 2, 7, 8, 0x7f, 0x80, 0xff, 0x100, 127, 128, 0x3fff, 0x4000, 0x7fff, 0x8000, 0xffff, 0x1_0000, 8000, 8001, 12_000, 0x7fff_ffff, 0x8000_0000, 0xffff_fff0, 0xffff_ffff];

/** Whole numbers count from the file's start, others are shares of its length. Most of what matters is in the header. */
const place = fc.oneof({ weight: 3, arbitrary: fc.nat(63) }, { weight: 2, arbitrary: fc.nat(1023) }, { weight: 1, arbitrary: fc.double({ min: 0.001, max: 0.999, noNaN: true }) });

const length = fc.oneof(fc.integer({ min: 1, max: 16 }), fc.integer({ min: 1, max: 400 }));

const edit: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('flip' as const), at: place, bit: fc.nat(7) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('number' as const),
      at: place,
      value: fc.oneof(fc.constantFrom(...NUMBERS), fc.nat(0xffff)),
      bytes: fc.constantFrom(1 as const, 2 as const, 4 as const),
      isLittle: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cut' as const), at: place }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('drop' as const), at: place, length }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('insert' as const), at: place, bytes: fc.array(fc.nat(255), { minLength: 1, maxLength: 12 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('repeat' as const), at: place, length, times: fc.integer({ min: 1, max: 20 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('swap' as const), at: place, from: place, length }) },
);

/** Files of a corpus with up to four changes. */
export const mutatedFile = (names: readonly string[]): fc.Arbitrary<MutatedFile> =>
  fc.record({ file: fc.constantFrom(...names), edits: fc.array(edit, { maxLength: 4 }) });

const offsetIn = (bytes: Uint8Array, at: number): number => Math.min(bytes.length, Number.isInteger(at) ? at : Math.floor(at * bytes.length));

function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function edited(bytes: Uint8Array<ArrayBuffer>, change: Edit): Uint8Array<ArrayBuffer> {
  const at = offsetIn(bytes, change.at);
  switch (change.kind) {
    case 'flip':
      if (at < bytes.length) bytes[at] = (bytes[at] ?? 0) ^ (1 << change.bit);
      return bytes;
    case 'number': {
      const digits = Array.from({ length: change.bytes }, (_, index) => Math.floor(change.value / 256 ** index) % 256);
      bytes.set((change.isLittle ? digits : digits.reverse()).slice(0, bytes.length - at), at);
      return bytes;
    }
    case 'cut':
      return bytes.slice(0, at);
    case 'drop':
      return joined(bytes.subarray(0, at), bytes.subarray(at + change.length));
    case 'insert':
      return joined(bytes.subarray(0, at), Uint8Array.from(change.bytes), bytes.subarray(at));
    case 'repeat': {
      const part = bytes.slice(at, at + change.length);
      return joined(bytes.subarray(0, at), ...Array.from({ length: change.times }, () => part), bytes.subarray(at));
    }
    case 'swap': {
      const from = offsetIn(bytes, change.from);
      bytes.set(bytes.slice(from, from + change.length).subarray(0, bytes.length - at), at);
      return bytes;
    }
  }
}

/** The file as it was changed. */
export function bytesOf({ file, edits }: MutatedFile, corpus: readonly CorpusFile[]): Uint8Array<ArrayBuffer> {
  const found = corpus.find(({ name }) => name === file);
  if (!found) throw new Error(`the corpus has no ${file}`);
  return edits.reduce(edited, Uint8Array.from(found.bytes));
}
