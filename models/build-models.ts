import { join } from 'node:path';

import { fingerprint, readIfPresent, writeAtomically } from './files.js';
import type {
  Fingerprint,
  ManifestAsset,
  ManifestInput,
  ModelAsset,
  ModelManifest,
  NetworkAsset,
  OnnxAsset,
  PoseNetwork,
} from './manifest.js';
import { convertNetwork } from './onnx/convert-network.js';
import { packTaskFile } from './task-file.js';
import { encodeImageModelMetadata, type ImageModelDescription } from './tflite-metadata.js';
import { addMetadata } from './tflite-model.js';
import { withFeatures } from './tflite-outputs.js';

/** Where the inputs are found. */
export interface InputOptions {
  /** Folder of each npm package that the manifest's inputs name. */
  readonly packageDirs: Readonly<Record<string, string>>;
  readonly manifest: ModelManifest;
}

/** What `buildModels` needs. */
export interface BuildOptions extends InputOptions {
  /** Folder for the assets; made if it isn't there. */
  readonly outDir: string;
}

/** One asset after a build. */
export interface BuiltAsset extends Fingerprint {
  /** File name in the build folder. */
  readonly file: string;
  /** `up to date`: the file was there with the right hash and was left alone. */
  readonly status: 'built' | 'up to date';
}

type InputContents = ReadonlyMap<string, Uint8Array>;

/** An input that is absent or isn't the file that the manifest pins. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

/** An asset that came out different from what the manifest pins. */
export class OutputError extends Error {
  override readonly name = 'OutputError';
}

/** The packed assets start with `pose_detection.tflite`, as the package's own loader lists. */
const DETECTOR_BYTES = 2_962_288;

// The detector takes colours as -1..1, the landmark networks as 0..1: `output_tensor_float_range` in MediaPipe's graphs
// pose_detection_cpu.pbtxt and pose_landmark_by_roi_cpu.pbtxt.
const DETECTOR = networkDescription('pose detector', { mean: 127.5, std: 127.5 });
const LANDMARKS = networkDescription('pose landmarks', { mean: 0, std: 255 });

// MediaPipe's PoseLandmarker looks its networks up under these names.
const DETECTOR_ENTRY = 'pose_detector.tflite';
const LANDMARKS_ENTRY = 'pose_landmarks_detector.tflite';

/** What code that runs a converted network calls its outputs: what they hold, in the networks' own order. */
const DETECTOR_OUTPUTS = ['boxes', 'scores'];
const LANDMARKS_OUTPUTS = ['landmarks', 'presence', 'segmentation', 'heatmap', 'world', 'features'];

/**
 * Builds the manifest's assets into `outDir`. Every input is checked first; an asset that is there with the right hash
 * is left alone; any other is written atomically.
 *
 * @returns one result per asset, in the manifest's order
 * @throws InputError if an input is absent or has the wrong hash; nothing is written then
 * @throws OutputError if an asset's hash isn't the manifest's; that asset is not written
 */
export async function buildModels({ packageDirs, outDir, manifest }: BuildOptions): Promise<BuiltAsset[]> {
  const inputs = await readInputs({ packageDirs, manifest });
  const built: BuiltAsset[] = [];
  for (const asset of manifest.assets) built.push(await buildAsset(asset, inputs, join(outDir, asset.file)));
  return built;
}

/**
 * Makes the assets in memory and returns the manifest with their lengths and hashes. For maintainers, after a wanted
 * change of an input or of the build.
 *
 * @throws InputError if an input is absent or has the wrong hash
 */
export async function updateAssets(options: InputOptions): Promise<ModelManifest> {
  const inputs = await readInputs(options);
  const { manifest } = options;
  const assets = manifest.assets.map((asset) => ({ ...asset, ...fingerprint(makeAsset(asset, inputs)) }));
  return { ...manifest, assets };
}

async function readInputs({ packageDirs, manifest }: InputOptions): Promise<InputContents> {
  const contents = await Promise.all(
    manifest.inputs.map(async (input) => [input.name, await readInput(input, packageDirs)] as const),
  );
  return new Map(contents);
}

async function readInput(input: ManifestInput, packageDirs: InputOptions['packageDirs']): Promise<Uint8Array> {
  const packageDir = packageDirs[input.package];
  if (packageDir === undefined) throw new InputError(`${input.name}: packageDirs has no folder for ${input.package}.`);
  const path = join(packageDir, input.path);
  const content = await readIfPresent(path);
  const found = content && fingerprint(content);
  if (content && found?.sha256 === input.sha256) return content;
  throw new InputError(inputReport(input, path, found));
}

