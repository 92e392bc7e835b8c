import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ROOT } from '../../demo/host/ensure-built.js';
import { sampled } from '../harness/sampled.js';

const out = mkdtempSync(join(tmpdir(), 'analyze-locally-'));
afterAll(() => {
  rmSync(out, { recursive: true, force: true });
});

const run = (line: string) =>
  spawnSync('npx', ['tsx', 'test/bench/repeatability.ts', ...line.split(' ')], { cwd: ROOT, encoding: 'utf8', shell: process.platform === 'win32' });

interface Report {
  readonly answers: number;
  readonly refused: readonly unknown[];
  readonly factors: Readonly<Record<string, Readonly<Record<string, { readonly n: number; readonly errorSd: number; readonly measuredSd: number; readonly detectableChange: number }>>>>;
}

/** Two photos of one person by two cameras do not differ by more, or something is broken; degrees. */
const BROKEN = 8;

test('the repeatability benchmark tells how much two photos of a person differ', () => {
  const file = join(out, 'report.json');
  const { status, stdout, stderr } = run(`--people 1 --variants 2 --factors camera --views front --size 400x600 --mode fast --out ${file}`);
  expect(status, stderr).toBe(0);
  expect(stdout).toContain('far_shoulder_bal');
  const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
  expect(report).toMatchObject({ answers: 2, refused: [] });
  expect(Object.keys(report.factors)).toEqual(['camera']);
  const figures = Object.entries(report.factors['camera'] ?? {});
  expect(figures).toHaveLength(7);
  for (const [name, { n, errorSd, measuredSd, detectableChange }] of figures) {
    expect(n, name).toBe(2);
    expect(errorSd, name).toBeLessThan(BROKEN);
    expect(measuredSd, name).toBeGreaterThan(0);
    expect(detectableChange, name).toBeCloseTo(1.96 * Math.SQRT2 * measuredSd, 9);
  }
});

test.each(sampled(['--variants 1', '--factors moon', '--colour red']))('%s is misuse', (line) => {
  const { status, stderr } = run(line);
  expect(status).toBe(2);
  expect(stderr).toContain('Usage');
});
