import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gradeRange, isBorderline, metricDetails } from '../../src/grades/certainty.js';
import { gradeMetric, METRIC_NAMES, THRESHOLDS, type MetricName } from '../../src/grades/grades.js';

/** Degrees as they are answered, three decimals: of the order that the metrics have. */
const degrees = (least: number, most: number): fc.Arbitrary<number> =>
  fc.integer({ min: least * 1000, max: most * 1000 }).map((thousandths) => thousandths / 1000);

const anyName = fc.constantFrom(...METRIC_NAMES);
const anyValue = degrees(-60, 60);
const anyMargin = degrees(0, 30);

describe('gradeRange', () => {
  test.each<[MetricName, number, number, readonly [number, number]]>([
    ['far_tilt', 0.4, 0.5, [0, 0]],
    ['far_tilt', 0.4, 0.6, [0, 1]],
    ['far_tilt', -0.4, 0.6, [-1, 0]],
    ['far_tilt', 0, 1, [-1, 1]],
    ['far_tilt', 3.5, 0.6, [1, 2]],
    ['far_tilt', 2.5, 1.5, [1, 2]],
    ['far_left_qang', -7, 5.5, [-2, 0]],
    ['round_shoulder', 9, 1, [0, 1]],
    ['round_shoulder', 9, 0.999, [1, 1]],
    ['round_shoulder', 1, 5, [0, 0]],
    ['turtle_neck', 37, 3, [0, 2]],
    ['turtle_neck', 37, 2.9, [1, 1]],
  ])('%s %f° ± %f° is from grade to grade %j', (name, value, margin, range) => {
    expect(gradeRange(name, value, margin)).toEqual(range);
  });

  test('holds the grade of the value', () => {
    fc.assert(
      fc.property(anyName, anyValue, anyMargin, (name, value, margin) => {
        const [lowest, highest] = gradeRange(name, value, margin);
        expect(lowest).toBeLessThanOrEqual(gradeMetric(name, value));
        expect(highest).toBeGreaterThanOrEqual(gradeMetric(name, value));
      }),
    );
  });

  test('holds the grade of every value in the interval', () => {
    fc.assert(
      fc.property(anyName, anyValue, anyMargin, fc.double({ min: -1, max: 1, noNaN: true }), (name, value, margin, share) => {
        const [lowest, highest] = gradeRange(name, value, margin);
        const grade = gradeMetric(name, value + share * margin);
        expect(lowest <= grade && grade <= highest).toBe(true);
      }),
    );
  });

  test('misuse is a TypeError', () => {
    expect(() => gradeRange('far_nose' as MetricName, 1, 1)).toThrow(TypeError);
    expect(() => gradeRange('far_tilt', Number.NaN, 1)).toThrow(/value must be a finite number/);
    for (const margin of [-0.1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => gradeRange('far_tilt', 1, margin)).toThrow(/margin must be a finite number of at least 0/);
    }
  });
});

describe('isBorderline', () => {
  test('a margin of 0 leaves no grade open, however near the bound', () => {
    fc.assert(
      fc.property(anyName, fc.double({ min: -60, max: 60, noNaN: true }), (name, value) => {
        expect(isBorderline(name, value, 0)).toBe(false);
      }),
    );
    for (const value of [0.999, 1, 1.001, -4, 3.9995]) expect(isBorderline('far_tilt', value, 0)).toBe(false);
  });

  test('a wider margin never settles what a narrower one left open', () => {
    fc.assert(
      fc.property(anyName, anyValue, anyMargin, anyMargin, (name, value, margin, more) => {
        if (isBorderline(name, value, margin)) expect(isBorderline(name, value, margin + more)).toBe(true);
      }),
    );
  });

  test('left and right are alike where a metric has two directions', () => {
    const twoSided = METRIC_NAMES.filter((name) => THRESHOLDS[name].sided === 'two');
    fc.assert(
      fc.property(fc.constantFrom(...twoSided), anyValue, anyMargin, (name, value, margin) => {
        const [lowest, highest] = gradeRange(name, value, margin);
        expect(gradeRange(name, -value, margin)).toEqual([0 - highest, 0 - lowest]);
        expect(isBorderline(name, -value, margin)).toBe(isBorderline(name, value, margin));
      }),
    );
  });
});

describe('metricDetails', () => {
  test('tells value and margin with three decimals, and what they come to', () => {
    expect(metricDetails('far_tilt', 0.91234, 0.31251)).toEqual({
      value: 0.912,
      margin: 0.313,
      grade: 0,
      borderline: true,
      gradeRange: [0, 1],
    });
    expect(metricDetails('far_tilt', 2.5, 0.3)).toMatchObject({ borderline: false, gradeRange: [1, 1] });
  });

  test('without a margin it says so', () => {
    expect(metricDetails('turtle_neck', 41, undefined)).toEqual({
      value: 41,
      margin: undefined,
      grade: 2,
      borderline: undefined,
      gradeRange: undefined,
    });
  });

  test('whoever computes it again from what is told comes to the same', () => {
    const double = (min: number, max: number) => fc.double({ min, max, noNaN: true });
    fc.assert(
      fc.property(anyName, double(-60, 60), double(0, 30), (name, value, margin) => {
        const told = metricDetails(name, value, margin);
        expect(gradeMetric(name, told.value)).toBe(told.grade);
        expect(gradeRange(name, told.value, told.margin ?? Number.NaN)).toEqual(told.gradeRange);
        expect(isBorderline(name, told.value, told.margin ?? Number.NaN)).toBe(told.borderline);
      }),
    );
  });
});
