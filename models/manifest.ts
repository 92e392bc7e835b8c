import { readFile, writeFile } from 'node:fs/promises';

/** The three sizes of MediaPipe's pose landmark network, from fast to accurate. */
export type ModelVariant = 'lite' | 'full' | 'heavy';

/** BlazePose's networks: the person detector and the landmark networks. */
export type PoseNetwork = 'detector' | ModelVariant;

/** What identifies a file's content. */
export interface Fingerprint {
  /** Length in bytes. */
  readonly bytes: number;
  /** SHA-256, 64 lower-case hexadecimal digits. */
  readonly sha256: string;
}

/** A file of an npm package, or of this one's `models` folder, that the build reads, pinned by hash. */
export interface ManifestInput extends Fingerprint {
  /** File name, unique among the inputs; assets refer to it in `from`. */
  readonly name: string;
  /** npm package that carries the file. */
  readonly package: string;
  /** Exact version of that package. */
  readonly version: string;
  /** Where the file lies in the package, with forward slashes. */
  readonly path: string;
  /** Who made the file, and what it is. */
  readonly origin: string;
  /** SPDX identifier. */
  readonly licence: string;
}

interface AssetFields extends Fingerprint {
  /** File name in the build folder. */
  readonly file: string;
  /** SPDX identifier. */
  readonly licence: string;
}

/** A MediaPipe `.task` file: the pose detector and one landmark network. */
export interface ModelAsset extends AssetFields {
  readonly kind: 'model';
  readonly model: ModelVariant;
  /** Names of the inputs that the detector and the landmark network come from. */
  readonly from: readonly [detector: string, landmarks: string];
}

/** One network as its maker stores it: a `.tflite` file, for LiteRT.js. */
export interface NetworkAsset extends AssetFields {
  readonly kind: 'network';
  readonly network: PoseNetwork;
  /** Name of the input that the network comes from. */
  readonly from: readonly [network: string];
}

/** One network converted to an `.onnx` file, for ONNX Runtime. */
export interface OnnxAsset extends AssetFields {
  readonly kind: 'onnx';
  readonly network: PoseNetwork;
  /** Name of the input that the network comes from. */
  readonly from: readonly [network: string];
}

/** A file of a runtime that carries networks out, shipped as it is. */
export interface RuntimeAsset extends AssetFields {
  readonly kind: 'runtime';
  /** Name of the input that is copied. */
  readonly from: readonly [runtime: string];
}

/** What was fitted on rendered people to correct one model's keypoints; kept in this repository, shipped as it is. */
export interface CorrectorAsset extends AssetFields {
  readonly kind: 'corrector';
  readonly model: ModelVariant;
  /** Name of the input that is copied. */
  readonly from: readonly [corrector: string];
}

/** A file that the build makes and the package ships. */
export type ManifestAsset = ModelAsset | NetworkAsset | OnnxAsset | RuntimeAsset | CorrectorAsset;

/** Content of `manifest.json`: every binary that goes in, and every one that comes out. */
export interface ModelManifest {
  readonly inputs: readonly ManifestInput[];
  readonly assets: readonly ManifestAsset[];
}

/**
 * Reads a manifest. The file belongs to this repository, so its shape is taken on trust.
 *
 * @throws what `readFile` and `JSON.parse` throw
 */
export async function readManifest(file: string): Promise<ModelManifest> {
  return JSON.parse(await readFile(file, 'utf8')) as ModelManifest;
}

/**
 * Writes a manifest in the layout it is committed in: two spaces, one newline at the end.
 *
 * @throws what `writeFile` throws
 */
export async function writeManifest(file: string, manifest: ModelManifest): Promise<void> {
  await writeFile(file, `${JSON.stringify(manifest, null, 2)}\n`);
}
