/** The command `analyze-locally`: `npx analyze-locally copy-assets DIR`, `npx analyze-locally serve`. */
import { VERSION } from '../src/version.js';
import { CommandError, MisuseError } from './command-line.js';
import { COPY_ASSETS_USAGE, copyAssets } from './copy-assets.js';
import { serve, SERVE_USAGE } from './serve.js';

const USAGE = `analyze-locally ${VERSION}: posture analysis from photos that never leaves the device

Usage:
  analyze-locally copy-assets DIR   copies what a self-hosted page needs
  analyze-locally serve             answers the web API on this machine, for programs that are not web pages
  analyze-locally COMMAND --help    all options of a command
  analyze-locally --version

Exit code: 0 done, 1 it could not be done, 2 misuse.`;

interface Command {
  readonly usage: string;
  readonly run: (args: readonly string[]) => Promise<void>;
}

const COMMANDS: Readonly<Record<string, Command>> = {
  'copy-assets': { usage: COPY_ASSETS_USAGE, run: copyAssets },
  serve: { usage: SERVE_USAGE, run: serve },
};

const isOneOf = (names: readonly string[]) => (word: string): boolean => names.includes(word);
const asksForHelp = isOneOf(['--help', '-h']);
const asksForVersion = isOneOf(['--version', '-v']);

async function run(words: readonly string[]): Promise<number> {
  const [name = '', ...args] = words;
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  const usage = command?.usage ?? USAGE;
  try {
    if (asksForVersion(name)) console.log(VERSION);
    else if (asksForHelp(name) || (command && args.some(asksForHelp))) console.log(usage);
    else if (command) await command.run(args);
    else throw new MisuseError(name === '' ? 'Which command?' : `There is no command ${name}.`);
    return 0;
  } catch (error) {
    if (error instanceof MisuseError) console.error(`${error.message}\n\n${usage}`);
    else console.error(error instanceof CommandError ? error.message : error);
    return error instanceof MisuseError ? 2 : 1;
  }
}

process.exitCode = await run(process.argv.slice(2));
