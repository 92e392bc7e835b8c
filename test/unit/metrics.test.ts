import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Point } from '../../src/geometry/vector.js';
import { KEYPOINT_NAMES } from '../../src/keypoints/names.js';
import { backMetrics } from '../../src/metrics/back.js';
import { frontMetrics } from '../../src/metrics/front.js';
import { halfShoulderWidthFrom, sideMetrics } from '../../src/metrics/side.js';
import { anyBack, anyFront, anyProfile, mirrored, movedAndScaled, turned } from './standing-figure.js';

/** Floating-point noise, degrees. */
const EXACT = 1e-6;

/** The truths carry pixels with three decimals, degrees. */
const ROUNDED_TRUTH = 1e-4;

function expectSame(actual: object, expected: object, tolerance = EXACT): void {
  expect(Object.keys(actual)).toEqual(Object.keys(expected));
  for (const [name, value] of Object.entries(expected)) {
    const got = (actual as Record<string, number>)[name] ?? Number.NaN;
    expect(Math.abs(got - (value as number)), name).toBeLessThanOrEqual(tolerance);
  }
}

const anyMove = fc.tuple(
  fc.double({ min: 0.1, max: 8, noNaN: true }),
  fc.double({ min: -4000, max: 4000, noNaN: true }),
  fc.double({ min: -4000, max: 4000, noNaN: true }),
);
const anyTurn = fc.double({ min: -25, max: 25, noNaN: true });

const swapSides = (metrics: object, prefix: string): object => {
  const m = metrics as Record<string, number>;
  const at = (name: string): number => m[`${prefix}_${name}`] ?? Number.NaN;
  return Object.fromEntries(
    Object.keys(m).map((key) => {
      const name = key.slice(prefix.length + 1);
      if (name === 'left_qang') return [key, at('right_qang')];
      if (name === 'right_qang') return [key, at('left_qang')];
      return [key, -at(name)];
    }),
  );
};

describe.each([
  ['front', anyFront, frontMetrics, 'far'],
  ['back', anyBack, backMetrics, 'bar'],
] as const)('%s metrics', (_, anyPoints, metricsOf, prefix) => {
  test('do not change when the whole picture is turned', () => {
    fc.assert(fc.property(anyPoints, anyTurn, (points, degrees) => {
      expectSame(metricsOf(turned(points, degrees)), metricsOf(points));
    }));
  });

  test('do not change when the picture is scaled and shifted', () => {
    fc.assert(fc.property(anyPoints, anyMove, (points, [factor, dx, dy]) => {
      expectSame(metricsOf(movedAndScaled(points, factor, dx, dy)), metricsOf(points));
    }));
  });

  test('change sign and swap left and right in the mirrored picture', () => {
    fc.assert(fc.property(anyPoints, (points) => {
      expectSame(metricsOf(mirrored(points)), swapSides(metricsOf(points), prefix));
    }));
  });
});

test('a back photo is a front photo seen from behind: mirrored points give the same angles', () => {
  fc.assert(fc.property(anyFront, (points) => {
    const behind = points.map(([x, y]): Point => [1000 - x, y]);
    const unprefixed = (metrics: object): object =>
      Object.fromEntries(Object.entries(metrics).map(([name, value]) => [name.slice('far_'.length), value as number]));
    expectSame(unprefixed(backMetrics(behind)), unprefixed(frontMetrics(points)));
  }));
});

describe('side metrics', () => {
  test('do not change when the picture is mirrored', () => {
    fc.assert(fc.property(anyProfile, fc.double({ min: 380, max: 480, noNaN: true }), (points, x) => {
      const other = points.map(([px, py]): Point => [1000 - px, py]);
      expectSame(sideMetrics(other, { c7: [1000 - x, 280] }), sideMetrics(points, { c7: [x, 280] }));
      expectSame(sideMetrics(other), sideMetrics(points));
    }));
  });

  test('do not change when the picture is scaled and shifted', () => {
    fc.assert(fc.property(anyProfile, anyMove, (points, [factor, dx, dy]) => {
      const c7: Point = [450, 280];
      const [moved] = movedAndScaled([c7], factor, dx, dy);
      expectSame(
        sideMetrics(movedAndScaled(points, factor, dx, dy), { c7: moved, halfShoulderWidth: 80 * factor }),
        sideMetrics(points, { c7, halfShoulderWidth: 80 }),
      );
    }));
  });

  test('a leaning person leans forward in both profiles', () => {
    fc.assert(fc.property(anyProfile, (points) => {
      const leaning = turned(points, 12);
      expect(sideMetrics(leaning).sar_tilt).toBeGreaterThan(sideMetrics(points).sar_tilt + 11);
    }));
  });

  test('shoulders behind the neck count as not rounded', () => {
    fc.assert(fc.property(anyProfile, fc.double({ min: 20, max: 60, noNaN: true }), (points, behind) => {
      const thorax = points[KEYPOINT_NAMES.indexOf('thorax')] ?? [0, 0];
      const put = (forward: number): Point[] =>
        points.map((point, i) => (KEYPOINT_NAMES[i]?.endsWith('shoulder') ? [thorax[0] + forward, point[1]] : point));
      expect(sideMetrics(put(-behind), { halfShoulderWidth: 100 }).round_shoulder).toBe(0);
      expect(sideMetrics(put(behind), { halfShoulderWidth: 100 }).round_shoulder).toBeGreaterThan(0);
    }));
  });
});

describe('rendered people', () => {
  const folder = new URL('../fixtures/cases/', import.meta.url);
  test.each(readdirSync(folder))('%s: the exact keypoints give the exact metrics', (name) => {
    interface TruthView { keypoints: Point[]; joints: Record<string, Point> }
    const truth = JSON.parse(readFileSync(new URL(`${name}/truth.json`, folder), 'utf8')) as {
      views: Record<'front' | 'side' | 'back', TruthView>;
      metrics: Record<string, number>;
    };
    const { front, side, back } = truth.views;
    const measured: Record<string, number> = {
      ...frontMetrics(front.keypoints),
      ...sideMetrics(side.keypoints, {
        c7: side.joints['c7'],
        halfShoulderWidth: halfShoulderWidthFrom(front.keypoints, side.keypoints),
      }),
      ...backMetrics(back.keypoints),
    };
    for (const [metric, value] of Object.entries(truth.metrics)) {
      expect(Math.abs((measured[metric] ?? Number.NaN) - value), metric).toBeLessThanOrEqual(ROUNDED_TRUTH);
    }
  });
});

describe('misuse', () => {
  test.each([
    ['nothing', undefined],
    ['21 points', Array.from({ length: 21 }, () => [1, 2])],
    ['a point that is a number', Array.from({ length: 22 }, () => 1)],
    ['NaN', Array.from({ length: 22 }, () => [1, Number.NaN])],
  ])('%s is a TypeError that says what is wanted', (_, keypoints) => {
    for (const metricsOf of [frontMetrics, backMetrics, sideMetrics]) {
      expect(() => metricsOf(keypoints as unknown as Point[])).toThrow(TypeError);
      expect(() => metricsOf(keypoints as unknown as Point[])).toThrow(/keypoints/);
    }
  });
});
