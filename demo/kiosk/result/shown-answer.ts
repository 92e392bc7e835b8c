import { derived } from '../session/wipe.js';
import type { View } from 'analyze-locally';
import { editAnswer } from 'analyze-locally/editing';
import type { ReadonlySignal } from '@preact/signals';
import { answer, DRAWN_FIELDS, edits, photos, type Answer } from '../session/session.js';
import { VIEWS, type PerView } from '../session/views.js';
import { language } from '../messages/i18n.js';
import { drawPhoto } from './draw-photo.js';
import { readingsOf, type Reading } from './readings.js';

/** The answer as the person's edits make it: what is shown, reported, exported and kept. */
export const shownAnswer: ReadonlySignal<Answer | undefined> = derived(() => answer.value && editAnswer(answer.value, edits.value));

/** Views on which points were moved. */
export const editedViews: ReadonlySignal<readonly View[]> = derived(() => VIEWS.filter((view) => edits.value[view] !== undefined));

/** The metrics of {@link shownAnswer}. */
export const readings: ReadonlySignal<readonly Reading[]> = derived(() =>
  shownAnswer.value ? readingsOf(shownAnswer.value, answer.value) : [],
);

/**
 * The drawn photos, `data:image/jpeg;base64,…`: the engine's own, or where moved points change something or the labels are in
 * another language drawn anew.
 */
export async function drawnPhotos(): Promise<PerView<string>> {
  const shown = shownAnswer.peek();
  if (!shown) return {};
  const taken = photos.peek();
  const isEnglish = language.peek() === 'en';
  // Rounded shoulders are drawn on the side photo, and measured against the front photo's shoulder width.
  const changed = new Set([...editedViews.peek(), ...readings.peek().filter(({ isEdited }) => isEdited).map(({ view }) => view)]);
  const found: Partial<Record<View, string>> = {};
  // One after the other: unpacked, each may take a quarter of a gigabyte.
  for (const view of VIEWS) {
    const photo = taken[view];
    const drawn = (shown as Partial<Answer>)[DRAWN_FIELDS[view]];
    if (drawn === undefined) continue;
    const isAsDrawn = isEnglish && !changed.has(view);
    found[view] = photo && !isAsDrawn ? await drawPhoto(photo.blob, shown, view) : drawn;
  }
  return found;
}
