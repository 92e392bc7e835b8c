/** The conversion from TFLite to ONNX, on networks of a few numbers that can be followed by hand. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { env, InferenceSession, Tensor } from 'onnxruntime-web';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../../demo/host/ensure-built.js';
import { convertNetwork } from '../../models/onnx/convert-network.js';
import { densify } from '../../models/onnx/densify.js';
import { DATA_TYPE, encodeOnnx, MODEL_PROTO } from '../../models/onnx/onnx-file.js';
import { ConversionError } from '../../models/onnx/operators.js';
import { transpose } from '../../models/onnx/transpose.js';
import { OPTIONS, PADDING } from '../../models/tflite-schema.js';
import { encodeTinyNetwork, type TinyNetwork, type TinyOperator, type TinyTensor } from '../harness/tiny-network.js';

/** Bits of half precision numbers. */
const HALF = { 0: 0x0000, 1: 0x3c00, 2: 0x4000, 3: 0x4200, '-1': 0xbc00 } as const;

/** What ONNX Runtime and a calculation by hand may differ by. */
const TOLERANCE = 1e-6;

const RELU6 = 3;
const RELU_N1_TO_1 = 2;

const convert = (network: TinyNetwork): Uint8Array => convertTflite(encodeTinyNetwork(network));

const convertTflite = (network: Uint8Array, outputs: readonly string[] = ['output']): Uint8Array =>
  convertNetwork(network, { name: 'tiny', producer: 'tests', description: 'changed', outputs });

/** The fields of an ONNX file that tests read. */
interface ReadModel {
  readonly irVersion: number;
  readonly producerName: string;
  readonly docString: string;
  readonly opsetImport: readonly { readonly version: number }[];
  readonly graph: {
    readonly node: readonly { readonly opType: string; readonly input: readonly string[]; readonly output: readonly string[] }[];
    readonly initializer: readonly {
      readonly name: string;
      readonly dims: readonly number[];
      readonly dataType: number;
      readonly rawData: Uint8Array;
    }[];
    readonly input: readonly ReadPort[];
    readonly output: readonly ReadPort[];
  };
}

interface ReadPort {
  readonly name: string;
  readonly type: { readonly tensorType: { readonly shape: { readonly dim: readonly object[] } } };
}

const read = (onnx: Uint8Array): ReadModel =>
  MODEL_PROTO.toObject(MODEL_PROTO.decode(onnx), { longs: Number, arrays: true }) as ReadModel;

const shapeOf = ({ type }: ReadPort): unknown[] => type.tensorType.shape.dim.map((size) => Object.values(size)[0] as unknown);

const operatorsOf = (onnx: Uint8Array): string[] => read(onnx).graph.node.map(({ opType }) => opType);

/** Runs a converted network on a batch; the values come in TFLite's order. */
async function run(
  onnx: Uint8Array,
  shape: readonly number[],
  values: readonly number[],
): Promise<{ readonly shape: number[]; readonly values: number[] }> {
  env.wasm.numThreads = 1;
  const session = await InferenceSession.create(onnx);
  const { output } = await session.run({ input: new Tensor('float32', Float32Array.from(values), shape) });
  const result = { shape: [...(output?.dims ?? [])], values: [...((output?.data ?? []) as Float32Array)] };
  await session.release();
  return result;
}

function expectClose(found: readonly number[], expected: readonly number[]): void {
  expect(found).toHaveLength(expected.length);
  for (const [index, value] of expected.entries()) expect(Math.abs((found[index] ?? NaN) - value), `value ${index}`).toBeLessThan(TOLERANCE);
}

/** A network of one operator on one picture, with constants between input and output. */
const single = (
  operator: Omit<TinyOperator, 'inputs' | 'output'>,
  input: readonly number[],
  output: readonly number[],
  constants: readonly TinyTensor[] = [],
): TinyNetwork => {
  const places = constants.map((_, index) => index + 1);
  return {
    tensors: [{ shape: input }, ...constants, { shape: output }],
    operators: [{ ...operator, inputs: [0, ...places], output: constants.length + 1 }],
  };
};

