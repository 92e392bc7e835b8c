import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { headerFailure, MAX_BYTES } from '../../src/photo/header.js';
import { bmpSizes } from '../../src/photo/sizes/bmp.js';
import { gifSizes } from '../../src/photo/sizes/gif.js';
import { isoMediaSizes } from '../../src/photo/sizes/iso-media.js';
import { jpeg2000Sizes } from '../../src/photo/sizes/jpeg-2000.js';
import { jpegSizes } from '../../src/photo/sizes/jpeg.js';
import { pngSizes } from '../../src/photo/sizes/png.js';
import type { ReadSizes } from '../../src/photo/sizes/size.js';
import { tiffSizes } from '../../src/photo/sizes/tiff.js';
import { webpSizes } from '../../src/photo/sizes/webp.js';
import { madeSmallAvif, photoCorpus, type CorpusFile } from '../fuzz/corpus.js';

let corpus: readonly CorpusFile[];

beforeAll(async () => {
  corpus = await photoCorpus();
});

const READERS: Readonly<Record<string, ReadSizes>> = { jpeg: jpegSizes, png: pngSizes, webp: webpSizes, gif: gifSizes, avif: isoMediaSizes, tiff: tiffSizes };

/** Four letters and a number before them, as chunks and boxes begin. */
const box = (name: string, content: Buffer, length = content.length + 8): Buffer => {
  const header = Buffer.alloc(8);
  header.writeUInt32BE(length);
  header.write(name, 4, 'latin1');
  return Buffer.concat([header, content]);
};

const numbers = (...values: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, index) => bytes.writeUInt32BE(value, 4 * index));
  return bytes;
};

const FTYP = box('ftyp', Buffer.from('avif\0\0\0\0mif1', 'latin1'));
const ispe = (width: number, height: number): Buffer => box('ispe', numbers(0, width, height));
const meta = (...properties: readonly Buffer[]): Buffer => box('meta', Buffer.concat([numbers(0), box('iprp', box('ipco', Buffer.concat(properties)))]));

describe('the size that a header tells', () => {
  test('is the one that another decoder reads, in every format', async () => {
    const photos = corpus.filter(({ name }) => Object.hasOwn(READERS, name.split(',')[0] ?? ''));
    expect(photos.length).toBeGreaterThanOrEqual(12);
    for (const { name, bytes } of photos) {
      const { width, height, pageHeight } = await sharp(bytes).metadata();
      expect([...(READERS[name.split(',')[0] ?? ''] as ReadSizes)(bytes)], name).toContainEqual({ width, height: pageHeight ?? height });
      expect(headerFailure(bytes), name).toBeUndefined();
    }
  });

  test('of a bitmap', () => {
    expect([...bmpSizes((corpus.find(({ name }) => name === 'bmp') as CorpusFile).bytes)]).toEqual([{ width: 140, height: 150 }]);
  });

  test('of a bitmap of the oldest kind, whose numbers have 16 bits', () => {
    const old = Buffer.alloc(26);
    old.write('BM', 0, 'latin1');
    old.writeUInt32LE(12, 14);
    old.writeUInt16LE(300, 18);
    old.writeUInt16LE(200, 20);
    expect([...bmpSizes(old)]).toEqual([{ width: 300, height: 200 }]);
  });

  test('of JPEG 2000 is the container’s and the codestream’s', () => {
    const stream = Buffer.concat([numbers(0xff4f_ff51, 0x0029_0000), numbers(12_000, 9_000)]);
    const file = Buffer.concat([box('jP  ', numbers(0x0d0a_870a)), box('jp2h', box('ihdr', numbers(200, 300))), box('jp2c', stream)]);
    expect([...jpeg2000Sizes(file)]).toEqual([{ width: 300, height: 200 }, { width: 12_000, height: 9_000 }]);
    expect(headerFailure(file)).toBe('too-large');
  });

  test('of boxes with a length of 64 bits, or up to the end, is found', () => {
    const plain = meta(ispe(12_000, 9_000));
    const long = Buffer.concat([numbers(1), Buffer.from('meta'), numbers(0, plain.length + 8), plain.subarray(8)]);
    const open = Buffer.concat([numbers(0), plain.subarray(4)]);
    for (const form of [plain, long, open]) expect(headerFailure(Buffer.concat([FTYP, form]))).toBe('too-large');
  });
});

describe('more than 64 megapixels', () => {
  test('are refused in all the ways to hide them that are known here', () => {
    const huge = corpus.filter(({ name }) => name.startsWith('huge'));
    expect(huge.length).toBeGreaterThanOrEqual(12);
    for (const { name, bytes } of huge) expect(headerFailure(bytes), name).toBe('too-large');
  });

  test('are refused where any of several sizes has them', () => {
    expect(headerFailure(Buffer.concat([FTYP, meta(ispe(400, 300), ispe(12_000, 9_000), ispe(64, 64))]))).toBe('too-large');
    expect(headerFailure(Buffer.concat([FTYP, meta(ispe(400, 300))]))).toBeUndefined();
  });

  test('are refused where only the frame of an AVIF has them', () => {
    expect([...isoMediaSizes(madeSmallAvif())]).toEqual([{ width: 400, height: 300 }, { width: 12_000, height: 9_000 }]);
  });

  test('cannot be hidden by items that name the same bytes again and again', () => {
    const items = Buffer.concat(Array.from({ length: 400 }, () => Buffer.from([0, 1, 0, 0, 0xff, 0xff])));
    const located = box('iloc', Buffer.concat([numbers(0), Buffer.from([0, 0, 400 >> 8, 400 & 0xff]), items]));
    expect(headerFailure(Buffer.concat([FTYP, box('meta', Buffer.concat([numbers(0), box('iprp', box('ipco', ispe(400, 300))), located]))]))).toBe('undecodable');
  });

  test('cannot hide behind a header that tells no size', () => {
    const jpeg = (corpus.find(({ name }) => name === 'jpeg') as CorpusFile).bytes;
    expect(headerFailure(jpeg.subarray(0, 100))).toBe('undecodable');
    expect(headerFailure(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'))).toBe('undecodable');
    expect(headerFailure(FTYP)).toBe('undecodable');
    expect(headerFailure(Buffer.from('RIFF\0\0\0\0WEBPVP8X', 'latin1'))).toBe('undecodable');
  });
});

test('more bytes than 64 megapixels have unpacked are not looked at', () => {
  expect(headerFailure(new Uint8Array(MAX_BYTES + 1))).toBe('too-large');
});

// A reader that takes an object for each byte needs minutes.
test('stray bytes before a frame are stepped over', () => {
  const bytes = new Uint8Array(60_000_000);
  bytes.set([0xff, 0xd8, 0xff, 0xe0]);
  bytes.set([0xff, 0xc0, 0, 17, 8, 1, 0x2c, 1, 0x90], bytes.length - 20);
  expect([...jpegSizes(bytes)]).toEqual([{ width: 400, height: 300 }]);
});
