import { describe, expect, test } from 'vitest';
import { judgePhoto, viewOf, type PhotoEvidence } from '../../src/photo/view.js';

/** A person in A-pose, facing the camera. */
const APOSE: PhotoEvidence = {
  yaw: 1,
  trunkRoll: 0.5,
  ankleRoll: -1,
  headInside: true,
  feetInside: true,
  sidesInside: true,
  armAngles: [27, 29],
  elbowAngles: [177, 178],
  wristClearance: [0.6, 0.62],
  kneeAngle: 177,
  legLength: 1.5,
  legsSeen: 1,
  feetUnlike: 0.02,
};
const BEHIND: PhotoEvidence = { ...APOSE, yaw: -178 };
const PROFILE: PhotoEvidence = { ...APOSE, yaw: -88, ankleRoll: -100, armAngles: [5, 6], wristClearance: [0, 0.1] };

describe('which view a photo shows', () => {
  test.each([
    [0, 'front'], [15, 'front'], [-15, 'front'], [180, 'back'], [-170, 'back'], [90, 'side'], [-90, 'side'], [-75, 'side'],
    [105, 'side'], [30, undefined], [-45, undefined], [60, undefined], [150, undefined],
  ])('shoulders turned by %i°: %s', (yaw, view) => {
    expect(viewOf(yaw)).toBe(view);
  });
});

describe('photos in their own slot', () => {
  test('are accepted', () => {
    expect(judgePhoto('front', APOSE)).toBeUndefined();
    expect(judgePhoto('back', BEHIND)).toBeUndefined();
    expect(judgePhoto('side', PROFILE)).toBeUndefined();
    expect(judgePhoto('side', { ...PROFILE, yaw: 92 })).toBeUndefined();
  });

  test.each<[string, Partial<PhotoEvidence>, string]>([
    ['arms down', { armAngles: [5, 6] }, 'not-a-pose'],
    ['T-pose', { armAngles: [87, 88] }, 'not-a-pose'],
    ['one arm up', { armAngles: [27, 60] }, 'not-a-pose'],
    ['bent elbow', { elbowAngles: [177, 100] }, 'not-a-pose'],
    ['hand on the thigh', { wristClearance: [0.6, 0.05] }, 'not-a-pose'],
    ['crouched', { kneeAngle: 164, legLength: 1.25 }, 'not-a-pose'],
    ['deeply crouched', { kneeAngle: 120 }, 'not-a-pose'],
    ['head cut off', { headInside: false }, 'not-whole-body'],
    ['feet cut off', { feetInside: false }, 'not-whole-body'],
    ['an arm cut off', { sidesInside: false }, 'not-whole-body'],
    ['a box before the legs', { legsSeen: 0.2 }, 'hidden'],
    ['feet not found where the trunk stands', { ankleRoll: 30 }, 'wrong-view'],
    ['three-quarter view', { yaw: 35 }, 'wrong-view'],
    ['rolled by 11°', { trunkRoll: 11, ankleRoll: 11.2 }, 'rolled'],
    ['rolled by -15°', { trunkRoll: -15, ankleRoll: -14 }, 'rolled'],
    ['lying', { trunkRoll: 90, ankleRoll: 91, yaw: 60 }, 'rolled'],
    ['upside down', { trunkRoll: 179, ankleRoll: -179, yaw: -177 }, 'rolled'],
  ])('front, %s: %s', (_, change, failure) => {
    expect(judgePhoto('front', { ...APOSE, ...change })).toBe(failure);
  });

  test('bow legs are no crouch, a roll of 9° is allowed, a leaning person is not a tilted photo', () => {
    expect(judgePhoto('front', { ...APOSE, kneeAngle: 161 })).toBeUndefined();
    expect(judgePhoto('front', { ...APOSE, trunkRoll: 9, ankleRoll: 9.5 })).toBeUndefined();
    expect(judgePhoto('side', { ...PROFILE, trunkRoll: 12 })).toBeUndefined();
  });
});

test('photos in another slot are the wrong view', () => {
  expect(judgePhoto('front', BEHIND)).toBe('wrong-view');
  expect(judgePhoto('front', PROFILE)).toBe('wrong-view');
  expect(judgePhoto('side', APOSE)).toBe('wrong-view');
  expect(judgePhoto('side', BEHIND)).toBe('wrong-view');
  expect(judgePhoto('back', APOSE)).toBe('wrong-view');
  expect(judgePhoto('back', PROFILE)).toBe('wrong-view');
});

test('a profile that crouches or lies is refused', () => {
  expect(judgePhoto('side', { ...PROFILE, kneeAngle: 113 })).toBe('wrong-view');
  expect(judgePhoto('side', { ...PROFILE, trunkRoll: 80 })).toBe('wrong-view');
});
