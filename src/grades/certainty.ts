import { gradeMetric, roundMetric, type Grade, type MetricName } from './grades.js';

/** A metric of an answer, and how sure it is. */
export interface MetricDetails {
  /** As answered: degrees, at most three decimals. */
  readonly value: number;
  /**
   * Half the width of the interval that holds the true angle in nine of ten photos, degrees, at most three decimals: the
   * interval is `value` ± `margin`. `undefined` where nothing is known of it, as with the backend `mediapipe`.
   */
  readonly margin: number | undefined;
  readonly grade: Grade;
  /** The interval holds more than one grade; `undefined` without a margin. */
  readonly borderline: boolean | undefined;
  /** The lowest and the highest grade in the interval; `undefined` without a margin. */
  readonly gradeRange: readonly [Grade, Grade] | undefined;
}

/**
 * The grades that a metric may have by its margin.
 *
 * @param name - A metric's name, for example `far_head_bal`.
 * @param value - Its value in degrees; it is rounded to three decimals first, as for its grade.
 * @param margin - Half the width of the interval around it, degrees, 0 or more.
 * @returns The lowest and the highest grade from `value - margin` to `value + margin`, both included.
 * @throws TypeError for an unknown name, or a value or margin that is no such number.
 */
export function gradeRange(name: MetricName, value: number, margin: number): readonly [Grade, Grade] {
  if (!Number.isFinite(margin) || margin < 0) {
    throw new TypeError(`${name}: margin must be a finite number of at least 0, not ${String(margin)}`);
  }
  // A grade never falls while the value rises: the ends of the interval have its extremes.
  const answered = roundMetric(value);
  return [gradeMetric(name, answered - margin), gradeMetric(name, answered + margin)];
}

/**
 * Whether a metric may have another grade than its value has: the interval around it crosses a threshold.
 *
 * @param name - A metric's name, for example `far_head_bal`.
 * @param value - Its value in degrees; it is rounded to three decimals first, as for its grade.
 * @param margin - Half the width of the interval around it, degrees, 0 or more.
 * @throws TypeError for an unknown name, or a value or margin that is no such number.
 */
export function isBorderline(name: MetricName, value: number, margin: number): boolean {
  const [lowest, highest] = gradeRange(name, value, margin);
  return lowest !== highest;
}

/**
 * What an answer's details say of a metric.
 *
 * @param name - A metric's name, for example `far_head_bal`.
 * @param value - Unrounded degrees.
 * @param margin - Half the width of the interval that holds the true angle in nine of ten photos, degrees, unrounded;
 * `undefined` where it is not known.
 * @throws TypeError for an unknown name, or a value or margin that is no such number.
 */
export function metricDetails(name: MetricName, value: number, margin: number | undefined): MetricDetails {
  const told = margin === undefined ? undefined : roundMetric(margin);
  return {
    value: roundMetric(value),
    margin: told,
    grade: gradeMetric(name, value),
    borderline: told === undefined ? undefined : isBorderline(name, value, told),
    gradeRange: told === undefined ? undefined : gradeRange(name, value, told),
  };
}
