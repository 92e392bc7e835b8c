import { execFileSync, spawn } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';

/** Nothing that a tool tells its makers, no colours in what is read here. */
const QUIET = { NEXT_TELEMETRY_DISABLED: '1', NO_COLOR: '1', FORCE_COLOR: '0', npm_config_update_notifier: 'false' };

const SHELL = process.platform === 'win32';

/**
 * Runs npm to its end.
 *
 * @returns What it wrote on stdout.
 * @throws Error with the end of what it wrote.
 */
export function npm(args: readonly string[], folder: string, env: Readonly<Record<string, string>> = {}): string {
  try {
    return execFileSync('npm', args, {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, ...QUIET, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: SHELL,
      maxBuffer: 2 ** 26,
    });
  } catch (error) {
    const { stdout, stderr } = error as { readonly stdout?: string; readonly stderr?: string };
    throw new Error(`npm ${args.join(' ')}:\n${`${stdout ?? ''}${stderr ?? ''}`.trim().slice(-2000)}`, { cause: error });
  }
}

/** A port that nothing listens on. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A dev server that has said its address. */
export interface RunningServer {
  readonly origin: string;
  stop(): Promise<void>;
}

/** How long a dev server may take to say its address, milliseconds. */
const STARTED = 60_000;

/**
 * `npm run SCRIPT` until it is stopped.
 *
 * @param args - What the script is told, by the port that it shall listen on.
 * @throws Error with what it wrote where it ends or stays silent.
 */
export async function startServer(script: string, args: (port: number) => readonly string[], folder: string): Promise<RunningServer> {
  const port = await freePort();
  // A group of its own: npm does not end what it has started.
  const child = spawn('npm', ['run', script, '--', ...args(port)], {
    cwd: folder,
    env: { ...process.env, ...QUIET },
    // esbuild's server ends with its input.
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: !SHELL,
    shell: SHELL,
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.pid === undefined) return;
    if (SHELL) execFileSync('taskkill', ['/pid', String(child.pid), '/t', '/f'], { stdio: 'ignore' });
    else process.kill(-child.pid, 'SIGTERM');
    await ended;
  };
  let said = '';
  const listening = new Promise<void>((resolve, reject) => {
    const fail = (what: string): void => reject(new Error(`npm run ${script} ${what}:\n${said.trim().slice(-2000)}`));
    const timer = setTimeout(() => fail(`said no address within ${STARTED / 1000} s`), STARTED);
    child.once('exit', (code) => {
      clearTimeout(timer);
      fail(`ended with ${String(code)}`);
    });
    const hear = (text: string): void => {
      said += text;
      if (!new RegExp(`https?://[^\\s/]+:${port}\\b`).test(said)) return;
      clearTimeout(timer);
      resolve();
    };
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', hear);
  });
  try {
    await listening;
  } catch (error) {
    await stop();
    throw error;
  }
  return { origin: `http://127.0.0.1:${port}`, stop };
}
