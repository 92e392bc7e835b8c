import { once } from 'node:events';
import { API_HOST } from '../src/local-api/endpoints.js';
import { MODELS, MODES, type Mode, type ModelName } from '../src/pose/protocol.js';
import { ENDPOINTS, startApiServer, urlHost, type ApiServer } from './api-server.js';
import { findBrowser } from './browser.js';
import { CommandError, MisuseError, oneOf, parsedArgs, wholeNumber } from './command-line.js';
import { Engine } from './engine.js';
import { assetsFor, DIST, locateAsset, locateWorker } from './package-files.js';

const PORT = 8000;

/** What `serve --help` prints. */
export const SERVE_USAGE = `Usage: analyze-locally serve [options]

Answers the web API on this machine, for existing programs that are not web pages: POST ${ENDPOINTS[0] ?? ''},
-front, -side, -back. The engine runs in a headless browser on this machine; nothing leaves it.

Options:
  --port N                        0 for any free one (default: ${PORT})
  --host ADDRESS                  the address to listen on (default: 127.0.0.1, this machine alone)
  --model lite|full|heavy         the pose network (default: full)
  --mode fast|balanced|accurate   how exact and how slow (default: balanced)
  --browser FILE                  Chromium, Chrome, Edge or Brave; also ANALYZE_LOCALLY_BROWSER (default: a usual place)
  --body-limit MB                 the largest request (default: 64)
  --allow-host NAME               a further name that requests may be addressed to, beside this machine's own
                                  and ${API_HOST}; again for more

Exit code: 0 ended by a signal, 1 it could not be done, 2 misuse.`;

interface ServeCommand {
  readonly port: number;
  readonly host: string;
  readonly model: ModelName;
  readonly mode: Mode;
  readonly browser: string | undefined;
  readonly bodyLimit: number;
  readonly allowedHosts: readonly string[];
}

function readCommand(args: readonly string[]): ServeCommand {
  const { values } = parsedArgs({
    args: [...args],
    options: {
      port: { type: 'string', default: String(PORT) },
      host: { type: 'string', default: '127.0.0.1' },
      model: { type: 'string', default: 'full' },
      mode: { type: 'string', default: 'balanced' },
      browser: { type: 'string' },
      'body-limit': { type: 'string', default: '64' },
      'allow-host': { type: 'string', multiple: true, default: [] },
    },
  });
  if (values.host === '') throw new MisuseError('--host must be an address of this machine.');
  return {
    port: wholeNumber('port', values.port, 0, 65_535),
    host: values.host,
    model: oneOf('model', values.model, MODELS),
    mode: oneOf('mode', values.mode, MODES),
    browser: values.browser,
    bodyLimit: wholeNumber('body-limit', values['body-limit'], 1, 1024) * 2 ** 20,
    allowedHosts: values['allow-host'],
  };
}

/** What the engine's page may load, by path in the package. @throws CommandError for what is missing. */
function engineFiles(model: ModelName): ReadonlyMap<string, string> {
  const assets = assetsFor({ models: [model], backends: ['blazepose'], gpu: true });
  return new Map([
    ['index.js', `${DIST}/index.js`],
    ['local-api.js', `${DIST}/local-api.js`],
    ['pose.worker.js', locateWorker('blazepose')],
    ...assets.map(({ file }) => [`assets/${file}`, locateAsset(file)] as const),
  ]);
}

const isLoopback = (host: string): boolean => /^(127(\.\d+){3}|localhost|\[?::1\]?)$/.test(host);

function warnOf({ host }: ServeCommand): void {
  if (isLoopback(host)) return;
  console.error(
    `Warning: listening on ${host}. Whoever reaches it can have photos analysed, and they travel unencrypted; see docs/command.md.`,
  );
}

async function listening(command: ServeCommand, engine: Engine): Promise<ApiServer> {
  try {
    return await startApiServer({ ...command, engine, log: (line) => console.log(line) });
  } catch (error) {
    throw new CommandError(`Can't listen on ${command.host}, port ${command.port}: ${(error as Error).message}`);
  }
}

/** Settles with the first request to end; the second one ends at once. */
async function stopRequested(): Promise<void> {
  const heard = new AbortController();
  await Promise.race(['SIGINT', 'SIGTERM', 'SIGHUP'].map((name) => once(process, name, { signal: heard.signal })));
  heard.abort();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(name, () => process.exit(1));
}

/**
 * Answers the web API until the program is told to end.
 *
 * @param args - The command line behind the command's name.
 * @throws MisuseError, CommandError
 */
export async function serve(args: readonly string[]): Promise<void> {
  const command = readCommand(args);
  // Whoever reads the log may go: the clients are still there.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const { model, mode } = command;
  const source = { browser: findBrowser(command.browser), settings: { model, mode }, files: engineFiles(model) };
  const engine = new Engine(source, (line) => console.error(line));
  warnOf(command);
  const server = await listening(command, engine);
  const stopped = stopRequested();
  try {
    const isReady = await Promise.race([engine.start().then(() => true), stopped.then(() => false)]);
    if (isReady) console.log(`Listening on http://${urlHost(command.host)}:${server.port}${ENDPOINTS[0] ?? ''}`);
    await stopped;
  } finally {
    await server.close(engine.close());
  }
}
