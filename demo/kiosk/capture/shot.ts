import { bodyBox, type Sight } from './body.js';
import { greyOf, sharpnessOf } from './sharpness.js';

/** A frame that may become the photo. */
export interface Shot {
  /** As the camera gave it: full size, not mirrored. */
  readonly bitmap: ImageBitmap;
  /** Parts of a frame, `undefined` where nobody was seen. */
  readonly sight: Sight | undefined;
  /** See {@link Motion.look}. */
  readonly movement: number | undefined;
}

const JPEG_QUALITY = 0.95;

/** Longest side of what is compared for sharpness, pixels; more would cost time and show the same. */
const COMPARED = 720;

const context = (canvas: OffscreenCanvas, options?: CanvasRenderingContext2DSettings): OffscreenCanvasRenderingContext2D => {
  const found = canvas.getContext('2d', options);
  if (!found) throw new Error('This browser draws no pictures.');
  return found;
};

/** The part of a frame where the person is; all of it where nobody was seen. */
function partOf({ bitmap, sight }: Shot): readonly [left: number, top: number, width: number, height: number] {
  if (!sight) return [0, 0, bitmap.width, bitmap.height];
  const box = bodyBox(sight);
  const left = Math.max(0, Math.floor(box.left));
  const top = Math.max(0, Math.floor(box.top));
  return [left, top, Math.max(1, Math.min(bitmap.width, box.right) - left), Math.max(1, Math.min(bitmap.height, box.bottom) - top)];
}

function sharpnessOfShot(shot: Shot): number {
  const [left, top, width, height] = partOf(shot);
  const shrink = Math.min(1, COMPARED / Math.max(width, height));
  const canvas = new OffscreenCanvas(Math.max(1, Math.round(width * shrink)), Math.max(1, Math.round(height * shrink)));
  const drawing = context(canvas, { willReadFrequently: true });
  drawing.drawImage(shot.bitmap, left, top, width, height, 0, 0, canvas.width, canvas.height);
  return sharpnessOf(greyOf(drawing.getImageData(0, 0, canvas.width, canvas.height)));
}

/** How good each of some frames is: its sharpness against the sharpest, less for movement. */
export const scoresOf = (frames: readonly { readonly sharpness: number; readonly movement: number | undefined }[]): readonly number[] => {
  const sharpest = Math.max(...frames.map(({ sharpness }) => sharpness), Number.EPSILON);
  return frames.map(({ sharpness, movement = 1 }) => sharpness / sharpest - movement / 2);
};

/** The sharpest and stillest of some frames; `undefined` for none. */
export function bestOf(shots: readonly Shot[]): Shot | undefined {
  if (shots.length < 2) return shots[0];
  const scores = scoresOf(shots.map((shot) => ({ sharpness: sharpnessOfShot(shot), movement: shot.movement })));
  return shots[scores.indexOf(Math.max(...scores))];
}

/** The photo of a frame. @throws Error where the browser has no memory for it. */
export async function jpegOf(bitmap: ImageBitmap): Promise<Blob> {
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  context(canvas).drawImage(bitmap, 0, 0);
  return canvas.convertToBlob({ type: 'image/jpeg', quality: JPEG_QUALITY });
}
