import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Where a Python 3 may be; Debian's package of requests is for the second. */
const PYTHONS = ['python3', '/usr/bin/python3', 'python'];

const hasRequests = (python: string): boolean =>
  spawnSync(python, ['-c', 'import requests'], { stdio: 'ignore', timeout: 60_000 }).status === 0;

function installRequests(): void {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  console.error('No Python with requests found: installing one.');
  // Whether a step worked is told by what runs afterwards, not by its exit code.
  for (const args of [['update', '-qq'], ['install', '-y', '-qq', '--no-install-recommends', 'python3-requests']]) {
    spawnSync('apt-get', args, { stdio: 'ignore', timeout: 600_000 });
  }
}

/**
 * A Python on this machine that has the module requests; installs one where there is none.
 *
 * @throws Error saying what to do where none can be installed.
 */
export function findPythonWithRequests(): string {
  let found = PYTHONS.find(hasRequests);
  if (found === undefined) {
    installRequests();
    found = PYTHONS.find(hasRequests);
  }
  if (found !== undefined) return found;
  throw new Error('No Python 3 with the module requests could be found or installed (on Debian: apt-get install python3-requests).');
}
