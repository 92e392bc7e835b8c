import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

/** Where a Chromium may be installed already. */
const INSTALLED = [
  process.env['CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** Software WebGL, and nothing that talks to a network by itself. */
const FLAGS = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  // Only this machine can be reached, whatever a page asks for.
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost',
];

/** For browsers as on a machine without a GPU: they have no WebGL, and draw pages twice as fast as on a GPU that is a program. */
export const WITHOUT_GPU = ['--disable-gpu'] as const;

/** It starts: a file alone may be a stub, or miss its system libraries. */
const runs = (path: string): boolean =>
  existsSync(path) && (process.platform === 'win32' || spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 30_000 }).status === 0);

const installedChromium = (): string | undefined =>
  [...INSTALLED, chromium.executablePath()].find((path) => path !== undefined && runs(path));

const isRoot = (): boolean => process.getuid?.() === 0;

/** Playwright's own build, and where that can't be downloaded Debian's package. */
function installChromium(): void {
  console.error('No Chromium found: installing one.');
  // Whether a step worked is told by what runs afterwards, not by its exit code.
  const step = (command: string, ...args: string[]): void => {
    spawnSync(command, args, { stdio: 'ignore', timeout: 600_000, shell: process.platform === 'win32' });
  };
  step('npx', 'playwright-core', 'install', 'chromium');
  if (installedChromium() !== undefined || !isRoot() || !existsSync('/usr/bin/apt-get')) return;
  step('apt-get', 'update', '-qq');
  step('apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-dejavu-core');
}

/** Looked for once a program. */
let found: string | undefined;

/**
 * The program file of a Chromium on this machine; installs one where there is none.
 *
 * @throws Error saying what to do where none can be installed.
 */
export function findChromium(): string {
  found ??= installedChromium();
  if (found === undefined) {
    installChromium();
    found = installedChromium();
  }
  if (found !== undefined) return found;
  throw new Error(
    'No Chromium could be found or installed. Install Chromium or Chrome (on Debian: apt-get install chromium), or set CHROMIUM to its program file.',
  );
}

/**
 * A headless Chromium that reaches this machine alone.
 *
 * @param flags - Further command line flags.
 */
export const launchChromium = (flags: readonly string[] = []): Promise<Browser> =>
  chromium.launch({
    executablePath: findChromium(),
    args: [...FLAGS, ...(isRoot() ? ['--no-sandbox'] : []), ...flags],
  });
