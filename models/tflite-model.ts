import { Builder, ByteBuffer, type Offset } from 'flatbuffers';

import { offsetVector } from './offset-vector.js';

/** Name under which runtimes look for the metadata in a network. */
const METADATA_NAME = 'TFLITE_METADATA';
const MODEL_IDENTIFIER = 'TFL3';

// Field numbers of TensorFlow Lite's schema.fbs.
const MODEL = {
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
const METADATA = { fields: 2, name: 0, buffer: 1 } as const;
const BUFFER = { fields: 1, data: 0 } as const;

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
  const file = new ByteBuffer(model);
  if (!file.__has_identifier(MODEL_IDENTIFIER)) throw new Error('not a TFLite network');
  const root = file.__indirect(0);
  refuseUnknownFields(file, root);
  const metadata = tablesOf(file, root, MODEL.metadata);
  if (metadata.some((table) => nameOf(file, table) === METADATA_NAME)) {
    throw new Error(`the network carries ${METADATA_NAME} already`);
  }
  const version = fieldAt(file, root, MODEL.version);
  return {
    version: version === undefined ? 0 : file.readUint32(version),
    kept: keptFields(file, root),
    buffers: tablesOf(file, root, MODEL.buffers),
    metadata,
  };
}

/** A field that the new root table left out would be lost without a sign. */
function refuseUnknownFields(file: ByteBuffer, root: number): void {
  const vtable = root - file.readInt32(root);
  const fields = (file.readUint16(vtable) - vtableSlot(0)) / 2;
  if (fields > MODEL.fields) {
    throw new Error(`the network's root table has ${fields} fields, ${MODEL.fields} are known`);
  }
}

function keptFields(file: ByteBuffer, root: number): Map<number, number> {
  const kept = new Map<number, number>();
  const fields = [MODEL.operatorCodes, MODEL.subgraphs, MODEL.description, MODEL.metadataBuffer, MODEL.signatureDefs];
  for (const field of fields) {
    const at = fieldAt(file, root, field);
    if (at !== undefined) kept.set(field, file.__indirect(at));
  }
  return kept;
}

function tablesOf(file: ByteBuffer, table: number, field: number): number[] {
  const at = fieldAt(file, table, field);
  if (at === undefined) return [];
  const first = file.__vector(at);
  return Array.from({ length: file.__vector_len(at) }, (_, index) => file.__indirect(first + 4 * index));
}

function nameOf(file: ByteBuffer, metadata: number): string | Uint8Array | undefined {
  const at = fieldAt(file, metadata, METADATA.name);
  return at === undefined ? undefined : file.__string(at);
}

/** Position of a table's field, or `undefined` where it is absent. */
function fieldAt(file: ByteBuffer, table: number, field: number): number | undefined {
  const offset = file.__offset(table, vtableSlot(field));
  return offset === 0 ? undefined : table + offset;
}

/** A vtable starts with two 16-bit sizes; then each field has 16 bits. */
function vtableSlot(field: number): number {
  return 4 + 2 * field;
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
