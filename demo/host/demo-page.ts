import { existsSync, readdirSync, statSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { build } from 'vite';
import { DIST, ensureBuilt, ROOT } from './ensure-built.js';
import { ensureKioskBuilt, KIOSK_APP } from './kiosk-app.js';
import { serveFrom } from './port.js';
import type { StaticServer } from './server.js';

const DEMO = join(ROOT, 'demo');
const PAGE = join(DEMO, 'dist');
const SAMPLES = join(ROOT, 'test', 'fixtures', 'cases');

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesIn(join(folder, entry.name)) : [join(folder, entry.name)],
  );

/** Whether the built page is newer than everything it is made of. */
function isPageCurrent(): boolean {
  const page = join(PAGE, 'index.html');
  if (!existsSync(page)) return false;
  const sources = [
    join(DEMO, 'index.html'),
    join(DEMO, 'icon.svg'),
    ...filesIn(join(DEMO, 'page')),
    ...['index.js', 'element.js', 'register-element.js', 'pose.worker.js'].map((file) => join(DIST, file)),
    join(ROOT, 'vite.config.ts'),
  ];
  const built = statSync(page).mtimeMs;
  return sources.every((file) => statSync(file).mtimeMs <= built);
}

/** Builds package and page where they are missing or older than their sources. */
export async function ensurePageBuilt(): Promise<void> {
  ensureBuilt();
  if (isPageCurrent()) return;
  console.error('Building the demo page …');
  await build({ root: DEMO, configFile: join(ROOT, 'vite.config.ts'), mode: 'demo', logLevel: 'warn' });
}

let kiosk: Promise<void> | undefined;

/** The kiosk app is built when somebody first opens it. */
async function buildKioskFor(path: string, response: ServerResponse): Promise<boolean> {
  if (!path.startsWith('/kiosk/')) return false;
  try {
    await (kiosk ??= ensureKioskBuilt());
    return false;
  } catch (error) {
    kiosk = undefined;
    console.error(error);
    response.writeHead(500, { 'content-type': 'text/plain' }).end('The kiosk app could not be built.');
    return true;
  }
}

/**
 * Serves the demo page to this machine, and the kiosk app beside it.
 *
 * @param port - 0 for any free port; otherwise the first to try.
 */
export const servePage = (port: number): Promise<StaticServer> =>
  serveFrom(port, {
    mounts: { '/': PAGE, '/analyze-locally/': DIST, '/samples/': SAMPLES, '/kiosk/': KIOSK_APP },
    answer: buildKioskFor,
  });
