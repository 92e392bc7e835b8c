import type { Grade, MetricName, View } from 'analyze-locally';
import { drawing, html } from './element.js';
import { gauge } from './gauge.js';
import {
  borderlineText,
  marginText,
  meaningText,
  METRIC_TITLES,
  SEVERITY_WORDS,
  severityOf,
  valueText,
  type Severity,
} from './metric-words.js';
import { VIEW_TITLES } from './views.js';

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
  html('span', { class: `badge ${severity}${isOpen ? ' open' : ''}` }, drawing(`mark-${severity}`, 'mark'), text);

function row({ name, value, grade, margin, openGrades }: MeasuredMetric): HTMLElement {
  const severity = severityOf(grade);
  const badge = gradeBadge(severity, SEVERITY_WORDS[severity], openGrades !== undefined);
  return html(
    'tr',
    { 'data-metric': name, 'data-severity': severity },
    html(
      'th',
      { scope: 'row' },
      html('span', { class: 'metric-name' }, METRIC_TITLES[name]),
      html('span', { class: 'metric-meaning small' }, meaningText(name, value)),
      ...(openGrades ? [html('span', { class: 'metric-borderline small' }, borderlineText(openGrades))] : []),
    ),
    html(
      'td',
      { class: 'metric-value' },
      valueText(name, value),
      ...(margin === undefined ? [] : [html('span', { class: 'metric-margin small' }, marginText(margin))]),
    ),
    html('td', { class: 'metric-grade' }, badge, gauge(name, value, margin)),
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
