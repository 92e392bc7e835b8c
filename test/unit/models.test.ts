import { mkdtemp, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { unzipSync } from 'fflate';
import { ByteBuffer } from 'flatbuffers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { buildModels, type BuiltAsset, InputError, OutputError, updateAssets } from '../../models/build-models.js';
import { fingerprint } from '../../models/files.js';
import {
  type ManifestInput,
  type ModelAsset,
  type ModelManifest,
  type NetworkAsset,
  type OnnxAsset,
  type PoseNetwork,
  readManifest,
} from '../../models/manifest.js';
import { MODEL_PROTO } from '../../models/onnx/onnx-file.js';
import { readTfliteGraph } from '../../models/onnx/tflite-graph.js';
import { packTaskFile } from '../../models/task-file.js';
import { encodeImageModelMetadata } from '../../models/tflite-metadata.js';
import { addMetadata } from '../../models/tflite-model.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const packageDirs = {
  'analyze-locally': join(ROOT, 'models'),
  '@litertjs/core': join(ROOT, 'node_modules/@litertjs/core'),
  '@mediapipe/pose': join(ROOT, 'node_modules/@mediapipe/pose'),
  '@mediapipe/tasks-vision': join(ROOT, 'node_modules/@mediapipe/tasks-vision'),
  'onnxruntime-web': join(ROOT, 'node_modules/onnxruntime-web'),
};
const ENTRY_ALIGNMENT_BYTES = 64;

let scratch: string;
let outDir: string;
let manifest: ModelManifest;
let firstBuild: BuiltAsset[];

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'models-test-'));
  outDir = join(scratch, 'build');
  manifest = await readManifest(join(ROOT, 'models/manifest.json'));
  firstBuild = await buildModels({ packageDirs, outDir, manifest });
});

afterAll(() => rm(scratch, { recursive: true, force: true }));

describe('the build', () => {
  it('makes exactly the files that the manifest lists, with its hashes', async () => {
    const files = manifest.assets.map(({ file }) => file);
    expect(firstBuild.map(({ file, status }) => [file, status])).toEqual(files.map((file) => [file, 'built']));
    expect((await readdir(outDir)).sort()).toEqual([...files].sort());
    for (const { file, bytes, sha256 } of manifest.assets) {
      expect(fingerprint(await readFile(join(outDir, file))), file).toEqual({ bytes, sha256 });
    }
  });

  it('leaves files alone that are right already', async () => {
    const before = await modificationTimes();
    const again = await buildModels({ packageDirs, outDir, manifest });
    expect(again.map(({ status }) => status)).toEqual(manifest.assets.map(() => 'up to date'));
    expect(await modificationTimes()).toEqual(before);
  });

  it('makes a damaged file again, and no other', async () => {
    const damaged = join(outDir, modelAsset('lite').file);
    await writeFile(damaged, flipByte(await readFile(damaged), 1_000_000));
    const again = await buildModels({ packageDirs, outDir, manifest });
    expect(again.filter(({ status }) => status === 'built').map(({ file }) => file)).toEqual([basename(damaged)]);
    expect(fingerprint(await readFile(damaged)).sha256).toBe(modelAsset('lite').sha256);
  });

  it('finds the hashes that the manifest has, for --update-manifest', async () => {
    const blank = { ...manifest, assets: manifest.assets.map((asset) => ({ ...asset, bytes: 0, sha256: '' })) };
    expect(await updateAssets({ packageDirs, manifest: blank })).toEqual(manifest);
  });

  it('refuses an output that the manifest does not pin, and leaves no file behind', async () => {
    const lite = { ...modelAsset('lite'), sha256: '0'.repeat(64) };
    const emptyDir = join(scratch, 'refused');
    await mkdir(emptyDir);
    const built = buildModels({ packageDirs, outDir: emptyDir, manifest: { ...manifest, assets: [lite] } });
    const message = await rejection(built, OutputError);
    expect(message).toContain(lite.file);
    expect(message).toContain(lite.sha256);
    expect(message).toContain(modelAsset('lite').sha256);
    expect(message).toContain('--update-manifest');
    expect(await readdir(emptyDir)).toEqual([]);
  });
});

describe('an input', () => {
  it('with one wrong byte is refused with all that is needed to repair it', async () => {
    const input = inputNamed('pose_landmark_lite.tflite');
    const wrong = flipByte(await readFile(sourceOf(input)), 1000);
    const dirs = await mirrorPackages('corrupted', new Map([[input.name, wrong]]));
    const target = join(scratch, 'from-corrupted');

    const message = await rejection(buildModels({ packageDirs: dirs, outDir: target, manifest }), InputError);
    expect(message).toContain('pose_landmark_lite.tflite is not the file that the manifest pins');
    expect(message).toContain(join(dirs['@mediapipe/pose'], input.path));
    expect(message).toContain(input.sha256);
    expect(message).toContain(fingerprint(wrong).sha256);
    expect(message).toContain('npm ci');
    await expect(stat(target)).rejects.toThrow('ENOENT');
  });

  it('that is absent is named, with the place', async () => {
    const input = inputNamed('vision_wasm_module_internal.wasm');
    const dirs = await mirrorPackages('absent', new Map([[input.name, undefined]]));
    const message = await rejection(buildModels({ packageDirs: dirs, outDir, manifest }), InputError);
    expect(message).toContain('vision_wasm_module_internal.wasm is missing');
    expect(message).toContain(join(dirs['@mediapipe/tasks-vision'], input.path));
    expect(message).toContain('npm ci');
  });

  it('of a package without a folder is named', async () => {
    const message = await rejection(buildModels({ packageDirs: {}, outDir, manifest }), InputError);
    expect(message).toContain('packageDirs has no folder for ');
  });
});

