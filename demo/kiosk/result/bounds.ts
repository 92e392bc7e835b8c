import type { MetricName } from 'analyze-locally';
import { gradeMetric } from 'analyze-locally/metrics';
import { isTwoSided, type Reading, type Severity } from './readings.js';

/** Grades are taken of values with so many decimals. */
const DECIMALS = 1000;

/** The least value from 0 to 90° whose grade is at least that, degrees to three decimals. A grade never falls while the value rises. */
function leastOf(name: MetricName, grade: 1 | 2): number {
  let below = -1;
  let above = 90 * DECIMALS;
  while (above - below > 1) {
    const middle = (below + above) >> 1;
    if (gradeMetric(name, middle / DECIMALS) >= grade) above = middle;
    else below = middle;
  }
  return above / DECIMALS;
}

/** From where on a value is no longer normal, and from where on it is danger; degrees without sign. */
export interface Bounds {
  readonly caution: number;
  readonly danger: number;
}

const known = new Map<MetricName, Bounds>();

/** The bounds of a metric's grades. */
export function boundsOf(name: MetricName): Bounds {
  const found = known.get(name) ?? { caution: leastOf(name, 1), danger: leastOf(name, 2) };
  known.set(name, found);
  return found;
}

/** A piece of a scale, degrees. */
export interface Band {
  readonly severity: Severity;
  readonly from: number;
  readonly to: number;
}

/** How far a scale goes beyond the bound of danger. */
const BEYOND = 1.5;

/** The grades along a scale, from its start to its end. */
export function bandsOf(name: MetricName): readonly Band[] {
  const { caution, danger } = boundsOf(name);
  const above: readonly Band[] = [
    { severity: 'caution', from: caution, to: danger },
    { severity: 'danger', from: danger, to: danger * BEYOND },
  ];
  if (!isTwoSided(name)) return [{ severity: 'normal', from: 0, to: caution }, ...above];
  const below = above.map(({ severity, from, to }) => ({ severity, from: -to, to: -from })).reverse();
  return [...below, { severity: 'normal', from: -caution, to: caution }, ...above];
}

/** How far a value is on the way to danger, 1 where that begins. */
export const weightOf = ({ name, value }: Reading): number => Math.abs(value) / boundsOf(name).danger;
