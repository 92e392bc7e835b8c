import type { Grade, MetricName, View } from 'analyze-locally';
import { drawing, html } from './element.js';
import { gauge } from './gauge.js';
import { meaningText, METRIC_TITLES, SEVERITY_WORDS, severityOf, valueText, type Severity } from './metric-words.js';
import { VIEW_TITLES } from './views.js';

/** A metric as it was measured. */
export interface MeasuredMetric {
  readonly name: MetricName;
  /** Degrees. */
  readonly value: number;
  readonly grade: Grade;
}

/** A grade: its shape, its word and its colour. The shapes are those on the drawn photos. */
export const gradeBadge = (severity: Severity, text: string): HTMLElement =>
  html('span', { class: `badge ${severity}` }, drawing(`mark-${severity}`, 'mark'), text);

function row({ name, value, grade }: MeasuredMetric): HTMLElement {
  const severity = severityOf(grade);
  return html(
    'tr',
    { 'data-metric': name, 'data-severity': severity },
    html(
      'th',
      { scope: 'row' },
      html('span', { class: 'metric-name' }, METRIC_TITLES[name]),
      html('span', { class: 'metric-meaning small' }, meaningText(name, value)),
    ),
    html('td', { class: 'metric-value' }, valueText(name, value)),
    html('td', { class: 'metric-grade' }, gradeBadge(severity, SEVERITY_WORDS[severity]), gauge(name, value)),
  );
}

/** The metrics of one photo. */
export const metricsTable = (view: View, metrics: readonly MeasuredMetric[]): HTMLTableElement =>
  html(
    'table',
    { class: 'metrics' },
    html('caption', {}, `${VIEW_TITLES[view]} measurements`),
    html(
      'thead',
      {},
      html(
        'tr',
        {},
        html('th', { scope: 'col' }, 'Measurement'),
        html('th', { scope: 'col', class: 'metric-value' }, 'Degrees'),
        html('th', { scope: 'col', class: 'metric-grade' }, 'Grade'),
      ),
    ),
    html('tbody', {}, ...metrics.map(row)),
  );
