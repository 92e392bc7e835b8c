import type { AnalysisResponse } from 'analyze-locally';
import { METRIC_NAMES } from '../../src/grades/grades.js';

/** Degrees that a metric may differ by. */
const TOLERANCE = 0.001;

/** Fields that are drawn or drawn by lot anew each time. */
const OWN = ['uuid', 'forigimg', 'sorigimg', 'borigimg'];

const fieldsOf = (answer: AnalysisResponse): Readonly<Record<string, unknown>> => answer as unknown as Record<string, unknown>;

/** What tells an answer from the one that it must be; nothing where they are the same. */
export function differences(answer: AnalysisResponse, wanted: AnalysisResponse, degrees = TOLERANCE): string[] {
  const [found, right] = [fieldsOf(answer), fieldsOf(wanted)];
  const metrics = METRIC_NAMES.map((name) => `${name}_m_`);
  const keys = [...new Set([...Object.keys(found), ...Object.keys(right)])];
  const isSame = (key: string): boolean =>
    metrics.includes(key) ? Math.abs(Number(found[key]) - Number(right[key])) <= degrees : OWN.includes(key) || found[key] === right[key];
  return keys
    .filter((key) => !(key in found && key in right && isSame(key)))
    .map((key) => (!(key in right) ? `a key too many: ${key}` : !(key in found) ? `no ${key}` : `${key} is ${String(found[key])}, not ${String(right[key])}`));
}
