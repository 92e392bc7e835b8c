import type { Landmark, LandmarkName, Landmarks, PhotoEvidence, View } from 'analyze-locally';
import { describe, expect, test } from 'vitest';
import type { Sight } from '../../demo/kiosk/capture/body.js';
import { turnTo } from '../../demo/kiosk/capture/body.js';
import { cameraHintOf, distanceOf, isPlaced, problemsOf, type Gravity, type Instruction } from '../../demo/kiosk/capture/guidance.js';
import { LANDMARK_NAMES } from '../../src/pose/landmarks.js';
import { judgePhoto } from '../../src/photo/view.js';

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
const PROFILE: PhotoEvidence = { ...APOSE, yaw: 88, ankleRoll: -100, armAngles: [5, 6], wristClearance: [0, 0.1] };
const STANDING: Readonly<Record<View, PhotoEvidence>> = { front: APOSE, side: PROFILE, back: BEHIND };

/** A body on a grid of 100, the feet at 0 and the eyes at 93: [x, height]. Others than these are where the hips are. */
const BODY: Partial<Record<LandmarkName, readonly [number, number]>> = {
  nose: [0, 92], l_eye: [2, 93], r_eye: [-2, 93], l_ear: [4, 92.5], r_ear: [-4, 92.5],
  l_shoulder: [10, 80], r_shoulder: [-10, 80], l_elbow: [18, 62], r_elbow: [-18, 62], l_wrist: [24, 46], r_wrist: [-24, 46],
  l_hip: [6, 50], r_hip: [-6, 50], l_knee: [7, 26], r_knee: [-7, 26], l_ankle: [8, 4], r_ankle: [-8, 4],
  l_foot_index: [9, 0], r_foot_index: [-9, 0],
};

interface Where {
  /** Of the body's middle and its feet, pixels. */
  readonly x?: number;
  readonly ground?: number;
  /** Pixels. */
  readonly tall?: number;
}

const FRAME = { width: 720, height: 1280 } as const;

/** Somebody somewhere in the frame. */
function seen(evidence: Partial<PhotoEvidence> = {}, { x = 360, ground = 1120, tall = 900 }: Where = {}): Sight {
  const yaw = ((evidence.yaw ?? APOSE.yaw) * Math.PI) / 180;
  const all = LANDMARK_NAMES.map((name): [LandmarkName, Landmark] => {
    const [across, up] = BODY[name] ?? [0, 50];
    // The face looks where the shoulders do.
    const world: Landmark['world'] = name === 'nose' ? [0.1 * Math.sin(yaw), 0, -0.1 * Math.cos(yaw)] : [0, 0, 0];
    return [name, { point: [x + (across * tall) / 100, ground - (up * tall) / 100], visibility: 1, world }];
  });
  return { ...FRAME, landmarks: Object.fromEntries(all) as unknown as Landmarks, evidence: { ...APOSE, ...evidence } };
}

const problems = (sight: Sight | undefined, view: View, isRight = false, gravity?: Gravity): readonly Instruction[] =>
  problemsOf(sight, view, { isRight, gravity });
const first = (sight: Sight | undefined, view: View = 'front'): Instruction | undefined => problems(sight, view)[0];

describe('somebody who stands right', () => {
  test.each(['front', 'side', 'back'] as const)('%s: nothing is wrong', (view) => {
    expect(problems(seen(STANDING[view]), view)).toEqual([]);
  });

  test('either profile will do', () => {
    expect(problems(seen({ ...PROFILE, yaw: -91 }), 'side')).toEqual([]);
  });
});

describe('where to stand', () => {
  test.each<[string, Sight | undefined, Instruction]>([
    ['nobody', undefined, 'stepIn'],
    ['too near: head and feet are out', seen({}, { tall: 1400, ground: 1350 }), 'stepAway'],
    ['too near: feet are out', seen({ feetInside: false }, { tall: 1250, ground: 1300 }), 'stepAway'],
    ['far, and the head is out', seen({ headInside: false }, { tall: 800, ground: 760 }), 'aimHigher'],
    ['far, and the feet are out', seen({ feetInside: false }, { tall: 800, ground: 1290 }), 'aimLower'],
    ['an arm is out at the left of the image', seen({ sidesInside: false }, { x: 160 }), 'stepLeft'],
    ['both arms are out', seen({ sidesInside: false }), 'stepAway'],
    ['far', seen({}, { tall: 440 }), 'comeCloser'],
    ['at the left of the image', seen({}, { x: 240, tall: 700 }), 'stepLeft'],
    ['at the right of the image', seen({}, { x: 480, tall: 700 }), 'stepRight'],
  ])('%s', (_, sight, wanted) => {
    expect(first(sight)).toBe(wanted);
  });

  test('a camera of few pixels wants them nearer', () => {
    const small = { ...seen({}, { tall: 250, ground: 440 }), height: 480 };
    expect(first(small)).toBe('comeCloser');
  });

  test('left and right are the person’s own, and in profile there is forward and backward', () => {
    const left = { x: 240, tall: 700 };
    expect(first(seen(BEHIND, left), 'back')).toBe('stepRight');
    expect(first(seen({ ...PROFILE, yaw: 90 }, left), 'side')).toBe('stepForward');
    expect(first(seen({ ...PROFILE, yaw: -90 }, left), 'side')).toBe('stepBackward');
    expect(first(seen({ ...PROFILE, yaw: -90 }, { ...left, x: 480 }), 'side')).toBe('stepForward');
  });

  test('the place comes before the pose', () => {
    expect(problems(seen({ yaw: 40, armAngles: [5, 5] }, { tall: 440 }), 'front')).toEqual(['comeCloser', 'turnRight', 'armsOut']);
  });

  test('who is placed may stand any way', () => {
    expect(isPlaced(seen({ yaw: 40 }))).toBe(true);
    expect(isPlaced(seen({}, { x: 200 }))).toBe(false);
  });
});

