/** What the ecosystem's own judges say of the packed packages. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensureBuilt, ROOT } from '../../demo/host/ensure-built.js';
import { PACKAGES, type PackageName } from '../../models/asset-package.js';
import { pack } from '../harness/packed.js';
import { sampled } from '../harness/sampled.js';

/** Files to fetch, not modules to import: they have no types. */
const FILES: Readonly<Partial<Record<PackageName, readonly string[]>>> = {
  'analyze-locally': ['./local-api.sw.js', './pose.worker.js'],
  'analyze-locally-mediapipe': ['./mediapipe.worker.js'],
};

const folder = mkdtempSync(join(tmpdir(), 'packed-'));
let tarballs: Readonly<Record<PackageName, string>>;

beforeAll(() => {
  ensureBuilt();
  tarballs = Object.fromEntries(sampled(PACKAGES).map((name) => [name, pack(name, folder)])) as typeof tarballs;
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a tool of this repository; what it says is shown where it objects. */
function expectNoObjection(script: string, args: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'node_modules', script), ...args], { cwd: ROOT, encoding: 'utf8' });
  expect(status, `${stdout}${stderr}`).toBe(0);
}

describe.each(sampled(PACKAGES))('%s', (name) => {
  test('publint has nothing to say', () => {
    expectNoObjection('publint/src/cli.js', ['run', tarballs[name], '--strict']);
  });

  test('its types are right for every module resolution of ES modules', () => {
    const files = FILES[name] ?? [];
    const without = files.length > 0 ? ['--exclude-entrypoints', ...files] : [];
    expectNoObjection('@arethetypeswrong/cli/dist/index.js', [tarballs[name], '--profile', 'esm-only', '--no-definitely-typed', ...without]);
  });
});
