import type { AnalysisDetails, AnalysisSuccess, MetricName, View } from 'analyze-locally';

const GRADES: Readonly<Record<string, string>> = { '0': 'normal', '1': 'caution', '2': 'danger' };

const LEGEND = '±: holds the true angle in nine of ten photos; ~: borderline, ± reaches into another grade';

/** The order of a report: front, side (`round_shoulder` and `turtle_neck` too), back. */
const rank = (name: string): number => (name.startsWith('far_') ? 0 : name.startsWith('bar_') ? 2 : 1);

/** The metrics of a response as a text table; with their margins where the response has details. */
export function metricsTable(response: AnalysisSuccess<View, AnalysisDetails>): string {
  const fields = response as unknown as Readonly<Record<string, number>>;
  const metrics = response.details?.metrics ?? {};
  const hasMargins = Object.values(metrics).some(({ margin }) => margin !== undefined);
  const rows = Object.keys(fields)
    .filter((key) => key.endsWith('_m_'))
    .map((key) => key.slice(0, -'_m_'.length) as MetricName)
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .map((name) => {
      const [value = Number.NaN, grade = Number.NaN] = [fields[`${name}_m_`], fields[`${name}_grade`]];
      const { margin, borderline = false } = metrics[name] ?? { margin: undefined };
      const within = margin === undefined ? '' : ` ±${margin.toFixed(2)}`;
      const word = GRADES[String(Math.abs(grade))] ?? '';
      return [
        `${name.padEnd(18)}${value.toFixed(3).padStart(9)}°${hasMargins ? within.padEnd(' ±00.00'.length) : ''}`,
        `${String(grade).padStart(2)}${borderline ? '~' : ' '} ${word}`,
      ].join('  ');
    });
  return (hasMargins ? [...rows, '', LEGEND] : rows).join('\n');
}