describe.each(['lite', 'full', 'heavy'] as const)('pose_landmarker_%s.task', (model) => {
  it('stores both networks, each aligned', async () => {
    const file = await readFile(join(outDir, modelAsset(model).file));
    const entries = storedEntries(file);
    expect(entries.map(({ name }) => name)).toEqual(['pose_detector.tflite', 'pose_landmarks_detector.tflite']);
    for (const { method, contentStart } of entries) {
      expect(method).toBe(0);
      expect(contentStart % ENTRY_ALIGNMENT_BYTES).toBe(0);
    }
  });

  it('holds the networks of the inputs behind an aligned head, with their normalization', async () => {
    const asset = modelAsset(model);
    const entries = Object.values(unzipSync(await readFile(join(outDir, asset.file))));
    const normalizations: unknown[] = [];
    for (const [index, entry] of entries.entries()) {
      const source = await readFile(sourceOf(inputNamed(asset.from[index] ?? '')));
      const headBytes = entry.length - source.length;
      expect(headBytes % ENTRY_ALIGNMENT_BYTES).toBe(0);
      expect(Buffer.compare(entry.subarray(headBytes), source)).toBe(0);
      normalizations.push(normalizationOf(entry));
    }
    expect(normalizations).toEqual([
      { mean: 127.5, std: 127.5 },
      { mean: 0, std: 255 },
    ]);
  });
});

describe.each(['detector', 'lite', 'full', 'heavy'] as const)('the plain network: %s', (network) => {
  it('is the input, of which landmark networks also give their feature map', async () => {
    const asset = networkAsset('network', network);
    const source = await readFile(sourceOf(inputNamed(asset.from[0])));
    const made = await readFile(join(outDir, asset.file));
    if (network === 'detector') {
      expect(Buffer.compare(made, source)).toBe(0);
      return;
    }
    const [before, after] = [readTfliteGraph(source), readTfliteGraph(made)];
    expect(after.outputs.slice(0, -1)).toEqual(before.outputs);
    const features = after.tensors[after.outputs.at(-1) ?? -1];
    expect(features?.shape).toEqual([1, 64, 64, network === 'lite' ? 32 : 48]);
    // One address is another; every weight and step stays.
    const differing = source.filter((byte, index) => byte !== made[index]).length;
    expect(differing).toBeGreaterThan(0);
    expect(differing).toBeLessThanOrEqual(4);
  });

  it('is converted to an ONNX file that says where it comes from, its licence and what was changed', async () => {
    const file = await readFile(join(outDir, networkAsset('onnx', network).file));
    const { producerName, docString } = MODEL_PROTO.toObject(MODEL_PROTO.decode(file));
    expect(producerName).toBe('analyze-locally');
    expect(docString).toBe(
      'MediaPipe BlazePose network from npm @mediapipe/pose; changed by analyze-locally: ' +
        'converted from TensorFlow Lite to ONNX. Licence: Apache-2.0.',
    );
  });
});

describe('packTaskFile', () => {
  it.each([0, 1, 2, 3, 29, 30, 31, 63, 64])('aligns what follows an entry of %i bytes', (length) => {
    const entries = ['a', 'bb', 'ccc'].map((name) => ({ name, content: new Uint8Array(length).fill(7) }));
    const file = packTaskFile(entries);
    for (const { contentStart } of storedEntries(file)) expect(contentStart % ENTRY_ALIGNMENT_BYTES).toBe(0);
    expect(unzipSync(file)).toEqual(Object.fromEntries(entries.map(({ name, content }) => [name, content])));
  });
});

describe('addMetadata', () => {
  const metadata = encodeImageModelMetadata({
    name: 'name',
    description: 'description',
    licence: 'Apache-2.0',
    normalization: { mean: 1, std: 2 },
  });

  it('refuses what is no TFLite network', () => {
    expect(() => addMetadata(new Uint8Array(64), metadata)).toThrow('not a TFLite network');
  });

  it('refuses a network that carries metadata already', async () => {
    const once = addMetadata(await readFile(sourceOf(inputNamed('pose_landmark_lite.tflite'))), metadata);
    expect(normalizationOf(once)).toEqual({ mean: 1, std: 2 });
    expect(() => addMetadata(once, metadata)).toThrow('carries TFLITE_METADATA already');
  });
});

