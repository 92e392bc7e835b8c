import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { CommandError } from './command-line.js';

/**
 * Names that Linux packages give to Chromium and its kin. The last may lead to a snap, which sees no other program's
 * folders.
 */
const LINUX_NAMES = [
  'chromium',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge-stable',
  'microsoft-edge',
  'brave-browser-stable',
  'brave-browser',
  'chromium-browser',
];
const MAC_NAMES = ['Google Chrome', 'Chromium', 'Microsoft Edge', 'Brave Browser'];
const WINDOWS_PATHS = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
  'BraveSoftware\\Brave-Browser\\Application\\brave.exe',
  'Chromium\\Application\\chrome.exe',
];

function wellKnownPaths(): readonly string[] {
  const { env, platform } = process;
  if (platform === 'darwin') {
    return ['/Applications', join(homedir(), 'Applications')].flatMap((folder) =>
      MAC_NAMES.map((name) => `${folder}/${name}.app/Contents/MacOS/${name}`),
    );
  }
  if (platform === 'win32') {
    const roots = [env['PROGRAMFILES'], env['PROGRAMFILES(X86)'], env['LOCALAPPDATA']].filter((root) => root !== undefined);
    return roots.flatMap((root) => WINDOWS_PATHS.map((path) => join(root, path)));
  }
  const folders = [...(env['PATH'] ?? '').split(delimiter), '/usr/bin', '/usr/local/bin', '/snap/bin'].filter((folder) => folder !== '');
  return LINUX_NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
}

/**
 * The program file of a browser on this machine.
 *
 * @param given - What the command line names.
 * @throws CommandError where there is none.
 */
export function findBrowser(given: string | undefined): string {
  const named = [
    ['--browser', given],
    ['ANALYZE_LOCALLY_BROWSER', process.env['ANALYZE_LOCALLY_BROWSER']],
    ['CHROMIUM', process.env['CHROMIUM']],
  ] as const;
  for (const [name, path] of named) {
    if (path === undefined || path === '') continue;
    if (!existsSync(path)) throw new CommandError(`${name}: there is no file ${path}`);
    return path;
  }
  const found = wellKnownPaths().find((path) => existsSync(path));
  if (found !== undefined) return found;
  throw new CommandError(
    'No browser was found. Install Chromium, Chrome, Edge or Brave, or name its program file with --browser or ANALYZE_LOCALLY_BROWSER.',
  );
}

/** Nothing that talks to a network, asks a person or keeps something. */
const FLAGS = [
  '--headless=new',
  '--remote-debugging-pipe',
  '--no-startup-window',
  '--no-first-run',
  '--no-default-browser-check',
  '--no-proxy-server',
  '--no-pings',
  '--password-store=basic',
  '--use-mock-keychain',
  '--disable-background-networking',
  '--disable-background-timer-throttling',
  '--disable-breakpad',
  '--disable-client-side-phishing-detection',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--disable-extensions',
  '--disable-features=MediaRouter,OptimizationHints,Translate',
  '--disable-quic',
  '--disable-renderer-backgrounding',
  '--disable-sync',
  '--metrics-recording-only',
  '--mute-audio',
  // Only this machine can be reached, whatever a page asks for.
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
];

const PROFILE_PREFIX = 'analyze-locally-';

/** What a browser says on stderr is told where it does not start; characters of it that are kept. */
const LAST_WORDS = 2000;

/** Its family may still write while it ends. */
const REMOVAL = { recursive: true, force: true, maxRetries: 10 } as const;

/** How long a browser may take to end by itself, milliseconds. */
const END_LIMIT = 3000;

/** A headless browser that this program started. */
export interface Browser {
  /** Opens a page in a private window. @throws CommandError where the browser has ended or refuses. */
  openPage(url: string): Promise<void>;
  /** Settles when the browser has ended, for whatever reason. */
  readonly ended: Promise<void>;
  /** What it said on stderr last. */
  lastWords(): string;
  /** Ends it and removes its profile. */
  close(): Promise<void>;
}

