import { describe, expect, test, vi } from 'vitest';
import type { AnalysisDetails, AnalysisSuccess, MetricName, View } from 'analyze-locally';
import { metricsTable as textTable } from '../../demo/cli/metrics-table.js';
import { metricDetails } from '../../src/grades/certainty.js';

// The command line asks the package for grades; here it gets the sources, which need no build.
vi.mock('analyze-locally', () => import('../../src/grades/grades.js'));

describe('the metrics table of the command line', () => {
  const VALUES: readonly (readonly [MetricName, number, number])[] = [
    ['bar_tilt', -4.5, 0.25],
    ['far_tilt', 0.9, 0.6],
    ['sar_tilt', 2.5, 11],
  ];

  const answer = (isKnown: boolean): AnalysisSuccess<View, AnalysisDetails> => {
    const metrics = VALUES.map(([name, value, margin]) => [name, metricDetails(name, value, isKnown ? margin : undefined)] as const);
    return {
      ...Object.fromEntries(metrics.flatMap(([name, { value, grade }]) => [[`${name}_m_`, value], [`${name}_grade`, grade]])),
      details: { metrics: Object.fromEntries(metrics) },
    } as unknown as AnalysisSuccess<View, AnalysisDetails>;
  };

  test('has margins, and a sign where a grade is open', () => {
    expect(textTable(answer(true)).split('\n')).toEqual([
      'far_tilt              0.900° ±0.60    0~ normal',
      'sar_tilt              2.500° ±11.00   1~ caution',
      'bar_tilt             -4.500° ±0.25   -2  danger',
      '',
      '±: holds the true angle in nine of ten photos; ~: borderline, ± reaches into another grade',
    ]);
  });

  test('without margins it has neither', () => {
    expect(textTable(answer(false)).split('\n')).toEqual([
      'far_tilt              0.900°   0  normal',
      'sar_tilt              2.500°   1  caution',
      'bar_tilt             -4.500°  -2  danger',
    ]);
  });
});
