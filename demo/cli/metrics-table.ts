import { METRIC_NAMES, type AnalysisSuccess } from 'analyze-locally';

const GRADES: Readonly<Record<string, string>> = { '0': 'normal', '1': 'caution', '2': 'danger' };

/** The metrics of a response as a text table. */
export function metricsTable(response: AnalysisSuccess): string {
  const fields = response as unknown as Readonly<Record<string, number | undefined>>;
  return METRIC_NAMES.flatMap((name) => {
    const value = fields[`${name}_m_`];
    const grade = fields[`${name}_grade`];
    if (value === undefined || grade === undefined) return [];
    const word = GRADES[String(Math.abs(grade))] ?? '';
    return [`${name.padEnd(18)}${value.toFixed(3).padStart(9)}°  ${String(grade).padStart(2)}  ${word}`];
  }).join('\n');
}
