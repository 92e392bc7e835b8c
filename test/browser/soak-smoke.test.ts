import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium, WITHOUT_GPU } from '../../demo/host/browser.js';
import { ensureBuilt, ROOT } from '../../demo/host/ensure-built.js';
import { watchHeld, type Held, type HeldScope } from '../bench/soak/held.js';

const out = mkdtempSync(join(tmpdir(), 'analyze-locally-'));

const soak = (...args: readonly string[]) =>
  spawnSync('npx', ['tsx', 'test/bench/soak.ts', ...args], { cwd: ROOT, encoding: 'utf8', shell: process.platform === 'win32' });

beforeAll(() => {
  ensureBuilt();
});
afterAll(() => {
  rmSync(out, { recursive: true, force: true });
});

const positive = expect.toSatisfy((value: unknown) => typeof value === 'number' && value > 0) as number;
const NOTHING = { workers: 0, bitmaps: 0, canvases: 0, urls: 0 };

test('the soak benchmark analyses again and again, and finds nothing left over', () => {
  const file = join(out, 'soak.json');
  const { status, stdout, stderr } = soak('--runs', '12', '--backends', 'blazepose', '--model', 'lite', '--out', file);
  expect(stderr.replace('Building the package …', '').trim()).toBe('');
  expect(stdout).toContain('MB/200 runs');
  const { results } = JSON.parse(readFileSync(file, 'utf8')) as { readonly results: Readonly<Record<string, Readonly<Record<string, unknown>>>> };
  expect(Object.keys(results)).toEqual(['blazepose']);
  expect(results['blazepose']).toMatchObject({ runs: 12, first: positive, last: positive, slowdown: positive, left: {}, broken: [], closed: NOTHING });
  const readings = results['blazepose']?.['readings'] as readonly object[];
  expect(readings).toHaveLength(13);
  for (const reading of readings) {
    expect(reading).toMatchObject({ memory: positive, jsHeap: positive, wasm: positive, page: { ...NOTHING, workers: 1 }, worker: { bitmaps: 0, urls: 0 } });
  }
  expect(status).toBe(0);
});

test('what it counts is there until it is let go of', async () => {
  const browser = await launchChromium(WITHOUT_GPU);
  const page = await browser.newPage();
  await page.addInitScript(watchHeld);
  await page.goto('about:blank');
  const [made, gone] = await page.evaluate(async (): Promise<readonly [Held, Held]> => {
    const { held } = globalThis as unknown as HeldScope;
    const url = URL.createObjectURL(new Blob(['']));
    const worker = new Worker(url);
    const canvas = new OffscreenCanvas(2, 2);
    canvas.getContext('2d');
    const bitmaps = [await createImageBitmap(canvas), await createImageBitmap(canvas)] as const;
    const then = held();
    URL.revokeObjectURL(url);
    worker.terminate();
    bitmaps[0].close();
    new MessageChannel().port1.postMessage(bitmaps[1], [bitmaps[1]]);
    return [then, held()];
  });
  expect(made).toEqual({ workers: 1, bitmaps: 2, canvases: 1, urls: 1 });
  expect(gone).toEqual({ workers: 0, bitmaps: 0, canvases: 1, urls: 0 });
  await browser.close();
});

test.each(['--runs 1', '--colour red'])('%s is misuse: exit code 2 and the usage', (line) => {
  const { status, stderr } = soak(...line.split(' '));
  expect(status).toBe(2);
  expect(stderr).toContain('Usage:');
});
