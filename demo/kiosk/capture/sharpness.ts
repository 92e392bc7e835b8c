/** Grey values of a picture, row by row. */
export interface GreyPicture {
  readonly width: number;
  readonly height: number;
  /** 0 to 255. */
  readonly data: Float32Array;
}

/** The luma of RGBA pixels (Rec. 601). */
export function greyOf({ width, height, data }: Pick<ImageData, 'width' | 'height' | 'data'>): GreyPicture {
  const grey = new Float32Array(width * height);
  for (let index = 0; index < grey.length; index += 1) {
    const at = index * 4;
    grey[index] = 0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);
  }
  return { width, height, data: grey };
}

/**
 * How sharp a picture is: the variance of its Laplacian (Pech-Pacheco et al., 2000). Compares pictures of the same thing
 * at the same size; 0 for one without edges.
 */
export function sharpnessOf({ width, height, data }: GreyPicture): number {
  const at = (x: number, y: number): number => data[y * width + x] ?? 0;
  let sum = 0;
  let squares = 0;
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      const edge = at(x - 1, y) + at(x + 1, y) + at(x, y - 1) + at(x, y + 1) - 4 * at(x, y);
      sum += edge;
      squares += edge * edge;
    }
  }
  const count = Math.max(0, width - 2) * Math.max(0, height - 2);
  return count === 0 ? 0 : squares / count - (sum / count) ** 2;
}
