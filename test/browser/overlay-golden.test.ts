import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import pixelmatch from 'pixelmatch';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { View } from 'analyze-locally';
import { openEngine, type EnginePage } from '../../demo/cli/engine-page.js';
import { ensureBuilt } from '../../demo/host/ensure-built.js';

/** Drawn photos are compared at this width, pixels. */
const WIDTH = 400;

/** Share of pixels that may differ: fonts are not the same everywhere, a missing line or label is more. */
const TOLERANCE = 0.01;

/** How far a pixel's colour may be off before it counts as different, 0 to 1. */
const COLOUR_TOLERANCE = 0.2;

const CASE = new URL('../fixtures/cases/f1-08/', import.meta.url);
const GOLDEN = new URL('../golden/', import.meta.url);
const DRAWN = { front: 'forigimg', side: 'sorigimg', back: 'borigimg' } as const;
const VIEWS = ['front', 'side', 'back'] as const satisfies readonly View[];

interface Pixels {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
}

async function pixels(image: Uint8Array): Promise<Pixels> {
  const { data, info } = await sharp(image).resize(WIDTH).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

async function differingShare(a: Uint8Array, b: Uint8Array): Promise<number> {
  const [first, second] = await Promise.all([pixels(a), pixels(b)]);
  expect([first.width, first.height]).toEqual([second.width, second.height]);
  const { width, height } = first;
  return pixelmatch(first.data, second.data, undefined, width, height, { threshold: COLOUR_TOLERANCE }) / (width * height);
}

let engine: EnginePage;
let drawn: Record<View, Buffer>;

beforeAll(async () => {
  ensureBuilt();
  engine = await openEngine();
  const photos = Object.fromEntries(VIEWS.map((view) => [view, readFileSync(new URL(`${view}.jpg`, CASE))]));
  const response = await engine.analyze(photos);
  if (!response.state) throw new Error(response.message);
  drawn = Object.fromEntries(
    VIEWS.map((view) => [view, Buffer.from(response[DRAWN[view]].split(',')[1] ?? '', 'base64')]),
  ) as Record<View, Buffer>;
});
afterAll(() => engine?.close());

describe.each(VIEWS)('the drawn %s photo', (view) => {
  const golden = new URL(`f1-08-${view}.jpg`, GOLDEN);

  test('looks as it did (UPDATE_GOLDEN=1 accepts a change)', async () => {
    if (process.env['UPDATE_GOLDEN'] === '1') {
      mkdirSync(GOLDEN, { recursive: true });
      writeFileSync(golden, await sharp(drawn[view]).resize(WIDTH).jpeg({ quality: 85 }).toBuffer());
    }
    expect(existsSync(golden), 'run with UPDATE_GOLDEN=1 once, and look at the picture').toBe(true);
    expect(await differingShare(readFileSync(golden), drawn[view])).toBeLessThan(TOLERANCE);
  });

  test('a photo without the drawing would not pass for it', async () => {
    const plain = readFileSync(new URL(`${view}.jpg`, CASE));
    expect(await differingShare(readFileSync(golden), plain)).toBeGreaterThan(1.5 * TOLERANCE);
  });
});
