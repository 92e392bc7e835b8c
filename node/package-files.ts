import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BILL, packageOf, PACKAGES, type PackageName } from '../models/asset-package.js';
import type { ManifestAsset, ModelManifest } from '../models/manifest.js';
import manifest from '../models/manifest.json' with { type: 'json' };
import type { BackendName, ModelName } from '../src/pose/protocol.js';
import { VERSION } from '../src/version.js';
import { CommandError } from './command-line.js';

/** The built package's scripts: the folder of this file, once it is built. */
export const DIST = dirname(fileURLToPath(import.meta.url));

/** The package's own folder. */
export const PACKAGE = dirname(DIST);

/** What an engine is to be able to run. */
export interface EngineChoice {
  readonly models: readonly ModelName[];
  readonly backends: readonly BackendName[];
  /** Also what runs it on a GPU. */
  readonly gpu: boolean;
}

const { assets } = manifest as unknown as ModelManifest;

function isNeeded(asset: ManifestAsset, { models, backends, gpu }: EngineChoice): boolean {
  const isMediaPipes = packageOf(asset.file) === 'analyze-locally-mediapipe';
  if (asset.kind !== 'corrector' && !backends.includes(isMediaPipes ? 'mediapipe' : 'blazepose')) return false;
  if (!gpu && (asset.kind === 'onnx' || asset.file.startsWith('ort-'))) return false;
  if ('network' in asset) return asset.network === 'detector' || models.includes(asset.network);
  return 'model' in asset ? models.includes(asset.model) : true;
}

/** The runtimes, networks and correctors that an engine may load, in the manifest's order. */
export const assetsFor = (choice: EngineChoice): readonly ManifestAsset[] => assets.filter((asset) => isNeeded(asset, choice));

/** Where a companion lies: beside the caller's program, or beside this package. */
function companionFolder(name: PackageName): string | undefined {
  for (const from of [join(process.cwd(), 'package.json'), import.meta.url]) {
    try {
      return dirname(createRequire(from).resolve(`${name}/package.json`));
    } catch {
      // Not installed there.
    }
  }
  return undefined;
}

/**
 * Finds a file that one of the packages ships.
 *
 * @param name - The package that publishes it.
 * @param path - Its path in that package; the main one's count from `dist/`.
 * @throws CommandError naming the package to install.
 */
function locate(name: PackageName, path: string): string {
  // A checkout of the repository has all of them here.
  const own = join(DIST, path);
  if (existsSync(own)) return own;
  if (name === 'analyze-locally') throw new CommandError(`${path} is missing in ${PACKAGE}. Install ${name} again.`);
  const folder = companionFolder(name);
  if (folder === undefined) {
    throw new CommandError(`${path} comes in the package ${name}, which is not installed:\n  npm install ${name}@${VERSION}`);
  }
  const file = join(folder, path);
  if (!existsSync(file)) throw new CommandError(`${path} is missing in ${folder}. Install ${name} again.`);
  return file;
}

/** Where an asset lies on this machine. @throws CommandError naming the package to install. */
export const locateAsset = (file: string): string => locate(packageOf(file), `assets/${file}`);

/** The name of a backend's worker script. */
export const workerOf = (backend: BackendName): string => (backend === 'mediapipe' ? 'mediapipe.worker.js' : 'pose.worker.js');

/** Where the worker's script of a backend lies on this machine. @throws CommandError naming the package to install. */
export const locateWorker = (backend: BackendName): string =>
  locate(backend === 'mediapipe' ? 'analyze-locally-mediapipe' : 'analyze-locally', workerOf(backend));

/** The part of a bill of materials that is read here. */
interface Bill {
  readonly components: readonly { readonly name: string; readonly hashes?: readonly { readonly alg: string; readonly content: string }[] }[];
}

/**
 * The SHA-256 that a script was built with, as the bill of materials beside it says; undefined where it is not in one.
 *
 * @param script - Where it lies.
 * @throws CommandError where there is no bill that can be read.
 */
export function builtHashOf(script: string): string | undefined {
  const file = join(dirname(script), BILL);
  let bill: Bill;
  try {
    bill = JSON.parse(readFileSync(file, 'utf8')) as Bill;
  } catch {
    throw new CommandError(`${file} is missing or damaged. Install its package again.`);
  }
  const listed = bill.components.find(({ name }) => name === basename(script));
  return listed?.hashes?.find(({ alg }) => alg === 'SHA-256')?.content;
}

/** Folders that belong to npm: nothing may be copied into them. */
export const packageFolders = (): readonly string[] =>
  PACKAGES.flatMap((name) => (name === 'analyze-locally' ? PACKAGE : (companionFolder(name) ?? [])));

/** Lower-case hexadecimal, as in the manifest. */
export async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(file)) hash.update(piece as Buffer);
  return hash.digest('hex');
}
