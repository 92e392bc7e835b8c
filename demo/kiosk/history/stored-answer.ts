import * as v from 'valibot';
import { DRAWN_FIELDS, type Answer } from '../session/session.js';
import { VIEWS, type PerView } from '../session/views.js';
import { STORED_ANSWER, type StoredAnswer, type Visit } from './records.js';

const PICTURES: readonly string[] = Object.values(DRAWN_FIELDS);

/** An answer as it is kept: without its pictures, and of the details what can be shown again. */
export function packAnswer(answer: Answer): StoredAnswer {
  const { details, ...rest } = answer;
  const fields = Object.entries(rest).filter(([name]) => !PICTURES.includes(name) && name !== 'state' && name !== 'status_code');
  return v.parse(STORED_ANSWER, { fields: Object.fromEntries(fields), details });
}

/**
 * The answer again.
 *
 * @param drawn - Data URLs of the drawn photos.
 */
export function unpackAnswer({ fields, details }: StoredAnswer, drawn: PerView<string>): Answer {
  const pictures = VIEWS.filter((view) => details.photos[view]).map((view): [string, string] => [DRAWN_FIELDS[view], drawn[view] ?? '']);
  const answer: Record<string, unknown> = {
    state: true,
    status_code: 200,
    ...fields,
    ...Object.fromEntries(pictures),
    details: { ...details, notUsed: [], milliseconds: { loading: 0, decoding: 0, detecting: 0, drawing: 0 } },
  };
  return answer as unknown as Answer;
}

/** Views that were measured. */
export const viewsOf = (visit: Visit): (typeof VIEWS)[number][] => VIEWS.filter((view) => visit.answer.details.photos[view]);

/** Somebody moved points by hand. */
export const isEdited = (visit: Visit): boolean => Object.keys(visit.edits).length > 0;
