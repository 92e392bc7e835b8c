import { viewOf, type PictureSize } from './size.js';

/** Of the oldest kind of header, whose numbers have 16 bits. */
const CORE_HEADER = 12;

/** A height below 0 stands for rows from the top down. */
export function* bmpSizes(bytes: Uint8Array): Generator<PictureSize> {
  const view = viewOf(bytes);
  if (view.getUint32(14, true) === CORE_HEADER) yield { width: view.getUint16(18, true), height: view.getUint16(20, true) };
  else yield { width: Math.abs(view.getInt32(18, true)), height: Math.abs(view.getInt32(22, true)) };
}
