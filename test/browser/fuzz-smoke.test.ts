import { afterAll, beforeAll, expect, test } from 'vitest';
import { openFuzzPage, type FuzzPage } from '../fuzz/browser/fuzz-page.js';
import { photoCorpus } from '../fuzz/corpus.js';
import { report, runTargets } from '../fuzz/runs.js';

/** Inputs to all targets together; `npm run fuzz` makes as many as it is told to. */
const INPUTS = 100;

let page: FuzzPage;

beforeAll(async () => {
  page = await openFuzzPage(await photoCorpus());
});

afterAll(() => page.close());

test('whatever is handed to the built package, only documented answers come out, and it goes on working', async () => {
  const runs = await runTargets(page.targets, { runs: INPUTS, seed: 1 });
  expect(runs.map(report).filter((text) => text !== '')).toEqual([]);
  expect(runs.reduce((sum, { inputs }) => sum + inputs, 0)).toBeGreaterThanOrEqual(INPUTS);
  await page.checkLeaks();
});
