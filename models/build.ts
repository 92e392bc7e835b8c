/**
 * Builds the models and the runtime into `models/build/`: `npm run models`.
 * With `--update-manifest` it first writes the hashes of what it makes into `manifest.json`.
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { buildModels, type BuiltAsset, InputError, OutputError, updateAssets } from './build-models.js';
import { readManifest, writeManifest } from './manifest.js';

const MANIFEST = fileURLToPath(new URL('manifest.json', import.meta.url));
const OUT_DIR = fileURLToPath(new URL('build/', import.meta.url));
const PACKAGE_DIRS = {
  'analyze-locally': fileURLToPath(new URL('./', import.meta.url)),
  '@litertjs/core': packageDir('@litertjs/core'),
  '@mediapipe/pose': packageDir('@mediapipe/pose'),
  '@mediapipe/tasks-vision': packageDir('@mediapipe/tasks-vision'),
  'onnxruntime-web': packageDir('onnxruntime-web'),
};

/** Not `import.meta.resolve`: the packages don't export the files that are needed. */
function packageDir(name: string): string {
  return fileURLToPath(new URL(`../node_modules/${name}/`, import.meta.url));
}

async function run(updateManifest: boolean): Promise<void> {
  let manifest = await readManifest(MANIFEST);
  if (updateManifest) {
    manifest = await updateAssets({ packageDirs: PACKAGE_DIRS, manifest });
    await writeManifest(MANIFEST, manifest);
  }
  const built = await buildModels({ packageDirs: PACKAGE_DIRS, outDir: OUT_DIR, manifest });
  for (const asset of built) console.log(summary(asset));
}

function summary({ file, bytes, status }: BuiltAsset): string {
  return `${file.padEnd(36)} ${(bytes / 1e6).toFixed(1).padStart(5)} MB  ${status}`;
}

const { values } = parseArgs({ options: { 'update-manifest': { type: 'boolean', default: false } } });
try {
  await run(values['update-manifest']);
} catch (error) {
  // These two explain themselves; anything else needs its stack.
  if (!(error instanceof InputError || error instanceof OutputError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
