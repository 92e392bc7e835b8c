import { bytesOfBase64 } from '../session/base64.js';
import { readingsOf, type Reading } from '../result/readings.js';
import { DRAWN_FIELDS, type Answer } from '../session/session.js';
import { VIEWS, type PerView } from '../session/views.js';

/** A visit as a report takes it: the one in progress, or one from the history. */
export interface ReportedVisit {
  /** With what a person has edited. */
  readonly answer: Answer;
  /** As the engine gave it, where that is another. */
  readonly measured?: Answer | undefined;
  /** Milliseconds since 1970. */
  readonly when: number;
  /** Whose visit it is, where that is known. */
  readonly who?: string | undefined;
  /** The photos with the result drawn on them: `data:image/jpeg;base64,…`. */
  readonly drawPhotos: () => Promise<PerView<string>>;
}

/** All that a report or a file says. */
export interface ReportData {
  /** With what a person has edited, numbers and drawn photos alike. */
  readonly answer: Answer;
  /** The answer of the visit that it was made of. */
  readonly shown: Answer;
  readonly readings: readonly Reading[];
  /** The photos with the result drawn on them. */
  readonly drawn: PerView<Blob>;
  readonly who: string | undefined;
  /** Milliseconds since 1970. */
  readonly when: number;
}

/** `fetch` would do it, but for the page's content security policy. */
function blobOf(dataUrl: string): Blob {
  const bytes = bytesOfBase64(dataUrl.slice(dataUrl.indexOf(',') + 1));
  return new Blob([bytes], { type: 'image/jpeg' });
}

/** Puts together what a report says of a visit. */
export function reportData({ answer, measured, who, when }: Omit<ReportedVisit, 'drawPhotos'>, drawn: PerView<string>): ReportData {
  const views = VIEWS.filter((view) => drawn[view]);
  const images = Object.fromEntries(views.map((view) => [DRAWN_FIELDS[view], drawn[view]]));
  return {
    answer: { ...answer, ...images },
    shown: answer,
    readings: readingsOf(answer, measured),
    drawn: Object.fromEntries(views.map((view) => [view, blobOf(drawn[view] as string)])),
    who,
    when,
  };
}
