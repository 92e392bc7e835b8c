import sharp from 'sharp';
import { casePhoto } from '../harness/fixture-photos.js';
import { animatedWebp, cmykJpeg, deepPng, orientedJpeg } from '../harness/made-photos.js';

/** A file that mutations start from. */
export interface CorpusFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Pixels of the small photos' longer side: enough for the engine to look at them. */
const SMALL = 240;

/** More than 64 megapixels, and within what every format can say. */
const HUGE = [12_000, 9_000] as const;

const le16 = (value: number): number[] => [value & 0xff, value >> 8];
const le32 = (value: number): number[] => [...le16(value & 0xffff), ...le16(value >>> 16)];

/** A bitmap of one colour, 24 bits a pixel. */
export function flatBmp(width: number, height: number, rows = height): Buffer {
  const stride = Math.ceil((3 * width) / 4) * 4;
  const pixels = Buffer.alloc(stride * rows, 0x77);
  const header = [0x42, 0x4d, ...le32(54 + pixels.length), ...le32(0), ...le32(54), ...le32(40), ...le32(width), ...le32(height), ...le16(1), ...le16(24), ...new Array<number>(24).fill(0)];
  return Buffer.concat([Buffer.from(header), pixels]);
}

/** Where a segment begins that has this marker. */
const segmentAt = (jpeg: Buffer, marker: number): number => jpeg.indexOf(Buffer.from([0xff, marker]));

const FRAME = 0xc0;

/** The frame's segment before all others: readers that expect tables first don't see it. */
export function frameFirst(jpeg: Buffer): Buffer {
  const at = segmentAt(jpeg, FRAME);
  const end = at + 2 + jpeg.readUInt16BE(at + 2);
  return Buffer.concat([jpeg.subarray(0, 2), jpeg.subarray(at, end), jpeg.subarray(2, at), jpeg.subarray(end)]);
}

/** A fill byte before the frame's marker, as the format allows. */
export function filled(jpeg: Buffer): Buffer {
  const at = segmentAt(jpeg, FRAME);
  return Buffer.concat([jpeg.subarray(0, at), Buffer.from([0xff]), jpeg.subarray(at)]);
}

/** Behind a segment whose content looks like the frame of a small picture. */
export function disguised(jpeg: Buffer): Buffer {
  const decoy = Buffer.from([0xff, 0xe5, 0x00, 0x15, 0xff, 0xc0, 0x00, 0x11, 0x08, 0x00, 0xc8, 0x00, 0xc8, 0x03, 0x01, 0x22, 0x00, 0x02, 0x11, 0x01, 0x03, 0x11, 0x01]);
  return Buffer.concat([jpeg.subarray(0, 2), decoy, jpeg.subarray(2)]);
}

/** A WebP with a canvas, in whose flags a reserved bit is set, which decoders overlook. */
export function reservedFlags(webp: Buffer): Buffer {
  const changed = Buffer.from(webp);
  changed[20] = (changed[20] ?? 0) | 0x40;
  return changed;
}

/** An AVIF of another brand. */
export function branded(avif: Buffer, brand: string): Buffer {
  const changed = Buffer.from(avif);
  changed.write(brand, 8, 'latin1');
  return changed;
}

/** A JPEG whose frame says that it is huge. */
function hugeJpeg(jpeg: Buffer): Buffer {
  const changed = Buffer.from(jpeg);
  const at = segmentAt(changed, FRAME);
  changed.writeUInt16BE(HUGE[1], at + 5);
  changed.writeUInt16BE(HUGE[0], at + 7);
  return changed;
}

/** A file in which some 16-bit numbers are others. */
function withNumbers(file: Buffer, numbers: Readonly<Record<number, number>>, isLittle = true): Buffer {
  const changed = Buffer.from(file);
  for (const [at, value] of Object.entries(numbers)) {
    if (isLittle) changed.writeUInt16LE(value, Number(at));
    else changed.writeUInt16BE(value, Number(at));
  }
  return changed;
}

const be32 = (...values: readonly number[]): number[] => values.flatMap((value) => le32(value).reverse());

/** A box of ISO media. */
const box = (name: string, ...content: readonly number[]): number[] => [...be32(content.length + 8), ...Buffer.from(name, 'latin1'), ...content];

/** Numbers of so many bits, one after another, as bytes. */
function bits(...numbers: readonly (readonly [value: number, count: number])[]): number[] {
  const text = numbers.map(([value, count]) => value.toString(2).padStart(count, '0')).join('');
  return (text.match(/.{1,8}/g) ?? []).map((byte) => parseInt(byte.padEnd(8, '0'), 2));
}

