import { describe, expect, test } from 'vitest';
import { gradeMetric, METRIC_NAMES, roundMetric, type Grade, type MetricName } from '../../src/grades/grades.js';

const LEVEL: readonly (readonly [number, Grade])[] = [
  [-180, -2], [-4, -2], [-3.999, -1], [-1, -1], [-0.999, 0], [0, 0], [0.999, 0], [1, 1], [3.999, 1], [4, 2], [180, 2],
];
const LEG_AXIS: readonly (readonly [number, Grade])[] = [
  [-12, -2], [-11.999, -1], [-6, -1], [-5.999, 0], [5.999, 0], [6, 1], [11.999, 1], [12, 2],
];
const ROUND_SHOULDER: readonly (readonly [number, Grade])[] = [[0, 0], [8, 0], [8.001, 1], [14.999, 1], [15, 2]];
const TURTLE_NECK: readonly (readonly [number, Grade])[] = [[-5, 0], [34, 0], [34.001, 1], [39.999, 1], [40, 2]];

const tableOf = (name: MetricName) => {
  if (name === 'round_shoulder') return ROUND_SHOULDER;
  if (name === 'turtle_neck') return TURTLE_NECK;
  return name.endsWith('qang') ? LEG_AXIS : LEVEL;
};

describe.each(METRIC_NAMES)('%s', (name) => {
  test.each(tableOf(name))('%f° is grade %i', (value, grade) => {
    expect(gradeMetric(name, value)).toBe(grade);
  });
});

test('18 metrics', () => {
  expect(METRIC_NAMES).toHaveLength(18);
});

test('the rounded value is graded', () => {
  expect(gradeMetric('far_tilt', 0.9995)).toBe(1);
  expect(gradeMetric('far_tilt', 0.99949)).toBe(0);
  expect(gradeMetric('round_shoulder', 8.0004)).toBe(0);
});

test('values are rounded to three decimals, and -0 is 0', () => {
  expect(roundMetric(1.23456)).toBe(1.235);
  expect(Object.is(roundMetric(-0.0001), 0)).toBe(true);
});

test('misuse is a TypeError', () => {
  expect(() => gradeMetric('far_nose' as MetricName, 1)).toThrow(TypeError);
  expect(() => gradeMetric('toString' as MetricName, 1)).toThrow(TypeError);
  expect(() => gradeMetric('far_tilt', Number.NaN)).toThrow(TypeError);
});
