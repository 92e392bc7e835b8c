import type { Builder, Offset } from 'flatbuffers';

/**
 * Writes a vector of tables, in the order given, as the builder's next object.
 *
 * @param offsets what the builder's `endObject` returned; a negative offset `-p` means a table that will lie `p` bytes
 *   behind the end of the finished buffer
 */
export function offsetVector(builder: Builder, offsets: readonly Offset[]): Offset {
  builder.startVector(4, offsets.length, 4);
  // FlatBuffers grow from the end to the start.
  for (const offset of [...offsets].reverse()) builder.addOffset(offset);
  return builder.endVector();
}