function modelAsset(model: ModelAsset['model']): ModelAsset {
  const asset = manifest.assets.find((candidate) => candidate.kind === 'model' && candidate.model === model);
  if (asset?.kind !== 'model') throw new Error(`no ${model} model in the manifest`);
  return asset;
}

function networkAsset(kind: 'network' | 'onnx', network: PoseNetwork): NetworkAsset | OnnxAsset {
  for (const asset of manifest.assets) {
    if ((asset.kind === 'network' || asset.kind === 'onnx') && asset.kind === kind && asset.network === network) return asset;
  }
  throw new Error(`no ${network} of kind ${kind} in the manifest`);
}

function inputNamed(name: string): ManifestInput {
  const input = manifest.inputs.find((candidate) => candidate.name === name);
  if (!input) throw new Error(`no input ${name} in the manifest`);
  return input;
}

function sourceOf(input: ManifestInput): string {
  const dir = new Map(Object.entries(packageDirs)).get(input.package);
  if (dir === undefined) throw new Error(`no folder for ${input.package}`);
  return join(dir, input.path);
}

/** Folders that look like the packages: links to the real inputs, other content (or none) for those in `changed`. */
async function mirrorPackages(name: string, changed: Map<string, Uint8Array | undefined>): Promise<typeof packageDirs> {
  const mirror = (packageName: string): string => join(scratch, name, packageName);
  for (const input of manifest.inputs) {
    const copy = join(mirror(input.package), input.path);
    const content = changed.get(input.name);
    await mkdir(dirname(copy), { recursive: true });
    if (content) await writeFile(copy, content);
    else if (!changed.has(input.name)) await symlink(sourceOf(input), copy);
  }
  return Object.fromEntries(Object.keys(packageDirs).map((key) => [key, mirror(key)])) as typeof packageDirs;
}

function flipByte(content: Uint8Array, position: number): Uint8Array {
  return content.map((value, index) => (index === position ? value ^ 0xff : value));
}

async function modificationTimes(): Promise<bigint[]> {
  const stats = manifest.assets.map(({ file }) => stat(join(outDir, file), { bigint: true }));
  return (await Promise.all(stats)).map(({ mtimeNs }) => mtimeNs);
}

async function rejection(promise: Promise<unknown>, type: new (message: string) => Error): Promise<string> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(type);
  return error instanceof Error ? error.message : '';
}

/** Walks the local headers: fflate's reader tells neither the compression method nor the position. */
function storedEntries(file: Uint8Array): { name: string; method: number; contentStart: number }[] {
  const LOCAL_HEADER_SIGNATURE = 0x04034b50;
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const entries = [];
  let at = 0;
  while (view.getUint32(at, true) === LOCAL_HEADER_SIGNATURE) {
    const nameEnd = at + 30 + view.getUint16(at + 26, true);
    const name = new TextDecoder().decode(file.subarray(at + 30, nameEnd));
    const contentStart = nameEnd + view.getUint16(at + 28, true);
    entries.push({ name, method: view.getUint16(at + 8, true), contentStart });
    at = contentStart + view.getUint32(at + 18, true);
  }
  return entries;
}

/** Follows the metadata in a network as a runtime does: by field number, from the root. */
function normalizationOf(network: Uint8Array): { mean: number; std: number } {
  const model = new ByteBuffer(network);
  const root = model.__indirect(0);
  const entries = tables(model, root, 6);
  const entry = entries.find((candidate) => model.__string(fieldAt(model, candidate, 0)) === 'TFLITE_METADATA');
  const buffer = tables(model, root, 4)[model.readUint32(fieldAt(model, entry, 1))];
  const data = fieldAt(model, buffer, 0);
  const start = model.__vector(data);
  // The format wants buffers aligned to 16 bytes.
  expect(start % 16).toBe(0);

  const metadata = new ByteBuffer(network.slice(start, start + model.__vector_len(data)));
  expect(metadata.__has_identifier('M001')).toBe(true);
  const subgraph = tables(metadata, metadata.__indirect(0), 3)[0];
  const tensor = tables(metadata, subgraph, 2)[0];
  const processUnit = tables(metadata, tensor, 4)[0];
  const options = metadata.__indirect(fieldAt(metadata, processUnit, 1));
  const [mean, std] = [0, 1].map((field) => metadata.__vector(fieldAt(metadata, options, field)));
  return { mean: metadata.readFloat32(mean ?? NaN), std: metadata.readFloat32(std ?? NaN) };
}

function tables(buffer: ByteBuffer, table: number | undefined, field: number): number[] {
  const vector = fieldAt(buffer, table, field);
  const first = buffer.__vector(vector);
  return Array.from({ length: buffer.__vector_len(vector) }, (_, index) => buffer.__indirect(first + 4 * index));
}

function fieldAt(buffer: ByteBuffer, table: number | undefined, field: number): number {
  const offset = table === undefined ? 0 : buffer.__offset(table, 4 + 2 * field);
  if (table === undefined || offset === 0) throw new Error(`field ${field} is absent`);
  return table + offset;
}
