/** `npm run kiosk`: serves the kiosk app on this machine. */
import { parseArgs } from 'node:util';
import { ensureKioskBuilt, serveKiosk } from './host/kiosk-app.js';
import { MisuseError, runProgram, wantedPort } from './host/port.js';

const USAGE = `Usage:
  npm run kiosk   builds the kiosk app where that is needed and serves it; PORT sets the port (default 8090, or the next
                  free one). The built app is in demo/kiosk/dist: any server can serve that folder.

Exit code: 2 for misuse.`;

const PORT = 8090;

function refuseArguments(): void {
  try {
    parseArgs({ options: {} });
  } catch (error) {
    throw new MisuseError(error instanceof Error ? error.message : String(error));
  }
}

await runProgram(USAGE, async () => {
  refuseArguments();
  const port = wantedPort(PORT);
  await ensureKioskBuilt();
  const { origin } = await serveKiosk(port);
  console.log(`Kiosk app: ${origin}/kiosk/  (Ctrl+C ends it)`);
  return undefined;
});
