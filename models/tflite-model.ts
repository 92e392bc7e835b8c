import { Builder, type Offset } from 'flatbuffers';

import type { FlatbufferTable } from './flatbuffer-table.js';
import { offsetVector } from './offset-vector.js';
import { BUFFER, METADATA, MODEL, MODEL_IDENTIFIER, networkRoot } from './tflite-schema.js';

/** Name under which runtimes look for the metadata in a network. */
const METADATA_NAME = 'TFLITE_METADATA';

/** The schema's `force_align` of a buffer's data. */
const BUFFER_DATA_ALIGNMENT = 16;
/** Whatever was aligned in the old file stays aligned if it moves by a multiple of this. */
const HEAD_ALIGNMENT = 64;

/** A network's root table, as positions in its file. */
interface ModelRoot {
  readonly version: number;
  /** Vectors and strings that stay as they are, by field number. */
  readonly kept: ReadonlyMap<number, number>;
  readonly buffers: readonly number[];
  readonly metadata: readonly number[];
}

/**
 * Adds metadata to a TFLite network without touching a byte of the network itself.
 *
 * FlatBuffers address by relative offset. So a new head, with a new root table and the vectors that grow by one, goes
 * in front of the old file and points into it; the old root table stays behind, unused.
 *
 * @param model a `.tflite` file
 * @param metadata a metadata FlatBuffer, see `encodeImageModelMetadata`
 * @returns the new `.tflite` file: a head of a multiple of 64 bytes, then `model` unchanged
 * @throws Error if `model` is no TFLite network, carries metadata already, or has root fields this code doesn't know
 */
export function addMetadata(model: Uint8Array, metadata: Uint8Array): Uint8Array {
  const head = encodeHead(readRoot(model), metadata);
  const file = new Uint8Array(head.length + model.length);
  file.set(head);
  file.set(model, head.length);
  return file;
}

function readRoot(model: Uint8Array): ModelRoot {
  const root = networkRoot(model);
  refuseUnknownFields(root);
  const metadata = root.tables(MODEL.metadata);
  if (metadata.some((entry) => entry.string(METADATA.name) === METADATA_NAME)) {
    throw new Error(`the network carries ${METADATA_NAME} already`);
  }
  return {
    version: root.uint32(MODEL.version),
    kept: keptFields(root),
    buffers: root.tables(MODEL.buffers).map(({ position }) => position),
    metadata: metadata.map(({ position }) => position),
  };
}

/** A field that the new root table left out would be lost without a sign. */
function refuseUnknownFields({ fieldCount }: FlatbufferTable): void {
  if (fieldCount > MODEL.fields) {
    throw new Error(`the network's root table has ${fieldCount} fields, ${MODEL.fields} are known`);
  }
}

function keptFields(root: FlatbufferTable): Map<number, number> {
  const kept = new Map<number, number>();
  const fields = [MODEL.operatorCodes, MODEL.subgraphs, MODEL.description, MODEL.metadataBuffer, MODEL.signatureDefs];
  for (const field of fields) {
    const at = root.at(field);
    if (at !== undefined) kept.set(field, root.file.__indirect(at));
  }
  return kept;
}

function encodeHead(root: ModelRoot, metadata: Uint8Array): Uint8Array {
  const builder = new Builder();
  // The builder pads its result to the largest alignment it was ever asked for.
  builder.prep(HEAD_ALIGNMENT, 0);
  const buffer = metadataBuffer(builder, metadata);
  const buffers = offsetVector(builder, [...root.buffers.map(inOldFile), buffer]);
  const entry = metadataEntry(builder, root.buffers.length);
  const entries = offsetVector(builder, [...root.metadata.map(inOldFile), entry]);
  builder.startObject(MODEL.fields);
  builder.addFieldInt32(MODEL.version, root.version, 0);
  for (const [field, position] of root.kept) builder.addFieldOffset(field, inOldFile(position), 0);
  builder.addFieldOffset(MODEL.buffers, buffers, 0);
  builder.addFieldOffset(MODEL.metadata, entries, 0);
  builder.finish(builder.endObject(), MODEL_IDENTIFIER);
  return builder.asUint8Array();
}

/** The builder counts offsets from its end backwards, and the old file starts at its end. */
function inOldFile(position: number): Offset {
  return -position;
}

function metadataBuffer(builder: Builder, metadata: Uint8Array): Offset {
  builder.prep(BUFFER_DATA_ALIGNMENT, metadata.length);
  const data = builder.createByteVector(metadata);
  builder.startObject(BUFFER.fields);
  builder.addFieldOffset(BUFFER.data, data, 0);
  return builder.endObject();
}

function metadataEntry(builder: Builder, bufferIndex: number): Offset {
  const name = builder.createString(METADATA_NAME);
  builder.startObject(METADATA.fields);
  builder.addFieldOffset(METADATA.name, name, 0);
  builder.addFieldInt32(METADATA.buffer, bufferIndex, 0);
  return builder.endObject();
}
