import { expect, test } from 'vitest';
import { photoCorpus } from '../fuzz/corpus.js';
import { hostileText } from '../fuzz/hostile-values.js';
import { pureTargets } from '../fuzz/pure/targets.js';
import { report, runTarget, runTargets } from '../fuzz/runs.js';

/** Inputs to all targets together; `npm run fuzz` makes as many as it is told to. */
const INPUTS = 3000;

test('whatever is handed in, only documented answers come out', async () => {
  const runs = await runTargets(pureTargets(await photoCorpus()), { runs: INPUTS, seed: 1 });
  expect(runs.map(report).filter((text) => text !== '')).toEqual([]);
  expect(runs.reduce((sum, { inputs }) => sum + inputs, 0)).toBeGreaterThanOrEqual(INPUTS);
  // Not everything was refused at the door, nor taken.
  for (const { target, outcomes } of runs) expect(outcomes.size, target).toBeGreaterThan(1);
});

test('an input that is answered otherwise is found, made simple, and comes again', async () => {
  const fragile = {
    name: 'fragile',
    share: 1,
    inputs: hostileText,
    judge: (text: string) => {
      if (text.includes('\0')) throw new Error('a zero');
      return 'fine';
    },
  };
  const { failure } = await runTarget(fragile, { runs: 5000, seed: 1 });
  expect(failure).toMatchObject({ seed: 1, input: '"\\u0000"' });
  const again = await runTarget(fragile, { runs: 1, seed: 1, path: failure?.path });
  expect(again.failure?.input).toBe(failure?.input);
});