/** A convolution with half precision weights as BlazePose has them: a 3×3 sum, stride 2, SAME. */
const halfConvolution: TinyNetwork = {
  tensors: [
    { shape: [1, 4, 4, 1] },
    { shape: [1, 3, 3, 1], values: new Uint16Array(9).fill(HALF[1]) },
    { shape: [1, 3, 3, 1] },
    { shape: [1], values: Uint16Array.of(HALF[2]) },
    { shape: [1] },
    { shape: [1, 2, 2, 1] },
  ],
  operators: [
    { code: 'DEQUANTIZE', inputs: [1], output: 2 },
    { code: 'DEQUANTIZE', inputs: [3], output: 4 },
    {
      code: 'CONV_2D',
      inputs: [0, 2, 4],
      output: 5,
      int32s: { [OPTIONS.conv2D.strideWidth]: 2, [OPTIONS.conv2D.strideHeight]: 2 },
    },
  ],
};

describe('the file', () => {
  it('names input, outputs and the open number of pictures, and says what was changed', () => {
    const model = read(convert(halfConvolution));
    expect(model).toMatchObject({ irVersion: 8, producerName: 'tests', docString: 'changed', opsetImport: [{ version: 17 }] });
    expect(model.graph.input.map((port) => [port.name, shapeOf(port)])).toEqual([['input', ['N', 4, 4, 1]]]);
    expect(model.graph.output.map((port) => [port.name, shapeOf(port)])).toEqual([['output', ['N', 2, 2, 1]]]);
  });

  it('keeps half precision weights, to the bit, behind a Cast', () => {
    const { graph } = read(convert(halfConvolution));
    const halves = graph.initializer.filter(({ dataType }) => dataType === DATA_TYPE.FLOAT16);
    expect(halves.map(({ dims, rawData }) => [dims, [...new Uint16Array(Uint8Array.from(rawData).buffer)]])).toEqual([
      [[1, 1, 3, 3], Array.from({ length: 9 }, () => HALF[1])],
      [[1], [HALF[2]]],
    ]);
    const casts = graph.node.filter(({ opType }) => opType === 'Cast');
    expect(casts.flatMap(({ input }) => input)).toEqual(halves.map(({ name }) => name));
    const convolution = graph.node.find(({ opType }) => opType === 'Conv');
    expect(convolution?.input.slice(1)).toEqual(casts.flatMap(({ output }) => output));
  });

  it('is the same each time', () => {
    expect(Buffer.compare(convert(halfConvolution), convert(halfConvolution))).toBe(0);
  });

  it('is refused where a value has the wrong type', () => {
    const model = { name: 'x', producer: 'x', description: 'x', nodes: [], initializers: [], inputs: [], outputs: [] };
    expect(() => encodeOnnx({ ...model, name: 1 as unknown as string })).toThrow('name');
  });
});

