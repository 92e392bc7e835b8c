import type { CorrectorFile, Tensor } from './weights.js';

/** Points on a side of a patch that a network looks at. */
export const PATCH_SIDE = 32;

/** A convolution or a fully connected layer. */
interface Layer {
  readonly weights: Tensor;
  readonly bias: Float32Array;
}

/**
 * A small network that tells from a patch (and the same patch of the other side of the body, mirrored) how far the joint
 * lies from the patch's middle. Three convolutions (5 × 5 with stride 2, then 3 × 3, each with a rectifier, the last two
 * with 2 × 2 maximum pooling) and two fully connected layers.
 */
export interface PatchNetwork {
  readonly convolutions: readonly [Layer, Layer, Layer];
  readonly hidden: Layer;
  readonly output: Layer;
}

/** Reads a network's layers from a corrector's file. */
export function readPatchNetwork(file: CorrectorFile<unknown>, name: string): PatchNetwork {
  const layer = (part: string): Layer => ({ weights: file.tensor(`${name}.${part}.weight`), bias: file.tensor(`${name}.${part}.bias`).values });
  return { convolutions: [layer('c1'), layer('c2'), layer('c3')], hidden: layer('f1'), output: layer('f2') };
}

/** A convolution with zeros beyond the edge, then a rectifier. Channels first. */
function convolved(input: Float32Array, side: number, { weights, bias }: Layer, stride: 1 | 2): Float32Array {
  const [outputs = 0, inputs = 0, kernel = 0] = weights.shape;
  const reach = (kernel - 1) / 2;
  const size = side / stride;
  const out = new Float32Array(outputs * size * size);
  const w = weights.values;
  for (let o = 0; o < outputs; o++) {
    const plane = o * size * size;
    out.fill(bias[o]!, plane, plane + size * size);
    for (let i = 0; i < inputs; i++) {
      for (let ky = 0; ky < kernel; ky++) {
        for (let kx = 0; kx < kernel; kx++) {
          const factor = w[((o * inputs + i) * kernel + ky) * kernel + kx]!;
          const firstX = Math.max(0, Math.ceil((reach - kx) / stride));
          const lastX = Math.min(size - 1, Math.floor((side - 1 + reach - kx) / stride));
          for (let y = 0; y < size; y++) {
            const row = y * stride + ky - reach;
            if (row < 0 || row >= side) continue;
            let from = (i * side + row) * side + firstX * stride + kx - reach;
            for (let to = plane + y * size + firstX, end = plane + y * size + lastX; to <= end; to++, from += stride) {
              out[to] = out[to]! + factor * input[from]!;
            }
          }
        }
      }
    }
  }
  for (let i = 0; i < out.length; i++) if (out[i]! < 0) out[i] = 0;
  return out;
}

/** The largest of each 2 × 2 values. */
function pooled(input: Float32Array, side: number): Float32Array {
  const half = side / 2;
  const planes = input.length / (side * side);
  const out = new Float32Array(planes * half * half);
  for (let plane = 0, to = 0; plane < planes; plane++) {
    for (let y = 0; y < half; y++) {
      for (let x = 0; x < half; x++, to++) {
        const at = (plane * side + 2 * y) * side + 2 * x;
        out[to] = Math.max(input[at]!, input[at + 1]!, input[at + side]!, input[at + side + 1]!);
      }
    }
  }
  return out;
}

/** A fully connected layer. */
function connected(input: Float32Array, { weights, bias }: Layer): Float32Array {
  const out = new Float32Array(bias.length);
  const w = weights.values;
  for (let o = 0; o < out.length; o++) {
    let sum = bias[o]!;
    for (let i = 0, at = o * input.length; i < input.length; i++, at++) sum += w[at]! * input[i]!;
    out[o] = sum;
  }
  return out;
}

/** What a network's outputs are multiplied by: patch points. */
const OUTPUT_UNIT = 4;

/**
 * Where the joint lies.
 *
 * @param input - The own patch's brightness and person, then the other side's, each `PATCH_SIDE²` values, as
 * {@link prepared} gives them.
 * @returns Points of the patch: outward (or forward) and down from its middle.
 */
export function locate({ convolutions: [first, second, third], hidden, output }: PatchNetwork, input: Float32Array): readonly [number, number] {
  let values = convolved(input, PATCH_SIDE, first, 2);
  values = pooled(convolved(values, PATCH_SIDE / 2, second, 1), PATCH_SIDE / 2);
  values = pooled(convolved(values, PATCH_SIDE / 4, third, 1), PATCH_SIDE / 4);
  values = connected(values, hidden);
  for (let i = 0; i < values.length; i++) if (values[i]! < 0) values[i] = 0;
  const [x = 0, y = 0] = connected(values, output);
  return [x * OUTPUT_UNIT, y * OUTPUT_UNIT];
}

/** What a flat grey patch's contrast is taken for: brightness levels. */
const LEAST_CONTRAST = 4;

/** Brightness levels of spread between which a patch says nothing and all it can: black trousers before black. */
const CONTRAST = { nothing: 3, all: 8 };

/**
 * How far a patch can be believed, 0 to 1. Of a thousand patches that were trained on, one had less contrast than counts
 * in full.
 */
export function patchWeight(patch: Uint8Array): number {
  const { spread } = brightnessOf(patch);
  return Math.min(Math.max((spread - CONTRAST.nothing) / (CONTRAST.all - CONTRAST.nothing), 0), 1);
}

function brightnessOf(patch: Uint8Array): { readonly mean: number; readonly spread: number } {
  const area = patch.length / 2;
  let [sum, squares] = [0, 0];
  for (let i = 0; i < area; i++) {
    sum += patch[i]!;
    squares += patch[i]! * patch[i]!;
  }
  const mean = sum / area;
  // As in training: the sample's standard deviation.
  return { mean, spread: Math.sqrt(Math.max(0, (squares - sum * mean) / (area - 1))) };
}

/**
 * A patch as a network wants it: brightness with mean 0 and spread 1, so that neither light nor exposure count; the
 * person from -0.5 to 0.5.
 */
export function prepared(patch: Uint8Array): Float32Array {
  const area = patch.length / 2;
  const values = new Float32Array(patch.length);
  const brightness = brightnessOf(patch);
  const mean = brightness.mean;
  const spread = brightness.spread + LEAST_CONTRAST;
  for (let i = 0; i < area; i++) {
    values[i] = (patch[i]! - mean) / spread;
    values[area + i] = patch[area + i]! / 255 - 0.5;
  }
  return values;
}
