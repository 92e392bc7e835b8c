import type { AnalysisSuccess } from 'analyze-locally';

const GRADES: Readonly<Record<string, string>> = { '0': 'normal', '1': 'caution', '2': 'danger' };

/** The order of a report: front, side (`round_shoulder` and `turtle_neck` too), back. */
const rank = (name: string): number => (name.startsWith('far_') ? 0 : name.startsWith('bar_') ? 2 : 1);

/** The metrics of a response as a text table. */
export function metricsTable(response: AnalysisSuccess): string {
  const fields = response as unknown as Readonly<Record<string, number>>;
  return Object.keys(fields)
    .filter((key) => key.endsWith('_m_'))
    .map((key) => key.slice(0, -'_m_'.length))
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .map((name) => {
      const [value = Number.NaN, grade = Number.NaN] = [fields[`${name}_m_`], fields[`${name}_grade`]];
      const word = GRADES[String(Math.abs(grade))] ?? '';
      return `${name.padEnd(18)}${value.toFixed(3).padStart(9)}°  ${String(grade).padStart(2)}  ${word}`;
    })
    .join('\n');
}
