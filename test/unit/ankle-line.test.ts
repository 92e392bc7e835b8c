import { describe, expect, test } from 'vitest';
import { inclination } from '../../src/geometry/angle.js';
import { steadyAnkles } from '../../src/keypoints/ankle-line.js';
import { mapLandmarks, type Landmarks, type LandmarkName } from '../../src/pose/landmarks.js';

/** Feet 200 pixels apart; `tilts` says how much higher the left point of each pair is, pixels. */
const feet = (tilts: Partial<Record<'ankle' | 'heel' | 'foot_index', number>>): Landmarks =>
  mapLandmarks((name: LandmarkName) => {
    const part = name.slice(2) as 'ankle';
    const left = name.startsWith('l_');
    return { point: [left ? 200 : 0, left ? -(tilts[part] ?? 0) : 0], visibility: 1, world: [0, 0, 0] };
  });

const ankles = { l: [200, -10] as const, r: [0, 0] as const };

describe('the ankle line', () => {
  test('takes the mean direction of ankles and toes in a front photo', () => {
    const { l, r } = steadyAnkles('front', feet({ ankle: 10, foot_index: 0, heel: 99 }), ankles);
    expect(inclination(r, l)).toBeCloseTo(Math.atan(10 / 200) * (180 / Math.PI) / 2, 2);
  });

  test('and of the heels too in a back photo', () => {
    const { l, r } = steadyAnkles('back', feet({ ankle: 9, foot_index: 0, heel: 0 }), ankles);
    expect(inclination(r, l)).toBeCloseTo(Math.atan(3 / 200) * (180 / Math.PI), 2);
  });

  test('keeps its middle and its length', () => {
    const { l, r } = steadyAnkles('front', feet({ ankle: 10, foot_index: 3 }), ankles);
    expect([(l[0] + r[0]) / 2, (l[1] + r[1]) / 2]).toEqual([100, -5]);
    expect(Math.hypot(l[0] - r[0], l[1] - r[1])).toBeCloseTo(Math.hypot(200, 10), 9);
  });

  test('does not follow a foot that is set forward', () => {
    const { l, r } = steadyAnkles('front', feet({ ankle: 10, foot_index: 60 }), ankles);
    expect(l[1] - r[1]).toBeCloseTo(-10, 9);
  });
});
