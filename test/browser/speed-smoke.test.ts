import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureBuilt, ROOT } from '../../demo/host/ensure-built.js';

const out = mkdtempSync(join(tmpdir(), 'analyze-locally-'));

const speed = (...args: readonly string[]) =>
  spawnSync('npx', ['tsx', 'test/bench/speed.ts', ...args], { cwd: ROOT, encoding: 'utf8', shell: process.platform === 'win32' });

interface Report {
  readonly contenders: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly ratioToTasksVision: Readonly<Record<string, number>>;
  readonly failed: Readonly<Record<string, string>>;
}

beforeAll(() => {
  ensureBuilt();
});
afterAll(() => {
  rmSync(out, { recursive: true, force: true });
});

const positive = expect.toSatisfy((value: unknown) => typeof value === 'number' && value > 0) as number;

test('the speed benchmark runs and writes what it measured', () => {
  const file = join(out, 'speed.json');
  const { status, stdout } = speed('--quick', '--rounds', '1', '--only', '^mediapipe/wasm/lite/', '--out', file);
  const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
  expect(report.failed).toEqual({});
  expect(status).toBe(0);
  const keys = ['mediapipe/wasm/lite/mirrored', 'tasks-vision/cpu/lite/single'];
  expect(Object.keys(report.contenders).sort()).toEqual(keys);
  for (const key of keys) {
    expect(stdout).toContain(key);
    expect(report.ratioToTasksVision[key]).toEqual(positive);
    expect(report.contenders[key]).toMatchObject({
      model: 'lite',
      software: false,
      rank: positive,
      cold: { loading: positive, first: positive, total: positive, bytes: positive },
      warm: { runs: 1, median: positive, p95: positive, wall: positive },
      jsHeap: positive,
      wasmMemory: positive,
    });
  }
});

test('misuse: exit code 2 and the usage', () => {
  const { status, stderr } = speed('--rounds', 'many');
  expect(status).toBe(2);
  expect(stderr).toMatch(/--rounds must be a whole number[^]*Usage:/);
});
