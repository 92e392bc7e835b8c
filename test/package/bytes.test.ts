import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DIST, ensureBuilt, ROOT } from '../../demo/host/ensure-built.js';
import manifest from '../../models/manifest.json' with { type: 'json' };
import { BILL, PACKAGES, packageOf, type PackageName } from '../../models/asset-package.js';
import type { Bill } from '../../packages/bill-of-materials.js';
import { textTable } from '../bench/text-table.js';
import { pack } from '../harness/packed.js';

const KB = 1024;
const MB = 1_000_000;

/** Gzipped bytes of each script: what it measures and about a twentieth. */
const SCRIPTS = {
  'index.js': 14.2 * KB,
  'metrics.js': 4 * KB,
  'editing.js': 12 * KB,
  'element.js': 30 * KB,
  'local-api.js': 7.2 * KB,
  'local-api.sw.js': 152 * KB,
  'pose.worker.js': 164 * KB,
  'mediapipe.worker.js': 117 * KB,
} as const;

/** What a page loads to analyse with the default model, by what runs it; gzipped bytes. */
const LOADS = {
  'blazepose on the CPU': {
    worker: 'pose.worker.js',
    runtime: 'litert_wasm_internal.wasm',
    model: ['pose_detector.tflite', 'pose_landmarks_full.tflite', 'corrector_full.bin'],
    budget: 12.2 * MB,
  },
  'blazepose on the GPU': {
    worker: 'pose.worker.js',
    runtime: 'ort-wasm-simd-threaded.jspi.wasm',
    model: ['pose_detector.onnx', 'pose_landmarks_full.onnx', 'corrector_full.bin'],
    budget: 13.6 * MB,
  },
  mediapipe: {
    worker: 'mediapipe.worker.js',
    runtime: 'vision_wasm_module_internal.wasm',
    model: ['pose_landmarker_full.task'],
    budget: 12.3 * MB,
  },
} as const;

/** Bytes of each package: to download, and on disk. An install that costs 60 MB is too much to ask. */
const INSTALLS: Readonly<Record<PackageName, readonly [download: number, disk: number]>> = {
  'analyze-locally': [28.5 * MB, 60 * MB],
  'analyze-locally-models-lite': [5.5 * MB, 6 * MB],
  'analyze-locally-models-heavy': [54 * MB, 58 * MB],
  'analyze-locally-mediapipe': [47 * MB, 60 * MB],
};

const folder = mkdtempSync(join(tmpdir(), 'analyze-locally-'));

/** A package as it is installed, and the bytes of its tarball. */
function installed(name: PackageName): { readonly path: string; readonly download: number } {
  const path = join(folder, name);
  mkdirSync(path);
  const tarball = pack(name, folder);
  execFileSync('tar', ['-xzf', tarball, '-C', path, '--strip-components=1']);
  return { path, download: statSync(tarball).size };
}

beforeAll(ensureBuilt);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const assets = manifest.assets.map(({ file }) => file);

const gzipped = (file: string): number => gzipSync(readFileSync(join(DIST, file))).length;

const inFull = (bytes: number): string => bytes.toLocaleString('en');

function sizeOf(path: string): number {
  const info = statSync(path);
  return info.isDirectory() ? readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0) : info.size;
}

const listedIn = (path: string): string[] =>
  (JSON.parse(readFileSync(join(path, BILL), 'utf8')) as Bill).components.filter((component) => component['bom-ref'].startsWith('file:')).map((file) => file.name);

describe('bytes', () => {
  test.each(Object.entries(SCRIPTS))('%s is within its budget', (script, budget) => {
    expect(gzipped(script)).toBeLessThan(budget);
  });

  test('every entry is one file', () => {
    for (const script of Object.keys(SCRIPTS)) {
      const imported = [...readFileSync(join(DIST, script), 'utf8').matchAll(/(?:from|import)\s*\(?["'](\.[^"']+)["']/g)].map(([, path]) => path);
      expect(imported.filter((path) => path !== './index.js' && path !== './element.js'), script).toEqual([]);
    }
  });

  test('what a page loads is within its budget, by backend', () => {
    const rows = Object.entries(LOADS).map(([name, { worker, runtime, model, budget }]) => {
      const parts = [
        gzipped('index.js'),
        gzipped(worker),
        gzipped(`assets/${runtime}`),
        model.reduce((sum, file) => sum + gzipped(`assets/${file}`), 0),
      ];
      const all = parts.reduce((sum, bytes) => sum + bytes);
      expect(all, name).toBeLessThan(budget);
      return [name, ...parts.map(inFull), inFull(all)];
    });
    console.log(textTable(['gzipped bytes', 'main thread', 'worker', 'runtime', 'model full', 'together'], rows));
  });

  test.each(PACKAGES)('%s is within its budget, holds its own assets alone, and lists all that runs in its bill', (name) => {
    const [mostToLoad, mostOnDisk] = INSTALLS[name];
    const { path, download } = installed(name);
    const disk = sizeOf(path);
    console.log(`${name}: ${inFull(download)} bytes to download, ${inFull(disk)} on disk`);
    expect(download).toBeLessThan(mostToLoad);
    expect(disk).toBeLessThan(mostOnDisk);
    const held = readdirSync(join(path, name === 'analyze-locally' ? 'dist/assets' : 'assets'));
    expect(held.sort()).toEqual(assets.filter((file) => packageOf(file) === name).sort());
    const listed = listedIn(join(path, name === 'analyze-locally' ? 'dist' : '.'));
    const runs = (readdirSync(path, { recursive: true }) as string[]).filter((file) => /\.(js|wasm|tflite|onnx|task|bin)$/.test(file));
    expect(listed.map((file) => (name === 'analyze-locally' ? `dist/${file}` : file)).sort()).toEqual(runs.map((file) => file.replaceAll('\\', '/')).sort());
  });

  test('the companions are of the same version', () => {
    const version = (path: string): string => (JSON.parse(readFileSync(join(ROOT, path, 'package.json'), 'utf8')) as { version: string }).version;
    for (const companion of ['models-lite', 'models-heavy', 'mediapipe']) expect(version(`packages/${companion}`)).toBe(version('.'));
  });
});
