import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { accuracyPlots, COLOURS, gradeLimits, ticks } from '../bench/accuracy-plots.js';
import { accuracyReport, accuracyTables, metricAccuracies, reportText, type MeasuredCase, type Pair, type Pairs } from '../bench/accuracy-report.js';
import type { Truth } from '../bench/ground-truth.js';
import { METRIC_NAMES } from '../../src/grades/grades.js';

const TRUTH = JSON.parse(readFileSync(new URL('../fixtures/cases/f1-08/truth.json', import.meta.url), 'utf8')) as Truth;

const caseOf = (truth: number, measured: number | undefined, margin?: number): MeasuredCase => ({
  truth: { ...TRUTH, metrics: { ...TRUTH.metrics, far_head_bal: truth } },
  metrics: measured === undefined ? {} : { far_head_bal: measured },
  margins: margin === undefined ? {} : { far_head_bal: margin },
  keypoints: {},
});

/** As many cases as the benchmark has, with errors and margins like its. */
const many: Pairs = Object.fromEntries(
  METRIC_NAMES.map((name, k) => [name, Array.from({ length: 48 }, (_, i): Pair => [5 * Math.sin(i + k), 5 * Math.sin(i + k) + Math.cos(7 * i), 1.5 + Math.sin(i) / 3])]),
);

describe('the accuracy benchmark’s figures', () => {
  test('tell how many true values lie in the margins, and how often a certain grade is right', () => {
    // Certain and right, certain and wrong, borderline with the truth inside (at the very end), without a margin, refused.
    const { metrics, pairs } = accuracyReport([caseOf(0.25, 0.5, 0.25), caseOf(4.5, 2.5, 0.5), caseOf(-1.75, -1.25, 0.5), caseOf(0, 0), caseOf(0, undefined, 1)]);
    expect(Object.keys(metrics)).toEqual(['far_head_bal']);
    expect(metrics.far_head_bal).toMatchObject({ n: 4, coverage: 2 / 3, certain: 2 / 3, certainRight: 1 / 2 });
    expect(metrics.far_head_bal?.margin).toBeCloseTo(1.25 / 3, 12);
    expect(pairs.far_head_bal).toEqual([[0.25, 0.5, 0.25], [4.5, 2.5, 0.5], [-1.75, -1.25, 0.5], [0, 0, null]]);
  });

  test('say nothing of margins where no answer gives any, nor of certain grades where there are none', () => {
    expect(Object.keys(accuracyReport([caseOf(1, 2), caseOf(2, 2)]).metrics.far_head_bal ?? {})).toEqual(['n', 'mae', 'bias', 'slope', 'kappa', 'constantMae']);
    const unsure = accuracyReport([caseOf(1, 2, 9)]).metrics.far_head_bal;
    expect(unsure).toMatchObject({ coverage: 1, certain: 0 });
    expect(unsure).not.toHaveProperty('certainRight');
  });

  test('come out of a written report the same', () => {
    const report = accuracyReport([caseOf(0.25, 0.5, 0.25), caseOf(-1.75, -1.25, 0.5), caseOf(3, 1)]);
    const text = reportText({ engine: 'x', ...report });
    const read = JSON.parse(text) as typeof report;
    expect(read).toMatchObject(report);
    expect(metricAccuracies(read.pairs)).toEqual(report.metrics);
    expect(text).toContain('[0.25, 0.5, 0.25],\n');
    expect(text).toContain('[3, 1, null]\n');
  });

  test('stand in the tables, with a line of means and a dash for what is not known', () => {
    const lines = accuracyTables(accuracyReport([caseOf(0.25, 0.5, 0.25), caseOf(4.5, 2.5, 0.5)])).split('\n');
    expect(lines[2]).toMatch(/^metric +n +MAE +bias +slope +κ +constant +margin +inside +certain +right$/);
    expect(lines[3]).toMatch(/^far_head_bal +2 +1\.13 .* 0\.38 +50 +100 +50$/);
    expect(lines[4]).toMatch(/^mean +1\.13 .* 0\.38 +50 +100 +50$/);
    expect(accuracyTables(accuracyReport([caseOf(1, 2)]))).toMatch(/far_head_bal .* – +– +– +–\n/);
  });
});

