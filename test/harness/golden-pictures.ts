import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import pixelmatch from 'pixelmatch';
import sharp from 'sharp';
import { expect } from 'vitest';

/** How far a pixel's colour may be off before it counts as different, 0 to 1. */
const COLOUR_TOLERANCE = 0.2;

interface Pixels {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
}

async function pixels(image: Uint8Array, width: number): Promise<Pixels> {
  const { data, info } = await sharp(image).resize(width).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

/** The share of pixels in which two pictures differ to the eye, both at a width in pixels. */
export async function differingShare(a: Uint8Array, b: Uint8Array, width: number): Promise<number> {
  const [first, second] = await Promise.all([pixels(a, width), pixels(b, width)]);
  expect([first.width, first.height]).toEqual([second.width, second.height]);
  return pixelmatch(first.data, second.data, undefined, first.width, first.height, { threshold: COLOUR_TOLERANCE }) / (first.width * first.height);
}

/** A picture that was looked at, for the one of today to be compared with. `UPDATE_GOLDEN=1` puts today's in its place. */
export function goldenPicture(file: URL, today?: Uint8Array): Buffer {
  if (today && process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(dirname(fileURLToPath(file)), { recursive: true });
    writeFileSync(file, today);
  }
  expect(existsSync(file), 'run with UPDATE_GOLDEN=1 once, and look at the picture').toBe(true);
  return readFileSync(file);
}
