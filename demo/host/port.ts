import { serve, type ServerOptions, type StaticServer } from './server.js';

/** Ports that are tried when the first is taken. */
const TRIES = 20;

const LAST_PORT = 65_535 - TRIES;

/** A wrong command line; its message is shown with the usage. */
export class MisuseError extends Error {}

/**
 * The port that the environment's PORT asks for.
 *
 * @throws MisuseError where it is no port.
 */
export function wantedPort(usual: number): number {
  const given = process.env['PORT'] ?? '';
  const port = given === '' ? usual : Number(given);
  if (Number.isInteger(port) && port >= 0 && port <= LAST_PORT) return port;
  throw new MisuseError(`PORT must be a whole number from 0 to ${String(LAST_PORT)}, not ${given}`);
}

const isTaken = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';

/**
 * Serves on a port, or the next free one.
 *
 * @param port - 0 for any free port; otherwise the first to try.
 */
export async function serveFrom(port: number, options: Omit<ServerOptions, 'port'>): Promise<StaticServer> {
  for (let tried = 0; ; tried += 1) {
    try {
      return await serve({ ...options, port: port === 0 ? 0 : port + tried });
    } catch (error) {
      if (!isTaken(error) || port === 0 || tried === TRIES) throw error;
    }
  }
}

/** Runs a program of this folder; misuse ends it with its usage and exit code 2. */
export async function runProgram(usage: string, program: () => Promise<number | undefined>): Promise<void> {
  try {
    process.exitCode = await program();
  } catch (error) {
    if (!(error instanceof MisuseError)) throw error;
    console.error(`${error.message}\n\n${usage}`);
    process.exitCode = 2;
  }
}
