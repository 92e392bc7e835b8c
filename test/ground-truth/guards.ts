/** Guard pictures: what must be accepted, refused or warned about. */
import type { GuardPicture } from '../bench/guard-expectations.js';
import { VIEW_TURN, type Camera, type Shown } from './camera.js';
import { NEUTRAL_POSTURE, type Posture } from './posture.js';
import { drawFrom, randomOf } from './random.js';
import { ROOMS, type Setting } from './rooms.js';

/** Of every guard picture, pixels. */
export const GUARD_SIZE = [800, 1200] as const;

type PoseName = 'a-pose' | 't-pose' | 'arms-down' | 'arms-up' | 'crouched-deep' | 'crouched';
type CropName = 'none' | 'head-off' | 'feet-off' | 'upper-body' | 'half-left-off' | 'tiny';

/** A person in a guard picture. */
export interface GuardPerson {
  readonly subject: string;
  /** Degrees. */
  readonly turn: number;
  /** x and z, metres. */
  readonly offset: readonly [x: number, z: number];
}

/** A guard picture with what is needed to draw it. */
export interface PlannedGuard {
  readonly name: string;
  readonly people: readonly GuardPerson[];
  readonly posture: Posture;
  readonly camera: Camera;
  readonly setting: Setting;
  /** Its entry in `guards.json`. */
  readonly entry: GuardPicture & { readonly subject: string | null; readonly camera: Camera };
}

const POSES: Readonly<Record<PoseName, Partial<Posture>>> = {
  'a-pose': {},
  't-pose': { arms: [90, 90], forearmIn: 0, elbowFlex: 2, shrug: 0.01 },
  'arms-down': { arms: [5, 5], forearmIn: 3, elbowFlex: 6 },
  'arms-up': { arms: [162, 162], forearmIn: -8, elbowFlex: 0, armForward: 0, shrug: 0.05 },
  'crouched-deep': { hipFlex: 80, arms: [20, 20] },
  crouched: { hipFlex: 50 },
};

/** Cameras that show all of the person, a part, or the person small. */
const CROPS: Readonly<Record<CropName, Camera>> = {
  none: { fov: 58, distance: 2.7, height: 1.2, aim: 0.92 },
  'head-off': { fov: 50, distance: 2.4, height: 1.0, aim: 0.24 },
  'feet-off': { fov: 44, distance: 2.6, height: 1.3, aim: 1.22 },
  'upper-body': { fov: 42, distance: 1.7, height: 1.35, aim: 1.32 },
  'half-left-off': { fov: 55, distance: 2.7, height: 1.2, aim: 0.92, shift: 0.88 },
  tiny: { fov: 65, distance: 7.5, height: 1.3, aim: 1.0 },
};

interface GuardLine {
  readonly name: string;
  /** Null is an empty room. */
  readonly subject: string | null;
  readonly shown: Shown | 'three-quarter' | 'none';
  readonly pose: PoseName | 'none';
  /** The camera is this much farther away, metres. */
  readonly back?: number;
  /** Of the photo, degrees. */
  readonly roll?: number;
  /** Of a person three-quarter turned, degrees. */
  readonly turn?: number;
  readonly crop?: Exclude<CropName, 'none'>;
  /** Another person beside the first. */
  readonly second?: string;
}

