/** Cases: who is shown, in which posture, by which cameras and where; and the fixed ones. */
import type { View } from '../../src/photo/views.js';
import type { Camera } from './camera.js';
import { PEOPLE, type Person } from './people.js';
import type { Parameters } from './posture.js';
import { drawFrom, randomOf, type Draw } from './random.js';
import { ROOMS, type Room, type Setting } from './rooms.js';

/** A photo of a case. */
export interface PlannedView {
  readonly camera: Camera;
  /** Error of the person's turn, degrees. */
  readonly yaw: number;
  /** The way that the person faces in a side photo. */
  readonly facing?: 'left' | 'right';
}

/** Three photos of a person in a posture. */
export interface PlannedCase {
  readonly id: string;
  readonly subject: string;
  /** Of each photo, pixels. */
  readonly width: number;
  readonly height: number;
  readonly views: Readonly<Record<View, PlannedView>>;
  /** What differs from the neutral posture. */
  readonly parameters: Partial<Parameters>;
  readonly setting: Setting;
}

/** What can be drawn. */
export interface Plan {
  readonly people: Readonly<Record<string, Person>>;
  readonly cases: readonly PlannedCase[];
}

export type Range = readonly [low: number, high: number];

/** Of cameras. Degrees, metres, and the share of the picture's height that a person of 1.75 m fills. */
export interface CameraRanges {
  readonly fov: Range;
  readonly height: Range;
  readonly aim: Range;
  readonly fill: Range;
}

const CAMERAS: CameraRanges = { fov: [52, 65], height: [0.9, 1.5], aim: [0.86, 1.02], fill: [0.58, 0.76] };

/** How far a phone is from the person, metres. */
const DISTANCE: Range = [2.5, 4.5];

export const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

function drawCamera(draw: Draw, ranges: CameraRanges, roll: number): Camera {
  const [fov, height, aim] = [draw.between(...ranges.fov), draw.between(...ranges.height), draw.between(...ranges.aim)];
  const filling = 1.75 / (2 * Math.tan((fov * Math.PI) / 360) * draw.between(...ranges.fill));
  const distance = Math.min(DISTANCE[1], Math.max(DISTANCE[0], filling));
  const shift = draw.between(-0.06, 0.06);
  return {
    fov: rounded(fov, 3),
    distance: rounded(distance, 3),
    height: rounded(height, 3),
    aim: rounded(aim, 3),
    shift: rounded(shift, 3),
    roll: rounded(roll, 3),
  };
}

/** Of what a `varied` case leaves open; degrees and centimetres. */
const SPREAD = {
  shoulder_tilt: [-5, 5], head_roll: [-7, 7], pelvic_tilt: [-4, 4], knee_tilt: [-3, 3], left_q: [-5, 6], right_q: [-5, 6],
  tilt: [-3, 3], lean: [-3, 6], trunk_lean: [-4, 5], cva: [41, 60], round_cm: [0, 6],
} satisfies Partial<Record<keyof Parameters, Range>>;

/** Rolls and errors of turn of a phone held by hand, degrees. */
const HAND_HELD = 3;

/** What a case's line says. */
export interface CaseLine {
  readonly id: string;
  readonly subject: string;
  readonly set: Partial<Parameters>;
  /** The camera rolls and the person is not quite turned as wanted, as with a phone held by hand. */
  readonly loose?: boolean;
  /** All parameters that the line leaves open are drawn. */
  readonly varied?: boolean;
  readonly size?: readonly [width: number, height: number];
}

/**
 * Adds what a case's line leaves open: a camera for each view, room, arms, stance, facing.
 *
 * @param number - Chooses the room and the way that the side photo faces.
 */
export function complete({ id, subject, set, loose = false, varied = false, size: [width, height] = [800, 1200] }: CaseLine, number: number, rooms: readonly Room[], ranges = CAMERAS): PlannedCase {
  const draw = drawFrom(randomOf(`case ${id}`));
  // Size after sign: that is the order in which they are drawn.
  const handHeld = (): number => (draw.chance(0.5) ? -1 : 1) * HAND_HELD * draw.number();
  const drawView = (): PlannedView => {
    const roll = loose ? handHeld() : 0;
    return { camera: drawCamera(draw, ranges, roll), yaw: loose ? rounded(handHeld(), 2) : 0 };
  };
  const [front, side, back] = [drawView(), drawView(), drawView()];
  const stance = { arm_angle: Math.round(24 + 12 * draw.number()), stance_cm: Math.round(20 + 20 * draw.number()) };
  const drawn = Object.fromEntries(Object.entries<Range>(varied ? SPREAD : {}).map(([name, range]) => [name, rounded(draw.between(...range), 1)]));
  const room = rooms[number % rooms.length];
  if (!room) throw new Error('a case needs a room');
  return {
    id, subject, width, height,
    views: { front, side: { ...side, facing: number % 2 === 1 ? 'left' : 'right' }, back },
    parameters: { ...stance, ...drawn, ...set },
    setting: { ...room, seed: number * 13 + 5 },
  };
}

type Line = CaseLine['set'];

/** Of one person. */
interface Lines {
  readonly plain: readonly Line[];
  /** Several parameters at once, by a phone held by hand. */
  readonly mixed: readonly Line[];
  readonly varied: boolean;
  /** Of the first case. */
  readonly number: number;
}

