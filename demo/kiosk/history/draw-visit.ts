import type { View } from 'analyze-locally';
import { drawnOn, drawPhoto, overlaySubject } from '../result/draw-photo.js';
import type { Answer, TakenPhoto } from '../session/session.js';
import { VIEWS, type PerView } from '../session/views.js';
import { HistoryError } from './history-error.js';

/** What a drawing without a photo stands on: no lighter than photos are, so that its lines stand out. */
const GROUND = '#5b6672';

/** The joints and lines of a view alone, where no photo was kept. */
async function drawFigure(answer: Answer, view: View): Promise<string> {
  const subject = overlaySubject(answer, view);
  if (!subject) return '';
  return drawnOn(subject, subject, (context) => {
    context.fillStyle = GROUND;
    context.fillRect(0, 0, subject.width, subject.height);
  });
}

/**
 * A view of a visit drawn, `data:image/jpeg;base64,…`; the figure where there is no photo.
 *
 * @throws HistoryError `damaged` for a photo that can't be shown: imported ones may be anything.
 */
export async function drawView(answer: Answer, view: View, photo: TakenPhoto | undefined): Promise<string> {
  if (!photo) return drawFigure(answer, view);
  try {
    return await drawPhoto(photo.blob, answer, view);
  } catch (cause) {
    throw new HistoryError('damaged', { cause });
  }
}

/** All views of a visit drawn. */
export async function drawVisit(answer: Answer, photos: PerView<TakenPhoto>): Promise<PerView<string>> {
  const drawn: Partial<Record<View, string>> = {};
  // One after the other: unpacked, each may take a quarter of a gigabyte.
  for (const view of VIEWS) {
    if (answer.details?.photos[view]) drawn[view] = await drawView(answer, view, photos[view]);
  }
  return drawn;
}
