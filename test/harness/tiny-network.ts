import { Builder, type Offset } from 'flatbuffers';
import { offsetVector } from '../../models/offset-vector.js';
import {
  BUFFER,
  MODEL,
  MODEL_IDENTIFIER,
  OPERATOR,
  OPERATOR_CODE,
  SUBGRAPH,
  TENSOR,
} from '../../models/tflite-schema.js';

/** TFLite's numbers of operators that tests use; `newest` is one that no table here knows. */
export const OPERATOR_CODES = {
  ADD: 0,
  CONCATENATION: 2,
  CONV_2D: 3,
  DEPTHWISE_CONV_2D: 4,
  DEPTH_TO_SPACE: 5,
  DEQUANTIZE: 6,
  LOGISTIC: 14,
  MAX_POOL_2D: 17,
  RESHAPE: 22,
  RESIZE_BILINEAR: 23,
  TANH: 28,
  CUSTOM: 32,
  PAD: 34,
  newest: 250,
} as const;

/** A tensor; one with values is a constant. */
export interface TinyTensor {
  readonly shape: readonly number[];
  /** What is not given is computed or fed. Unsigned 16-bit values are the bits of half precision numbers. */
  readonly values?: Float32Array | Uint16Array | Int32Array;
}

/** A step; tensors are named by their places. */
export interface TinyOperator {
  readonly code: keyof typeof OPERATOR_CODES;
  /** Name of a custom operator. */
  readonly custom?: string;
  readonly inputs: readonly number[];
  readonly output: number;
  /** Options that are not 0, by field number. */
  readonly int8s?: Readonly<Record<number, number>>;
  readonly int32s?: Readonly<Record<number, number>>;
}

/** A network whose first tensor is its input and whose last is its output. */
export interface TinyNetwork {
  readonly tensors: readonly TinyTensor[];
  readonly operators: readonly TinyOperator[];
}

/** Fields that any options table here has room for. */
const OPTION_FIELDS = 8;

/** Writes a `.tflite` file. */
export function encodeTinyNetwork({ tensors, operators }: TinyNetwork): Uint8Array {
  const builder = new Builder();
  // TFLite's first buffer is the empty one that computed tensors share; here each tensor has its own.
  const buffers = offsetVector(builder, tensors.map(({ values }) => bufferOffset(builder, values)));
  const codes = offsetVector(builder, operators.map((operator) => codeOffset(builder, operator)));
  const graph = graphOffset(builder, { tensors, operators });
  const graphs = offsetVector(builder, [graph]);
  builder.startObject(MODEL.fields);
  builder.addFieldInt32(MODEL.version, 3, 0);
  builder.addFieldOffset(MODEL.operatorCodes, codes, 0);
  builder.addFieldOffset(MODEL.subgraphs, graphs, 0);
  builder.addFieldOffset(MODEL.buffers, buffers, 0);
  builder.finish(builder.endObject(), MODEL_IDENTIFIER);
  return builder.asUint8Array();
}

function bufferOffset(builder: Builder, values: TinyTensor['values']): Offset {
  const data = values && builder.createByteVector(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  builder.startObject(BUFFER.fields);
  if (data !== undefined) builder.addFieldOffset(BUFFER.data, data, 0);
  return builder.endObject();
}

function codeOffset(builder: Builder, { code, custom }: TinyOperator): Offset {
  const name = custom === undefined ? undefined : builder.createString(custom);
  builder.startObject(OPERATOR_CODE.builtin + 1);
  if (name !== undefined) builder.addFieldOffset(OPERATOR_CODE.custom, name, 0);
  builder.addFieldInt32(OPERATOR_CODE.builtin, OPERATOR_CODES[code], 0);
  return builder.endObject();
}

function graphOffset(builder: Builder, { tensors, operators }: TinyNetwork): Offset {
  const tensorOffsets = offsetVector(builder, tensors.map((tensor, index) => tensorOffset(builder, tensor, index)));
  const operatorOffsets = offsetVector(builder, operators.map((operator, index) => operatorOffset(builder, operator, index)));
  const inputs = int32Vector(builder, [0]);
  const outputs = int32Vector(builder, [tensors.length - 1]);
  builder.startObject(SUBGRAPH.operators + 1);
  builder.addFieldOffset(SUBGRAPH.tensors, tensorOffsets, 0);
  builder.addFieldOffset(SUBGRAPH.inputs, inputs, 0);
  builder.addFieldOffset(SUBGRAPH.outputs, outputs, 0);
  builder.addFieldOffset(SUBGRAPH.operators, operatorOffsets, 0);
  return builder.endObject();
}

function tensorOffset(builder: Builder, { shape, values }: TinyTensor, index: number): Offset {
  const sizes = int32Vector(builder, shape);
  const type = values instanceof Uint16Array ? 1 : values instanceof Int32Array ? 2 : 0;
  builder.startObject(TENSOR.sparsity + 1);
  builder.addFieldOffset(TENSOR.shape, sizes, 0);
  builder.addFieldInt8(TENSOR.type, type, 0);
  builder.addFieldInt32(TENSOR.buffer, index, 0);
  return builder.endObject();
}

function operatorOffset(builder: Builder, { inputs, output, int8s = {}, int32s = {} }: TinyOperator, index: number): Offset {
  const inputVector = int32Vector(builder, inputs);
  const outputVector = int32Vector(builder, [output]);
  builder.startObject(OPTION_FIELDS);
  for (const [field, value] of Object.entries(int8s)) builder.addFieldInt8(Number(field), value, 0);
  for (const [field, value] of Object.entries(int32s)) builder.addFieldInt32(Number(field), value, 0);
  const options = builder.endObject();
  builder.startObject(OPERATOR.options + 1);
  builder.addFieldInt32(OPERATOR.code, index, 0);
  builder.addFieldOffset(OPERATOR.inputs, inputVector, 0);
  builder.addFieldOffset(OPERATOR.outputs, outputVector, 0);
  builder.addFieldOffset(OPERATOR.options, options, 0);
  return builder.endObject();
}

function int32Vector(builder: Builder, values: readonly number[]): Offset {
  builder.startVector(4, values.length, 4);
  for (const value of [...values].reverse()) builder.addInt32(value);
  return builder.endVector();
}
