import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { View } from 'analyze-locally';
import { openEngine, type EnginePage } from '../../demo/cli/engine-page.js';
import { ensureBuilt } from '../../demo/host/ensure-built.js';
import { differingShare, goldenPicture } from '../harness/golden-pictures.js';

/** Drawn photos are compared at this width, pixels. */
const WIDTH = 400;

/** Share of pixels that may differ: fonts are not the same everywhere, a missing line or label is more. */
const TOLERANCE = 0.02;

const CASE = new URL('../fixtures/cases/f1-08/', import.meta.url);
const GOLDEN = new URL('../golden/', import.meta.url);
const DRAWN = { front: 'forigimg', side: 'sorigimg', back: 'borigimg' } as const;
const VIEWS = ['front', 'side', 'back'] as const satisfies readonly View[];

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
    const looked = goldenPicture(golden, await sharp(drawn[view]).resize(WIDTH).jpeg({ quality: 85 }).toBuffer());
    expect(await differingShare(looked, drawn[view], WIDTH)).toBeLessThan(TOLERANCE);
  });

  test('a photo without the drawing would not pass for it', async () => {
    const plain = readFileSync(new URL(`${view}.jpg`, CASE));
    expect(await differingShare(readFileSync(golden), plain, WIDTH)).toBeGreaterThan(1.5 * TOLERANCE);
  });
});
