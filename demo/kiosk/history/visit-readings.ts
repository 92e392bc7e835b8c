import type { MetricName } from 'analyze-locally';
import { editAnswer } from 'analyze-locally/editing';
import { readingsOf, type Reading } from '../result/readings.js';
import type { Answer } from '../session/session.js';
import type { Visit } from './records.js';
import { isEdited, unpackAnswer } from './stored-answer.js';

const read = new WeakMap<Visit, readonly Reading[]>();

/** The visit's answer with what a person has moved. Without that it is as it was measured then, whatever this version would measure. */
export function shownAnswerOf(visit: Visit): Answer {
  const measured = unpackAnswer(visit.answer, {});
  return isEdited(visit) ? editAnswer(measured, visit.edits) : measured;
}

/** The metrics of a visit as they were shown. */
export function readingsOfVisit(visit: Visit): readonly Reading[] {
  const known = read.get(visit);
  if (known) return known;
  const readings = readingsOf(shownAnswerOf(visit), unpackAnswer(visit.answer, {}));
  read.set(visit, readings);
  return readings;
}

/** One metric of a visit; `undefined` where its photo was not taken. */
export const readingOf = (visit: Visit, name: MetricName): Reading | undefined =>
  readingsOfVisit(visit).find((reading) => reading.name === name);