/**
 * m1 keeps everything else neutral: a front and a side parameter are off, which show in different pictures. For all
 * others every parameter is, as in life, so that answering "zero" earns nothing.
 */
const LINES: Readonly<Record<string, Lines>> = {
  m1: {
    number: 0,
    varied: false,
    plain: [
      {},
      { shoulder_tilt: 2, cva: 48 }, { shoulder_tilt: -4, lean: 5 }, { shoulder_tilt: 6, cva: 42 },
      { head_roll: 3, lean: -1 }, { head_roll: -6, round_cm: 3 },
      { pelvic_tilt: 2, lean: 4 }, { pelvic_tilt: -4, cva: 58 },
      { knee_tilt: 2, round_cm: 1.5 }, { knee_tilt: -3, trunk_lean: 4 },
      { left_q: 5, cva: 45 }, { right_q: -5, round_cm: 6 }, { left_q: 8, right_q: 8, lean: -3 },
      { tilt: 2, round_cm: 4.5 }, { tilt: -4, cva: 40 },
      { arm_angle: 22, lean: 6 },
    ],
    mixed: [
      { shoulder_tilt: 3, head_roll: -2, pelvic_tilt: -1, tilt: 1.5, cva: 46, round_cm: 3, lean: 4, arm_angle: 27 },
      { shoulder_tilt: -2, head_roll: 4, pelvic_tilt: 2, knee_tilt: 1, left_q: 3, cva: 51, round_cm: 1.5, lean: 1, trunk_lean: 2, arm_angle: 36 },
      { shoulder_tilt: -5, head_roll: -4, pelvic_tilt: 3, tilt: -2, right_q: 5, cva: 43, round_cm: 5, lean: 5, trunk_lean: -3, arm_angle: 32 },
      { shoulder_tilt: 1, head_roll: 1, pelvic_tilt: 1, knee_tilt: -1, left_q: -3, right_q: -3, tilt: 0.5, cva: 55, round_cm: 0.5, lean: 3, arm_angle: 40 },
    ],
  },
  f1: {
    number: 3,
    varied: true,
    plain: [
      {},
      { shoulder_tilt: -1, round_cm: 2 }, { shoulder_tilt: 3.5, lean: 0 }, { shoulder_tilt: -6, cva: 50 },
      { head_roll: -2, round_cm: 4 }, { head_roll: 8, lean: 3 },
      { pelvic_tilt: -2, cva: 60 }, { pelvic_tilt: 4, round_cm: 6 },
      { knee_tilt: -1.5, lean: -2 }, { knee_tilt: 3, cva: 46 },
      { left_q: -5, lean: 6 }, { right_q: 7, cva: 41 }, { left_q: -4, right_q: -4, round_cm: 3 },
      { tilt: -1.5, trunk_lean: -4 }, { tilt: 4, cva: 44 },
      { arm_angle: 45, round_cm: 1 },
    ],
    mixed: [
      { shoulder_tilt: -3, head_roll: 2, pelvic_tilt: 1.5, tilt: -1, cva: 49, round_cm: 2.5, lean: 0, arm_angle: 25 },
      { shoulder_tilt: 4, head_roll: 5, pelvic_tilt: -2.5, knee_tilt: -2, right_q: 4, tilt: 2.5, cva: 44, round_cm: 4, lean: 4, trunk_lean: 3, arm_angle: 30 },
      { shoulder_tilt: 2, head_roll: -7, knee_tilt: 2, left_q: 6, right_q: -2, cva: 57, round_cm: 1, lean: -2, arm_angle: 34 },
      { shoulder_tilt: -1.5, head_roll: -1, pelvic_tilt: -1, left_q: -2, right_q: 2, tilt: 1, cva: 52, round_cm: 3.5, lean: 2.5, trunk_lean: 5, arm_angle: 42 },
    ],
  },
  m2: {
    number: 6,
    varied: true,
    plain: [
      {}, { shoulder_tilt: 4, cva: 44 }, { shoulder_tilt: -2.5, round_cm: 5 }, { head_roll: 5, lean: 4.5 },
      { pelvic_tilt: 3, cva: 50 }, { tilt: -2.5, round_cm: 2 },
    ],
    mixed: [
      { shoulder_tilt: -3.5, head_roll: 3, pelvic_tilt: -2, tilt: 1, left_q: 4, cva: 47, round_cm: 3.5, lean: 5, arm_angle: 33 },
      { shoulder_tilt: 2.5, head_roll: -3, pelvic_tilt: 1, knee_tilt: 1.5, right_q: 4, cva: 42, round_cm: 4.5, lean: 0, trunk_lean: 4, arm_angle: 26 },
    ],
  },
};

/** A few are bigger. */
const LARGE = new Set(['m1-01', 'f1-04', 'm2-07']);

function casesOf(subject: string, { plain, mixed, varied, number }: Lines): PlannedCase[] {
  const lines = [...plain.map((set) => ({ set, varied })), ...mixed.map((set) => ({ set, varied, loose: true }))];
  return lines.map((line, i) => {
    const id = `${subject}-${String(i + 1).padStart(2, '0')}`;
    return complete({ ...line, id, subject, ...(LARGE.has(id) ? { size: [1500, 2000] } : {}) }, number + i, ROOMS);
  });
}

export const FIXED_PLAN: Plan = { people: PEOPLE, cases: Object.entries(LINES).flatMap(([subject, lines]) => casesOf(subject, lines)) };
