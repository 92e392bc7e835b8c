/**
 * A converted network computes what the original does: ONNX Runtime Web on the `.onnx` files against LiteRT.js on the
 * `.tflite` files, on the same pictures, every output in full.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import sharp from 'sharp';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../../demo/host/browser.js';
import { ensureBuilt } from '../../demo/host/ensure-built.js';
import type { PoseNetwork } from '../../models/manifest.js';
import { textTable } from '../bench/text-table.js';
import { CASES, casePhoto } from '../harness/fixture-photos.js';
import { BUILD_PATH, openNetworkPage, type NetworkPage, type NetworkScope } from '../harness/network-page.js';
import { hasPhotoSet, photoSetNote, setPhoto } from '../harness/photo-set.js';

/** Real people: far away in the dark, in motion, and half a body. */
const SET_PHOTOS = ['front-standing-dark-room-far.jpg', 'yoga-warrior.jpg', 'upper-body-astronaut.jpg'];

/** What is compared, by network: the side of its input in pixels, and the files' common name. */
const NETWORKS: Readonly<Record<PoseNetwork, { readonly side: number; readonly file: string }>> = {
  detector: { side: 224, file: 'pose_detector' },
  lite: { side: 256, file: 'pose_landmarks_lite' },
  full: { side: 256, file: 'pose_landmarks_full' },
  heavy: { side: 256, file: 'pose_landmarks_heavy' },
};

/** A part of an output whose values have one meaning: those whose place modulo `period` is below `below`, from `from`. */
interface Part {
  readonly name: string;
  readonly output: string;
  readonly period: number;
  readonly from: number;
  readonly below: number;
  /** Compares chances instead of the logits that the network gives. */
  readonly sigmoid: boolean;
  /** Largest difference allowed, in the values' unit. */
  readonly largest: number;
  /** Largest mean difference allowed. */
  readonly mean: number;
}

const part = (
  name: string,
  output: string,
  [from, below, period]: readonly [number, number, number],
  bounds: { readonly largest: number; readonly mean: number },
  sigmoid = false,
): Part => ({ name, output, from, below, period, sigmoid, ...bounds });

const WHOLE = [0, 1, 1] as const;

/** Boxes and keypoints are in pixels of the 224 pixel picture. */
const DETECTOR_PARTS = [
  part('boxes, px', 'boxes', WHOLE, { largest: 0.05, mean: 0.001 }),
  part('scores, logit', 'scores', WHOLE, { largest: 0.05, mean: 0.001 }),
  part('scores, chance', 'scores', WHOLE, { largest: 0.001, mean: 1e-5 }, true),
];

/** Landmarks are x, y, z in pixels of the 256 pixel crop, then the logits of visibility and presence. */
const LANDMARK_PARTS = [
  part('landmarks x and y, px', 'landmarks', [0, 2, 5], { largest: 0.05, mean: 0.005 }),
  part('landmarks z, px', 'landmarks', [2, 3, 5], { largest: 0.2, mean: 0.01 }),
  part('visibility and presence, logit', 'landmarks', [3, 5, 5], { largest: 0.02, mean: 0.002 }),
  part('pose presence, chance', 'presence', WHOLE, { largest: 1e-4, mean: 1e-4 }),
  // These logits reach ±2000, where float32 itself counts in steps of 1e-4.
  part('segmentation, logit', 'segmentation', WHOLE, { largest: 5, mean: 0.005 }),
  part('segmentation, chance', 'segmentation', WHOLE, { largest: 0.02, mean: 1e-3 }, true),
  part('heatmap, logit', 'heatmap', WHOLE, { largest: 0.1, mean: 0.005 }),
  part('world, m', 'world', WHOLE, { largest: 1e-3, mean: 1e-4 }),
  part('features', 'features', WHOLE, { largest: 0.02, mean: 1e-4 }),
];

const partsOf = (network: PoseNetwork): readonly Part[] => (network === 'detector' ? DETECTOR_PARTS : LANDMARK_PARTS);

/** How far two runs lie apart in one part. */
interface Difference {
  readonly largest: number;
  readonly mean: number;
  /** Largest absolute value, to see a difference in proportion. */
  readonly span: number;
}

