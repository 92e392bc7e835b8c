/** A table of numbers of a corrector. */
export interface Tensor {
  readonly shape: readonly number[];
  /** Row-major. */
  readonly values: Float32Array;
}

/** How a tensor is stored: whole numbers of 8 bits with a factor for each row, or 32-bit floats. */
export interface StoredTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly type: 'i8' | 'f32';
  /** Where its numbers begin, bytes behind the header; for `i8` its rows' factors come first, as floats. */
  readonly at: number;
}

/** A corrector's file, opened. */
export interface CorrectorFile<Header> {
  readonly header: Header;
  /** @throws Error for a name that the file does not hold. */
  tensor(name: string): Tensor;
}

/**
 * Opens a corrector's file: the header's length (32 bits, little-endian), the header (JSON), then the tensors.
 *
 * @throws Error where it is no such file.
 */
export function openCorrectorFile<Header extends { readonly tensors: readonly StoredTensor[] }>(bytes: Uint8Array): CorrectorFile<Header> {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length))) as Header;
  // A copy: floats must lie at a multiple of four. (`slice` of a Node buffer is none.)
  const body = new Uint8Array(bytes.subarray(4 + length));
  const tensors = new Map(header.tensors.map((stored) => [stored.name, stored]));
  return {
    header,
    tensor(name) {
      const stored = tensors.get(name);
      if (!stored) throw new Error(`the corrector has no ${name}`);
      return { shape: stored.shape, values: valuesOf(stored, body.buffer) };
    },
  };
}

function valuesOf({ shape, type, at }: StoredTensor, buffer: ArrayBuffer): Float32Array {
  const count = shape.reduce((product, size) => product * size, 1);
  if (type === 'f32') return new Float32Array(buffer, at, count);
  const rows = shape[0] ?? 1;
  const factors = new Float32Array(buffer, at, rows);
  const whole = new Int8Array(buffer, at + 4 * rows, count);
  const values = new Float32Array(count);
  const columns = count / rows;
  for (let i = 0; i < count; i++) values[i] = whole[i]! * factors[(i / columns) | 0]!;
  return values;
}
