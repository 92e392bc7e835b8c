/** `npm start`: serves the demo page on this machine. With `--check`, uses it once without a screen. */
import { parseArgs } from 'node:util';
import { checkPage } from './check.js';
import { ensurePageBuilt, PORT_TRIES, servePage } from './host/demo-page.js';

const USAGE = `Usage:
  npm start              serves the demo page; PORT sets the port (default 8080, or the next free one)
  npm start -- --check   analyses a sample in the page without a screen and prints the metrics

Exit code of --check: 0 all is well, 1 not, 2 misuse.`;

const PORT = 8080;

/** A wrong command line; its message is shown with the usage. */
class MisuseError extends Error {}

function wantedPort(): number {
  const given = process.env['PORT'] ?? '';
  const port = given === '' ? PORT : Number(given);
  if (Number.isInteger(port) && port >= 0 && port + PORT_TRIES <= 65_535) return port;
  throw new MisuseError(`PORT must be a whole number from 0 to ${String(65_535 - PORT_TRIES)}, not ${given}`);
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