describe('which way', () => {
  test.each<[View, number, Instruction]>([
    ['front', 30, 'turnRight'],
    ['front', -30, 'turnLeft'],
    ['front', 90, 'faceCamera'],
    ['front', 180, 'faceCamera'],
    ['side', 0, 'turnSide'],
    ['side', 60, 'turnLeft'],
    ['side', 120, 'turnRight'],
    ['side', -60, 'turnRight'],
    ['side', -120, 'turnLeft'],
    ['side', 180, 'turnSide'],
    ['back', 90, 'turnBack'],
    ['back', 150, 'turnLeft'],
    ['back', -150, 'turnRight'],
  ])('%s, shoulders turned by %i°', (view, yaw, wanted) => {
    expect(first(seen({ ...STANDING[view], yaw }), view)).toBe(wanted);
  });

  test('a turn is the short one', () => {
    expect(turnTo(180, -170)).toBe(-10);
    expect(turnTo(0, 350)).toBe(10);
    expect(turnTo(0, 180)).toBe(180);
  });
});

describe('how to stand', () => {
  test.each<[string, Partial<PhotoEvidence>, Instruction]>([
    ['tilted', { trunkRoll: 9, ankleRoll: 9 }, 'levelCamera'],
    ['one foot before the other', { ankleRoll: 13 }, 'feetOnLine'],
    ['arms down', { armAngles: [5, 6] }, 'armsOut'],
    ['a hand on the thigh', { wristClearance: [0.6, 0.05] }, 'armsOut'],
    ['T-pose', { armAngles: [87, 88] }, 'armsDown'],
    ['a bent elbow', { elbowAngles: [177, 100] }, 'straightenArms'],
    ['one arm further out', { armAngles: [25, 45] }, 'armsAlike'],
    ['crouched', { kneeAngle: 150 }, 'standStraight'],
    ['legs that the engine would call bent', { kneeAngle: 164, legLength: 1.25 }, 'standStraight'],
  ])('%s', (_, change, wanted) => {
    expect(first(seen(change))).toBe(wanted);
  });

  test('the head is turned away', () => {
    const sight = seen();
    const nose = { ...sight.landmarks.nose, world: [0.1, 0, -0.02] as const };
    expect(first({ ...sight, landmarks: { ...sight.landmarks, nose } })).toBe('lookAhead');
  });

  test('arms may hang in profile and from behind', () => {
    expect(problems(seen({ ...BEHIND, armAngles: [5, 5] }), 'back')).toEqual([]);
  });

  test('gravity is believed before the body', () => {
    const leaning = seen({ trunkRoll: 9, ankleRoll: 9 });
    expect(problems(leaning, 'front', false, { roll: 1, pitch: 0 })).toEqual([]);
    expect(problems(seen(PROFILE), 'side', false, { roll: -3, pitch: 0 })).toEqual(['levelCamera']);
  });
});

describe('what the engine refuses', () => {
  const EDGES: readonly Partial<PhotoEvidence>[] = [
    { yaw: 15.9 }, { yaw: 15 }, { trunkRoll: 9.9, ankleRoll: 9.9 }, { armAngles: [10.5, 12] }, { armAngles: [63, 62] },
    { elbowAngles: [141, 170] }, { wristClearance: [0.13, 0.3] }, { kneeAngle: 151 }, { ankleRoll: 13.9 }, { armAngles: [25, 44.5] },
  ];

  test.each(EDGES)('what it would just accept is asked to be better: %o', (change) => {
    expect(judgePhoto('front', { ...APOSE, ...change })).toBeUndefined();
    expect(problems(seen(change), 'front', true)).not.toEqual([]);
  });

  test('what has been right may be a little less so, without a flicker', () => {
    const edge = seen({ yaw: 13.5 });
    expect(problems(edge, 'front', false)).toEqual(['turnRight']);
    expect(problems(edge, 'front', true)).toEqual([]);
  });

  test('is never let through', () => {
    for (const view of ['front', 'side', 'back'] as const) {
      for (let yaw = -180; yaw <= 180; yaw += 3) {
        for (const trunkRoll of [-25, -12, 0, 12, 25]) {
          for (const armAngles of [[5, 5], [28, 28], [70, 70]] as const) {
            const evidence = { ...STANDING[view], yaw, trunkRoll, ankleRoll: trunkRoll, armAngles };
            if (problems(seen(evidence), view, true).length === 0) expect(judgePhoto(view, evidence)).toBeUndefined();
          }
        }
      }
    }
  });
});

describe('gauge and hints', () => {
  test('distance', () => {
    expect(distanceOf(seen()).kind).toBe('right');
    expect(distanceOf(seen({}, { tall: 440 })).kind).toBe('far');
    expect(distanceOf(seen({ feetInside: false }, { tall: 1250, ground: 1300 })).kind).toBe('near');
  });

  test('a camera that leans, or stands too high or low', () => {
    expect(cameraHintOf(seen(), undefined)).toBeUndefined();
    expect(cameraHintOf(seen(), { roll: 0, pitch: -14 })).toBe('uprightCamera');
    expect(cameraHintOf(seen({}, { tall: 560, ground: 1240 }), undefined)).toBe('lowerCamera');
    expect(cameraHintOf(seen({}, { tall: 560, ground: 760 }), undefined)).toBe('raiseCamera');
  });
});