describe('a converted operator computes what TFLite does', () => {
  const ramp = Array.from({ length: 16 }, (_, index) => index);

  it('CONV_2D: SAME puts the odd pixel behind; a batch keeps its pictures apart', async () => {
    const shape = [2, 4, 4, 1];
    const result = await run(convert(halfConvolution), shape, [...ramp, ...ramp.map((value) => 2 * value)]);
    // Windows start at rows and columns 0 and 2; what lies beyond the picture counts as 0; the bias is 2.
    const sums = [45, 39, 66, 50];
    expect(result.shape).toEqual([2, 2, 2, 1]);
    expectClose(result.values, [...sums.map((sum) => sum + 2), ...sums.map((sum) => 2 * sum + 2)]);
  });

  it('CONV_2D: filters by output channel, row, column, input channel', async () => {
    const weights = { shape: [2, 1, 2, 2], values: Float32Array.of(1, 10, 100, 1000, 2, 3, 4, 5) };
    const fields = OPTIONS.conv2D;
    const options = { int8s: { [fields.padding]: PADDING.valid }, int32s: { [fields.strideWidth]: 1, [fields.strideHeight]: 1 } };
    const network = single({ code: 'CONV_2D', ...options }, [1, 1, 2, 2], [1, 1, 1, 2], [weights]);
    const result = await run(convert(network), [1, 1, 2, 2], [1, 2, 3, 4]);
    expectClose(result.values, [4321, 2 + 6 + 12 + 20]);
  });

  it('DEPTHWISE_CONV_2D: a filter for each channel; RELU6 cuts on both sides', async () => {
    const weights = { shape: [1, 1, 1, 3], values: Float32Array.of(1, 2, -1) };
    const bias = { shape: [3], values: Float32Array.of(0.5, 0, 0) };
    const fields = OPTIONS.depthwiseConv2D;
    const options = {
      int8s: { [fields.activation]: RELU6 },
      int32s: { [fields.strideWidth]: 1, [fields.strideHeight]: 1, [fields.depthMultiplier]: 1 },
    };
    const network = single({ code: 'DEPTHWISE_CONV_2D', ...options }, [1, 1, 2, 3], [1, 1, 2, 3], [weights, bias]);
    const result = await run(convert(network), [1, 1, 2, 3], [1, 2, 3, 4, 5, -6]);
    expectClose(result.values, [1.5, 4, 0, 4.5, 6, 6]);
  });

  it('MAX_POOL_2D: what lies beyond the picture never wins', async () => {
    const fields = OPTIONS.pool2D;
    const int32s = { [fields.strideWidth]: 2, [fields.strideHeight]: 2, [fields.filterWidth]: 2, [fields.filterHeight]: 2 };
    const network = single({ code: 'MAX_POOL_2D', int32s }, [1, 3, 3, 1], [1, 2, 2, 1]);
    const result = await run(convert(network), [1, 3, 3, 1], [-9, -8, -7, -6, -5, -4, -3, -2, -1]);
    expectClose(result.values, [-5, -4, -2, -1]);
  });

  it('PAD: rows, columns and channels', async () => {
    const amounts = { shape: [4, 2], values: Int32Array.of(0, 0, 0, 1, 1, 0, 0, 2) };
    const network = single({ code: 'PAD' }, [1, 1, 1, 1], [1, 2, 2, 3], [amounts]);
    const result = await run(convert(network), [1, 1, 1, 1], [7]);
    expectClose(result.values, [0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('RESIZE_BILINEAR: between the centres of pixels', async () => {
    const size = { shape: [2], values: Int32Array.of(2, 4) };
    const int8s = { [OPTIONS.resizeBilinear.halfPixelCenters]: 1 };
    const network = single({ code: 'RESIZE_BILINEAR', int8s }, [1, 1, 2, 1], [1, 2, 4, 1], [size]);
    const result = await run(convert(network), [1, 1, 2, 1], [0, 4]);
    expectClose(result.values, [0, 1, 3, 4, 0, 1, 3, 4]);
  });

  it('DEPTH_TO_SPACE: channels become the rows and columns of a block', async () => {
    const int32s = { [OPTIONS.depthToSpace.blockSize]: 2 };
    const network = single({ code: 'DEPTH_TO_SPACE', int32s }, [1, 1, 1, 8], [1, 2, 2, 2]);
    const result = await run(convert(network), [1, 1, 1, 8], ramp.slice(0, 8));
    expectClose(result.values, ramp.slice(0, 8));
  });

  it('ADD and LOGISTIC', async () => {
    const network: TinyNetwork = {
      tensors: [{ shape: [1, 1, 1, 2] }, { shape: [1, 1, 1, 2] }, { shape: [1, 1, 1, 2] }],
      operators: [
        { code: 'ADD', inputs: [0, 0], output: 1, int8s: { [OPTIONS.add.activation]: RELU6 } },
        { code: 'LOGISTIC', inputs: [1], output: 2 },
      ],
    };
    const result = await run(convert(network), [1, 1, 1, 2], [-1, 1]);
    expectClose(result.values, [0.5, 1 / (1 + Math.exp(-2))]);
  });

  it('CONCATENATION of channels, RESHAPE in the order of TFLite', async () => {
    const network: TinyNetwork = {
      tensors: [
        { shape: [1, 1, 2, 2] },
        { shape: [1, 1, 2, 4] },
        { shape: [2], values: Int32Array.of(1, 8) },
        { shape: [1, 8] },
      ],
      operators: [
        { code: 'CONCATENATION', inputs: [0, 0], output: 1, int32s: { [OPTIONS.concatenation.axis]: 3 } },
        { code: 'RESHAPE', inputs: [1, 2], output: 3 },
      ],
    };
    const result = await run(convert(network), [2, 1, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8]);
    expect(result.shape).toEqual([2, 8]);
    expectClose(result.values, [1, 2, 1, 2, 3, 4, 3, 4, 5, 6, 5, 6, 7, 8, 7, 8]);
  });
});

describe('what is not known to convert is refused by the name of its operator', () => {
  const picture = [1, 2, 2, 1];
  const pair = { shape: [2], values: Int32Array.of(4, 4) };
  const filter = { shape: [1, 1, 1, 1], values: Float32Array.of(1) };

  const convolution = (int8s: Readonly<Record<number, number>>): TinyNetwork =>
    single({ code: 'CONV_2D', int8s, int32s: { 1: 1, 2: 1 } }, picture, picture, [filter]);
  const resizing = (int8s: Readonly<Record<number, number>>, from = picture): TinyNetwork =>
    single({ code: 'RESIZE_BILINEAR', int8s }, from, [1, 4, 4, 1], [pair]);
  const sum = (term: TinyTensor): TinyNetwork => single({ code: 'ADD' }, picture, picture, [term]);
  const twoFilters = { shape: [1, 1, 1, 2], values: Float32Array.of(1, 1) };
  const twice = { code: 'DEPTHWISE_CONV_2D', int32s: { 1: 1, 2: 1, [OPTIONS.depthwiseConv2D.depthMultiplier]: 2 } } as const;
  const besideBatch = { shape: [4, 2], values: Int32Array.of(1, 0, 0, 0, 0, 0, 0, 0) };
  const custom = 'Convolution2DTransposeBias';

  it.each<[string, TinyNetwork]>([
    ['TANH: the operator', single({ code: 'TANH' }, picture, picture)],
    ['operator 250: the operator', single({ code: 'newest' }, picture, picture)],
    ['CUSTOM Convolution2DTransposeBias: the operator', single({ code: 'CUSTOM', custom }, picture, picture)],
    ['CONV_2D: activation RELU_N1_TO_1', convolution({ [OPTIONS.conv2D.activation]: RELU_N1_TO_1 })],
    ['CONV_2D: activation 77', convolution({ [OPTIONS.conv2D.activation]: 77 })],
    ['CONV_2D: padding 9', convolution({ [OPTIONS.conv2D.padding]: 9 })],
    ['CONV_2D: a convolution in groups', single({ code: 'CONV_2D' }, [1, 2, 2, 2], picture, [filter])],
    ['CONV_2D: input 1 that is not a constant', single({ code: 'CONV_2D' }, picture, picture, [{ shape: [1, 1, 1, 1] }])],
    ['DEPTHWISE_CONV_2D: a depth multiplier of 2', single(twice, picture, [1, 2, 2, 2], [twoFilters])],
    ['RESIZE_BILINEAR: align_corners', resizing({ [OPTIONS.resizeBilinear.alignCorners]: 1 })],
    ['RESIZE_BILINEAR: resizing without half_pixel_centers', resizing({})],
    ['RESIZE_BILINEAR: a factor of', resizing({ [OPTIONS.resizeBilinear.halfPixelCenters]: 1 }, [1, 3, 3, 1])],
    ['CONCATENATION: joining along the batch', single({ code: 'CONCATENATION' }, picture, picture)],
    ['PAD: padding of the batch', single({ code: 'PAD' }, picture, [2, 2, 2, 1], [besideBatch])],
    ['RESHAPE: a change of the batch', single({ code: 'RESHAPE' }, picture, [2, 2], [pair])],
    ['ADD: a sum of 1,2,2,1 and 1', sum({ shape: [1], values: Float32Array.of(1) })],
    ['ADD: tensor 1 is not computed', sum({ shape: picture, values: new Float32Array(4) })],
  ])('%s', (message, network) => {
    expect(() => convert(network)).toThrow(ConversionError);
    expect(() => convert(network)).toThrow(message);
  });

  it('and so are a wrong number of outputs and what is no network', () => {
    const network = encodeTinyNetwork(single({ code: 'LOGISTIC' }, picture, picture));
    expect(() => convertTflite(network, ['one', 'two'])).toThrow('2 names for 1 outputs');
    expect(() => convertTflite(new Uint8Array(64))).toThrow('not a TFLite network');
  });
});

describe('BlazePose', () => {
  it('converts with all weights in half precision, and nothing but the operators of the table', async () => {
    const network = await readFile(join(ROOT, 'node_modules/@mediapipe/pose/pose_landmark_lite.tflite'));
    const names = ['landmarks', 'presence', 'segmentation', 'heatmap', 'world'];
    const onnx = convertTflite(network, names);
    const { graph } = read(onnx);
    expect(graph.output.map((port) => [port.name, shapeOf(port)])).toEqual([
      ['landmarks', ['N', 195]],
      ['presence', ['N', 1]],
      ['segmentation', ['N', 256, 256, 1]],
      ['heatmap', ['N', 64, 64, 39]],
      ['world', ['N', 117]],
    ]);
    const halves = new Set(graph.initializer.filter(({ dataType }) => dataType === DATA_TYPE.FLOAT16).map(({ name }) => name));
    const casts = new Map(graph.node.filter(({ opType }) => opType === 'Cast').map(({ input, output }) => [output[0], input[0]]));
    const weights = graph.node.filter(({ opType }) => opType === 'Conv').flatMap(({ input }) => input.slice(1));
    expect(weights.every((name) => halves.has(casts.get(name) ?? ''))).toBe(true);
    expect([...new Set(operatorsOf(onnx))].sort()).toEqual(
      ['Add', 'Cast', 'Clip', 'Conv', 'Identity', 'MaxPool', 'Pad', 'Reshape', 'Resize', 'Sigmoid', 'Transpose'],
    );
    expect(onnx.length).toBeLessThan(network.length);
  });
});

describe('densify', () => {
  const values = Uint8Array.of(5, 6, 7);

  it('puts values where the indices say', () => {
    const layout = {
      traversalOrder: [0, 1],
      dimensions: [
        { kind: 'dense', size: 3 },
        { kind: 'sparse', segments: [0, 2, 2, 3], indices: [0, 3, 1] },
      ],
    } as const;
    expect([...densify(values, 1, [3, 4], layout)]).toEqual([5, 0, 0, 6, 0, 0, 0, 0, 0, 7, 0, 0]);
  });

  it('follows the order of storage, with values of several bytes', () => {
    const layout = {
      traversalOrder: [1, 0],
      dimensions: [
        { kind: 'sparse', segments: [0, 2], indices: [0, 2] },
        { kind: 'dense', size: 2 },
      ],
    } as const;
    const pairs = Uint16Array.of(1, 2, 3, 4);
    const dense = densify(new Uint8Array(pairs.buffer), 2, [2, 3], layout);
    expect([...new Uint16Array(dense.buffer)]).toEqual([1, 0, 3, 2, 0, 4]);
  });

  it('refuses a layout that does not fit', () => {
    const dense = { kind: 'dense', size: 4 } as const;
    const beyond = { kind: 'sparse', segments: [0, 1], indices: [4] } as const;
    const short = { kind: 'sparse', segments: [0], indices: [0] } as const;
    expect(() => densify(values, 1, [4], { traversalOrder: [0], dimensions: [beyond] })).toThrow('leaves its shape');
    expect(() => densify(values, 1, [4], { traversalOrder: [0], dimensions: [short] })).toThrow('too few segments');
    expect(() => densify(values, 1, [2, 2], { traversalOrder: [0], dimensions: [dense] })).toThrow('1 dimensions');
    expect(() => densify(values, 1, [4], { traversalOrder: [0], dimensions: [dense] })).toThrow('more entries than values');
  });
});

describe('transpose', () => {
  it('reorders dimensions', () => {
    const rows = { shape: [1, 2, 3], bytes: Uint8Array.of(1, 2, 3, 4, 5, 6) };
    expect(transpose(rows, [2, 0, 1])).toEqual({ shape: [3, 1, 2], bytes: Uint8Array.of(1, 4, 2, 5, 3, 6) });
  });

  it('refuses axes that are not the dimensions', () => {
    expect(() => transpose({ shape: [2, 2], bytes: new Uint8Array(4) }, [0, 0])).toThrow('axes 0,0');
  });
});
