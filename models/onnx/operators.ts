import { ACTIVATIONS, OPTIONS, PADDING } from '../tflite-schema.js';
import { type GraphBuilder, type Layout, TO_CHANNELS_FIRST } from './graph-builder.js';
import type { OnnxAttribute } from './onnx-file.js';
import { type Constant, int32sOf, type TfliteOperator } from './tflite-graph.js';

/** Something in a network that can't be converted; the message names the operator. */
export class ConversionError extends Error {
  override readonly name = 'ConversionError';
}

/** Adds what a TFLite operator does to an ONNX graph. */
type Conversion = (operator: TfliteOperator, graph: GraphBuilder) => void;

/** Every operator of BlazePose's networks. What each does is defined by TensorFlow Lite's reference kernels. */
const CONVERSIONS = new Map<string, Conversion>([
  ['ADD', add],
  ['CONCATENATION', concatenate],
  ['CONV_2D', convolve],
  ['DENSIFY', passConstant],
  ['DEPTHWISE_CONV_2D', convolveByChannel],
  ['DEPTH_TO_SPACE', depthToSpace],
  ['DEQUANTIZE', passConstant],
  ['LOGISTIC', logistic],
  ['MAX_POOL_2D', maxPool],
  ['PAD', pad],
  ['RESHAPE', reshape],
  ['RESIZE_BILINEAR', resizeBilinear],
]);

/**
 * Converts one operator.
 *
 * @throws ConversionError if the operator, or one of its options, is none that BlazePose's networks have
 */
export function convertOperator(operator: TfliteOperator, graph: GraphBuilder): void {
  const convert = CONVERSIONS.get(operator.name);
  if (!convert) refuse(operator, 'the operator');
  try {
    convert(operator, graph);
  } catch (error) {
    if (error instanceof ConversionError || !(error instanceof Error)) throw error;
    // The graph knows tensors only.
    throw new ConversionError(`${operator.name}: ${error.message}`, { cause: error });
  }
}

function refuse({ name }: TfliteOperator, what: string): never {
  throw new ConversionError(`${name}: ${what} can't be converted to ONNX`);
}

/** A constant stays as precise as it is: sparse ones are written out when read, half ones get a Cast where used. */
function passConstant(operator: TfliteOperator, graph: GraphBuilder): void {
  graph.setConstant(outputOf(operator), constantOf(operator, graph, 0));
}

function convolve(operator: TfliteOperator, graph: GraphBuilder): void {
  const { options } = operator;
  const fields = OPTIONS.conv2D;
  // Output channel, row, column, input channel.
  const [, height = NaN, width = NaN, channels] = constantOf(operator, graph, 1).shape;
  if (channels !== pictureSize(operator, graph).channels) refuse(operator, 'a convolution in groups');
  addConvolution(operator, graph, {
    window: {
      size: [height, width],
      strides: [options.int32(fields.strideHeight), options.int32(fields.strideWidth)],
      dilations: [options.int32(fields.dilationHeight, 1), options.int32(fields.dilationWidth, 1)],
      padding: options.int8(fields.padding),
    },
    groups: 1,
    filterAxes: TO_CHANNELS_FIRST,
    activation: options.int8(fields.activation),
  });
}

function convolveByChannel(operator: TfliteOperator, graph: GraphBuilder): void {
  const { options } = operator;
  const fields = OPTIONS.depthwiseConv2D;
  // 1, row, column, channel.
  const [, height = NaN, width = NaN, channels = NaN] = constantOf(operator, graph, 1).shape;
  const multiplier = options.int32(fields.depthMultiplier);
  if (multiplier !== 1 || channels !== pictureSize(operator, graph).channels) {
    refuse(operator, `a depth multiplier of ${multiplier}`);
  }
  addConvolution(operator, graph, {
    window: {
      size: [height, width],
      strides: [options.int32(fields.strideHeight), options.int32(fields.strideWidth)],
      dilations: [options.int32(fields.dilationHeight, 1), options.int32(fields.dilationWidth, 1)],
      padding: options.int8(fields.padding),
    },
    groups: channels,
    filterAxes: [3, 0, 1, 2],
    activation: options.int8(fields.activation),
  });
}

interface Convolution {
  readonly window: SlidingWindow;
  readonly groups: number;
  /** The filters' dimensions in ONNX's order: output channel, input channel of the group, row, column. */
  readonly filterAxes: readonly number[];
  readonly activation: number;
}

