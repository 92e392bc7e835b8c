import type { View } from 'analyze-locally';
import { drawOverlay } from 'analyze-locally/editing';
import { drawPhoto, overlaySubject, overlayTexts } from '../result/draw-photo.js';
import type { Answer, TakenPhoto } from '../session/session.js';
import { VIEWS, type PerView } from '../session/views.js';

const JPEG_QUALITY = 0.92;
/** What a drawing without a photo stands on: no lighter than photos are, so that its lines stand out. */
const GROUND = '#5b6672';

/** The joints and lines of a view alone, where no photo was kept. */
function drawFigure(answer: Answer, view: View): string {
  const subject = overlaySubject(answer, view);
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  if (!subject || !context) return '';
  canvas.width = subject.width;
  canvas.height = subject.height;
  context.fillStyle = GROUND;
  context.fillRect(0, 0, canvas.width, canvas.height);
  drawOverlay(context, subject, overlayTexts.value);
  const drawn = canvas.toDataURL('image/jpeg', JPEG_QUALITY);
  canvas.width = canvas.height = 0;
  return drawn;
}

/** A view of a visit drawn, `data:image/jpeg;base64,…`; the figure where there is no photo. */
export const drawView = async (answer: Answer, view: View, photo: TakenPhoto | undefined): Promise<string> =>
  photo ? drawPhoto(photo.blob, answer, view) : drawFigure(answer, view);

/** All views of a visit drawn. */
export async function drawVisit(answer: Answer, photos: PerView<TakenPhoto>): Promise<PerView<string>> {
  const drawn: Partial<Record<View, string>> = {};
  // One after the other: unpacked, each may take a quarter of a gigabyte.
  for (const view of VIEWS) {
    if (answer.details?.photos[view]) drawn[view] = await drawView(answer, view, photos[view]);
  }
  return drawn;
}
