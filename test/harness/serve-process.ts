import { execFileSync, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { findChromium } from '../../demo/host/browser.js';
import { DIST } from '../../demo/host/ensure-built.js';

/** How a program ended. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A running `analyze-locally serve`, in folders of its own. */
export interface ServeProcess {
  readonly port: number;
  /** `http://127.0.0.1:PORT/api/analysis-skeleton-v2` */
  readonly endpoint: string;
  /** Its lines on stdout and stderr so far. */
  readonly log: readonly string[];
  /** The first line that matches, once it is there. */
  logged(pattern: RegExp): Promise<string>;
  /** Files and folders where it might leave some: working folder, home, temporary folder; by path. */
  left(): readonly string[];
  /** The content of the files among them. */
  contents(): readonly Buffer[];
  /** Processes of its browser, by their command lines. */
  browserProcesses(): readonly BrowserProcess[];
  kill(signal: NodeJS.Signals): void;
  /** Stops reading what it writes. */
  deafen(): void;
  readonly ended: Promise<Ending>;
  /** Ends it, however it is, and removes its folders. */
  dispose(): Promise<void>;
}

/** One process of a browser. */
export interface BrowserProcess {
  readonly pid: number;
  /** `browser` for the one that started the others, `renderer` for a page's, … */
  readonly type: string;
}

/** Environment without the settings that lead programs to a proxy. */
export const withoutProxy = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !/_proxy$/i.test(name)));

/** The command lines of this machine's processes, by process id. */
function commandLines(): readonly (readonly [pid: number, line: string])[] {
  if (existsSync('/proc/self/cmdline')) {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map((pid) => [Number(pid), commandLineOf(pid)] as const);
  }
  const lines = execFileSync('ps', ['-A', '-ww', '-o', 'pid=,command='], { encoding: 'utf8' }).trim().split('\n');
  return lines.map((line) => [Number.parseInt(line, 10), line] as const);
}

function commandLineOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    // Ended meanwhile.
    return '';
  }
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).map((entry) => join(entry.parentPath, entry.name));

function contentOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    // A folder, a socket, or gone.
    return Buffer.alloc(0);
  }
}

/** Runs the built command with a free port, and waits until it listens. */
export async function startServe(...args: readonly string[]): Promise<ServeProcess> {
  const root = mkdtempSync(join(tmpdir(), 'serve-'));
  const folders = { cwd: join(root, 'cwd'), home: join(root, 'home'), temp: join(root, 'tmp') };
  for (const folder of Object.values(folders)) mkdirSync(folder);
  const child = spawn(process.execPath, [join(DIST, 'command.js'), 'serve', '--port', '0', ...args], {
    cwd: folders.cwd,
    env: {
      ...withoutProxy(),
      ANALYZE_LOCALLY_BROWSER: findChromium(),
      HOME: folders.home,
      TMPDIR: folders.temp,
      TMP: folders.temp,
      TEMP: folders.temp,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log: string[] = [];
  const lines = new EventEmitter();
  for (const stream of [child.stdout, child.stderr]) {
    createInterface(stream).on('line', (line) => {
      log.push(line);
      lines.emit('line');
    });
  }
  const ended = new Promise<Ending>((resolve) => child.once('close', (code, signal) => resolve({ code, signal })));
  const silent = ended.then((): never => {
    throw new Error(`serve has ended: ${log.join('\n')}`);
  });
  silent.catch(() => undefined);
  async function logged(pattern: RegExp): Promise<string> {
    for (;;) {
      const found = log.find((line) => pattern.test(line));
      if (found !== undefined) return found;
      await Promise.race([once(lines, 'line'), silent]);
    }
  }
  const port = Number(new URL((await logged(/^Listening on /)).replace(/^Listening on /, '')).port);
  const left = (): readonly string[] => filesIn(root).filter((path) => !Object.values(folders).includes(path));
  return {
    port,
    endpoint: `http://127.0.0.1:${String(port)}/api/analysis-skeleton-v2`,
    log,
    logged,
    left,
    contents: () => left().map(contentOf),
    browserProcesses: () =>
      commandLines()
        .filter(([, line]) => line.includes(folders.temp))
        .map(([pid, line]) => ({ pid, type: /--type=([\w-]+)/.exec(line)?.[1] ?? (line.includes('--headless') ? 'browser' : 'other') })),
    kill: (signal) => void child.kill(signal),
    deafen() {
      child.stdout.destroy();
      child.stderr.destroy();
    },
    ended,
    async dispose() {
      child.kill('SIGTERM');
      await ended;
      rmSync(root, { recursive: true, force: true });
    },
  };
}
