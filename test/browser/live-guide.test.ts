import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium, WITHOUT_GPU } from '../../demo/host/browser.js';
import { DIST, ensureBuilt, ROOT } from '../../demo/host/ensure-built.js';
import { serve, type StaticServer } from '../../demo/host/server.js';
import { fakeCamera, writeFilm } from '../bench/live/camera.js';

const PAGE = `<!doctype html><title>Live</title><link rel="icon" href="data:,">
<video muted playsinline></video><canvas></canvas><output></output><script type="module" src="./page.js"></script>`;

const shown = /^```js page\.js\n([^]*?)^```$/m.exec(readFileSync(join(ROOT, 'docs/live.md'), 'utf8'))?.[1];

const folder = mkdtempSync(join(tmpdir(), 'analyze-locally-'));

let server: StaticServer;
let browser: Browser;

beforeAll(async () => {
  ensureBuilt();
  const film = join(folder, 'film.mjpeg');
  await writeFilm(join(ROOT, 'test/fixtures/cases/f1-08/front.jpg'), { width: 1280, height: 720 }, film);
  server = await serve({
    mounts: { '/posture/': DIST },
    answer: (path, response) => {
      const file = path === '/' ? { type: 'text/html; charset=utf-8', body: PAGE } : path === '/page.js' ? { type: 'text/javascript', body: shown } : undefined;
      if (file) response.writeHead(200, { 'content-type': file.type }).end(file.body);
      return file !== undefined;
    },
  });
  browser = await launchChromium([...WITHOUT_GPU, ...fakeCamera(film)]);
});
afterAll(async () => {
  await browser.close();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

test('the page of the guide shows a skeleton on whom its camera sees, and that they stand as they should', async () => {
  expect(shown).toBeDefined();
  const page = await (await browser.newContext({ permissions: ['camera'] })).newPage();
  const wrong: string[] = [];
  page.on('console', (message) => wrong.push(message.text()));
  page.on('pageerror', (error) => wrong.push(error.message));
  await page.goto(server.origin);
  await expect.poll(() => page.locator('output').textContent(), { timeout: 100_000 }).toBe('ready');
  const drawn = await page.evaluate(() => {
    const canvas = document.querySelector('canvas');
    const { data, width = 0 } = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? {};
    const columns = Array.from({ length: (data?.length ?? 0) / 4 }, (_, pixel) => pixel).filter((pixel) => data?.[4 * pixel + 3] === 255);
    return { pixels: columns.length, left: Math.min(...columns.map((pixel) => pixel % width)), right: Math.max(...columns.map((pixel) => pixel % width)) };
  });
  // The person stands in the middle third of the frame.
  expect(drawn.pixels).toBeGreaterThan(500);
  expect(drawn.left).toBeGreaterThan(1280 / 3);
  expect(drawn.right).toBeLessThan((2 * 1280) / 3);
  expect(wrong).toEqual([]);
});
