import { Inflate } from 'fflate';
import type { Bytes } from './bytes.js';

/** An entry as a file's directory has it, not unpacked yet. */
export interface ZipEntry {
  readonly name: string;
  /** Bytes once it is unpacked, as the file says. */
  readonly length: number;
  readonly isPacked: boolean;
  /** Its bytes in the file. */
  readonly stored: Bytes;
}

const END = 0x0605_4b50;
const END_LENGTH = 22;
const LONGEST_COMMENT = 65_535;
const ENTRY = 0x0201_4b50;
const ENTRY_LENGTH = 46;
const LOCAL = 0x0403_4b50;
const LOCAL_LENGTH = 30;

const IS_ENCRYPTED = 1;
const STORED = 0;
const DEFLATED = 8;

/** Bytes that are unpacked at once: they become at most a thousand times as many. */
const STEP = 16 * 1024;

const broken = (what: string): Error => new Error(`not a ZIP file: ${what}`);

/** Where the record is that ends the file. */
function endOf(view: DataView): number {
  const last = view.byteLength - END_LENGTH;
  for (let at = last; at >= Math.max(0, last - LONGEST_COMMENT); at -= 1) {
    if (view.getUint32(at, true) === END && at + END_LENGTH + view.getUint16(at + 20, true) === view.byteLength) return at;
  }
  throw broken('no end');
}

/** Other alphabets' names are none of an export: their letters may be wrong. */
const nameIn = (bytes: Bytes, at: number, length: number): string => String.fromCharCode(...bytes.subarray(at, at + Math.min(length, 255)));

function entryAt(bytes: Bytes, view: DataView, at: number): ZipEntry {
  const [flags, method] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true)];
  if (flags & IS_ENCRYPTED || (method !== STORED && method !== DEFLATED)) throw broken('an entry that only other programs unpack');
  const [size, length, local] = [view.getUint32(at + 20, true), view.getUint32(at + 24, true), view.getUint32(at + 42, true)];
  if (view.getUint32(local, true) !== LOCAL || (method === STORED && size !== length)) throw broken('an entry that is not as the directory says');
  const start = local + LOCAL_LENGTH + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  const stored = bytes.subarray(start, start + size);
  if (stored.length !== size) throw broken('an entry that is cut short');
  return { name: nameIn(bytes, at + ENTRY_LENGTH, view.getUint16(at + 28, true)), length, isPacked: method === DEFLATED, stored };
}

/**
 * The directory of a ZIP file; none of its entries is unpacked. Files of more than 4 GB or 65 535 entries are not read.
 *
 * @throws Error for what is none.
 */
export function zipEntries(bytes: Bytes): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOf(view);
  const entries: ZipEntry[] = [];
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
    if (view.getUint32(at, true) !== ENTRY) throw broken('no directory');
    entries.push(entryAt(bytes, view, at));
    at += ENTRY_LENGTH + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

/** @throws Error where entries share bytes: a small file could be unpacked for hours. */
export function checkApart(entries: readonly ZipEntry[]): void {
  const inOrder = entries.map(({ stored }) => stored).sort((a, b) => a.byteOffset - b.byteOffset);
  inOrder.reduce((until, { byteOffset, length }) => {
    if (byteOffset < until) throw broken('entries that share bytes');
    return byteOffset + length;
  }, 0);
}

/**
 * An entry's own bytes.
 *
 * @throws Error where they are not as many as the directory says; no more of them are unpacked than that.
 */
export function unpacked({ length, isPacked, stored }: ZipEntry): Bytes {
  if (!isPacked) return stored.slice();
  const bytes = new Uint8Array(length);
  let filled = 0;
  const inflate = new Inflate((chunk) => {
    if (filled + chunk.length > length) throw broken('an entry longer than it says');
    bytes.set(chunk, filled);
    filled += chunk.length;
  });
  for (let at = 0; at < stored.length; at += STEP) inflate.push(stored.subarray(at, at + STEP), at + STEP >= stored.length);
  if (filled !== length) throw broken('an entry shorter than it says');
  return bytes;
}
