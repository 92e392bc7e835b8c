/**
 * Poses a body: a posture becomes a rotation and a place of every bone.
 *
 * The body's frame: origin on the floor below mid-ankle, x to the subject's left, y up, z forward; metres. Bones are
 * placed in the frame's terms and not by limits of joints, so that a wanted angle is met as it is. Leg bones are
 * stretched by the millimetres that keep both feet on the floor.
 */
import type { Body } from './body.js';
import { HALF_HIP_WIDTH, keypoints3D, landmarksOf, type Landmarks } from './landmarks.js';
import type { Posture } from './posture.js';
import { on, SIDES, type NamedBone, type PairedBone, type PerBone, type Side } from './skeleton.js';
import {
  add, along, apply, length, midpoint, multiply, RADIANS, rotationBetween, rotationX, rotationY, rotationZ, stretchAlong, subtract, unit,
  type Matrix3, type Vector3,
} from './vector3.js';

/** Bones in the body's frame. */
export interface PlacedBones {
  readonly rotation: PerBone<Matrix3>;
  /** Where each bone begins. */
  readonly place: PerBone<Vector3>;
}

/** A posed body. */
export interface Pose extends PlacedBones {
  readonly landmarks: Landmarks;
}

/** What has no closed form and is found by steps; radians. */
interface Unknowns {
  readonly neckPitch: number;
  readonly spineSide: number;
  readonly shoulderLine: number;
}

/** Puts bones one after the other, parents first. */
class Placer {
  // Written for all bones before anyone else reads them.
  readonly rotation = {} as Record<NamedBone, Matrix3> & Record<string, Matrix3>;
  readonly place = {} as Record<NamedBone, Vector3> & Record<string, Vector3>;
  readonly #body: Body;

  constructor(body: Body) {
    this.#body = body;
  }

  /** @param at - Where it begins; at its place on its parent where it is left out. */
  put(bone: string, rotation: Matrix3, at?: Vector3): void {
    this.rotation[bone] = rotation;
    this.place[bone] = at ?? this.#onParent(bone);
  }

