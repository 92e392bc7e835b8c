import { nameAt } from './size.js';

/** A box of ISO media: where its content begins and ends in the file. */
export interface Box {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

const HEADER = 8;
const LONG_HEADER = 16;

/** The boxes in a part of a file, one after another; the last one at a box that reaches beyond it. */
export function* boxesIn(view: DataView, start: number, end: number): Generator<Box> {
  for (let at = start; at + HEADER <= end; ) {
    const given = view.getUint32(at);
    // 1: the length has 64 bits and comes behind the name. 0: up to the end.
    const header = given === 1 ? LONG_HEADER : HEADER;
    const length = given === 1 ? Number(view.getBigUint64(at + HEADER)) : given === 0 ? end - at : given;
    if (length < header) return;
    const next = Math.min(at + length, end);
    yield { name: nameAt(view, at + 4), start: at + header, end: next };
    at = next;
  }
}
