import { describe, expect, test } from 'vitest';
import { linearKappa, mean, quantile, slope } from '../bench/statistics.js';

describe('the benchmark’s statistics', () => {
  test('mean and quantile', () => {
    expect(mean([1, 2, 6])).toBe(3);
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
    expect(quantile([5, 1], 1)).toBe(5);
  });

  test('slope of measured on true', () => {
    expect(slope([-2, 0, 2], [-1 + 3, 3, 1 + 3])).toBeCloseTo(0.5, 12);
    expect(slope([1, 2, 3], [7, 7, 7])).toBe(0);
  });

  test('kappa with linear weights, against a worked example', () => {
    // Weights of disagreement 1, 1, 0, 0 observed: 0.5. By chance, each pair equally: mean of |a - b| over all 16.
    const pairs = [[0, 1], [1, 0], [2, 2], [1, 1]] as const;
    const chance = mean([0, 1, 2, 1].flatMap((a) => [1, 0, 2, 1].map((b) => Math.abs(a - b))));
    expect(linearKappa(pairs)).toBeCloseTo(1 - 0.5 / chance, 12);
    expect(linearKappa([[0, 0], [1, 1], [-2, -2]])).toBe(1);
    expect(linearKappa([[0, 0], [0, 0]])).toBe(1);
  });
});
