import { Root, type Type } from 'protobufjs/light.js';

/** Kinds of numbers in a tensor, with the number that ONNX's `TensorProto.DataType` gives them. */
export const DATA_TYPE = { FLOAT: 1, INT64: 7, FLOAT16: 10 } as const;

/** A kind of numbers. */
export type DataType = keyof typeof DATA_TYPE;

/** A setting of a node: a whole number, a word, or a list of whole numbers. */
export type OnnxAttribute = number | string | readonly number[];

/** One step of a network. */
export interface OnnxNode {
  /** Unique within the network. */
  readonly name: string;
  /** ONNX's name of the operator, e.g. `Conv`. */
  readonly operator: string;
  /** Names of values; empty for an optional input that is left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
}

/** A constant. */
export interface OnnxInitializer {
  readonly name: string;
  readonly type: DataType;
  readonly shape: readonly number[];
  /** Little-endian values in row-major order. */
  readonly bytes: Uint8Array;
}

/** An input or output of a network: FLOAT values. */
export interface OnnxPort {
  readonly name: string;
  /** A name stands for a size that is settled at run time. */
  readonly shape: readonly (number | string)[];
}

/** A network as ONNX stores it. */
export interface OnnxModel {
  readonly name: string;
  /** Program that wrote the file. */
  readonly producer: string;
  /** For people: origin, licence, what was changed. */
  readonly description: string;
  /** In an order in which they can run. */
  readonly nodes: readonly OnnxNode[];
  readonly initializers: readonly OnnxInitializer[];
  readonly inputs: readonly OnnxPort[];
  readonly outputs: readonly OnnxPort[];
}

/** Version of ONNX's operators that the nodes are meant by. */
const OPSET = 17;
/** Version of the file format; the one that came with opset 17. */
const IR_VERSION = 8;

/** ONNX's `AttributeProto.AttributeType`. */
const ATTRIBUTE_TYPE = { INT: 2, STRING: 3, INTS: 7 } as const;

/** The part of ONNX's onnx.proto that is written here, by its field numbers. */
const SCHEMA = Root.fromJSON({
  nested: {
    ModelProto: {
      fields: {
        irVersion: { type: 'int64', id: 1 },
        producerName: { type: 'string', id: 2 },
        docString: { type: 'string', id: 6 },
        graph: { type: 'GraphProto', id: 7 },
        opsetImport: { rule: 'repeated', type: 'OperatorSetIdProto', id: 8 },
      },
    },
    OperatorSetIdProto: {
      fields: { domain: { type: 'string', id: 1 }, version: { type: 'int64', id: 2 } },
    },
    GraphProto: {
      fields: {
        node: { rule: 'repeated', type: 'NodeProto', id: 1 },
        name: { type: 'string', id: 2 },
        initializer: { rule: 'repeated', type: 'TensorProto', id: 5 },
        docString: { type: 'string', id: 10 },
        input: { rule: 'repeated', type: 'ValueInfoProto', id: 11 },
        output: { rule: 'repeated', type: 'ValueInfoProto', id: 12 },
      },
    },
    NodeProto: {
      fields: {
        input: { rule: 'repeated', type: 'string', id: 1 },
        output: { rule: 'repeated', type: 'string', id: 2 },
        name: { type: 'string', id: 3 },
        opType: { type: 'string', id: 4 },
        attribute: { rule: 'repeated', type: 'AttributeProto', id: 5 },
      },
    },
    AttributeProto: {
      fields: {
        name: { type: 'string', id: 1 },
        i: { type: 'int64', id: 3 },
        s: { type: 'bytes', id: 4 },
        ints: { rule: 'repeated', type: 'int64', id: 8 },
        type: { type: 'int32', id: 20 },
      },
    },
    TensorProto: {
      fields: {
        dims: { rule: 'repeated', type: 'int64', id: 1 },
        dataType: { type: 'int32', id: 2 },
        name: { type: 'string', id: 8 },
        rawData: { type: 'bytes', id: 9 },
      },
    },
    ValueInfoProto: {
      fields: { name: { type: 'string', id: 1 }, type: { type: 'TypeProto', id: 2 } },
    },
    TypeProto: {
      fields: { tensorType: { type: 'TensorTypeProto', id: 1 } },
    },
    TensorTypeProto: {
      fields: { elemType: { type: 'int32', id: 1 }, shape: { type: 'TensorShapeProto', id: 2 } },
    },
    TensorShapeProto: {
      fields: { dim: { rule: 'repeated', type: 'DimensionProto', id: 1 } },
    },
    DimensionProto: {
      fields: { dimValue: { type: 'int64', id: 1 }, dimParam: { type: 'string', id: 2 } },
    },
  },
});

/** The message that an ONNX file consists of; it knows the fields that {@link encodeOnnx} writes, and no others. */
export const MODEL_PROTO: Type = SCHEMA.lookupType('ModelProto');

/**
 * Writes an ONNX file. The same model gives the same bytes.
 *
 * @returns the content of a `.onnx` file
 */
export function encodeOnnx(model: OnnxModel): Uint8Array {
  const message = {
    irVersion: IR_VERSION,
    producerName: model.producer,
    docString: model.description,
    graph: {
      node: model.nodes.map(nodeMessage),
      name: model.name,
      initializer: model.initializers.map(tensorMessage),
      docString: model.description,
      input: model.inputs.map(portMessage),
      output: model.outputs.map(portMessage),
    },
    opsetImport: [{ domain: '', version: OPSET }],
  };
  const mistake = MODEL_PROTO.verify(message);
  if (mistake !== null) throw new TypeError(`the ONNX model can't be written: ${mistake}`);
  return MODEL_PROTO.encode(message).finish();
}

function nodeMessage({ name, operator, inputs, outputs, attributes }: OnnxNode): object {
  const attribute = Object.entries(attributes).map(([key, value]) => attributeMessage(key, value));
  return { input: inputs, output: outputs, name, opType: operator, attribute };
}

function attributeMessage(name: string, value: OnnxAttribute): object {
  if (typeof value === 'number') return { name, i: value, type: ATTRIBUTE_TYPE.INT };
  if (typeof value === 'string') return { name, s: new TextEncoder().encode(value), type: ATTRIBUTE_TYPE.STRING };
  return { name, ints: value, type: ATTRIBUTE_TYPE.INTS };
}

function tensorMessage({ name, type, shape, bytes }: OnnxInitializer): object {
  return { dims: shape, dataType: DATA_TYPE[type], name, rawData: bytes };
}

function portMessage({ name, shape }: OnnxPort): object {
  const dim = shape.map((size) => (typeof size === 'number' ? { dimValue: size } : { dimParam: size }));
  return { name, type: { tensorType: { elemType: DATA_TYPE.FLOAT, shape: { dim } } } };
}
