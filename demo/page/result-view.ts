import type { AnalysisDetails, AnalysisSuccess, Grade, View } from 'analyze-locally';
import { downloadJson } from './download.js';
import { find, html } from './element.js';
import { EnlargedPhoto, type DrawnPhoto } from './enlarged-photo.js';
import { SEVERITY_WORDS, severityOf, type Severity } from './metric-words.js';
import { gradeBadge, metricsTable, type MeasuredMetric } from './metrics-table.js';
import { metricsOf, VIEW_TITLES } from './views.js';

/** An answer with measurements. */
export type Success = AnalysisSuccess<View, AnalysisDetails>;

const DRAWN_FIELDS = { front: 'forigimg', side: 'sorigimg', back: 'borigimg' } as const;

/** The metrics of one photo. With one or two photos an answer has only their fields. */
const measured = (answer: Partial<Success>, view: View): MeasuredMetric[] =>
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

function summary(metrics: readonly MeasuredMetric[]): HTMLElement {
  const counts = (['normal', 'caution', 'danger'] as const satisfies readonly Severity[]).map((severity) => {
    const count = metrics.filter(({ grade }) => severityOf(grade) === severity).length;
    return html('li', {}, gradeBadge(severity, `${String(count)} ${SEVERITY_WORDS[severity].toLowerCase()}`));
  });
  const open = metrics.filter(({ openGrades }) => openGrades !== undefined).length;
  const borderline = open > 0 ? [html('li', { class: 'summary-note small' }, `${String(open)} of them borderline`)] : [];
  return html('ul', { class: 'summary', 'aria-label': `${String(metrics.length)} measurements` }, ...counts, ...borderline);
}

const NOTES = 'Left and right are the person’s own.';
const MARGIN_NOTES = `${NOTES} In nine of ten photos the true angle lies within ±; where that reaches into another grade, it is borderline.`;

/** Which model, and how long it took: everything but loading, which only the first analysis does. */
function howLine({ model, milliseconds }: AnalysisDetails): string {
  const { decoding, detecting, drawing } = milliseconds;
  return `Analysed on this device in ${((decoding + detecting + drawing) / 1000).toFixed(1)} s with the ${model} model.`;
}

/** The drawn photos and the metrics of an answer. */
export class ResultView {
  readonly #section = find('#result', HTMLElement);
  readonly #enlarged = new EnlargedPhoto();

  /** Shows an answer and moves there. */
  show(answer: Success, views: readonly View[]): void {
    const photos = views.map((view) => ({ title: `${VIEW_TITLES[view]} photo`, source: answer[DRAWN_FIELDS[view]] }));
    const metrics = views.map((view) => measured(answer, view));
    const title = html('h2', { id: 'result-title', tabindex: '-1' }, 'Result');
    this.#section.replaceChildren(
      this.#head(answer, title, metrics.flat()),
      html(
        'div',
        { class: 'views', 'data-count': String(views.length) },
        ...views.map((view, index) =>
          html('div', { class: 'view' }, this.#figure(photos, index, answer, view), metricsTable(view, metrics[index] ?? [])),
        ),
      ),
    );
    this.#section.hidden = false;
    title.focus({ preventScroll: true });
    this.#section.scrollIntoView();
  }

  clear(): void {
    this.#section.hidden = true;
    this.#section.replaceChildren();
  }

  #head(answer: Success, title: HTMLElement, metrics: readonly MeasuredMetric[]): HTMLElement {
    const download = html('button', { type: 'button', class: 'button' }, 'Download response (JSON)');
    download.addEventListener('click', () => downloadJson(answer, 'posture-response.json'));
    return html(
      'div',
      { class: 'result-head' },
      html(
        'div',
        {},
        title,
        html('p', { class: 'small' }, answer.details ? howLine(answer.details) : ''),
        html('p', { class: 'small' }, metrics.some(({ margin }) => margin !== undefined) ? MARGIN_NOTES : NOTES),
      ),
      summary(metrics),
      download,
    );
  }

  #figure(photos: readonly DrawnPhoto[], index: number, answer: Success, view: View): HTMLElement {
    const { title = '', source = '' } = photos[index] ?? {};
    const button = html(
      'button',
      { type: 'button', class: 'enlarge', 'aria-label': `Enlarge the ${view} photo` },
      html('img', { src: source, alt: `${title} with the measured lines drawn in` }),
      html('span', { class: 'enlarge-call', 'aria-hidden': 'true' }, 'Enlarge'),
    );
    button.addEventListener('click', () => this.#enlarged.open(photos, index));
    const crowd = answer.details?.photos[view]?.severalPeople === true;
    return html(
      'figure',
      {},
      html('figcaption', {}, title),
      button,
      ...(crowd ? [html('p', { class: 'notice', 'data-kind': 'info' }, 'Several people: the one nearest the middle was measured.')] : []),
    );
  }
}
