import type { Raster } from './raster.js';
import { CROP_SIDE, FEATURE_SIDE, LANDMARK_INPUT } from './landmark-network.js';
import { DETECTOR_INPUT } from './detector.js';
import type { CropFormat } from './crop.js';
import type { Affine } from '../../src/geometry/affine.js';
import type { Provider } from '../../src/pose/protocol.js';

/** The two networks of BlazePose: one finds people in the whole picture, one finds a person's landmarks in a crop. */
export type NetworkName = 'detector' | 'landmarks';

/** What a network looks at. */
export interface Crop {
  /** From the network's input to the picture. */
  readonly toPicture: Affine;
  /** Left and right swapped. */
  readonly mirrored: boolean;
}

/** A network's outputs by name, one crop's values each. */
export type Outputs<Name extends string = string> = Readonly<Record<Name, Float32Array>>;

/** What each network gives, in the order of its `.tflite` file. */
export const OUTPUTS = {
  detector: ['boxes', 'scores'],
  landmarks: ['landmarks', 'presence', 'segmentation', 'heatmap', 'world', 'features'],
} as const satisfies Readonly<Record<NetworkName, readonly string[]>>;

/** How each network wants its input. */
export const INPUTS: Readonly<Record<NetworkName, CropFormat>> = { detector: DETECTOR_INPUT, landmarks: LANDMARK_INPUT };

/** Values of each output for one crop; of the features by the networks' own widths, which differ from model to model. */
const OUTPUT_LENGTHS: Readonly<Record<string, readonly number[]>> = {
  boxes: [2254 * 12],
  scores: [2254],
  landmarks: [39 * 5],
  presence: [1],
  segmentation: [CROP_SIDE * CROP_SIDE],
  heatmap: [FEATURE_SIDE * FEATURE_SIDE * 39],
  world: [39 * 3],
  features: [32, 48].map((channels) => FEATURE_SIDE * FEATURE_SIDE * channels),
};

/** Whether an output holds as many values as it must for so many crops. */
export const hasLength = (name: string, values: Float32Array, crops = 1): boolean =>
  OUTPUT_LENGTHS[name]?.includes(values.length / crops) ?? false;

/** A runtime or a device that fails, or gives no numbers. */
export class RunnerError extends Error {}

/** Runs BlazePose's networks on crops of a picture; knows nothing of people. */
export interface NetworkRunner {
  readonly provider: Provider;
  /** Takes a picture, of which crops will be asked; the one that it has already costs nothing. */
  show(picture: Raster): void;
  /**
   * Runs a network.
   *
   * @param crops - What it looks at; all in one batch where the runtime gains from that.
   * @returns Its outputs, crop by crop.
   * @throws RunnerError where the runtime or the device fails.
   */
  run<Network extends NetworkName>(
    network: Network,
    crops: readonly Crop[],
  ): Promise<Outputs<(typeof OUTPUTS)[Network][number]>[]>;
  /** Lets go of the picture: nothing of a photo outlives its answer. */
  forget(): void;
  /** Frees what it holds. */
  close(): void;
}
