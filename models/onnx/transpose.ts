/** Values with a shape. */
export interface ShapedBytes {
  readonly shape: readonly number[];
  /** Values of one size each, in row-major order. */
  readonly bytes: Uint8Array;
}

/**
 * Reorders the dimensions of a tensor.
 *
 * @param axes the tensor's dimensions in the order wanted
 * @throws Error if `axes` doesn't name every dimension once
 */
export function transpose({ shape, bytes }: ShapedBytes, axes: readonly number[]): ShapedBytes {
  if ([...axes].sort((a, b) => a - b).join() !== [...shape.keys()].join()) {
    throw new Error(`axes ${axes.join()} for a shape of ${shape.length} dimensions`);
  }
  const count = shape.reduce((product, size) => product * size, 1);
  const elementBytes = bytes.length / count;
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
  const newShape = axes.map((axis) => shape[axis] ?? NaN);
  const newStrides = axes.map((axis) => strides[axis] ?? NaN);
  const reordered = new Uint8Array(bytes.length);
  const indices = newShape.map(() => 0);
  let from = 0;
  for (let to = 0; to < count; to += 1) {
    for (let byte = 0; byte < elementBytes; byte += 1) {
      reordered[to * elementBytes + byte] = bytes[from * elementBytes + byte] ?? NaN;
    }
    // Counts up the indices, the last one fastest, and keeps the place in the old order in step.
    for (let axis = indices.length - 1; axis >= 0; axis -= 1) {
      const index = (indices[axis] ?? NaN) + 1;
      from += newStrides[axis] ?? NaN;
      if (index < (newShape[axis] ?? NaN)) {
        indices[axis] = index;
        break;
      }
      from -= index * (newStrides[axis] ?? NaN);
      indices[axis] = 0;
    }
  }
  return { shape: newShape, bytes: reordered };
}
