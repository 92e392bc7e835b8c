import { Builder, type Offset } from 'flatbuffers';

import { offsetVector } from './offset-vector.js';

/** What the metadata tells about a network with one RGB image as its input. */
export interface ImageModelDescription {
  /** Name of the network, for people. */
  readonly name: string;
  /** Where the network comes from and what was changed, for people. */
  readonly description: string;
  /** SPDX identifier. */
  readonly licence: string;
  /** The runtime feeds `(value - mean) / std` for colour values 0..255. */
  readonly normalization: { readonly mean: number; readonly std: number };
}

// Field numbers and enum values of TensorFlow Lite Support's metadata_schema.fbs.
const MODEL_METADATA = { fields: 8, name: 0, description: 1, subgraphs: 3, license: 5 } as const;
const SUBGRAPH_METADATA = { fields: 9, inputTensors: 2 } as const;
const TENSOR_METADATA = { fields: 7, name: 0, content: 3, processUnits: 4 } as const;
const CONTENT = { fields: 3, type: 0, properties: 1 } as const;
const IMAGE_PROPERTIES = { fields: 2, colorSpace: 0 } as const;
const PROCESS_UNIT = { fields: 2, type: 0, options: 1 } as const;
const NORMALIZATION_OPTIONS = { fields: 2, mean: 0, std: 1 } as const;
const CONTENT_IS_IMAGE = 2;
const COLOR_SPACE_RGB = 1;
const OPTIONS_ARE_NORMALIZATION = 1;
const METADATA_IDENTIFIER = 'M001';

/**
 * Encodes TFLite metadata. MediaPipe Tasks refuses a float network whose metadata holds no normalization.
 *
 * @returns a complete FlatBuffer with the identifier `M001`, to be put into the network as its `TFLITE_METADATA` buffer
 */
export function encodeImageModelMetadata(model: ImageModelDescription): Uint8Array {
  const builder = new Builder();
  const subgraphs = offsetVector(builder, [subgraphMetadata(builder, model)]);
  const name = builder.createString(model.name);
  const description = builder.createString(model.description);
  const license = builder.createString(model.licence);
  builder.startObject(MODEL_METADATA.fields);
  builder.addFieldOffset(MODEL_METADATA.name, name, 0);
  builder.addFieldOffset(MODEL_METADATA.description, description, 0);
  builder.addFieldOffset(MODEL_METADATA.subgraphs, subgraphs, 0);
  builder.addFieldOffset(MODEL_METADATA.license, license, 0);
  builder.finish(builder.endObject(), METADATA_IDENTIFIER);
  return builder.asUint8Array();
}

function subgraphMetadata(builder: Builder, model: ImageModelDescription): Offset {
  const inputTensors = offsetVector(builder, [imageTensorMetadata(builder, model)]);
  builder.startObject(SUBGRAPH_METADATA.fields);
  builder.addFieldOffset(SUBGRAPH_METADATA.inputTensors, inputTensors, 0);
  return builder.endObject();
}

function imageTensorMetadata(builder: Builder, model: ImageModelDescription): Offset {
  const content = rgbContent(builder);
  const processUnits = offsetVector(builder, [normalizationUnit(builder, model.normalization)]);
  const name = builder.createString('image');
  builder.startObject(TENSOR_METADATA.fields);
  builder.addFieldOffset(TENSOR_METADATA.name, name, 0);
  builder.addFieldOffset(TENSOR_METADATA.content, content, 0);
  builder.addFieldOffset(TENSOR_METADATA.processUnits, processUnits, 0);
  return builder.endObject();
}

function rgbContent(builder: Builder): Offset {
  builder.startObject(IMAGE_PROPERTIES.fields);
  builder.addFieldInt8(IMAGE_PROPERTIES.colorSpace, COLOR_SPACE_RGB, 0);
  const properties = builder.endObject();
  builder.startObject(CONTENT.fields);
  builder.addFieldInt8(CONTENT.type, CONTENT_IS_IMAGE, 0);
  builder.addFieldOffset(CONTENT.properties, properties, 0);
  return builder.endObject();
}

function normalizationUnit(builder: Builder, { mean, std }: ImageModelDescription['normalization']): Offset {
  // Vectors of one: a single value holds for all channels.
  const means = floatVector(builder, [mean]);
  const stds = floatVector(builder, [std]);
  builder.startObject(NORMALIZATION_OPTIONS.fields);
  builder.addFieldOffset(NORMALIZATION_OPTIONS.mean, means, 0);
  builder.addFieldOffset(NORMALIZATION_OPTIONS.std, stds, 0);
  const options = builder.endObject();
  builder.startObject(PROCESS_UNIT.fields);
  builder.addFieldInt8(PROCESS_UNIT.type, OPTIONS_ARE_NORMALIZATION, 0);
  builder.addFieldOffset(PROCESS_UNIT.options, options, 0);
  return builder.endObject();
}

function floatVector(builder: Builder, values: readonly number[]): Offset {
  builder.startVector(4, values.length, 4);
  for (const value of [...values].reverse()) builder.addFloat32(value);
  return builder.endVector();
}
