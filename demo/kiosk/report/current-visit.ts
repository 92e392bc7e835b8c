import { derived } from '../session/wipe.js';
import type { ReadonlySignal } from '@preact/signals';
import { drawnPhotos, shownAnswer } from '../result/shown-answer.js';
import { answer, person, startedAt } from '../session/session.js';
import type { ReportedVisit } from './report-data.js';

/** The visit in progress as a report takes it; `undefined` without an answer. */
export const currentVisit: ReadonlySignal<ReportedVisit | undefined> = derived(
  () =>
    shownAnswer.value && {
      answer: shownAnswer.value,
      measured: answer.value,
      when: startedAt.value ?? Date.now(),
      who: person.value?.name,
      drawPhotos: drawnPhotos,
    },
);
