import { describe, expect, test } from 'vitest';
import { DOUBT_WEIGHTS, doubtsOf, isFootHidden, uselessness, wideningOf, type Doubts } from '../../src/correction/doubts.js';
import type { Clarity } from '../../src/correction/clarity.js';
import type { View } from '../../src/photo/views.js';
import type { Landmark } from '../../src/pose/landmarks.js';

const CLEAR: Clarity = { sharpness: 0.56, noise: 0.012, contrast: 28 };

const EVIDENCE: Readonly<Record<View, { readonly yaw: number; readonly legsSeen: number; readonly feetUnlike: number; readonly ankleRoll: number; readonly trunkRoll: number }>> = {
  front: { yaw: 1, legsSeen: 1, feetUnlike: 0.03, ankleRoll: -1, trunkRoll: 0.5 },
  // The ankle line of a profile is any.
  side: { yaw: -88, legsSeen: 1, feetUnlike: 0.3, ankleRoll: -100, trunkRoll: 0.5 },
  back: { yaw: -178, legsSeen: 1, feetUnlike: 0.04, ankleRoll: 2, trunkRoll: -0.5 },
};

const ankle = (visibility: number): Landmark => ({ point: [0, 0], visibility, world: [0, 0, 0] });

/** As the network sees ankles in each view; in profiles one hides the other. */
const ANKLES: Readonly<Record<View, readonly [number, number]>> = { front: [0.993, 0.995], side: [0.5, 0.95], back: [0.98, 0.985] };

const VIEWS = ['front', 'side', 'back'] as const;

function doubts(view: View, changed: { readonly clarity?: Partial<Clarity>; readonly evidence?: Partial<(typeof EVIDENCE)[View]>; readonly ankles?: readonly [number, number] } = {}): Doubts {
  const [left, right] = changed.ankles ?? ANKLES[view];
  return doubtsOf(view, { ...CLEAR, ...changed.clarity }, { ...EVIDENCE[view], ...changed.evidence }, { l_ankle: ankle(left), r_ankle: ankle(right) });
}

describe('what is doubtful in a photo', () => {
  test.each(VIEWS)('nothing in a clear one: %s', (view) => {
    expect(doubts(view)).toEqual({ blur: 0, noise: 0, faint: 0, legs: 0, turn: 0 });
    expect(wideningOf(doubts(view))).toBe(1);
  });

  test.each<[keyof Doubts, Parameters<typeof doubts>[1]]>([
    ['blur', { clarity: { sharpness: 0.35 } }],
    ['noise', { clarity: { noise: 0.1 } }],
    ['faint', { clarity: { contrast: 8 } }],
    ['legs', { evidence: { legsSeen: 0.85 } }],
    ['legs', { evidence: { feetUnlike: 0.11 } }],
    ['legs', { ankles: [0.7, 0.8] }],
    ['turn', { evidence: { yaw: -165 } }],
  ])('%s: %j', (name, changed) => {
    const found = doubts('back', changed);
    expect(found[name]).toBeGreaterThan(0);
    expect(Object.entries(found).filter(([, doubt]) => doubt > 0).map(([which]) => which)).toEqual([name]);
    expect(wideningOf(found)).toBeCloseTo(1 + DOUBT_WEIGHTS[name] * found[name], 12);
  });

  test('an ankle line that is turned from the trunk, but for profiles', () => {
    expect(doubts('front', { evidence: { ankleRoll: 9 } }).legs).toBeGreaterThan(0.3);
    expect(doubts('side', { evidence: { ankleRoll: 9 } }).legs).toBe(0);
  });

  test('is never more than all, and none of it is lost at the ends', () => {
    const worst = doubts('front', { clarity: { sharpness: 0, noise: 9, contrast: 0 }, evidence: { legsSeen: 0, yaw: 40 }, ankles: [0, 1] });
    expect(worst).toEqual({ blur: 1, noise: 1, faint: 1, legs: 1, turn: 1 });
  });
});

describe('a photo of which nothing is said', () => {
  test.each<[ReturnType<typeof uselessness>, Parameters<typeof doubts>[1]]>([
    [undefined, {}],
    [undefined, { evidence: { legsSeen: 0.85, yaw: -172 } }],
    ['unclear', { clarity: { sharpness: 0.3 } }],
    [undefined, { ankles: [0.7, 0.8] }],
    ['hidden', { ankles: [0.7, 0.8], clarity: { contrast: 3, noise: 0.1 } }],
    ['hidden', { evidence: { legsSeen: 0.8, yaw: -164 } }],
    ['hidden', { evidence: { ankleRoll: 10, yaw: -170 } }],
  ])('%s: %j', (failure, changed) => {
    expect(uselessness({ ...CLEAR, ...changed?.clarity }, doubts('back', changed))).toBe(failure);
  });
});

describe('a foot that is hidden', () => {
  const isHidden = (view: View, evidence: Partial<(typeof EVIDENCE)[View]>, ankles = ANKLES[view]): boolean =>
    isFootHidden(view, { ...EVIDENCE[view], ...evidence }, { l_ankle: ankle(ankles[0]), r_ankle: ankle(ankles[1]) });

  test.each(VIEWS)('is not, in a clear photo: %s', (view) => {
    expect(isHidden(view, {})).toBe(false);
  });

  test('is told by two signs together, by none alone', () => {
    expect(isHidden('back', { feetUnlike: 0.4 })).toBe(false);
    expect(isHidden('back', { ankleRoll: 12 })).toBe(false);
    expect(isHidden('back', { legsSeen: 0.4 }, [0.5, 0.5])).toBe(false);
    expect(isHidden('back', { feetUnlike: 0.4, ankleRoll: 8 })).toBe(true);
    expect(isHidden('back', { feetUnlike: 0.4, legsSeen: 0.85 })).toBe(true);
    expect(isHidden('front', { ankleRoll: 10 }, [0.9, 0.99])).toBe(true);
  });

  test('is not asked of profiles, where one hides the other', () => {
    expect(isHidden('side', { feetUnlike: 0.4, ankleRoll: 60 })).toBe(false);
  });
});
