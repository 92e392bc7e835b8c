import type { Grade, MetricName, View } from '../index.js';
import { severityOf, type Severity } from '../overlay/style.js';
import { mark } from './drawings.js';
import { gauge } from './gauge.js';
import { html } from './markup.js';
import { filled, type Texts } from './texts.js';

/** A metric as it was measured. */
export interface MeasuredMetric {
  readonly name: MetricName;
  /** Degrees. */
  readonly value: number;
  readonly grade: Grade;
  /** Half the width of the interval that holds the true angle in nine of ten photos, degrees. */
  readonly margin: number | undefined;
  /** The lowest and the highest grade in that interval, where it holds more than one. */
  readonly openGrades: readonly [Grade, Grade] | undefined;
}

/** A grade: its shape, its word and its colour; hollow where it is open. The shapes are those on the drawn photos. */
export const gradeBadge = (severity: Severity, text: string, isOpen = false): HTMLElement =>
  html('span', { class: `badge ${severity}${isOpen ? ' open' : ''}`, part: `badge badge-${severity}` }, mark(severity), text);

function row(texts: Texts, { name, value, grade, margin, openGrades }: MeasuredMetric): HTMLElement {
  const severity = severityOf(grade);
  const badge = gradeBadge(severity, texts.messages.grades[severity], openGrades !== undefined);
  return html(
    'tr',
    { part: `metric metric-${severity}`, 'data-metric': name, 'data-severity': severity },
    html(
      'th',
      { scope: 'row' },
      html('span', { class: 'metric-name' }, texts.names[name]),
      html('span', { class: 'metric-meaning small' }, texts.meaning(name, value)),
      ...(openGrades ? [html('span', { class: 'metric-borderline small' }, texts.borderline(openGrades))] : []),
    ),
    html(
      'td',
      { class: 'metric-value' },
      texts.value(name, value),
      ...(margin === undefined ? [] : [html('span', { class: 'metric-margin small' }, texts.margin(margin))]),
    ),
    html('td', { class: 'metric-grade' }, badge, gauge(name, value, margin)),
  );
}

/** The metrics of one photo. */
export function metricsTable(texts: Texts, view: View, metrics: readonly MeasuredMetric[]): HTMLTableElement {
  const { result, views } = texts.messages;
  return html(
    'table',
    { class: 'metrics', part: 'table' },
    html('caption', {}, filled(result.table, { view: views[view].name })),
    html(
      'thead',
      {},
      html(
        'tr',
        {},
        html('th', { scope: 'col' }, result.measure),
        html('th', { scope: 'col', class: 'metric-value' }, result.degrees),
        html('th', { scope: 'col', class: 'metric-grade' }, result.grade),
      ),
    ),
    html('tbody', {}, ...metrics.map((metric) => row(texts, metric))),
  );
}
