import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium, WITHOUT_GPU } from '../../demo/host/browser.js';
import { DIST, ensureBuilt, ROOT } from '../../demo/host/ensure-built.js';
import { serve, type StaticServer } from '../../demo/host/server.js';

const GUIDE = readFileSync(join(ROOT, 'docs/offline.md'), 'utf8');

/** A file as the guide shows it. */
function shown(name: string): string {
  const code = new RegExp(`^\`\`\`js ${name.replace('.', '\\.')}\\n([^]*?)^\`\`\`$`, 'm').exec(GUIDE)?.[1];
  if (code === undefined) throw new Error(`docs/offline.md shows no ${name}`);
  return code;
}

const FILES: Readonly<Record<string, { readonly type: string; readonly body: string }>> = {
  '/': { type: 'text/html; charset=utf-8', body: '<!doctype html><title>Offline</title><link rel="icon" href="data:,"><body><script type="module" src="./page.js"></script>' },
  '/page.js': { type: 'text/javascript', body: shown('page.js') },
  '/service-worker.js': { type: 'text/javascript', body: shown('service-worker.js') },
};

/** Runtime, detector, landmarks, corrector. */
const ENGINE_FILES = 4;

let server: StaticServer;
let browser: Browser;

beforeAll(async () => {
  ensureBuilt();
  server = await serve({
    mounts: { '/posture/': DIST },
    answer: (path, response) => {
      const file = FILES[path];
      if (file) response.writeHead(200, { 'content-type': file.type }).end(file.body);
      return file !== undefined;
    },
  });
  browser = await launchChromium(WITHOUT_GPU);
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

test('the page of the offline guide analyses after its server has gone', async () => {
  const context = await browser.newContext();
  const first = await context.newPage();
  await first.goto(`${server.origin}/`);
  await first.locator('body[data-ready=true]').waitFor({ state: 'attached' });
  // The engine starts before its files are stored.
  await first.waitForFunction(async (count) => (await (await caches.open('analyze-locally')).keys()).length === count, ENGINE_FILES);
  await first.close();
  await server.close();

  const page = await context.newPage();
  await page.goto(`${server.origin}/`);
  await page.locator('body[data-ready=true]').waitFor({ state: 'attached' });
  const photo = readFileSync(join(ROOT, 'test/fixtures/cases/m1-02/front.jpg')).toString('base64');
  // As text: the test runner rewrites an import that it sees.
  const analysis = `import('./posture/index.js').then(({ analyzeLocally }) => analyzeLocally({ front: '${photo}' }, { views: ['front'] }))`;
  const { state } = await page.evaluate<{ readonly state: boolean }>(analysis);
  expect(state).toBe(true);
});
