/** `npm start`: serves the demo page on this machine. With `--check`, uses it once without a screen. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'vite';
import { checkPage } from './check.js';
import { DIST, ensureBuilt, ROOT } from './host/ensure-built.js';
import { serve, type StaticServer } from './host/server.js';

const USAGE = `Usage:
  npm start              serves the demo page; PORT sets the port (default 8080, or the next free one)
  npm start -- --check   analyses a sample in the page without a screen and prints the metrics

Exit code of --check: 0 all is well, 1 not, 2 misuse.`;

const DEMO = join(ROOT, 'demo');
const PAGE = join(DEMO, 'dist');
const SAMPLES = join(ROOT, 'test', 'fixtures', 'cases');
const PORT = 8080;
/** Ports that are tried when the first is taken. */
const TRIES = 20;

/** A wrong command line; its message is shown with the usage. */
class MisuseError extends Error {}

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
async function ensurePageBuilt(): Promise<void> {
  ensureBuilt();
  if (isPageCurrent()) return;
  console.error('Building the demo page …');
  await build({ root: DEMO, configFile: join(ROOT, 'vite.config.ts'), mode: 'demo', logLevel: 'warn' });
}

const isTaken = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';

/** @param port - 0 for any free port; otherwise the first to try. */
async function servePage(port: number): Promise<StaticServer> {
  const mounts = { '/': PAGE, '/analyze-locally/': DIST, '/samples/': SAMPLES };
  for (let tried = 0; ; tried += 1) {
    try {
      return await serve({ mounts, port: port === 0 ? 0 : port + tried });
    } catch (error) {
      if (!isTaken(error) || tried === TRIES) throw error;
    }
  }
}

function wantedPort(): number {
  const given = process.env['PORT'] ?? '';
  const port = given === '' ? PORT : Number(given);
  if (Number.isInteger(port) && port >= 0 && port + TRIES <= 65_535) return port;
  throw new MisuseError(`PORT must be a whole number from 0 to ${String(65_535 - TRIES)}, not ${given}`);
}

function wantsCheck(): boolean {
  try {
    return parseArgs({ options: { check: { type: 'boolean' } } }).values.check === true;
  } catch (error) {
    throw new MisuseError(error instanceof Error ? error.message : String(error));
  }
}

async function check(): Promise<number> {
  await ensurePageBuilt();
  const server = await servePage(0);
  try {
    return (await checkPage(server.origin)) ? 0 : 1;
  } finally {
    await server.close();
  }
}

async function start(): Promise<void> {
  const port = wantedPort();
  await ensurePageBuilt();
  const { origin } = await servePage(port);
  console.log(`Demo: ${origin}/  (Ctrl+C ends it)`);
}

try {
  if (wantsCheck()) process.exitCode = await check();
  else await start();
} catch (error) {
  if (!(error instanceof MisuseError)) throw error;
  console.error(`${error.message}\n\n${USAGE}`);
  process.exitCode = 2;
}
