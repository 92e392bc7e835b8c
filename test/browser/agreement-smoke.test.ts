import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ROOT } from '../../demo/host/ensure-built.js';

const out = mkdtempSync(join(tmpdir(), 'analyze-locally-'));
afterAll(() => {
  rmSync(out, { recursive: true, force: true });
});

interface Report {
  readonly all: {
    readonly ours: {
      readonly pictures: number;
      readonly foundByBoth: number;
      readonly foundByOne: readonly string[];
      readonly landmarks: { readonly mean: number; readonly p95: number };
      readonly overlap: { readonly mean: number };
    };
  };
}

/** Mean distance of the two backends' landmarks, % of the trunk's length; a wrong crop or decoding shows as more. */
const APART = 2;

/** Of the two silhouettes. */
const OVERLAP = 0.95;

test('both backends find the same people in the same places', () => {
  const file = join(out, 'agreement.json');
  const { status } = spawnSync('npx', ['tsx', 'test/bench/agreement.ts', '--model', 'lite', '--mode', 'balanced', '--out', file, 'test/fixtures/cases'], {
    cwd: ROOT,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  expect(status).toBe(0);
  const { ours } = (JSON.parse(readFileSync(file, 'utf8')) as Report).all;
  expect(ours).toMatchObject({ pictures: 9, foundByBoth: 9, foundByOne: [] });
  expect(ours.landmarks.mean).toBeGreaterThan(0);
  expect(ours.landmarks.mean).toBeLessThan(APART);
  expect(ours.overlap.mean).toBeGreaterThan(OVERLAP);
});
