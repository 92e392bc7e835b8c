import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureBuilt, ROOT } from '../../demo/host/ensure-built.js';

const out = mkdtempSync(join(tmpdir(), 'analyze-locally-'));

const live = (...args: readonly string[]) =>
  spawnSync('npx', ['tsx', 'test/bench/live.ts', ...args], { cwd: ROOT, encoding: 'utf8', shell: process.platform === 'win32' });

beforeAll(() => {
  ensureBuilt();
});
afterAll(() => {
  rmSync(out, { recursive: true, force: true });
});

const positive = expect.toSatisfy((value: unknown) => typeof value === 'number' && value > 0) as number;

test('the live benchmark follows a camera and writes what it measured', () => {
  const file = join(out, 'live.json');
  const { status, stdout, stderr } = live('--models', 'lite', '--size', '640x480', '--seconds', '2', '--rounds', '1', '--out', file);
  expect(stderr.replace('Building the package …', '').trim()).toBe('');
  expect(status).toBe(0);
  expect(stdout).toMatch(/lite \(\w+\)/);
  const report = JSON.parse(readFileSync(file, 'utf8')) as { readonly camera: unknown; readonly models: Readonly<Record<string, unknown>> };
  expect(report.camera).toEqual({ width: 640, height: 480 });
  expect(report.models['lite']).toMatchObject({
    framesPerSecond: positive,
    seen: 1,
    frame: positive,
    stages: { reading: positive, looking: positive },
    fastLook: positive,
    ratio: positive,
  });
});

test('misuse: exit code 2 and the usage', () => {
  const { status, stderr } = live('--size', 'large');
  expect(status).toBe(2);
  expect(stderr).toMatch(/--size must be width and height[^]*Usage:/);
});
