/** `npm start`: serves the demo page on this machine. With `--check`, uses it once without a screen. */
import { parseArgs } from 'node:util';
import { checkPage } from './check.js';
import { ensurePageBuilt, servePage } from './host/demo-page.js';
import { MisuseError, runProgram, wantedPort } from './host/port.js';

const USAGE = `Usage:
  npm start              serves the demo page; PORT sets the port (default 8080, or the next free one)
  npm start -- --check   analyses a sample in the page without a screen and prints the metrics

Exit code of --check: 0 all is well, 1 not, 2 misuse.`;

const PORT = 8080;

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

async function start(): Promise<undefined> {
  const port = wantedPort(PORT);
  await ensurePageBuilt();
  const { origin } = await servePage(port);
  console.log(`Demo: ${origin}/  Kiosk app: ${origin}/kiosk/  (Ctrl+C ends it)`);
}

await runProgram(USAGE, () => (wantsCheck() ? check() : start()));
