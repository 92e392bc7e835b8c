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
  readonly cases: number;
  readonly refused: readonly unknown[];
  readonly metrics: Readonly<Record<string, { readonly n: number; readonly mae: number }>>;
  readonly keypoints: Readonly<Record<'front' | 'side' | 'back', Readonly<Record<string, { readonly mean: number }>>>>;
  readonly guards: { readonly right: number; readonly total: number; readonly aPosesRefused: number; readonly severalPeopleMissed: number };
}

/** A broken formula or a swapped side shows as more than this on any metric of three cases; degrees. */
const BROKEN = 8;

/** Mean error of a front keypoint that a misplaced one exceeds; percent of the trunk. */
const MISPLACED = 8;

test('the accuracy benchmark runs on the fixtures, with nothing broken in it', () => {
  const file = join(out, 'report.json');
  const { status, stdout } = spawnSync(
    'npx',
    ['tsx', 'test/bench/accuracy.ts', '--cases', 'test/fixtures/cases', '--guards', 'test/fixtures/guards', '--out', file],
    { cwd: ROOT, encoding: 'utf8', shell: process.platform === 'win32' },
  );
  expect(status).toBe(0);
  expect(stdout).toContain('3 of 3 cases analysed');
  const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
  expect(report).toMatchObject({ cases: 3, refused: [] });
  expect(Object.keys(report.metrics)).toHaveLength(18);
  for (const [name, { n, mae }] of Object.entries(report.metrics)) {
    expect(n, name).toBe(3);
    // Not measured to any use yet; the benchmark says so.
    if (name !== 'round_shoulder') expect(mae, name).toBeLessThan(BROKEN);
  }
  for (const [name, { mean }] of Object.entries(report.keypoints.front)) expect(mean, name).toBeLessThan(MISPLACED);
  expect(report.guards.right / report.guards.total).toBeGreaterThanOrEqual(0.9);
  expect(report.guards).toMatchObject({ aPosesRefused: 0, severalPeopleMissed: 0 });
});
