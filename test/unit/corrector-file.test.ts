import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readManifest } from '../../models/manifest.js';
import { readCorrector } from '../../src/correction/corrector.js';
import { HEAD_SITES, WINDOW } from '../../src/correction/heads.js';
import { CORRECTED } from '../../src/correction/parts.js';
import { VIEWS } from '../../src/photo/views.js';

/** What a visitor loads of it, bytes. */
const MOST = 300_000;

const MODELS = new URL('../../models/', import.meta.url);

// As a browser has it: a Buffer's slices are no copies.
const bytes = Uint8Array.from(readFileSync(new URL('corrector/corrector_full.bin', MODELS)));

test(`corrector_full.bin is the manifest's file and smaller than ${String(MOST)} bytes`, async () => {
  const manifest = await readManifest(fileURLToPath(new URL('manifest.json', MODELS)));
  const found = { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  expect(manifest.inputs.find(({ name }) => name === 'corrector_full.bin')).toMatchObject({ path: 'corrector/corrector_full.bin', ...found });
  expect(manifest.assets.find(({ file }) => file === 'corrector_full.bin')).toMatchObject({ kind: 'corrector', model: 'full', ...found });
  expect(bytes.length).toBeLessThan(MOST);
});

test.each(VIEWS)('corrector_full.bin reads: %s', (view) => {
  const { heads, linear, join, patches, margins } = readCorrector(bytes)[view];
  const places = 2 * CORRECTED.length;
  expect(heads === undefined).toBe(view === 'side');
  expect(heads?.sites ?? HEAD_SITES).toHaveLength(HEAD_SITES.length);
  for (const { weights, bias } of heads?.sites ?? []) {
    expect(weights).toHaveLength(2 * WINDOW * WINDOW * (heads?.channels.mean.length ?? 0));
    expect(bias).toHaveLength(2);
  }
  expect(linear.mean.length).toBeGreaterThan(heads ? 2 * HEAD_SITES.length : 0);
  expect(linear.weights).toHaveLength(places * linear.mean.length);
  // The ridge that joins sees the places and how far each patch moves its own.
  const moves = patches.reduce((sum, { part }) => sum + 2 * (part.between ? 1 : part.places.length), 0);
  expect(join.mean).toHaveLength(places + moves);
  expect(join.weights).toHaveLength(places * join.mean.length);
  const numbers = [linear, join, ...(heads ? [heads.channels, ...heads.sites] : [])].flatMap((tables) => Object.values(tables as unknown as Record<string, Float32Array>));
  expect(numbers.every((table) => table.every(Number.isFinite))).toBe(true);
  for (const [name, { base, slope }] of Object.entries(margins)) {
    expect(base, name).toBeGreaterThan(0);
    expect(slope, name).toBeGreaterThanOrEqual(0);
  }
});