const LINES: readonly GuardLine[] = [
  { name: 'front-apose', subject: 'm1', shown: 'front', pose: 'a-pose' },
  { name: 'left-apose', subject: 'f1', shown: 'left', pose: 'a-pose' },
  { name: 'right-apose', subject: 'm2', shown: 'right', pose: 'a-pose' },
  { name: 'back-apose', subject: 'f1', shown: 'back', pose: 'a-pose' },
  { name: 'front-apose-2', subject: 'm2', shown: 'front', pose: 'a-pose' },
  { name: 'back-apose-2', subject: 'm1', shown: 'back', pose: 'a-pose' },
  { name: 'front-tpose', subject: 'm1', shown: 'front', pose: 't-pose', back: 0.5 },
  { name: 'back-tpose', subject: 'm2', shown: 'back', pose: 't-pose', back: 0.5 },
  { name: 'left-tpose', subject: 'f1', shown: 'left', pose: 't-pose' },
  { name: 'front-armsdown', subject: 'f1', shown: 'front', pose: 'arms-down' },
  { name: 'right-armsdown', subject: 'm1', shown: 'right', pose: 'arms-down' },
  { name: 'back-armsdown', subject: 'm2', shown: 'back', pose: 'arms-down' },
  { name: 'front-armsup', subject: 'm1', shown: 'front', pose: 'arms-up', back: 0.9 },
  { name: 'left-armsup', subject: 'm2', shown: 'left', pose: 'arms-up', back: 0.9 },
  { name: 'oblique-30', subject: 'm1', shown: 'three-quarter', pose: 'a-pose', turn: 30 },
  { name: 'oblique-45', subject: 'f1', shown: 'three-quarter', pose: 'a-pose', turn: -45 },
  { name: 'oblique-60', subject: 'm2', shown: 'three-quarter', pose: 'a-pose', turn: 60 },
  { name: 'rolled-5', subject: 'f1', shown: 'front', pose: 'a-pose', roll: 5 },
  { name: 'rolled-9', subject: 'm2', shown: 'front', pose: 'a-pose', roll: -9 },
  { name: 'rolled-11', subject: 'm1', shown: 'front', pose: 'a-pose', roll: 11 },
  { name: 'rolled-15', subject: 'f1', shown: 'front', pose: 'a-pose', roll: -15 },
  { name: 'rolled-30', subject: 'm2', shown: 'front', pose: 'a-pose', roll: 30 },
  { name: 'rolled-90', subject: 'm1', shown: 'front', pose: 'a-pose', roll: 90 },
  { name: 'crouched-front', subject: 'm1', shown: 'front', pose: 'crouched-deep' },
  { name: 'crouched-side', subject: 'f1', shown: 'left', pose: 'crouched' },
  { name: 'head-off', subject: 'f1', shown: 'front', pose: 'a-pose', crop: 'head-off' },
  { name: 'feet-off', subject: 'm2', shown: 'front', pose: 'a-pose', crop: 'feet-off' },
  { name: 'upper-body', subject: 'm1', shown: 'front', pose: 'a-pose', crop: 'upper-body' },
  { name: 'half-off', subject: 'm2', shown: 'front', pose: 'a-pose', crop: 'half-left-off' },
  { name: 'tiny', subject: 'm1', shown: 'front', pose: 'a-pose', crop: 'tiny' },
  { name: 'two-people', subject: 'm1', shown: 'front', pose: 'a-pose', second: 'f1' },
  { name: 'empty-room', subject: null, shown: 'none', pose: 'none' },
];

/** Of two people from the middle of the picture, and of the camera from them; metres. */
const BESIDE = 0.55;
const TWO_PEOPLE_DISTANCE = 3.3;

/** A photo rolled more than this needs room at its corners; degrees, and metres farther away. */
const MUCH_ROLLED = 20;
const ROLLED_BACK = 0.9;

function cameraOf({ name, crop, pose, roll = 0, back = 0, second }: GuardLine): Camera {
  const draw = drawFrom(randomOf(`guard ${name}`));
  const usual = CROPS[crop ?? 'none'];
  const { fov, distance, height } = crop
    ? usual
    : { fov: 56 + 6 * draw.number(), distance: 2.55 + 0.5 * draw.number(), height: 1 + 0.4 * draw.number() };
  const away = distance + (Math.abs(roll) > MUCH_ROLLED ? ROLLED_BACK : 0) + back;
  const aim = pose.startsWith('crouched') ? 0.75 : pose === 'arms-up' ? 1.1 : usual.aim;
  return { ...usual, fov, distance: second === undefined ? away : TWO_PEOPLE_DISTANCE, height, aim, roll };
}

const turnOf = ({ shown, turn = 0 }: GuardLine): number => (shown === 'none' || shown === 'three-quarter' ? turn : VIEW_TURN[shown]);

function peopleOf(line: GuardLine): GuardPerson[] {
  const { subject, second } = line;
  if (subject === null) return [];
  const turn = turnOf(line);
  if (second === undefined) return [{ subject, turn, offset: [0, 0] }];
  return [{ subject, turn, offset: [-BESIDE, 0] }, { subject: second, turn, offset: [BESIDE, 0] }];
}

function planGuard(line: GuardLine, number: number): PlannedGuard {
  const { name, subject, shown, pose, roll = 0, turn = 0, crop = 'none' } = line;
  const room = ROOMS[number % ROOMS.length]!;
  const [people, camera] = [peopleOf(line), cameraOf(line)];
  return {
    name,
    people,
    posture: { ...NEUTRAL_POSTURE, ...(pose === 'none' ? {} : POSES[pose]) },
    camera,
    setting: { ...room, seed: 300 + number },
    entry: {
      file: `${name}.jpg`,
      subject,
      view: shown === 'three-quarter' ? 'none' : shown,
      pose,
      rollDegrees: roll,
      turnDegrees: turn,
      crop,
      people: people.length,
      camera,
    },
  };
}

export const GUARDS: readonly PlannedGuard[] = LINES.map(planGuard);
