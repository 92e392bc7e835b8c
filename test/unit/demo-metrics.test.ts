import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { AnalysisDetails, AnalysisSuccess, MetricName, View } from 'analyze-locally';
import { metricsTable as textTable } from '../../demo/cli/metrics-table.js';
import { gauge } from '../../demo/page/gauge.js';
import { borderlineText, marginText } from '../../demo/page/metric-words.js';
import { metricsTable, type MeasuredMetric } from '../../demo/page/metrics-table.js';
import { metricDetails } from '../../src/grades/certainty.js';

// The demo's modules ask the package for grades; here they get the sources, which need no build.
vi.mock('analyze-locally', () => import('../../src/grades/grades.js'));

/** As much of an element as the demo's modules make. */
class MadeElement {
  readonly attributes: Record<string, string> = {};
  readonly children: (MadeElement | string)[] = [];

  setAttribute(name: string, value: string): void {
    this.attributes[name] = value;
  }

  append(...children: (MadeElement | string)[]): void {
    this.children.push(...children);
  }

  get text(): string {
    return this.children.map((child) => (typeof child === 'string' ? child : child.text)).join(' ').trim();
  }

  /** The elements in it of a class. */
  ofClass(name: string): MadeElement[] {
    const inner = this.children.flatMap((child) => (typeof child === 'string' ? [] : child.ofClass(name)));
    return (this.attributes['class'] ?? '').split(' ').includes(name) ? [this, ...inner] : inner;
  }
}

const made = (element: Element): MadeElement => element as unknown as MadeElement;

beforeAll(() => {
  const create = (): MadeElement => new MadeElement();
  vi.stubGlobal('document', { createElement: create, createElementNS: create });
});

describe('the words of the page', () => {
  test.each([
    [[0, 1], 'Borderline: between normal and caution'],
    [[-1, 0], 'Borderline: between normal and caution'],
    [[-1, 1], 'Borderline: between normal and caution'],
    [[1, 2], 'Borderline: between caution and danger'],
    [[-2, -1], 'Borderline: between caution and danger'],
    [[0, 2], 'Borderline: anything from normal to danger'],
    [[-2, 1], 'Borderline: anything from normal to danger'],
  ] as const)('grades %j: %s', (range, words) => {
    expect(borderlineText(range)).toBe(words);
  });

  test('a margin has one decimal and is never nothing', () => {
    expect(marginText(0.84)).toBe('± 0.8°');
    expect(marginText(0.02)).toBe('± 0.1°');
  });
});

describe('gauge', () => {
  const edges = (value: number, margin: number): [number, number] => {
    const [band] = made(gauge('far_tilt', value, margin)).ofClass('interval');
    const from = Number(band?.attributes['x']);
    return [from, from + Number(band?.attributes['width'])];
  };

  test('shows the margin as a band around the marker', () => {
    const [from, to] = edges(1, 0.5);
    const marker = made(gauge('far_tilt', 1, 0.5)).ofClass('marker')[0];
    const middle = Number(marker?.attributes['x']) + Number(marker?.attributes['width']) / 2;
    expect((from + to) / 2).toBeCloseTo(middle, 6);
    // The scale shows 12 degrees on 96 units.
    expect(to - from).toBeCloseTo(8, 6);
  });

  test('the band ends where the scale does', () => {
    expect(edges(5, 30)).toEqual([0, 96]);
    expect(edges(-5.5, 3)[0]).toBe(0);
  });

  test('without a margin there is none', () => {
    expect(made(gauge('far_tilt', 1, undefined)).ofClass('interval')).toEqual([]);
  });
});

describe('the metrics table of the page', () => {
  const sure: MeasuredMetric = { name: 'far_tilt', value: 2.5, grade: 1, margin: 0.6, openGrades: undefined };
  const open: MeasuredMetric = { name: 'far_head_bal', value: 1.2, grade: 1, margin: 0.6, openGrades: [0, 1] };
  const table = (...metrics: readonly MeasuredMetric[]): MadeElement => made(metricsTable('front', metrics));

  test('has the margin below each value', () => {
    expect(table(sure).ofClass('metric-value').at(-1)?.text).toBe('+2.5° ± 0.6°');
    expect(table({ ...sure, margin: undefined }).ofClass('metric-value').at(-1)?.text).toBe('+2.5°');
  });

  test('says of a borderline grade in words between which it is, and hollows its badge', () => {
    expect(table(sure, open).ofClass('metric-borderline').map(({ text }) => text)).toEqual([
      'Borderline: between normal and caution',
    ]);
    expect(table(open).ofClass('open').map(({ text }) => text)).toEqual(['Caution']);
    expect(table(sure).ofClass('open')).toEqual([]);
  });
});

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
