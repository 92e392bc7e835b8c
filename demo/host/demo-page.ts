import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { DIST, ensureBuilt, ROOT } from './ensure-built.js';
import { serve, type StaticServer } from './server.js';

const DEMO = join(ROOT, 'demo');
const PAGE = join(DEMO, 'dist');
const SAMPLES = join(ROOT, 'test', 'fixtures', 'cases');

/** Ports that are tried when the first is taken. */
export const PORT_TRIES = 20;

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

const isTaken = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';

/**
 * Serves the demo page to this machine.
 *
 * @param port - 0 for any free port; otherwise the first to try.
 */
export async function servePage(port: number): Promise<StaticServer> {
  const mounts = { '/': PAGE, '/analyze-locally/': DIST, '/samples/': SAMPLES };
  for (let tried = 0; ; tried += 1) {
    try {
      return await serve({ mounts, port: port === 0 ? 0 : port + tried });
    } catch (error) {
      if (!isTaken(error) || tried === PORT_TRIES) throw error;
    }
  }
}
