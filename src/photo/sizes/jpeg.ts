import { viewOf, type PictureSize } from './size.js';

const END_OF_IMAGE = 0xd9;
const START_OF_SCAN = 0xda;
/** Huffman and arithmetic tables, and a reserved one: among the markers of frames, but none. */
const NO_FRAMES = [0xc4, 0xc8, 0xcc];

const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && !NO_FRAMES.includes(marker);

/** Markers without a segment: a stuffed zero, TEM, restarts and a start of image. */
const standsAlone = (marker: number): boolean => marker <= 0x01 || (marker >= 0xd0 && marker <= 0xd8);

/**
 * The frames before the first scan. As decoders do, this steps over stray bytes between segments and over fill bytes before
 * a marker. Segments of EXIF data and colour profiles are skipped by their lengths, however many there are.
 */
export function* jpegSizes(bytes: Uint8Array): Generator<PictureSize> {
  const view = viewOf(bytes);
  for (let at = bytes.indexOf(0xff, 2); at >= 0; at = bytes.indexOf(0xff, at)) {
    while (bytes[at] === 0xff) at += 1;
    const marker = bytes[at] ?? END_OF_IMAGE;
    at += 1;
    if (marker === END_OF_IMAGE || marker === START_OF_SCAN) break;
    if (standsAlone(marker)) continue;
    if (isFrame(marker)) yield { height: view.getUint16(at + 3), width: view.getUint16(at + 5) };
    at += view.getUint16(at);
  }
}