function inputReport(input: ManifestInput, path: string, found: Fingerprint | undefined): string {
  return [
    `${input.name} ${found ? 'is not the file that the manifest pins' : 'is missing'}.`,
    `  looked in  ${path}`,
    `  expected   ${shown(input)}`,
    `  found      ${found ? shown(found) : 'no file'}`,
    `Run "npm ci" again: it restores ${input.package}@${input.version}.`,
  ].join('\n');
}

async function buildAsset(asset: ManifestAsset, inputs: InputContents, path: string): Promise<BuiltAsset> {
  const { file, bytes, sha256 } = asset;
  const present = await readIfPresent(path);
  if (present && fingerprint(present).sha256 === sha256) return { file, bytes, sha256, status: 'up to date' };
  const content = makeAsset(asset, inputs);
  const made = fingerprint(content);
  if (made.sha256 !== sha256) throw new OutputError(outputReport(asset, made));
  await writeAtomically(path, content);
  return { file, ...made, status: 'built' };
}

function outputReport(asset: ManifestAsset, made: Fingerprint): string {
  return [
    `${asset.file} came out different from what the manifest pins.`,
    `  expected   ${shown(asset)}`,
    `  made       ${shown(made)}`,
    'Its inputs are right, so the build code, fflate, flatbuffers or protobufjs has changed. Run "npm ci" again;',
    'if the change is wanted, run "npm run models -- --update-manifest" and check the detection before you commit.',
  ].join('\n');
}

function shown({ sha256, bytes }: Fingerprint): string {
  return `sha256 ${sha256} (${bytes} bytes)`;
}

function makeAsset(asset: ManifestAsset, inputs: InputContents): Uint8Array {
  switch (asset.kind) {
    case 'model':
      return makeTaskFile(asset, inputs);
    case 'network':
      return networkOf(asset, inputs);
    case 'onnx':
      return makeOnnxFile(asset, inputs);
    case 'runtime':
    case 'corrector':
      return inputOf(asset, asset.from[0], inputs);
  }
}

function networkOf(asset: NetworkAsset | OnnxAsset, inputs: InputContents): Uint8Array {
  const input = inputOf(asset, asset.from[0], inputs);
  return asset.network === 'detector' ? input.subarray(0, DETECTOR_BYTES) : withFeatures(input);
}

function makeOnnxFile(asset: OnnxAsset, inputs: InputContents): Uint8Array {
  const { network } = asset;
  return convertNetwork(networkOf(asset, inputs), {
    name: onnxName(network),
    producer: 'analyze-locally',
    description: changeNotice(`converted from TensorFlow Lite to ONNX. Licence: ${asset.licence}`),
    outputs: network === 'detector' ? DETECTOR_OUTPUTS : LANDMARKS_OUTPUTS,
  });
}

function onnxName(network: PoseNetwork): string {
  return network === 'detector' ? 'pose detector' : `pose landmarks, ${network}`;
}

function makeTaskFile(asset: ModelAsset, inputs: InputContents): Uint8Array {
  const [detectorInput, landmarksInput] = asset.from;
  const detector = inputOf(asset, detectorInput, inputs).subarray(0, DETECTOR_BYTES);
  const landmarks = inputOf(asset, landmarksInput, inputs);
  return packTaskFile([
    { name: DETECTOR_ENTRY, content: addMetadata(detector, encodeImageModelMetadata(DETECTOR)) },
    { name: LANDMARKS_ENTRY, content: addMetadata(landmarks, encodeImageModelMetadata(LANDMARKS)) },
  ]);
}

function inputOf(asset: ManifestAsset, name: string, inputs: InputContents): Uint8Array {
  const content = inputs.get(name);
  if (!content) throw new InputError(`${asset.file} is made from ${name}, which is not among the manifest's inputs.`);
  return content;
}

function networkDescription(
  name: string,
  normalization: ImageModelDescription['normalization'],
): ImageModelDescription {
  return {
    name,
    description: changeNotice('metadata added'),
    licence: 'Apache-2.0',
    normalization,
  };
}

/** The Apache licence asks for a notice in files that were changed. */
function changeNotice(change: string): string {
  return `MediaPipe BlazePose network from npm @mediapipe/pose; changed by analyze-locally: ${change}.`;
}