function addConvolution(operator: TfliteOperator, graph: GraphBuilder, convolution: Convolution): void {
  const { window, groups, filterAxes, activation } = convolution;
  const inputs = [
    graph.picture(inputOf(operator, 0)),
    graph.addWeights(inputOf(operator, 1), constantOf(operator, graph, 1), filterAxes),
  ];
  if ((operator.inputs[2] ?? -1) >= 0) {
    inputs.push(graph.addWeights(inputOf(operator, 2), constantOf(operator, graph, 2), [0]));
  }
  const attributes = { ...windowAttributes(operator, graph, window), dilations: window.dilations, group: groups };
  addActivated(operator, graph, { onnx: 'Conv', inputs, attributes, activation, layout: 'channels first' });
}

function maxPool(operator: TfliteOperator, graph: GraphBuilder): void {
  const { options } = operator;
  const fields = OPTIONS.pool2D;
  const attributes = windowAttributes(operator, graph, {
    size: [options.int32(fields.filterHeight), options.int32(fields.filterWidth)],
    strides: [options.int32(fields.strideHeight), options.int32(fields.strideWidth)],
    dilations: [1, 1],
    padding: options.int8(fields.padding),
  });
  const inputs = [graph.picture(inputOf(operator, 0))];
  const activation = options.int8(fields.activation);
  addActivated(operator, graph, { onnx: 'MaxPool', inputs, attributes, activation, layout: 'channels first' });
}

/** What moves over a picture; each pair is vertical, horizontal. */
interface SlidingWindow {
  readonly size: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly dilations: readonly [number, number];
  /** TFLite's `Padding`. */
  readonly padding: number;
}

function windowAttributes(operator: TfliteOperator, graph: GraphBuilder, window: SlidingWindow): NodeAttributes {
  const { height, width } = pictureSize(operator, graph);
  const [top, bottom] = windowPadding(operator, window, 0, height);
  const [left, right] = windowPadding(operator, window, 1, width);
  return { kernel_shape: window.size, strides: window.strides, pads: [top, left, bottom, right] };
}

/**
 * Padding before and after, in pixels. Numbers instead of ONNX's `auto_pad`, which not every execution provider knows.
 * With TFLite's SAME, `ceil(length / stride)` windows fit and the odd pixel goes behind.
 */
function windowPadding(
  operator: TfliteOperator,
  { size, strides, dilations, padding }: SlidingWindow,
  direction: 0 | 1,
  length: number,
): readonly [number, number] {
  if (padding === PADDING.valid) return [0, 0];
  if (padding !== PADDING.same) refuse(operator, `padding ${padding}`);
  const reach = (size[direction] - 1) * dilations[direction] + 1;
  const windows = Math.ceil(length / strides[direction]);
  const total = Math.max(0, (windows - 1) * strides[direction] + reach - length);
  const before = Math.floor(total / 2);
  return [before, total - before];
}

function add(operator: TfliteOperator, graph: GraphBuilder): void {
  const terms = operator.inputs.map((index) => graph.tensor(index).shape.join());
  if (terms.length !== 2 || terms[0] !== terms[1]) refuse(operator, `a sum of ${terms.join(' and ')}`);
  const layout = commonLayout(operator, graph);
  const inputs = operator.inputs.map((index) => graph.value(index));
  const activation = operator.options.int8(OPTIONS.add.activation);
  addActivated(operator, graph, { onnx: 'Add', inputs, activation, layout });
}

function concatenate(operator: TfliteOperator, graph: GraphBuilder): void {
  const layout = commonLayout(operator, graph);
  const rank = graph.tensor(outputOf(operator)).shape.length;
  const stored = operator.options.int32(OPTIONS.concatenation.axis);
  const axis = stored < 0 ? stored + rank : stored;
  // The batch is no longer of the one size that TFLite joined.
  if (axis === 0) refuse(operator, 'joining along the batch');
  addActivated(operator, graph, {
    onnx: 'Concat',
    inputs: operator.inputs.map((index) => graph.value(index)),
    attributes: { axis: layout === 'channels first' ? TO_CHANNELS_FIRST.findIndex((from) => from === axis) : axis },
    activation: operator.options.int8(OPTIONS.concatenation.activation),
    layout,
  });
}

function logistic(operator: TfliteOperator, graph: GraphBuilder): void {
  const input = inputOf(operator, 0);
  const output = graph.define(outputOf(operator), graph.layoutOf(input));
  graph.addNode('Sigmoid', [graph.value(input)], output);
}

function pad(operator: TfliteOperator, graph: GraphBuilder): void {
  const amounts = int32sOf(constantOf(operator, graph, 1));
  if (amounts.length !== 8) refuse(operator, 'what is not a picture');
  // Before and after, for each dimension in TFLite's order.
  const before = TO_CHANNELS_FIRST.map((axis) => amounts[2 * axis] ?? NaN);
  const after = TO_CHANNELS_FIRST.map((axis) => amounts[2 * axis + 1] ?? NaN);
  if (before[0] !== 0 || after[0] !== 0) refuse(operator, 'padding of the batch');
  const inputs = [graph.picture(inputOf(operator, 0)), graph.addInt64s([...before, ...after])];
  graph.addNode('Pad', inputs, graph.define(outputOf(operator), 'channels first'));
}

