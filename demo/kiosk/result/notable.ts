import { weightOf } from './bounds.js';
import { MEASURES } from './metric-groups.js';
import { SEVERITIES, type Reading } from './readings.js';

/** So many are told at the top. */
const MOST = 3;

const isWorse = (a: Reading, b: Reading): number =>
  SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity) || weightOf(b) - weightOf(a);

/** The readings that say most: not normal, the worst first, of one measure in two photos the worse one. */
export function notableReadings(readings: readonly Reading[]): Reading[] {
  const worst = readings.filter(({ severity }) => severity !== 'normal').sort(isWorse);
  const isFirst = (reading: Reading, index: number): boolean =>
    worst.findIndex(({ name }) => MEASURES[name] === MEASURES[reading.name]) === index;
  return worst.filter(isFirst).slice(0, MOST);
}