interface Comparison {
  readonly differences: readonly Difference[];
  /** Names and shapes of the ONNX file's outputs in its order, and the original's shapes in its. */
  readonly shapes: readonly (readonly [name: string, onnx: string, tflite: string])[];
  /** Largest difference between pictures run as one batch and one by one. */
  readonly batch: number;
  /** Mean milliseconds of a run, the first one left out. */
  readonly milliseconds: { readonly litert: number; readonly onnx: number; readonly onnxOfTwo: number };
}

let browser: Browser;
let networks: NetworkPage;
let inputs: Readonly<Record<number, readonly string[]>>;
const rows: string[][] = [];

beforeAll(async () => {
  ensureBuilt();
  browser = await launchChromium();
  networks = await openNetworkPage(browser);
  const photos = await Promise.all([
    ...CASES.flatMap((name) => (['front', 'side', 'back'] as const).map((view) => casePhoto(name, view))),
    ...(hasPhotoSet ? SET_PHOTOS.map(setPhoto) : []),
  ]);
  inputs = { 224: await provideInputs(photos, 224, -1), 256: await provideInputs(photos, 256, 0) };
});

afterAll(async () => {
  console.log(photoSetNote);
  if (rows.length > 0) {
    console.log(textTable(['ONNX Runtime against LiteRT.js', 'largest', 'mean', 'values up to'], rows));
  }
  await networks.close();
  await browser.close();
});

/** The photos letterboxed to a square, as float32 RGB from `lowest` to 1; returns their paths. */
async function provideInputs(photos: readonly Buffer[], side: number, lowest: number): Promise<string[]> {
  return Promise.all(
    photos.map(async (photo, index) => {
      const pixels = await sharp(photo)
        .rotate()
        .resize(side, side, { fit: 'contain', background: '#000' })
        .flatten()
        .removeAlpha()
        .toColourspace('srgb')
        .raw()
        .toBuffer();
      const values = Float32Array.from(pixels, (value) => lowest + (value / 255) * (1 - lowest));
      return networks.provide(`${side}-${index}`, new Uint8Array(values.buffer));
    }),
  );
}

/** Runs in the page. */
async function compareRuntimes(task: {
  readonly tflite: string;
  readonly onnx: string;
  readonly side: number;
  readonly inputs: readonly string[];
  readonly parts: readonly Part[];
}): Promise<Comparison> {
  const { litert, ort } = globalThis as unknown as NetworkScope;
  const { side, parts } = task;
  const fetched = async (path: string): Promise<ArrayBuffer> => (await fetch(path)).arrayBuffer();
  const chance = (logit: number): number => 1 / (1 + Math.exp(-logit));

  const original = await litert.loadAndCompile(new Uint8Array(await fetched(task.tflite)), { accelerator: 'wasm' });
  const converted = await ort.InferenceSession.create(new Uint8Array(await fetched(task.onnx)));
  const runOnnx = async (values: Float32Array, count: number): Promise<Record<string, Float32Array>> => {
    const results = await converted.run({ input: new ort.Tensor('float32', values, [count, side, side, 3]) });
    shapes = converted.outputNames.map((name) => [name, String(results[name]?.dims.slice(1)), '']);
    return Object.fromEntries(converted.outputNames.map((name) => [name, results[name]?.data as Float32Array]));
  };
  let shapes: [string, string, string][] = [];
  let tfliteShapes: string[] = [];
  const runLiteRt = async (values: Float32Array): Promise<Record<string, Float32Array>> => {
    const input = new litert.Tensor(values, [1, side, side, 3]);
    const results = await original.run(input);
    const outputs: Record<string, Float32Array> = {};
    for (const [place, result] of results.entries()) {
      outputs[converted.outputNames[place] ?? ''] = (await result.data()) as Float32Array;
    }
    tfliteShapes = results.map(({ type }) => String([...type.layout.dimensions].slice(1)));
    for (const tensor of [input, ...results]) tensor.delete();
    return outputs;
  };

  const sums = parts.map(() => ({ largest: 0, total: 0, count: 0, span: 0 }));
  const spent = { litert: 0, onnx: 0, onnxOfTwo: 0 };
  const singles: { readonly input: Float32Array; readonly outputs: Record<string, Float32Array> }[] = [];
  for (const [index, path] of task.inputs.entries()) {
    const input = new Float32Array(await fetched(path));
    const start = performance.now();
    const expected = await runLiteRt(input);
    const between = performance.now();
    const outputs = await runOnnx(input, 1);
    if (index > 0) {
      spent.litert += between - start;
      spent.onnx += performance.now() - between;
    }
    if (singles.length < 2) singles.push({ input, outputs });
    for (const [place, { output, period, from, below, sigmoid }] of parts.entries()) {
      const sum = sums[place];
      const [a, b] = [expected[output], outputs[output]];
      if (!sum || !a || !b || a.length !== b.length) throw new Error(`${output} has ${a?.length} and ${b?.length} values`);
      for (let i = 0; i < a.length; i += 1) {
        const inPeriod = i % period;
        if (inPeriod < from || inPeriod >= below) continue;
        const [x, y] = [a[i] ?? NaN, b[i] ?? NaN];
        const difference = sigmoid ? Math.abs(chance(x) - chance(y)) : Math.abs(x - y);
        // Not Math.max, which a NaN would pass.
        if (!(difference <= sum.largest)) sum.largest = difference;
        sum.total += difference;
        sum.count += 1;
        sum.span = Math.max(sum.span, sigmoid ? chance(x) : Math.abs(x));
      }
    }
  }

  const both = new Float32Array(2 * side * side * 3);
  for (const [place, { input }] of singles.entries()) both.set(input, place * input.length);
  await runOnnx(both, 2);
  const start = performance.now();
  const together = await runOnnx(both, 2);
  spent.onnxOfTwo = performance.now() - start;
  let batch = 0;
  for (const [place, { outputs }] of singles.entries()) {
    for (const [name, single] of Object.entries(outputs)) {
      const half = together[name]?.subarray(place * single.length) ?? new Float32Array();
      for (const [i, value] of single.entries()) {
        const difference = Math.abs(value - (half[i] ?? NaN));
        if (!(difference <= batch)) batch = difference;
      }
    }
  }

  original.delete();
  await converted.release();
  const runs = task.inputs.length - 1;
  return {
    differences: sums.map(({ largest, total, count, span }) => ({ largest, mean: total / count, span })),
    shapes: shapes.map(([name, onnx], place) => [name, onnx, tfliteShapes[place] ?? '']),
    batch,
    milliseconds: { litert: spent.litert / runs, onnx: spent.onnx / runs, onnxOfTwo: spent.onnxOfTwo },
  };
}

