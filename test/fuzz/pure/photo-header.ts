import sharp from 'sharp';
import { headerFailure, MAX_PIXELS } from '../../../src/photo/header.js';
import type { CorpusFile } from '../corpus.js';
import { bytesOf, mutatedFile, type MutatedFile } from '../mutated-bytes.js';
import type { FuzzTarget } from '../target.js';

/** What another decoder reads as the picture's size, pixels; 0 where it reads none. */
async function pixelsElsewhere(bytes: Uint8Array): Promise<number> {
  try {
    const { width, height } = await sharp(bytes, { limitInputPixels: false }).metadata();
    return width * height;
  } catch {
    return 0;
  }
}

/** Photo bytes: what passes the header is no larger for another decoder. */
export const photoHeader = (corpus: readonly CorpusFile[]): FuzzTarget<MutatedFile> => ({
  name: 'photo headers',
  share: 0.25,
  inputs: mutatedFile(corpus.map(({ name }) => name)),
  async judge(input) {
    const bytes = bytesOf(input, corpus);
    const failure = headerFailure(bytes);
    if (failure) return failure;
    const pixels = await pixelsElsewhere(bytes);
    if (pixels > MAX_PIXELS) throw new Error(`${pixels} pixels passed the header`);
    return 'to the decoder';
  },
});
