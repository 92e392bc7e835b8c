import { ByteBuffer } from 'flatbuffers';

/** A table in a FlatBuffer, read by field number as the schema counts them. */
export class FlatbufferTable {
  /**
   * @param file the whole FlatBuffer
   * @param position where the table lies in it
   */
  constructor(
    readonly file: ByteBuffer,
    readonly position: number,
  ) {}

  /** The table that a FlatBuffer starts from. */
  static root(content: Uint8Array): FlatbufferTable {
    const file = new ByteBuffer(content);
    return new FlatbufferTable(file, file.__indirect(0));
  }

  /** Number of fields that the table's layout has room for. */
  get fieldCount(): number {
    const vtable = this.position - this.file.readInt32(this.position);
    return (this.file.readUint16(vtable) - vtableSlot(0)) / 2;
  }

  /** Position of a field, or `undefined` where it is absent. */
  at(field: number): number | undefined {
    const offset = this.file.__offset(this.position, vtableSlot(field));
    return offset === 0 ? undefined : this.position + offset;
  }

  /** A signed byte: also FlatBuffers' booleans and byte-sized enums. */
  int8(field: number, absent = 0): number {
    const at = this.at(field);
    return at === undefined ? absent : this.file.readInt8(at);
  }

  /** A signed 32-bit integer. */
  int32(field: number, absent = 0): number {
    const at = this.at(field);
    return at === undefined ? absent : this.file.readInt32(at);
  }

  /** An unsigned 32-bit integer. */
  uint32(field: number, absent = 0): number {
    const at = this.at(field);
    return at === undefined ? absent : this.file.readUint32(at);
  }

  /** A text; empty where it is absent. */
  string(field: number): string {
    const at = this.at(field);
    // The type allows bytes, which only come when asked for.
    return at === undefined ? '' : String(this.file.__string(at));
  }

  /** A table inside this one. */
  table(field: number): FlatbufferTable | undefined {
    const at = this.at(field);
    return at === undefined ? undefined : new FlatbufferTable(this.file, this.file.__indirect(at));
  }

  /** A vector of tables; empty where it is absent. */
  tables(field: number): FlatbufferTable[] {
    const { start, length } = this.vector(field);
    return Array.from(
      { length },
      (_, index) => new FlatbufferTable(this.file, this.file.__indirect(start + 4 * index)),
    );
  }

  /** A vector of signed 32-bit integers; empty where it is absent. */
  int32s(field: number): number[] {
    const { start, length } = this.vector(field);
    return Array.from({ length }, (_, index) => this.file.readInt32(start + 4 * index));
  }

  /** A vector of unsigned 16-bit integers; empty where it is absent. */
  uint16s(field: number): number[] {
    const { start, length } = this.vector(field);
    return Array.from({ length }, (_, index) => this.file.readUint16(start + 2 * index));
  }

  /** A vector of bytes, not copied; empty where it is absent. */
  bytes(field: number): Uint8Array {
    const { start, length } = this.vector(field);
    return this.file.bytes().subarray(start, start + length);
  }

  private vector(field: number): { readonly start: number; readonly length: number } {
    const at = this.at(field);
    return at === undefined
      ? { start: 0, length: 0 }
      : { start: this.file.__vector(at), length: this.file.__vector_len(at) };
  }
}

/** A vtable starts with two 16-bit sizes; then each field has 16 bits. */
function vtableSlot(field: number): number {
  return 4 + 2 * field;
}
