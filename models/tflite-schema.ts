/** Field numbers and enum values of TensorFlow Lite's schema.fbs, as far as this build needs them. */
import { FlatbufferTable } from './flatbuffer-table.js';

/** Identifier of a `.tflite` file. */
export const MODEL_IDENTIFIER = 'TFL3';

/** `Model`, with the number of fields that are known. */
export const MODEL = {
  fields: 8,
  version: 0,
  operatorCodes: 1,
  subgraphs: 2,
  description: 3,
  buffers: 4,
  metadataBuffer: 5,
  metadata: 6,
  signatureDefs: 7,
} as const;

/** `Metadata`, with the number of fields that are known. */
export const METADATA = { fields: 2, name: 0, buffer: 1 } as const;

/** `Buffer`, with the number of fields that are written. */
export const BUFFER = { fields: 1, data: 0 } as const;

/** `OperatorCode`; the first field held the operator before there were more than 127. */
export const OPERATOR_CODE = { deprecatedBuiltin: 0, custom: 1, builtin: 3 } as const;

/** `SubGraph`. */
export const SUBGRAPH = { tensors: 0, inputs: 1, outputs: 2, operators: 3 } as const;

/** `Tensor`. */
export const TENSOR = { shape: 0, type: 1, buffer: 2, name: 3, sparsity: 6 } as const;

/** `Operator`. */
export const OPERATOR = { code: 0, inputs: 1, outputs: 2, options: 4 } as const;

/** `SparsityParameters`. */
export const SPARSITY = { traversalOrder: 0, blockMap: 1, dimensions: 2 } as const;

/** `DimensionMetadata`. */
export const DIMENSION = {
  format: 0,
  denseSize: 1,
  segmentsType: 2,
  segments: 3,
  indicesType: 4,
  indices: 5,
} as const;

/** `DimensionType`: the value for a dimension that lists the indices it has. */
export const SPARSE_CSR = 1;

/** `SparseIndexVector`: which integers an index vector is made of. */
export const INDEX_VECTOR = { int32: 1, uint16: 2, uint8: 3 } as const;

/** `Padding`. */
export const PADDING = { same: 0, valid: 1 } as const;

/** `ActivationFunctionType`, in the schema's order. */
export const ACTIVATIONS = ['NONE', 'RELU', 'RELU_N1_TO_1', 'RELU6', 'TANH', 'SIGN_BIT'] as const;

/** Options of the operators that can be converted. */
export const OPTIONS = {
  conv2D: { padding: 0, strideWidth: 1, strideHeight: 2, activation: 3, dilationWidth: 4, dilationHeight: 5 },
  depthwiseConv2D: {
    padding: 0,
    strideWidth: 1,
    strideHeight: 2,
    depthMultiplier: 3,
    activation: 4,
    dilationWidth: 5,
    dilationHeight: 6,
  },
  pool2D: { padding: 0, strideWidth: 1, strideHeight: 2, filterWidth: 3, filterHeight: 4, activation: 5 },
  add: { activation: 0 },
  concatenation: { axis: 0, activation: 1 },
  resizeBilinear: { alignCorners: 2, halfPixelCenters: 3 },
  depthToSpace: { blockSize: 0 },
} as const;

/**
 * The root table of a `.tflite` file.
 *
 * @throws Error if it is no TFLite network
 */
export function networkRoot(network: Uint8Array): FlatbufferTable {
  const root = FlatbufferTable.root(network);
  if (!root.file.__has_identifier(MODEL_IDENTIFIER)) throw new Error('not a TFLite network');
  return root;
}