/**
 * An AVIF that says it is small, and whose one frame is huge: decoders unpack that as it is, and make it smaller afterwards.
 * Of the frame there is only the header of its stream.
 */
export function madeSmallAvif(): Buffer {
  const sequence = bits([0, 3], [1, 1], [1, 1], [0, 5], [15, 4], [15, 4], [HUGE[0] - 1, 16], [HUGE[1] - 1, 16]);
  const stream = [0x12, 0, 0x0a, sequence.length, ...sequence];
  const brand = box('ftyp', ...Buffer.from('avif\0\0\0\0mif1avif', 'latin1'));
  const size = box('iprp', ...box('ipco', ...box('ispe', ...be32(0, 400, 300))));
  const meta = (at: number): number[] => box('meta', ...be32(0), ...size, ...box('iloc', ...be32(0), 0x44, 0, 0, 1, 0, 1, 0, 0, 0, 1, ...be32(at, stream.length)));
  return Buffer.from([...brand, ...meta(brand.length + meta(0).length + 8), ...box('mdat', ...stream)]);
}

/** Small files that say they are huge, in all the ways to hide it that are known here. */
function hugeHeaders(files: Readonly<Record<'jpeg' | 'png' | 'canvas' | 'gif' | 'avif' | 'hugeAvif', Buffer>>): Record<string, Buffer> {
  const jpeg = hugeJpeg(files.jpeg);
  const canvas = withNumbers(files.canvas, { 24: HUGE[0], 27: HUGE[1] });
  const size = files.avif.indexOf('ispe', 0, 'latin1') + 8;
  const avif = withNumbers(files.avif, { [size + 2]: HUGE[0], [size + 6]: HUGE[1] }, false);
  return {
    'huge jpeg': jpeg,
    'huge jpeg, frame first': frameFirst(jpeg),
    'huge jpeg, fill byte': filled(jpeg),
    'huge jpeg, disguised': disguised(jpeg),
    'huge png': withNumbers(files.png, { 18: HUGE[0], 22: HUGE[1] }, false),
    'huge webp': canvas,
    'huge webp, reserved flags': reservedFlags(canvas),
    'huge gif': withNumbers(files.gif, { 6: HUGE[0], 8: HUGE[1] }),
    'huge avif': avif,
    'huge avif, as a film': branded(avif, 'avis'),
    'huge avif, of no known brand': branded(avif, 'none'),
    'huge avif, made small': files.hugeAvif,
    'huge bmp': flatBmp(...HUGE, 1).subarray(0, 4096),
  };
}

/** Photos and pictures of every format, all of them small files. */
export async function photoCorpus(): Promise<CorpusFile[]> {
  const photo = await sharp(await casePhoto('f1-08', 'front')).resize(SMALL, SMALL, { fit: 'inside' }).jpeg({ quality: 70 }).toBuffer();
  const small = (): ReturnType<typeof sharp> => sharp(photo);
  const files = {
    jpeg: photo,
    'jpeg, turned': await orientedJpeg(photo, 6),
    'jpeg, CMYK': await cmykJpeg(photo),
    'jpeg, progressive': await small().jpeg({ progressive: true, quality: 60 }).toBuffer(),
    'jpeg, grey': await small().greyscale().jpeg({ quality: 60 }).toBuffer(),
    png: await small().png({ palette: true }).toBuffer(),
    'png, 16 bits': await deepPng(await small().resize(130).toBuffer()),
    'png, interlaced': await small().png({ progressive: true }).toBuffer(),
    'webp, lossy': await small().webp().toBuffer(),
    'webp, lossless': await small().webp({ lossless: true }).toBuffer(),
    'webp, canvas': await small().ensureAlpha(0.7).webp().toBuffer(),
    'webp, animated': await animatedWebp(await small().resize(140).toBuffer()),
    gif: await small().gif().toBuffer(),
    avif: await small().avif({ effort: 0 }).toBuffer(),
    tiff: await small().resize(140).tiff({ compression: 'deflate' }).toBuffer(),
    bmp: flatBmp(140, 150),
    'a text': Buffer.from('This is not a photo. '.repeat(20)),
    'an svg': Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="400" height="400"/>'),
  };
  const huge = hugeHeaders({ jpeg: files.jpeg, png: files.png, canvas: files['webp, canvas'], gif: files.gif, avif: files.avif, hugeAvif: madeSmallAvif() });
  return Object.entries({ ...files, ...huge }).map(([name, bytes]) => ({ name, bytes }));
}
