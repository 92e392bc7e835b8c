import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inclination } from '../../src/geometry/angle.js';
import { distance, midpoint, type Point } from '../../src/geometry/vector.js';
import { nameKeypoints, type NamedKeypoints } from '../../src/keypoints/names.js';
import { referToRoll } from '../../src/keypoints/roll-reference.js';
import { frontalAngles, photoRoll } from '../../src/metrics/frontal.js';
import type { RollReference } from '../../src/pose/protocol.js';
import { anyBack, anyFront, turned } from './standing-figure.js';

/** Floating-point noise, degrees or pixels. */
const EXACT = 1e-6;

/** Degrees. */
const ANKLE_ERROR = 0.5;

const anyTurn = fc.double({ min: -25, max: 25, noNaN: true });

function expectNear(actual: number, expected: number, what?: string): void {
  expect(Math.abs(actual - expected), what).toBeLessThanOrEqual(EXACT);
}

function expectSamePoint(actual: Point, expected: Point): void {
  expect(distance(actual, expected)).toBeLessThanOrEqual(EXACT);
}

const anklesOf = ({ r_ankle, l_ankle }: NamedKeypoints): readonly [Point, Point] => [r_ankle, l_ankle];

describe.each([
  // A clockwise turn lowers what is on the image's right: the subject's left in a front photo, the right in a back photo.
  ['front', anyFront, 1, -1],
  ['back', anyBack, -1, 1],
] as const)('the roll reference of a %s photo', (_, anyPoints, towardLeft, clockwise) => {
  const anyKeypoints = anyPoints.map(nameKeypoints);

  test('ankles: nothing is moved', () => {
    fc.assert(fc.property(anyKeypoints, (keypoints) => {
      expect(referToRoll(keypoints, 'ankles', ANKLE_ERROR)).toBe(keypoints);
    }));
  });

  test('level: the ankle line is level, and its middle and length are kept', () => {
    fc.assert(fc.property(anyPoints, anyTurn, (points, degrees) => {
      const keypoints = nameKeypoints(turned(points, degrees));
      const referred = referToRoll(keypoints, 'level', ANKLE_ERROR);
      expectNear(inclination(referred.r_ankle, referred.l_ankle), 0);
      expectSamePoint(midpoint(...anklesOf(referred)), midpoint(...anklesOf(keypoints)));
      expectNear(distance(...anklesOf(referred)), distance(...anklesOf(keypoints)));
      expect(Math.sign(referred.l_ankle[0] - referred.r_ankle[0])).toBe(towardLeft);
      expect({ ...referred, r_ankle: keypoints.r_ankle, l_ankle: keypoints.l_ankle }).toEqual(keypoints);
    }));
  });

  test('auto: between the two, toward the ankles the surer they are', () => {
    fc.assert(fc.property(anyKeypoints, (keypoints) => {
      const roll = photoRoll(keypoints);
      const share = (ankleError: number): number => photoRoll(referToRoll(keypoints, 'auto', ankleError)) / roll;
      fc.pre(Math.abs(roll) > 0.01);
      expect(share(0.01)).toBeGreaterThan(0.99);
      expect(share(0.5)).toBeGreaterThan(share(3));
      expect(share(100)).toBeLessThan(0.01);
      for (const ankleError of [0.01, 0.5, 3, 100]) {
        expect(share(ankleError)).toBeGreaterThan(0);
        expect(share(ankleError)).toBeLessThan(1);
      }
    }));
  });

  test('auto: half way where the ankle line is as unsure as a camera held by hand, 1.5°', () => {
    fc.assert(fc.property(anyKeypoints, (keypoints) => {
      expectNear(photoRoll(referToRoll(keypoints, 'auto', 1.5)), photoRoll(keypoints) / 2);
    }));
  });

  test('a turned photo changes every angle by its turn under level, and none under ankles', () => {
    fc.assert(fc.property(anyPoints, anyTurn, (points, degrees) => {
      const anglesOf = (of: readonly Point[], reference: RollReference): [string, number][] =>
        Object.entries({ ...frontalAngles(referToRoll(nameKeypoints(of), reference, ANKLE_ERROR), towardLeft) });
      const after = { ankles: anglesOf(turned(points, degrees), 'ankles'), level: anglesOf(turned(points, degrees), 'level') };
      anglesOf(points, 'ankles').forEach(([name, angle], index) => {
        expectNear(after.ankles[index]?.[1] ?? Number.NaN, angle, name);
      });
      anglesOf(points, 'level').forEach(([name, angle], index) => {
        // Lateral is the other way on the right leg.
        const way = name === 'right_qang' ? -clockwise : clockwise;
        expectNear(after.level[index]?.[1] ?? Number.NaN, angle + way * degrees, name);
      });
    }));
  });
});
