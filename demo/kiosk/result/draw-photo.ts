import { computed } from '@preact/signals';
import type { MetricName, OverlayOptions, View } from 'analyze-locally';
import { drawOverlay, type MeasuredMetric, type OverlaySubject } from 'analyze-locally/editing';
import { METRIC_NAMES } from 'analyze-locally/metrics';
import { t } from '../messages/i18n.js';
import { fits, pictureSize } from '../session/picture-size.js';
import type { Answer } from '../session/session.js';
import { MEASURES } from './metric-groups.js';
import { pointsOf } from './points.js';

const JPEG_QUALITY = 0.92;

/** What the drawing calls things, in the language shown. Looked up once for it: a drawing has less than a frame's time. */
export const overlayTexts = computed(
  (): Pick<OverlayOptions, 'names' | 'sides'> => ({
    names: Object.fromEntries(METRIC_NAMES.map((name) => [name, t(`result:labels.${MEASURES[name]}`)])),
    sides: { left: t('result:sides.left'), right: t('result:sides.right') },
  }),
);

/**
 * What is drawn of a photo.
 *
 * @param only - The one metric to show; all where left out.
 */
export function overlaySubject(answer: Answer, view: View, only?: MetricName): OverlaySubject | undefined {
  const points = pointsOf(answer, view);
  const { width, height } = answer.details?.photos[view] ?? {};
  if (!points || width === undefined || height === undefined) return undefined;
  const all: Partial<Record<MetricName, MeasuredMetric>> = answer.details?.metrics ?? {};
  const chosen = only === undefined ? undefined : all[only];
  const metrics = only !== undefined && chosen ? { [only]: chosen } : all;
  return { view, width, height, ...points, metrics };
}

/** Other than `toDataURL` of a canvas it leaves the encoding to another thread: a finger may be moving a point meanwhile. */
const dataUrlOf = (blob: Blob): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as string);
    reader.onerror = () => reject(reader.error ?? new Error('the drawn photo could not be read'));
    reader.readAsDataURL(blob);
  });

/**
 * Draws a result as a picture of its own.
 *
 * @param paint - Puts what it is drawn on, which has this size, onto the canvas.
 * @returns `data:image/jpeg;base64,…`
 */
export async function drawnOn({ width, height }: Pick<ImageBitmap, 'width' | 'height'>, subject: OverlaySubject, paint: (context: CanvasRenderingContext2D) => void): Promise<string> {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no 2D canvas');
  canvas.width = width;
  canvas.height = height;
  paint(context);
  drawOverlay(context, subject, overlayTexts.peek());
  const encoded = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', JPEG_QUALITY));
  // Frees the pixels now, not when the canvas is collected.
  canvas.width = canvas.height = 0;
  if (!encoded) throw new Error('the drawn photo could not be encoded');
  return dataUrlOf(encoded);
}

/** @returns A photo with the result drawn on it, `data:image/jpeg;base64,…`, the photo's own size. */
export async function drawPhoto(photo: Blob, answer: Answer, view: View): Promise<string> {
  const subject = overlaySubject(answer, view);
  if (!subject) throw new TypeError(`the answer has no ${view} photo`);
  // Of an imported visit nobody knows who made the photo.
  const size = await pictureSize(photo);
  if (!size || !fits(size)) throw new Error('the photo could not be read');
  const bitmap = await createImageBitmap(photo, { imageOrientation: 'from-image' });
  return drawnOn(bitmap, subject, (context) => {
    context.drawImage(bitmap, 0, 0);
    bitmap.close();
  });
}
