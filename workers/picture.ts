/** A photo at a size at which it is analysed. */
export interface Picture {
  /** RGBA, flattened on white; width a multiple of 4. */
  readonly pixels: ImageData;
  /** The same, left and right swapped; drawn when it is first asked for. */
  readonly mirrored: ImageData;
  /** Photo pixels in one picture pixel. */
  readonly scale: number;
}

/** MediaPipe's CPU delegate aborts on masks whose width is not a multiple of this. */
const WIDTH_STEP = 4;

function draw(bitmap: ImageBitmap, width: number, height: number, mirrored: boolean): ImageData {
  const rows = Math.ceil(height);
  const canvas = new OffscreenCanvas(width, rows);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no 2D canvas');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, rows);
  context.imageSmoothingQuality = 'high';
  if (mirrored) {
    context.translate(width, 0);
    context.scale(-1, 1);
  }
  context.drawImage(bitmap, 0, 0, width, height);
  return context.getImageData(0, 0, width, rows);
}

/** A photo of which pictures are drawn at the sizes that a backend asks for. */
export class Photo {
  readonly #bitmap: ImageBitmap;

  /** @param bitmap - Stays its caller's. */
  constructor(bitmap: ImageBitmap) {
    this.#bitmap = bitmap;
  }

  /** Of the longer side, pixels. */
  get longestSide(): number {
    return Math.max(this.#bitmap.width, this.#bitmap.height);
  }

  /**
   * Draws the photo. The width is brought to its step by scaling and not by a margin, so that a mirrored photo gives the
   * mirrored picture.
   *
   * @param longestSide - Of the picture, pixels; no picture is larger than its photo.
   */
  at(longestSide: number): Picture {
    const bitmap = this.#bitmap;
    const shrunk = bitmap.width * Math.min(1, longestSide / this.longestSide);
    const width = Math.max(WIDTH_STEP, Math.round(shrunk / WIDTH_STEP) * WIDTH_STEP);
    const scale = bitmap.width / width;
    const height = bitmap.height / scale;
    let mirrored: ImageData | undefined;
    return {
      pixels: draw(bitmap, width, height, false),
      get mirrored() {
        return (mirrored ??= draw(bitmap, width, height, true));
      },
      scale,
    };
  }
}
