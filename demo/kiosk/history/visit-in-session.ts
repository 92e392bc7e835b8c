import { batch, signal } from '@preact/signals';
import { VERSION } from 'analyze-locally';
import { answer, edits, isVisitOpen, person, photos, startedAt, visitId, type Answer, type EditedPoints } from '../session/session.js';
import type { PerView } from '../session/views.js';
import { derived, onWipe } from '../session/wipe.js';
import { drawVisit } from './draw-visit.js';
import { HistoryError } from './history-error.js';
import { deletePerson, deleteVisit, photosOf, putVisit, status, visits } from './history.js';
import type { KeptPhoto, Person, Visit } from './records.js';
import { packAnswer, unpackAnswer } from './stored-answer.js';
import { shownAnswerOf } from './visit-readings.js';

interface Saved {
  readonly visit: string;
  readonly answer: Answer;
  readonly edits: PerView<EditedPoints>;
}

const saved = signal<Saved | undefined>(undefined);
onWipe(() => void (saved.value = undefined));

/** The visit in progress is in the history, in some form. */
export const isVisitKnown = derived(() => saved.value !== undefined && saved.value.visit === visitId.value);

/** The visit in progress is in the history as it is now. */
export const isVisitSaved = derived(
  () => isVisitKnown.value && saved.value?.answer === answer.value && saved.value?.edits === edits.value,
);

/** Leaving the visit in progress would lose it. */
export const wouldLoseVisit = derived(() => isVisitOpen.value && !isVisitSaved.value);

/** What of the visit in progress is kept with it. */
interface SaveChoices {
  readonly person: Person;
  readonly withPhotos: boolean;
  readonly note: string;
}

/**
 * Keeps the visit in progress.
 *
 * @throws HistoryError `full` and others: then nothing was written, and the visit is as it was.
 */
export async function saveVisit({ person: whose, withPhotos, note }: SaveChoices): Promise<void> {
  const measured = answer.value;
  const moved = edits.value;
  if (!measured) throw new HistoryError('locked');
  const kept = withPhotos
    ? Object.entries(photos.value).map(([view, { blob, from, takenAt }]): [string, KeptPhoto] => [
        view,
        { id: crypto.randomUUID(), type: blob.type as KeptPhoto['type'], from, takenAt },
      ])
    : [];
  const visit: Visit = {
    id: visitId.value,
    person: whose.id,
    at: startedAt.value ?? Date.now(),
    note,
    answer: packAnswer(measured),
    edits: moved as Visit['edits'],
    photos: Object.fromEntries(kept),
    version: VERSION,
    changedAt: Date.now(),
  };
  await putVisit(whose, visit, photos.value);
  // Wiped while it was written: it is kept, and nothing of it comes back here.
  if (visitId.value !== visit.id) return;
  person.value = { id: whose.id, name: whose.name };
  saved.value = { visit: visit.id, answer: measured, edits: moved };
}

/** The stored form of the visit in progress. */
export const storedVisit = derived(() => visits.value.find(({ id }) => id === visitId.value));

/**
 * Makes a stored visit the one in progress.
 *
 * @throws HistoryError `damaged` where a kept photo cannot be read; `locked` where the history was locked or wiped meanwhile.
 */
export async function openVisit(whose: Person, visit: Visit): Promise<void> {
  const kept = await photosOf(visit);
  const drawn = await drawVisit(shownAnswerOf(visit), kept);
  // Drawing takes seconds: a wipe in them must not be undone.
  if (status.value !== 'open') throw new HistoryError('locked');
  const measured = unpackAnswer(visit.answer, drawn);
  batch(() => {
    visitId.value = visit.id;
    startedAt.value = visit.at;
    photos.value = kept;
    answer.value = measured;
    edits.value = visit.edits;
    person.value = { id: whose.id, name: whose.name };
    saved.value = { visit: visit.id, answer: measured, edits: visit.edits };
  });
}

/** Deletes a visit; where it is on the screen too, it counts as unsaved again. @throws HistoryError */
export async function forgetStoredVisit(visit: Visit): Promise<void> {
  await deleteVisit(visit);
  if (saved.value?.visit === visit.id) saved.value = undefined;
}

/** Deletes somebody with all visits. @throws HistoryError */
export async function forgetPerson(whose: Person): Promise<void> {
  await deletePerson(whose);
  if (person.value?.id === whose.id) {
    person.value = undefined;
    saved.value = undefined;
  }
}
