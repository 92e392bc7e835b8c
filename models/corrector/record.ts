/**
 * `npm run corrector:record -- --cases DIR --out DIR [--model M] [--looks N] [--only PATTERN]`: runs the networks on rendered people and
 * keeps what they give, a file a photo. A photo whose file is there is left out, so that a run can be taken up again.
 */
import { createWriteStream, existsSync, mkdirSync, renameSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { build } from 'vite';
import { launchChromium } from '../../demo/host/browser.js';
import { ROOT } from '../../demo/host/ensure-built.js';
import { serve } from '../../demo/host/server.js';
import { caseNames } from '../../test/bench/ground-truth.js';

const VIEWS = ['front', 'side', 'back'] as const;

const { values } = parseArgs({
  options: {
    cases: { type: 'string' },
    out: { type: 'string' },
    model: { type: 'string', default: 'full' },
    looks: { type: 'string', default: '6' },
    only: { type: 'string', default: '' },
  },
});
const { cases, out } = values;
if (cases === undefined || out === undefined) {
  console.error('Usage: npm run corrector:record -- --cases DIR --out DIR [--model lite|full|heavy] [--looks 1|2|6|10] [--only PATTERN]');
  process.exit(2);
}
mkdirSync(out, { recursive: true });

const worker = join(ROOT, 'models', 'build', 'recorder', String(process.pid));
await build({ root: ROOT, mode: 'record.worker', logLevel: 'error', build: { outDir: worker } });
const server = await serve({
  mounts: { '/recorder/': worker, '/assets/': join(ROOT, 'models', 'build'), '/comlink/': join(ROOT, 'node_modules', 'comlink', 'dist', 'esm') },
  answer: (path, response) => {
    if (path === '/') {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><link rel="icon" href="data:,">');
      return true;
    }
    const [, kind, name, view] = path.split('/');
    if (kind === 'photo' && name !== undefined && view !== undefined) {
      void readFile(join(cases, name, `${view}.jpg`)).then((bytes) => response.writeHead(200).end(bytes));
      return true;
    }
    if (kind === 'keep' && name !== undefined) {
      const file = join(out, name);
      // Whole or not at all: what is there is taken for done.
      void pipeline(response.req, createWriteStream(`${file}.part`)).then(() => {
        renameSync(`${file}.part`, file);
        response.writeHead(204).end();
      });
      return true;
    }
    return false;
  },
});
const browser = await launchChromium();
try {
  const page = await browser.newPage();
  await page.goto(server.origin);
  await page.evaluate(`(async () => {
    const { wrap } = await import('/comlink/comlink.mjs');
    globalThis.recorder = wrap(new Worker('/recorder/record.worker.js', { type: 'module' }));
    await recorder.load('${values.model}', new URL('/assets/', location.href).href);
    globalThis.record = async (name, view, looks, file) => {
      const photo = await (await fetch('/photo/' + name + '/' + view)).blob();
      const recorded = await recorder.record(photo, view, looks);
      if (!recorded) return false;
      const header = new TextEncoder().encode(JSON.stringify(recorded.header));
      const length = Uint32Array.of(header.length);
      await fetch('/keep/' + file, { method: 'POST', body: new Blob([length, header, recorded.bytes]) });
      return true;
    };
  })()`);
  const only = new RegExp(values.only);
  for (const name of (await caseNames(cases)).filter((found) => only.test(found))) {
    for (const view of VIEWS) {
      const file = `${name}-${view}.bin`;
      if (existsSync(join(out, file)) || !existsSync(join(cases, name, `${view}.jpg`))) continue;
      const found = await page.evaluate<boolean>(`record('${name}', '${view}', ${values.looks}, '${file}')`);
      process.stderr.write(`\r${name} ${view}   `);
      if (!found) console.error(`\n${name} ${view}: nobody found`);
    }
  }
} finally {
  await browser.close();
  await server.close();
}
