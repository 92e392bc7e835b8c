import type { FlatbufferTable } from '../flatbuffer-table.js';
import {
  BUFFER,
  DIMENSION,
  INDEX_VECTOR,
  MODEL,
  networkRoot,
  OPERATOR,
  OPERATOR_CODE,
  SPARSE_CSR,
  SPARSITY,
  SUBGRAPH,
  TENSOR,
} from '../tflite-schema.js';
import { densify, type SparseDimension, type SparseLayout } from './densify.js';
import { operatorName } from './operator-names.js';

/** Kinds of numbers that BlazePose's networks hold. */
export type ElementType = 'FLOAT32' | 'FLOAT16' | 'INT32';

/** A constant of a network, in full. */
export interface Constant {
  readonly type: ElementType;
  readonly shape: readonly number[];
  /** Little-endian values in row-major order. */
  readonly bytes: Uint8Array;
}

/** A tensor of a network. */
export interface TfliteTensor {
  readonly type: ElementType;
  /** Pictures are batch, height, width, channels. */
  readonly shape: readonly number[];
  /** Absent where the tensor is computed or fed. Sparse constants are written out in full. */
  readonly constant: Constant | undefined;
}

/** An operator's options, by field number; a field that isn't stored has the value that is given for it. */
export type OperatorOptions = Pick<FlatbufferTable, 'int8' | 'int32'>;

/** One step of a network. */
export interface TfliteOperator {
  /** TensorFlow Lite's name, e.g. `CONV_2D`. */
  readonly name: string;
  /** Places of its tensors in `tensors`; -1 for an optional input that is left out. */
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly options: OperatorOptions;
}

/** A network as TensorFlow Lite stores it. */
export interface TfliteGraph {
  readonly tensors: readonly TfliteTensor[];
  /** In an order in which they can run. */
  readonly operators: readonly TfliteOperator[];
  /** Places in `tensors`. */
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

// `TensorType` of schema.fbs, with the bytes of one value.
const ELEMENT_TYPES: Readonly<Record<number, { readonly type: ElementType; readonly bytes: number }>> = {
  0: { type: 'FLOAT32', bytes: 4 },
  1: { type: 'FLOAT16', bytes: 2 },
  2: { type: 'INT32', bytes: 4 },
};

/** What an operator without stored options has: every field's default. */
const NO_OPTIONS: OperatorOptions = {
  int8: (_field, absent = 0) => absent,
  int32: (_field, absent = 0) => absent,
};

/**
 * Reads the only graph of a TFLite network.
 *
 * @param network a `.tflite` file
 * @throws Error if it is no TFLite network, holds several graphs, or a kind of tensor that BlazePose doesn't have
 */
export function readTfliteGraph(network: Uint8Array): TfliteGraph {
  const root = networkRoot(network);
  const [graph, ...others] = root.tables(MODEL.subgraphs);
  if (!graph || others.length > 0) throw new Error(`a network of ${others.length + (graph ? 1 : 0)} graphs`);
  const names = root.tables(MODEL.operatorCodes).map(nameOf);
  const buffers = root.tables(MODEL.buffers).map((buffer) => buffer.bytes(BUFFER.data));
  return {
    tensors: graph.tables(SUBGRAPH.tensors).map((tensor) => readTensor(tensor, buffers)),
    operators: graph.tables(SUBGRAPH.operators).map((operator) => readOperator(operator, names)),
    inputs: graph.int32s(SUBGRAPH.inputs),
    outputs: graph.int32s(SUBGRAPH.outputs),
  };
}

/** The values of a constant that holds whole numbers. */
export function int32sOf({ type, bytes }: Constant): number[] {
  if (type !== 'INT32') throw new Error(`${type} numbers instead of whole ones`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.length / 4 }, (_, index) => view.getInt32(4 * index, true));
}

function nameOf(code: FlatbufferTable): string {
  const number = Math.max(code.int8(OPERATOR_CODE.deprecatedBuiltin), code.int32(OPERATOR_CODE.builtin));
  return operatorName(number, code.string(OPERATOR_CODE.custom));
}

function readOperator(operator: FlatbufferTable, names: readonly string[]): TfliteOperator {
  return {
    name: names[operator.uint32(OPERATOR.code)] ?? 'an operator without a code',
    inputs: operator.int32s(OPERATOR.inputs),
    outputs: operator.int32s(OPERATOR.outputs),
    options: operator.table(OPERATOR.options) ?? NO_OPTIONS,
  };
}

function readTensor(tensor: FlatbufferTable, buffers: readonly Uint8Array[]): TfliteTensor {
  const shape = tensor.int32s(TENSOR.shape);
  const number = tensor.int8(TENSOR.type);
  const element = ELEMENT_TYPES[number];
  if (!element) throw new Error(`tensor ${tensor.string(TENSOR.name)} has the unknown type ${number}`);
  const stored = buffers[tensor.uint32(TENSOR.buffer)] ?? new Uint8Array();
  const { type } = element;
  if (stored.length === 0) return { type, shape, constant: undefined };
  const sparsity = tensor.table(TENSOR.sparsity);
  const bytes = sparsity ? densify(stored, element.bytes, shape, readSparseLayout(sparsity)) : stored;
  return { type, shape, constant: { type, shape, bytes } };
}

function readSparseLayout(sparsity: FlatbufferTable): SparseLayout {
  if (sparsity.int32s(SPARSITY.blockMap).length > 0) throw new Error('a sparse tensor that is stored in blocks');
  return {
    traversalOrder: sparsity.int32s(SPARSITY.traversalOrder),
    dimensions: sparsity.tables(SPARSITY.dimensions).map(readSparseDimension),
  };
}

function readSparseDimension(dimension: FlatbufferTable): SparseDimension {
  if (dimension.int8(DIMENSION.format) !== SPARSE_CSR) {
    return { kind: 'dense', size: dimension.int32(DIMENSION.denseSize) };
  }
  return {
    kind: 'sparse',
    segments: readIndices(dimension.int8(DIMENSION.segmentsType), dimension.table(DIMENSION.segments)),
    indices: readIndices(dimension.int8(DIMENSION.indicesType), dimension.table(DIMENSION.indices)),
  };
}

function readIndices(type: number, vector: FlatbufferTable | undefined): readonly number[] {
  // Each of the three kinds of index vector has its values in its only field.
  if (type === INDEX_VECTOR.int32) return vector?.int32s(0) ?? [];
  if (type === INDEX_VECTOR.uint16) return vector?.uint16s(0) ?? [];
  if (type === INDEX_VECTOR.uint8) return [...(vector?.bytes(0) ?? [])];
  throw new Error(`sparse indices of the unknown kind ${type}`);
}
