import { gradeMetric, type Grade, type MetricName } from 'analyze-locally/metrics';
import { isTwoSided } from '../result/readings.js';

/** A measured value with half the width of its 90 % interval, degrees. */
interface Measured {
  readonly value: number;
  readonly margin?: number | undefined;
}

/** What two measurements of the same metric say of each other. */
export interface Change {
  /** Degrees, later minus earlier. */
  readonly delta: number;
  /** What the errors of both can make up, degrees; `undefined` where one of them is not known. */
  readonly limit: number | undefined;
  /** Whether the change is larger than that; `undefined` where it is not known. */
  readonly isBeyondError: boolean | undefined;
  /** Whether the later one deviates less from what is normal, or more. */
  readonly deviation: 'less' | 'more' | 'same';
}

/** Normal is around 0 where a negative angle can be graded, else below a bound. */
const deviation = (name: MetricName, value: number): number => (isTwoSided(name) ? Math.abs(value) : value);

/**
 * Compares two measurements. Independent errors add by their squares: a change within √(m₁² + m₂²) comes about in nine of
 * ten pairs of photos of a body that has not changed.
 */
export function changeBetween(name: MetricName, before: Measured, after: Measured): Change {
  const delta = after.value - before.value;
  const limit = before.margin === undefined || after.margin === undefined ? undefined : Math.hypot(before.margin, after.margin);
  const grown = deviation(name, after.value) - deviation(name, before.value);
  return {
    delta,
    limit,
    isBeyondError: limit === undefined ? undefined : Math.abs(delta) > limit,
    deviation: grown < 0 ? 'less' : grown > 0 ? 'more' : 'same',
  };
}

/** A stretch of values with one grade, degrees. */
export interface GradeZone {
  readonly from: number;
  readonly to: number;
  readonly grade: Grade;
}

/** The first value after `low` that has another grade than `low`, to a thousandth: grades never fall while values rise. */
function nextBound(name: MetricName, low: number, high: number): number {
  let [same, other] = [low, high];
  while (other - same > 0.0005) {
    const middle = (same + other) / 2;
    if (gradeMetric(name, middle) === gradeMetric(name, low)) same = middle;
    else other = middle;
  }
  return Math.round(other * 1000) / 1000;
}

/** The grades of all values between two, lowest first. */
export function gradeZones(name: MetricName, low: number, high: number): GradeZone[] {
  const zones: GradeZone[] = [];
  let from = low;
  while (from < high) {
    const grade = gradeMetric(name, from + 0.001);
    const to = gradeMetric(name, high) === grade ? high : nextBound(name, from + 0.001, high);
    zones.push({ from, to, grade });
    from = to;
  }
  return zones;
}