function resizeBilinear(operator: TfliteOperator, graph: GraphBuilder): void {
  const fields = OPTIONS.resizeBilinear;
  if (operator.options.int8(fields.alignCorners) !== 0) refuse(operator, 'align_corners');
  if (operator.options.int8(fields.halfPixelCenters) === 0) refuse(operator, 'resizing without half_pixel_centers');
  const { height, width } = pictureSize(operator, graph);
  const [newHeight = NaN, newWidth = NaN] = int32sOf(constantOf(operator, graph, 1));
  // ONNX's sizes would have to name the batch's; factors need not, and whole ones are exact.
  const factors = [newHeight / height, newWidth / width];
  if (!factors.every(Number.isInteger)) refuse(operator, `a factor of ${factors.join(' by ')}`);
  const inputs = [graph.picture(inputOf(operator, 0)), '', graph.addFloats([1, 1, ...factors])];
  graph.addNode('Resize', inputs, graph.define(outputOf(operator), 'channels first'), {
    mode: 'linear',
    coordinate_transformation_mode: 'half_pixel',
  });
}

function depthToSpace(operator: TfliteOperator, graph: GraphBuilder): void {
  const output = graph.define(outputOf(operator), 'channels first');
  graph.addNode('DepthToSpace', [graph.picture(inputOf(operator, 0))], output, {
    blocksize: operator.options.int32(OPTIONS.depthToSpace.blockSize),
    // TFLite's channels count through the rows and columns of a block first, then through the new channels.
    mode: 'DCR',
  });
}

function reshape(operator: TfliteOperator, graph: GraphBuilder): void {
  const input = inputOf(operator, 0);
  const from = graph.tensor(input).shape;
  const to = graph.tensor(outputOf(operator)).shape;
  if (from[0] !== 1 || to[0] !== 1) refuse(operator, 'a change of the batch');
  // ONNX takes a size of 0 from the input: the batch stays.
  const inputs = [graph.asStored(input), graph.addInt64s([0, ...to.slice(1)])];
  graph.addNode('Reshape', inputs, graph.define(outputOf(operator), 'as stored'));
}

type NodeAttributes = Readonly<Record<string, OnnxAttribute>>;

/** A node with the activation that TFLite carries out in the same step. */
interface ActivatedNode {
  /** ONNX's name of the operator. */
  readonly onnx: string;
  readonly inputs: readonly string[];
  readonly attributes?: NodeAttributes;
  /** TFLite's `ActivationFunctionType`. */
  readonly activation: number;
  readonly layout: Layout;
}

function addActivated(operator: TfliteOperator, graph: GraphBuilder, node: ActivatedNode): void {
  const { onnx, inputs, attributes, activation, layout } = node;
  const output = graph.define(outputOf(operator), layout);
  const name = ACTIVATIONS[activation];
  if (name === 'NONE') {
    graph.addNode(onnx, inputs, output, attributes);
  } else if (name === 'RELU6') {
    const linear = `${output}_linear`;
    graph.addNode(onnx, inputs, linear, attributes);
    graph.addNode('Clip', [linear, graph.addScalar(0), graph.addScalar(6)], output);
  } else refuse(operator, `activation ${name ?? activation}`);
}

function commonLayout(operator: TfliteOperator, graph: GraphBuilder): Layout {
  const [layout, ...others] = new Set(operator.inputs.map((index) => graph.layoutOf(index)));
  if (layout === undefined || others.length > 0) refuse(operator, 'a mixture of pictures and other values');
  return layout;
}

function pictureSize(
  operator: TfliteOperator,
  graph: GraphBuilder,
): { readonly height: number; readonly width: number; readonly channels: number } {
  const [, height, width, channels] = graph.tensor(inputOf(operator, 0)).shape;
  if (height === undefined || width === undefined || channels === undefined) refuse(operator, 'what is not a picture');
  return { height, width, channels };
}

function inputOf(operator: TfliteOperator, place: number): number {
  return operator.inputs[place] ?? refuse(operator, `a missing input ${place}`);
}

function outputOf(operator: TfliteOperator): number {
  return operator.outputs[0] ?? refuse(operator, 'a missing output');
}

function constantOf(operator: TfliteOperator, graph: GraphBuilder, place: number): Constant {
  return graph.constant(inputOf(operator, place)) ?? refuse(operator, `input ${place} that is not a constant`);
}