describe.each(Object.keys(NETWORKS) as PoseNetwork[])('the converted network: %s', (network) => {
  let comparison: Comparison;

  beforeAll(async () => {
    const { side, file } = NETWORKS[network];
    comparison = await networks.page.evaluate(compareRuntimes, {
      tflite: `${BUILD_PATH}${file}.tflite`,
      onnx: `${BUILD_PATH}${file}.onnx`,
      side,
      inputs: inputs[side] ?? [],
      parts: partsOf(network),
    });
    for (const [place, { largest, mean, span }] of comparison.differences.entries()) {
      rows.push([
        `${network}: ${partsOf(network)[place]?.name ?? ''}`,
        largest.toExponential(1),
        mean.toExponential(1),
        span.toPrecision(3),
      ]);
    }
    const { litert, onnx, onnxOfTwo } = comparison.milliseconds;
    console.log(
      `${network}: LiteRT.js ${litert.toFixed(0)} ms, ONNX Runtime ${onnx.toFixed(0)} ms a picture, ` +
        `${onnxOfTwo.toFixed(0)} ms a batch of two, within ${comparison.batch.toExponential(1)} of each alone`,
    );
  });

  it('gives the outputs of the original, in its shapes', () => {
    expect(comparison.shapes.map(([name]) => name)).toEqual([...new Set(partsOf(network).map(({ output }) => output))]);
    for (const [name, onnx, tflite] of comparison.shapes) expect(onnx, name).toBe(tflite);
  });

  it('gives the values of the original', () => {
    for (const [place, { name, largest, mean }] of partsOf(network).entries()) {
      const found = comparison.differences[place];
      expect(found?.largest, `largest difference of ${name}`).toBeLessThanOrEqual(largest);
      expect(found?.mean, `mean difference of ${name}`).toBeLessThanOrEqual(mean);
    }
  });

  it('gives each picture of a batch what it gives the picture alone', () => {
    expect(comparison.batch).toBeLessThanOrEqual(1e-4);
  });
});