/** Its whole family: each browser leads a process group of its own, so that Ctrl+C on a terminal does not reach it. */
function kill(child: ChildProcess): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') spawnSync('taskkill', ['/pid', String(child.pid), '/t', '/f'], { stdio: 'ignore' });
  else {
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It has ended already.
    }
  }
}

/**
 * The browser's own files go where they are removed with the profile. Settings have no folder: dumps of a crashed
 * process's memory, with the photos in it, would lie there. Flags against them are ignored, or keep pages from starting.
 */
const homeIn = (profile: string): Readonly<Record<string, string>> =>
  process.platform !== 'linux'
    ? {}
    : { HOME: profile, TMPDIR: profile, XDG_CACHE_HOME: profile, XDG_CONFIG_HOME: '/dev/null', XDG_DATA_HOME: profile };

interface Reply {
  readonly id?: number;
  readonly result?: Readonly<Record<string, string>>;
  readonly error?: { readonly message: string };
}

/** The browser's own protocol over its pipe: messages of JSON, each with a zero byte behind it. */
class DevTools {
  readonly #commands: Writable;
  readonly #waiting = new Map<number, (reply: Reply) => void>();
  #count = 0;

  constructor(commands: Writable, replies: Readable) {
    this.#commands = commands.on('error', () => undefined);
    let rest = '';
    replies.setEncoding('utf8').on('data', (text: string) => {
      const messages = (rest + text).split('\0');
      rest = messages.pop() ?? '';
      for (const message of messages) this.#receive(JSON.parse(message) as Reply);
    });
    replies.on('error', () => undefined);
  }

  #receive(reply: Reply): void {
    if (reply.id === undefined) return;
    this.#waiting.get(reply.id)?.(reply);
    this.#waiting.delete(reply.id);
  }

  async send(method: string, params: Readonly<Record<string, unknown>> = {}): Promise<Readonly<Record<string, string>>> {
    const id = (this.#count += 1);
    const reply = await new Promise<Reply>((resolve) => {
      this.#waiting.set(id, resolve);
      this.#commands.write(`${JSON.stringify({ id, method, params })}\0`);
    });
    if (reply.error) throw new CommandError(`The browser refused ${method}: ${reply.error.message}`);
    return reply.result ?? {};
  }
}

/**
 * Starts a headless browser with a profile of its own, which is removed when it ends. It ends with this program, too,
 * however that ends: its pipe breaks.
 */
export function startBrowser(program: string): Browser {
  const profile = mkdtempSync(join(tmpdir(), PROFILE_PREFIX));
  const flags = [...FLAGS, `--user-data-dir=${profile}`, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])];
  const child = spawn(program, flags, {
    detached: process.platform !== 'win32',
    env: { ...process.env, ...homeIn(profile) },
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
    windowsHide: true,
  });
  let words = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (words = (words + text).slice(-LAST_WORDS)));
  child.once('error', (error) => (words += error.message));
  const devTools = new DevTools(child.stdio[3] as Writable, child.stdio[4] as Readable);

  const wipe = (): void => {
    kill(child);
    try {
      rmSync(profile, REMOVAL);
    } catch {
      // The program ends: there is nobody to tell.
    }
  };
  process.once('exit', wipe);
  // The second is of a program that could not be started.
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()).once('error', () => resolve()));
  const removed = ended.then(async () => {
    kill(child);
    try {
      await rm(profile, REMOVAL);
      process.off('exit', wipe);
    } catch {
      // Tried again when the program ends.
    }
  });
  return {
    ended,
    lastWords: () => words.trim(),
    async openPage(url) {
      const { browserContextId } = await devTools.send('Target.createBrowserContext');
      // Not on the command line, which others on this machine can read.
      await devTools.send('Target.createTarget', { url, browserContextId });
    },
    async close() {
      const patience = setTimeout(() => kill(child), END_LIMIT);
      devTools.send('Browser.close').catch(() => undefined);
      await removed;
      clearTimeout(patience);
    },
  };
}
