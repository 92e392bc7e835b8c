import { existsSync, realpathSync } from 'node:fs';
import { copyFile, mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { BACKENDS, MODELS } from '../src/pose/protocol.js';
import { CommandError, MisuseError, oneOf, parsedArgs } from './command-line.js';
import {
  assetsFor,
  builtHashOf,
  DIST,
  locateAsset,
  locateWorker,
  PACKAGE,
  packageFolders,
  sha256Of,
  workerOf,
  type EngineChoice,
} from './package-files.js';

/** What `copy-assets --help` prints. */
export const COPY_ASSETS_USAGE = `Usage: analyze-locally copy-assets DIR [options]

Copies the engine's worker to DIR and its runtimes and networks to DIR/assets, where a bundle or a page in DIR finds
them. Each file is verified; what is there already stays; nothing is deleted.

Options:
  --model lite|full|heavy         the pose network; again for more than one (default: full)
  --backend blazepose|mediapipe   what runs it; again for both (default: blazepose)
  --no-gpu                        leaves out what runs it on a GPU
  --with-scripts                  also copies the package's scripts, for pages without a bundler

lite, heavy and mediapipe come in packages of their own; where one is missing, it is named.
Exit code: 0 done, 1 it could not be done, 2 misuse.`;

/** For pages that import the package without a bundler. */
const SCRIPTS = ['index.js', 'metrics.js', 'element.js', 'register-element.js', 'local-api.js', 'local-api.sw.js'];

/** Whoever hands the files on hands these on with them. */
const NOTICES = ['LICENSE', 'THIRD_PARTY.md'];

interface FileToCopy {
  readonly source: string;
  /** Below the target folder, with forward slashes. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

interface CopyCommand extends EngineChoice {
  readonly folder: string;
  readonly scripts: boolean;
}

function readCommand(args: readonly string[]): CopyCommand {
  const { values, positionals } = parsedArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      model: { type: 'string', multiple: true, default: ['full'] },
      backend: { type: 'string', multiple: true, default: ['blazepose'] },
      'no-gpu': { type: 'boolean', default: false },
      'with-scripts': { type: 'boolean', default: false },
    },
  });
  const [folder, ...more] = positionals;
  if (folder === undefined || folder === '') throw new MisuseError('Copy to which folder?');
  if (more.length > 0) throw new MisuseError(`One folder at a time, not also ${more.join(', ')}.`);
  refuseOwnFolders(folder);
  return {
    folder,
    models: values.model.map((model) => oneOf('model', model, MODELS)),
    backends: BACKENDS.filter((backend) => values.backend.map((name) => oneOf('backend', name, BACKENDS)).includes(backend)),
    gpu: !values['no-gpu'],
    scripts: values['with-scripts'],
  };
}

/** Where a path leads to, links resolved as far as it exists. */
function realPath(path: string): string {
  if (existsSync(path)) return realpathSync(path);
  return join(realPath(dirname(path)), path.slice(dirname(path).length));
}

function refuseOwnFolders(folder: string): void {
  const target = realPath(resolve(folder)) + sep;
  if (packageFolders().some((own) => target.startsWith(realpathSync(own) + sep))) {
    throw new MisuseError(`${folder} is inside an npm package: copy to a folder of your own.`);
  }
}

const damaged = (source: string): CommandError =>
  new CommandError(`${source} is damaged: it is not the file that this version was built with. Install its package again.`);

/** A script as it was built, as far as its package says. */
async function asBuilt(source: string, path: string): Promise<FileToCopy> {
  const file = await asItIs(source, path);
  if ((builtHashOf(source) ?? file.sha256) !== file.sha256) throw damaged(source);
  return file;
}

/** A text is worth what it is in the package. */
async function asItIs(source: string, path: string): Promise<FileToCopy> {
  return { source, path, bytes: (await stat(source)).size, sha256: await sha256Of(source) };
}

/** @throws CommandError for files that are missing or damaged, before anything is written. */
async function filesToCopy(command: CopyCommand): Promise<readonly FileToCopy[]> {
  const files: FileToCopy[] = [];
  for (const backend of command.backends) files.push(await asBuilt(locateWorker(backend), workerOf(backend)));
  if (command.scripts) for (const script of SCRIPTS) files.push(await asBuilt(join(DIST, script), script));
  for (const { file, bytes, sha256 } of assetsFor(command)) {
    const source = locateAsset(file);
    if ((await sha256Of(source)) !== sha256) throw damaged(source);
    files.push({ source, path: `assets/${file}`, bytes, sha256 });
  }
  for (const notice of NOTICES) files.push(await asItIs(join(PACKAGE, notice), `assets/${notice}`));
  return files;
}

/** @returns Whether it had to be copied. */
async function place({ source, path, bytes, sha256 }: FileToCopy, folder: string): Promise<boolean> {
  const target = join(folder, path);
  const there = await stat(target).catch(() => undefined);
  if (there && !there.isFile()) throw new CommandError(`${target} is in the way: it is not a file.`);
  if (there?.size === bytes && (await sha256Of(target)) === sha256) return false;
  // Under another name until it is whole: a running page never gets half a file, and a linked one is not written through.
  const unfinished = `${target}.${process.pid}.part`;
  try {
    await mkdir(dirname(target), { recursive: true });
    await copyFile(source, unfinished);
    if ((await sha256Of(unfinished)) !== sha256) throw new CommandError(`${target} did not arrive as it was sent: is the disk sound?`);
    await rename(unfinished, target);
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => undefined);
    if (error instanceof CommandError) throw error;
    throw new CommandError(`${target} could not be written: ${error instanceof Error ? error.message : String(error)}`);
  }
  return true;
}

const grouped = (bytes: number): string => String(bytes).replace(/\B(?=(\d{3})+$)/g, ' ');

const row = (state: string, path: string, bytes: number): string => `  ${state.padEnd(10)}${path.padEnd(44)}${grouped(bytes).padStart(12)}`;

function whatToWrite({ backends, models, scripts }: CopyCommand): string {
  const backend = backends.includes('blazepose') ? 'blazepose' : 'mediapipe';
  const options = [
    ...(models.includes('full') ? [] : [`model: '${models[0] ?? 'full'}'`]),
    ...(backend === 'blazepose' ? [] : [`backend: '${backend}'`]),
    `workerUrl: '/posture/${workerOf(backend)}'`,
    `assetsBaseUrl: '/posture/assets/'`,
  ];
  const beside = scripts
    ? `A page in that folder:\n  <script type="module">import { analyzeLocally } from './index.js';</script>`
    : 'A bundle in that folder that looks beside itself finds them (esbuild; Rollup without a plugin).';
  return `${beside}
From elsewhere, with the path that the folder is served under in place of /posture/:
  createAnalyzer({ ${options.join(', ')} })`;
}

/**
 * Copies the engine's files to where a page is served from.
 *
 * @param args - The command line behind the command's name.
 * @throws MisuseError, CommandError
 */
export async function copyAssets(args: readonly string[]): Promise<void> {
  const command = readCommand(args);
  const files = await filesToCopy(command);
  const rows: string[] = [];
  let copied = 0;
  for (const file of files) {
    const isNew = await place(file, command.folder);
    if (isNew) copied += 1;
    rows.push(row(isNew ? 'copied' : 'unchanged', file.path, file.bytes));
  }
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  rows.push(row('', `${files.length} files in ${command.folder}, ${copied} of them copied`, total));
  console.log(`${rows.join('\n')}\n\n${whatToWrite(command)}`);
}
