import type { Grade, MetricName, View } from 'analyze-locally';
import { gradeMetric, METRIC_NAMES } from 'analyze-locally/metrics';
import type { Answer } from '../session/session.js';
import { viewOf } from './metric-groups.js';

/** How bad a grade is, without its direction. */
export type Severity = 'normal' | 'caution' | 'danger';

/** From the best to the worst. */
export const SEVERITIES: readonly Severity[] = ['normal', 'caution', 'danger'];

/** One metric as it is told to a person. */
export interface Reading {
  readonly name: MetricName;
  readonly view: View;
  /** Degrees. */
  readonly value: number;
  readonly grade: Grade;
  readonly severity: Severity;
  /** Half the width of the interval that holds the true angle in nine of ten photos, degrees; unknown for points placed by hand. */
  readonly margin: number | undefined;
  /** The best and the worst grade in that interval, where it holds more than one. */
  readonly borderline: readonly [Severity, Severity] | undefined;
  /** Its value is another than the engine's: somebody moved a point. */
  readonly isEdited: boolean;
}

export const severityOf = (grade: Grade): Severity => SEVERITIES[Math.abs(grade)] as Severity;

/** Whether a metric goes in two directions, as left and right or forward and back. */
export const isTwoSided = (name: MetricName): boolean => gradeMetric(name, -90) !== 0;

function borderlineOf([lowest, highest]: readonly [Grade, Grade]): readonly [Severity, Severity] | undefined {
  if (lowest === highest) return undefined;
  const sizes = [Math.abs(lowest), Math.abs(highest)];
  const least = lowest <= 0 && highest >= 0 ? 0 : Math.min(...sizes);
  return [severityOf(least as Grade), severityOf(Math.max(...sizes) as Grade)];
}

/**
 * The metrics of an answer, in the order of the API's reference; those of views without a photo are left out.
 *
 * @param shown - The answer to tell.
 * @param measured - The same before a person moved points, where that may be another.
 */
export const readingsOf = (shown: Answer, measured: Answer = shown): Reading[] =>
  METRIC_NAMES.flatMap((name) => {
    const value = (shown as Partial<Answer>)[`${name}_m_`];
    const grade = (shown as Partial<Answer>)[`${name}_grade`];
    if (value === undefined || grade === undefined) return [];
    const details = shown.details?.metrics[name];
    return {
      name,
      view: viewOf(name),
      value,
      grade,
      severity: severityOf(grade),
      margin: details?.margin,
      borderline: details?.gradeRange && borderlineOf(details.gradeRange),
      isEdited: measured[`${name}_m_`] !== value,
    };
  });

/** How many readings there are of each kind. */
export interface Counts extends Readonly<Record<Severity, number>> {
  readonly borderline: number;
}

export const countsOf = (readings: readonly Reading[]): Counts => ({
  normal: readings.filter(({ severity }) => severity === 'normal').length,
  caution: readings.filter(({ severity }) => severity === 'caution').length,
  danger: readings.filter(({ severity }) => severity === 'danger').length,
  borderline: readings.filter(({ borderline }) => borderline !== undefined).length,
});
