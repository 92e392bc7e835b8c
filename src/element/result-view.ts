import type { AnalysisDetails, Grade, View } from '../index.js';
import { severityOf, type Severity } from '../overlay/style.js';
import { decodeBase64 } from '../photo/base64.js';
import type { PostureResult } from './engine.js';
import type { DrawnPhoto } from './enlarged-photo.js';
import { button, html } from './markup.js';
import { gradeBadge, metricsTable, type MeasuredMetric } from './metrics-table.js';
import type { Picture } from './picture.js';
import { filled, type Texts } from './texts.js';
import { DRAWN_FIELDS, metricsOf, type PerView } from './views.js';

/** What an analysis found, and in which photos. */
export interface Measurement {
  readonly answer: PostureResult;
  readonly views: readonly View[];
  /** The photos with the measured lines. */
  readonly drawn: PerView<Blob>;
}

/** Unpacks the drawn photos of an answer, once for as long as it is shown. */
export const drawnPhotos = (answer: Partial<PostureResult>, views: readonly View[]): PerView<Blob> =>
  Object.fromEntries(views.map((view) => [view, new Blob([decodeBase64(answer[DRAWN_FIELDS[view]] ?? '') ?? ''])]));

/** The metrics of one photo. */
const measured = (answer: Partial<PostureResult>, view: View): MeasuredMetric[] =>
  metricsOf(view).map((name) => {
    const details = answer.details?.metrics[name];
    return {
      name,
      value: answer[`${name}_m_`] as number,
      grade: answer[`${name}_grade`] as Grade,
      margin: details?.margin,
      openGrades: details?.borderline === true ? details.gradeRange : undefined,
    };
  });

const SEVERITIES = ['normal', 'caution', 'danger'] as const satisfies readonly Severity[];

/** The drawn photos and the metrics of an answer. */
export class ResultView {
  readonly element: HTMLElement;
  readonly #texts: Texts;
  readonly #title: HTMLElement;
  readonly #body = html('div');
  readonly #how = html('p', { class: 'small' });
  readonly #notes = html('p', { class: 'small' });
  readonly #summary = html('ul', { class: 'summary', part: 'summary' });
  readonly #pictures: Readonly<Record<View, Picture>>;
  readonly #enlarge: (photos: readonly DrawnPhoto[], index: number) => void;
  #views: readonly View[] = [];
  #photos: readonly DrawnPhoto[] = [];

  /**
   * @param pictures - Where the drawn photos are seen.
   * @param enlarge - Shows one of them as large as the window.
   */
  constructor(
    texts: Texts,
    pictures: Readonly<Record<View, Picture>>,
    enlarge: (photos: readonly DrawnPhoto[], index: number) => void,
  ) {
    this.#texts = texts;
    this.#pictures = pictures;
    this.#enlarge = enlarge;
    this.#title = html('h2', { id: 'result-title', tabindex: '-1' }, texts.messages.result.title);
    this.element = html(
      'section',
      { class: 'result', part: 'result', 'aria-labelledby': 'result-title', hidden: '' },
      html(
        'div',
        { class: 'result-head', part: 'result-head' },
        html('div', {}, this.#title, this.#how, this.#notes),
        this.#summary,
        html('slot', { name: 'result-actions' }),
      ),
      this.#body,
    );
  }

  /** @returns What it comes to, in words. */
  show({ answer, views, drawn }: Measurement): string {
    const { messages } = this.#texts;
    const metrics = views.map((view) => measured(answer, view));
    const hasMargins = metrics.flat().some(({ margin }) => margin !== undefined);
    this.#how.textContent = answer.details ? this.#howLine(answer.details) : '';
    this.#notes.textContent = hasMargins ? `${messages.result.sides} ${messages.result.margins}` : messages.result.sides;
    this.#views = views;
    this.#photos = views.map((view) => this.#drawn(view, drawn[view]));
    this.#body.replaceChildren(
      html(
        'div',
        { class: 'views', 'data-count': String(views.length) },
        ...views.map((view, index) =>
          html(
            'div',
            { class: 'view', part: 'view' },
            this.#figure(view, index, answer.details?.photos[view]?.severalPeople === true),
            metricsTable(this.#texts, view, metrics[index] ?? []),
          ),
        ),
      ),
    );
    this.element.hidden = false;
    return this.#summarise(metrics.flat());
  }

  clear(): void {
    this.element.hidden = true;
    this.#body.replaceChildren();
    for (const view of this.#views) this.#pictures[view].clear();
    this.#views = [];
    this.#photos = [];
  }

  /** Shows one of the drawn photos as large as the window. */
  enlarge(index: number): void {
    if (this.#photos.length > index) this.#enlarge(this.#photos, index);
  }

  /** Moves there. */
  focus(): void {
    this.#title.focus({ preventScroll: true });
    this.element.scrollIntoView();
  }

  #summarise(metrics: readonly MeasuredMetric[]): string {
    const { result } = this.#texts.messages;
    const counts = SEVERITIES.map((severity) => {
      const count = metrics.filter(({ grade }) => severityOf(grade) === severity).length;
      return { severity, text: `${this.#texts.number(count)} ${this.#texts.gradeWord(severity)}` };
    });
    const open = metrics.filter(({ openGrades }) => openGrades !== undefined).length;
    const note = open > 0 ? [filled(result.borderline, { count: this.#texts.number(open) })] : [];
    const title = filled(result.count, { count: this.#texts.number(metrics.length) });
    this.#summary.setAttribute('aria-label', title);
    this.#summary.replaceChildren(
      ...counts.map(({ severity, text }) => html('li', {}, gradeBadge(severity, text))),
      ...note.map((text) => html('li', { class: 'summary-note small' }, text)),
    );
    return `${result.title}: ${[...counts.map(({ text }) => text), ...note].join(', ')}`;
  }

  /** Which model, and how long it took: everything but loading, which only the first analysis does. */
  #howLine({ model, milliseconds }: AnalysisDetails): string {
    const { decoding, detecting, drawing } = milliseconds;
    return filled(this.#texts.messages.result.how, { seconds: this.#texts.number((decoding + detecting + drawing) / 1000, 1), model });
  }

  #drawn(view: View, source: Blob = new Blob()): DrawnPhoto {
    const { result, views } = this.#texts.messages;
    const { photo } = views[view];
    return { title: photo, label: filled(result.drawn, { photo }), source };
  }

  #figure(view: View, index: number, isCrowd: boolean): HTMLElement {
    const { actions, result } = this.#texts.messages;
    const { title, label, source } = this.#photos[index] as DrawnPhoto;
    const picture = this.#pictures[view];
    void picture.show(source, label);
    const open = button({ class: 'enlarge', part: 'enlarge', 'aria-label': `${actions.enlarge}: ${title}` }, '', () =>
      this.enlarge(index),
    );
    open.append(picture.canvas, html('span', { class: 'enlarge-call', 'aria-hidden': 'true' }, actions.enlarge));
    const crowd = isCrowd ? [html('p', { class: 'notice', part: 'notice', 'data-kind': 'info' }, result.severalPeople)] : [];
    return html('figure', {}, html('figcaption', {}, title), open, ...crowd);
  }
}
