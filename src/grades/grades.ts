import type { BackMetrics } from '../metrics/back.js';
import type { FrontMetrics } from '../metrics/front.js';
import type { SideMetrics } from '../metrics/side.js';

/** The name of one of the 18 metrics, as the API writes it before `_m_` and `_grade`. */
export type MetricName = keyof FrontMetrics | keyof SideMetrics | keyof BackMetrics;

/** -2 and 2: danger; -1 and 1: caution; 0: normal. One-sided metrics use 0, 1 and 2. */
export type Grade = -2 | -1 | 0 | 1 | 2;

/** Upper bounds of a two-sided grade, degrees: |value| from `caution` on is ±1, from `danger` on ±2. */
interface TwoSided {
  readonly sided: 'two';
  readonly caution: number;
  readonly danger: number;
}

/** Bounds of a one-sided grade, degrees: above `normalUpTo` is 1, from `danger` on 2. */
interface OneSided {
  readonly sided: 'one';
  readonly normalUpTo: number;
  readonly danger: number;
}

// Thresholds as published in the API's reference, in degrees.
const LEVEL: TwoSided = { sided: 'two', caution: 1, danger: 4 };
const LEG_AXIS: TwoSided = { sided: 'two', caution: 6, danger: 12 };

/** The thresholds of each metric, degrees. The order is that of reading a report: front, side, back. */
export const THRESHOLDS: Readonly<Record<MetricName, TwoSided | OneSided>> = Object.freeze({
  far_head_bal: LEVEL,
  far_shoulder_bal: LEVEL,
  far_pelvic_bal: LEVEL,
  far_knee_bal: LEVEL,
  far_tilt: LEVEL,
  far_left_qang: LEG_AXIS,
  far_right_qang: LEG_AXIS,
  sar_tilt: LEVEL,
  sar_head_tilt: LEVEL,
  round_shoulder: { sided: 'one', normalUpTo: 8, danger: 15 },
  turtle_neck: { sided: 'one', normalUpTo: 34, danger: 40 },
  bar_head_bal: LEVEL,
  bar_shoulder_bal: LEVEL,
  bar_pelvic_bal: LEVEL,
  bar_knee_bal: LEVEL,
  bar_tilt: LEVEL,
  bar_left_qang: LEG_AXIS,
  bar_right_qang: LEG_AXIS,
});

/** The names of the 18 metrics. */
export const METRIC_NAMES = Object.freeze(Object.keys(THRESHOLDS) as MetricName[]);

/** A value as the API writes it: at most three decimals, and never -0. Grades are taken from this value. */
export const roundMetric = (value: number): number => {
  const rounded = Math.round(value * 1000) / 1000;
  return rounded === 0 ? 0 : rounded;
};

/**
 * The grade of a metric.
 *
 * @param name - A metric's name, for example `far_head_bal`.
 * @param value - Its value in degrees; it is rounded to three decimals first.
 * @returns -2 to 2; for `round_shoulder` and `turtle_neck` 0 to 2.
 * @throws TypeError for an unknown name or a value that is no finite number.
 */
export function gradeMetric(name: MetricName, value: number): Grade {
  if (!Object.hasOwn(THRESHOLDS, name)) throw new TypeError(`unknown metric ${JSON.stringify(name)}`);
  if (!Number.isFinite(value)) throw new TypeError(`${name}: value must be a finite number, not ${String(value)}`);
  const degrees = roundMetric(value);
  const bounds = THRESHOLDS[name];
  if (bounds.sided === 'one') {
    if (degrees <= bounds.normalUpTo) return 0;
    return degrees < bounds.danger ? 1 : 2;
  }
  const size = Math.abs(degrees);
  if (size < bounds.caution) return 0;
  if (size < bounds.danger) return degrees < 0 ? -1 : 1;
  return degrees < 0 ? -2 : 2;
}