describe('the accuracy benchmark’s plots', () => {
  const plots = accuracyPlots(many);

  test('are one small picture a view, with a panel a metric', () => {
    expect(Object.keys(plots)).toEqual(['front', 'side', 'back']);
    for (const svg of Object.values(plots)) expect(Buffer.byteLength(svg)).toBeLessThan(60_000);
    const titles = Object.values(plots).flatMap((svg) => [...svg.matchAll(/class="n"[^>]*>(\w+)</g)].map(([, name]) => name));
    expect(titles).toEqual([...METRIC_NAMES].sort((a, b) => rank(a) - rank(b)));
    expect(Object.keys(accuracyPlots({ sar_tilt: [[1, 2, null]] }))).toEqual(['side']);
  });

  const rank = (name: string): number => (name.startsWith('far_') ? 0 : name.startsWith('bar_') ? 2 : 1);

  test('have a dot and a bar for each photo, inside the panel', () => {
    const svg = plots.side ?? '';
    const dots = [...svg.matchAll(/class="d" d="([^"]*)"/g)].map(([, d = '']) => d.split('M').slice(1));
    expect(dots.map((each) => each.length)).toEqual([48, 48, 48, 48]);
    for (const dot of dots.flat()) {
      const [x, y] = dot.split(' ').map(Number.parseFloat);
      expect(x).toBeGreaterThan(44);
      expect(x).toBeLessThan(186);
      expect(y).toBeGreaterThan(26);
      expect(y).toBeLessThan(168);
    }
    expect([...svg.matchAll(/class="m" d="([^"]*)"/g)].map(([, d = '']) => d.split('M').length - 1)).toEqual([48, 48, 48, 48]);
  });

  test.each([
    ['one photo', [[0, 0, null]]],
    ['equal values', [[3, 3, 0], [3, 3, 0]]],
    ['a wide margin', [[1, 2, 1000]]],
    ['values that are none', [[Number.NaN, 1, 1], [1, Number.NaN, 1], [1, 2, Number.NaN]]],
    ['values that JSON turned to null', JSON.parse('[[null, 1, 1], [2, 2.5, 1]]')],
    ['thousandths', [[0.001, -0.0005, 0.0001]]],
    ['large angles', [[-170, 179, 3], [175, -12, 4]]],
  ] as readonly [string, readonly Pair[]][])('hold numbers only with %s', (_, pairs) => {
    for (const name of ['far_tilt', 'turtle_neck'] as const) {
      const svg = Object.values(accuracyPlots({ [name]: pairs })).join('');
      expect(svg).not.toMatch(/NaN|Infinity|undefined|null|-0[^.\d]/);
      expect(svg).toMatch(/^<svg [^]*<\/svg>\n$/);
    }
  });

  test('are the same text every time', () => {
    expect(accuracyPlots(structuredClone(many))).toEqual(plots);
  });

  test('show the thresholds of the grades and round numbers on the axes', () => {
    expect(gradeLimits('far_tilt')).toEqual([-4, -1, 1, 4]);
    expect(gradeLimits('turtle_neck')).toEqual([34, 40]);
    expect(ticks(-7.2, 6.1)).toEqual([-5, 0, 5]);
    expect(ticks(24, 47)).toEqual([25, 30, 35, 40, 45]);
    expect(ticks(-2, 2)).toEqual([-2, -1, 0, 1, 2]);
  });

  test.each(['#ffffff', '#0d1117'])('are readable on %s', (paper) => {
    for (const [name, colour] of Object.entries(COLOURS)) expect(contrast(colour, paper), name).toBeGreaterThan(name === 'text' || name === 'dot' ? 3.5 : 2.5);
  });
});

/** Contrast ratio as WCAG defines it. */
function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [a, b].map(luminance).sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