  #onParent(bone: string): Vector3 {
    const { heads } = this.#body;
    const parent = this.#parentOf(bone);
    return add(this.place[parent]!, apply(this.rotation[parent]!, subtract(heads[bone]!, heads[parent]!)));
  }

  #parentOf(bone: string): string {
    const parent = this.#body.base.parents[bone];
    if (!parent) throw new Error(`${bone} has no parent to follow`);
    return parent;
  }

  /** Everything that has not been placed keeps its attitude on its parent. */
  putRest(): PlacedBones {
    for (const bone of this.#body.base.boneNames) {
      if (!(bone in this.rotation)) this.put(bone, this.rotation[this.#parentOf(bone)]!);
    }
    return this;
  }
}

/** Lengths of the body at rest that legs are placed by. */
function legsAtRest({ heads, floor }: Body) {
  const hip = midpoint(heads['upperleg01.L'], heads['upperleg01.R']);
  const ankle = midpoint(heads['foot.L'], heads['foot.R']);
  const knee = midpoint(heads['lowerleg01.L'], heads['lowerleg01.R']);
  const drop = hip[1] - ankle[1];
  return {
    hip,
    ankleY: ankle[1] - floor,
    // The legs straighten a little from how the mesh stands.
    reach: drop * 1.004,
    kneeShare: (hip[1] - knee[1]) / drop,
  };
}

type LegsAtRest = ReturnType<typeof legsAtRest>;

/** @returns Mid-hip and the pelvis' rotation. */
function placePelvis(bones: Placer, { heads }: Body, p: Posture, { hip: restHip, ankleY, reach }: LegsAtRest) {
  const [lean, tilt, crouch] = [p.lean * RADIANS, p.tilt * RADIANS, p.hipFlex * RADIANS];
  const rise = ((reach * (1 + Math.cos(crouch))) / 2) * Math.cos(lean) * Math.cos(tilt);
  const hip: Vector3 = [-Math.tan(tilt) * rise, ankleY + rise, Math.tan(lean) * rise - Math.sin(crouch) * reach * 0.25];
  const turn = multiply(rotationZ(p.pelvis * RADIANS), rotationX(crouch * 0.25));
  bones.put('root', turn, add(hip, apply(turn, subtract(heads.root, restHip))));
  for (const [side] of SIDES) bones.put(on('pelvis', side), turn);
  return { hip, turn };
}

/** From the pelvis upward: how much of its tilt each takes over, of the trunk's pitch, and of the sideways lean. */
const SPINE = [
  { bone: 'spine05', fromPelvis: 0.5, pitch: 0.5, sideways: 1, rounds: 0 },
  { bone: 'spine04', fromPelvis: 0.25, pitch: 0.8, sideways: 1, rounds: 0 },
  { bone: 'spine03', fromPelvis: 0.1, pitch: 1, sideways: 1, rounds: 0 },
  { bone: 'spine02', fromPelvis: 0, pitch: 1, sideways: 1, rounds: 0.5 },
  { bone: 'spine01', fromPelvis: 0, pitch: 1, sideways: 0.4, rounds: 0.5 },
] as const;

/** Pitch of the upper spine that comes with rounded shoulders, degrees a metre. */
const ROUND_BACK = 80;

const trunkPitch = (p: Posture): number => p.trunkLean * RADIANS + p.hipFlex * RADIANS * 0.35;

function placeSpine(bones: Placer, p: Posture, { spineSide }: Unknowns): void {
  for (const { bone, fromPelvis, pitch, sideways, rounds } of SPINE) {
    const side = rotationZ(p.pelvis * RADIANS * fromPelvis + spineSide * sideways);
    bones.put(bone, multiply(side, rotationX(trunkPitch(p) * pitch + p.round * ROUND_BACK * RADIANS * rounds)));
  }
}

/** Both shoulder joints on a line of the wanted inclination, moved forward, then the arms. */
function placeArms(bones: Placer, { heads }: Body, p: Posture, { shoulderLine }: Unknowns): void {
  const chest = bones.rotation.spine01;
  const level = rotationX(trunkPitch(p));
  const girdle = (side: Side) => {
    bones.put(on('clavicle', side), chest);
    return { socket: bones.place[on('clavicle', side)], rest: subtract(heads[on('upperarm01', side)], heads[on('clavicle', side)]) };
  };
  const girdles = { L: girdle('L'), R: girdle('R') };
  const unturned = ({ socket, rest }: (typeof girdles)[Side]): Vector3 => add(socket, apply(level, rest));
  const centre = midpoint(unturned(girdles.L), unturned(girdles.R));
  const halfWidth = Math.abs(heads['upperarm01.L'][0] - heads['upperarm01.R'][0]) / 2;
  for (const [side, sign] of SIDES) {
    const { socket, rest } = girdles[side];
    const wanted = add(centre, [sign * halfWidth * Math.cos(shoulderLine), sign * halfWidth * Math.sin(shoulderLine) + p.shrug, p.round]);
    const turn = multiply(rotationBetween(apply(chest, rest), subtract(wanted, socket)), chest);
    bones.put(on('clavicle', side), turn);
    bones.put(on('shoulder01', side), turn);
    placeArm(bones, heads, p, side, sign, turn, add(socket, apply(turn, rest)));
  }
}

/** Which way a bone of the arm points: `abduction` from straight down, `forward` of the frontal plane; radians. */
const armDirection = (sign: number, abduction: number, forward: number, depth: number): Vector3 =>
  unit([sign * Math.sin(abduction), -Math.cos(abduction), Math.tan(forward) * depth]);

function placeArm(bones: Placer, heads: Body['heads'], p: Posture, side: Side, sign: 1 | -1, girdle: Matrix3, joint: Vector3): void {
  const abduction = p.arms[side === 'L' ? 0 : 1] * RADIANS;
  const forward = p.armForward * RADIANS;
  const [flex, inward] = [p.elbowFlex * RADIANS, p.forearmIn * RADIANS];
  const restUpper = subtract(heads[on('lowerarm01', side)], heads[on('upperarm01', side)]);
  const restFore = subtract(heads[on('wrist', side)], heads[on('lowerarm01', side)]);
  // An arm that is held out sideways or up still points a little forward.
  const upperWay = armDirection(sign, abduction, forward, Math.max(0.2, Math.cos(abduction)));
  const foreWay = armDirection(sign, abduction - inward, forward + flex, Math.max(0.35, Math.abs(Math.cos(abduction))));
  // The shoulder's muscle takes part in the arm's turn.
  bones.rotation[on('shoulder01', side)] = multiply(rotationBetween(apply(girdle, restUpper), upperWay, 0.35), girdle);
  const upper = multiply(rotationBetween(apply(girdle, restUpper), upperWay), girdle);
  bones.put(on('upperarm01', side), upper, joint);
  bones.put(on('upperarm02', side), upper);
  // Both halves of the forearm share its turn, so that the wrist does not twist.
  const fore = multiply(rotationBetween(apply(upper, restFore), foreWay), upper);
  bones.put(on('lowerarm01', side), fore);
  bones.put(on('lowerarm02', side), fore);
}

/** The neck, from below: its shares of the head's roll and of the pitch that carries the head to its place. */
const NECK = [
  { bone: 'neck01', roll: 0.3, pitch: 0.9 },
  { bone: 'neck02', roll: 0.55, pitch: 1 },
  { bone: 'neck03', roll: 0.8, pitch: 0.9 },
] as const;

/** The head keeps its own attitude; the neck carries it. */
function placeHead(bones: Placer, p: Posture, { neckPitch }: Unknowns): void {
  const roll = p.headRoll * RADIANS;
  for (const { bone, roll: share, pitch } of NECK) bones.put(bone, multiply(rotationZ(roll * share), rotationX(neckPitch * pitch)));
  bones.put('head', multiply(rotationZ(roll), rotationX(p.headPitch * RADIANS)));
}

/** Ankles where the stance has them, knees at the wanted height and sideways place. */
function placeLegs(bones: Placer, { heads }: Body, p: Posture, rest: LegsAtRest, pelvis: ReturnType<typeof placePelvis>): void {
  const { ankleY, kneeShare, reach } = rest;
  const { hip, turn } = pelvis;
  const wide = HALF_HIP_WIDTH * length(subtract(bones.place['upperarm01.L'], bones.place['upperarm01.R']));
  const kneeGap = 2 * heads['upperleg01.L'][0] * (1 - kneeShare) + p.stance * kneeShare;
  const bar = (side: Side, [first, second]: readonly [PairedBone, PairedBone], from: Vector3, to: Vector3, atRest: Vector3): void => {
    const way = subtract(to, from);
    const rotation = multiply(rotationBetween(atRest, way), stretchAlong(atRest, length(way) / length(atRest)));
    bones.put(on(first, side), rotation, from);
    bones.put(on(second, side), rotation);
  };
  for (const [side, sign] of SIDES) {
    const [restHip, restKnee, restAnkle] = [heads[on('upperleg01', side)], heads[on('lowerleg01', side)], heads[on('foot', side)]];
    const hipJoint = add(bones.place.root, apply(turn, subtract(restHip, heads.root)));
    const ankle: Vector3 = [(sign * p.stance) / 2, ankleY, (sign * p.stagger) / 2];
    const straight = along(hipJoint, ankle, kneeShare);
    const kneeForward = subtract(restKnee, along(restHip, restAnkle, kneeShare))[2];
    const kneeY = ankleY + (hip[1] - ankleY) * (1 - kneeShare) + (sign * Math.tan(p.knee * RADIANS) * kneeGap) / 2;
    // The metric is measured from the keypoint hip, which lies wider than the joint.
    const fall = hip[1] + sign * wide * Math.sin(p.pelvis * RADIANS) - kneeY;
    const hipX = hip[0] + sign * wide * Math.cos(p.pelvis * RADIANS);
    const straightQ = Math.atan2((straight[0] - hipX) * sign, fall);
    const q = straightQ + (side === 'L' ? p.leftQ : p.rightQ) * RADIANS;
    const standing: Vector3 = [hipX + sign * Math.tan(q) * fall, kneeY, straight[2] + kneeForward * 0.6];
    const knee = p.hipFlex === 0 ? standing : crouchingKnee(straight[0] * 1.15, hipJoint, ankle, reach);
    bar(side, ['upperleg01', 'upperleg02'], hipJoint, knee, subtract(restKnee, restHip));
    bar(side, ['lowerleg01', 'lowerleg02'], knee, ankle, subtract(restAnkle, restKnee));
    bones.put(on('foot', side), rotationY(sign * p.toesOut[side === 'L' ? 0 : 1] * RADIANS), ankle);
  }
}

/** As far forward as two halves of a leg of length `reach` bring it. */
function crouchingKnee(x: number, hip: Vector3, ankle: Vector3, reach: number): Vector3 {
  const half = reach * 0.5;
  const gap = length(subtract(hip, ankle)) / 2;
  return [x, (hip[1] + ankle[1]) / 2, (hip[2] + ankle[2]) / 2 + Math.sqrt(Math.max(0, half * half - gap * gap))];
}

function placeBones(body: Body, p: Posture, unknowns: Unknowns): PlacedBones {
  const bones = new Placer(body);
  const rest = legsAtRest(body);
  const pelvis = placePelvis(bones, body, p, rest);
  placeSpine(bones, p, unknowns);
  placeArms(bones, body, p, unknowns);
  placeHead(bones, p, unknowns);
  placeLegs(bones, body, p, rest, pelvis);
  return bones.putRest();
}

/** How far a landmark's angle is from what is wanted, degrees, and the unknown that it is brought there with. */
type Goal = readonly [name: keyof Unknowns, miss: (landmarks: Landmarks, p: Posture) => number];

const GOALS: readonly Goal[] = [
  ['shoulderLine', (m, p) => Math.atan2(m.l_shoulder[1] - m.r_shoulder[1], m.l_shoulder[0] - m.r_shoulder[0]) / RADIANS - p.shoulder],
  ['spineSide', (m, p) => {
    const { thorax } = keypoints3D(m);
    const ankle = midpoint(m.l_ankle, m.r_ankle);
    return Math.atan2(ankle[0] - thorax[0], thorax[1] - ankle[1]) / RADIANS - p.tilt;
  }],
  ['neckPitch', (m, p) => {
    const tragus = midpoint(m.l_tragus, m.r_tragus);
    return Math.atan2(tragus[1] - m.c7[1], tragus[2] - m.c7[2]) / RADIANS - p.cva;
  }],
];

/** Rounds of secant steps; the goals hardly depend on one another. */
const ROUNDS = 4;

/** Of which a slope is taken, and the most that an unknown moves at once; radians. */
const PROBE = 0.02;
const MOST_STEP = 0.6;

export function poseBody(body: Body, posture: Posture): Pose {
  let unknowns: Unknowns = { neckPitch: 0, spineSide: posture.tilt * RADIANS, shoulderLine: posture.shoulder * RADIANS };
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, miss] of GOALS) {
      const value = unknowns[name];
      const at = (tried: number): number => miss(landmarksOf(body, placeBones(body, posture, { ...unknowns, [name]: tried })), posture);
      const here = at(value);
      const rate = (at(value + PROBE) - here) / PROBE;
      if (Math.abs(rate) > 1e-6) unknowns = { ...unknowns, [name]: value - Math.max(-MOST_STEP, Math.min(MOST_STEP, here / rate)) };
    }
  }
  const bones = placeBones(body, posture, unknowns);
  return { rotation: bones.rotation, place: bones.place, landmarks: landmarksOf(body, bones) };
}
