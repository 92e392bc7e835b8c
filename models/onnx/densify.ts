/** How one dimension of a sparse tensor is stored. */
export type SparseDimension =
  | { readonly kind: 'dense'; readonly size: number }
  | {
      readonly kind: 'sparse';
      /** Entries `segments[p]` up to `segments[p + 1]` of `indices` belong to entry `p` of the dimension before. */
      readonly segments: readonly number[];
      readonly indices: readonly number[];
    };

/** How a sparse tensor is stored; TensorFlow Lite's `SparsityParameters` without blocks. */
export interface SparseLayout {
  /** Which of the tensor's dimensions is the outermost in storage, the second, and so on. */
  readonly traversalOrder: readonly number[];
  /** In storage order. */
  readonly dimensions: readonly SparseDimension[];
}

/**
 * Writes a sparse tensor out in full.
 *
 * @param values the stored values, one after the other
 * @param elementBytes bytes of one value
 * @param shape the tensor's shape
 * @returns all values in row-major order; what is not stored is zero
 * @throws Error if the layout doesn't fit the shape or the values
 */
export function densify(
  values: Uint8Array,
  elementBytes: number,
  shape: readonly number[],
  { traversalOrder, dimensions }: SparseLayout,
): Uint8Array {
  if (dimensions.length !== shape.length || traversalOrder.length !== shape.length) {
    throw new Error(`a sparse layout of ${dimensions.length} dimensions for a shape of ${shape.length}`);
  }
  const strides = rowMajorStrides(shape);
  const dense = new Uint8Array(elementBytes * shape.reduce((product, size) => product * size, 1));

  /** How far an index of a level moves in the dense tensor. */
  function step(level: number, index: number | undefined): number {
    const axis = traversalOrder[level] ?? -1;
    const [size, stride] = [shape[axis], strides[axis]];
    if (index === undefined || size === undefined || stride === undefined || index >= size) {
      throw new Error('a sparse layout that leaves its shape');
    }
    return index * stride;
  }

  /** Walks storage level by level: `entry` counts within a level, `element` is the place in the dense tensor so far. */
  function walk(level: number, entry: number, element: number): void {
    const dimension = dimensions[level];
    if (dimension === undefined) {
      const from = entry * elementBytes;
      if (from + elementBytes > values.length) throw new Error('a sparse layout with more entries than values');
      dense.set(values.subarray(from, from + elementBytes), element * elementBytes);
    } else if (dimension.kind === 'dense') {
      for (let index = 0; index < dimension.size; index += 1) {
        walk(level + 1, entry * dimension.size + index, element + step(level, index));
      }
    } else {
      const [start, end] = dimension.segments.slice(entry, entry + 2);
      if (start === undefined || end === undefined) throw new Error('a sparse layout with too few segments');
      for (let stored = start; stored < end; stored += 1) {
        walk(level + 1, stored, element + step(level, dimension.indices[stored]));
      }
    }
  }

  walk(0, 0, 0);
  return dense;
}

function rowMajorStrides(shape: readonly number[]): number[] {
  return shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
}
