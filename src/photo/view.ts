import type { View } from './views.js';

/** What the pose in a photo says about how the person stands in it. Lengths in trunk lengths, angles in degrees. */
export interface PhotoEvidence {
  /**
   * How far the shoulder girdle is turned: 0 faces the camera, ±180 shows the back, -90 is a profile facing the
   * image's left, 90 one facing its right.
   */
  readonly yaw: number;
  /** Turn of the trunk (pelvis to neck) from upright, positive clockwise; 180 is upside down. */
  readonly trunkRoll: number;
  /** Turn of the ankle line from the level, signed so that it grows as the trunk's roll does; front and back only. */
  readonly ankleRoll: number;
  /** The silhouette's head lies inside the photo. */
  readonly headInside: boolean;
  /** Both feet lie inside the photo and are seen. */
  readonly feetInside: boolean;
  /** Arms and trunk lie inside the photo. */
  readonly sidesInside: boolean;
  /** Upper arm from the trunk's axis, right and left. */
  readonly armAngles: readonly [number, number];
  /** Inner angle at the elbow, right and left; 180 is straight. */
  readonly elbowAngles: readonly [number, number];
  /** How far each wrist is outward of its hip joint, right and left. */
  readonly wristClearance: readonly [number, number];
  /** Inner angle at the straighter knee; 180 is straight. A crouch bends both, and a profile hides one. */
  readonly kneeAngle: number;
  /** Hip to ankle against shoulder to hip. */
  readonly legLength: number;
  /**
   * How surely the silhouette holds the legs where it holds them least, from below the hips to the ankles: 1 in photos where nothing
   * stands before them, less or 0 where something does. In profiles of the leg that is surer.
   */
  readonly legsSeen: number;
  /**
   * How unlike the feet's silhouettes are: the difference between the shares of the person round one ankle and round the other, 0 to 1.
   * Hardly anything where both are seen; something before one of them is taken for a large foot, or for none. Front and back only.
   */
  readonly feetUnlike: number;
}

/** Why a photo of a person is refused in its slot. */
export type PoseFailure = 'rolled' | 'wrong-view' | 'not-whole-body' | 'hidden' | 'not-a-pose';

// The bounds below come from the spread of these signals over renders with known turn (accuracy study, section 4) and
// from the guard pictures; yaw reads about 30 % low for a person turned by 30°.
const MAX_FRONTAL_YAW = 16;
const MAX_PROFILE_YAW_ERROR = 20;
const MAX_FRONT_ROLL = 10;
const MAX_UPRIGHT_ROLL = 20;
const MAX_PROFILE_ROLL = 45;
// Renders with every posture varied at once stay below 9° (11° with the model lite); more means that a foot was not found, as
// where something stands before it, or that the person is turned.
const MAX_ANKLE_TWIST = 13.5;
const ARM_ANGLES = [10, 65] as const;
const MAX_ARM_ASYMMETRY = 20;
const MIN_ELBOW_ANGLE = 140;
const MIN_WRIST_CLEARANCE = 0.12;
const MIN_KNEE_ANGLE = 150;
const MIN_LEG_LENGTH = 1.2;
// Bow legs of 14° a side bend the frontal knee angle to 161°, and legs measure 1.28 trunks and more where a person
// stands; a crouch shows in both at once (165° and 1.28 at most from the front).
const BENT_KNEE_ANGLE = 166;
const SHORT_LEG_LENGTH = 1.31;
// Of 180 rendered photos with nothing before the legs none is below 0.97; a real one that is compressed beyond use has 0.49.
const MIN_LEGS_SEEN = 0.35;

const within = (value: number, [low, high]: readonly [number, number]): boolean => value >= low && value <= high;

/** The smallest turn between two directions, degrees in [0, 180]. */
const turnBetween = (a: number, b: number): number => Math.abs(((((a - b + 180) % 360) + 360) % 360) - 180);

/** How far a person is turned away from how a view wants them, degrees in [0, 180]. */
export const turnFrom = (view: View, yaw: number): number =>
  view === 'side' ? Math.min(turnBetween(yaw, 90), turnBetween(yaw, -90)) : turnBetween(yaw, view === 'front' ? 0 : 180);

/** Which view the turn of the shoulders shows; `undefined` for a three-quarter view. */
export function viewOf(yaw: number): View | undefined {
  if (turnFrom('front', yaw) <= MAX_FRONTAL_YAW) return 'front';
  if (turnFrom('back', yaw) <= MAX_FRONTAL_YAW) return 'back';
  if (turnFrom('side', yaw) <= MAX_PROFILE_YAW_ERROR) return 'side';
  return undefined;
}

/** The roll that makes a front photo tilted. A profile's trunk may lean that far by itself. */
const maxFrontRoll = (yaw: number): number => (viewOf(yaw) === 'side' ? MAX_PROFILE_ROLL : MAX_FRONT_ROLL);

/** How much further the ankle line is turned than the trunk, degrees in (-180, 180]. */
export const ankleTwist = ({ ankleRoll, trunkRoll }: Pick<PhotoEvidence, 'ankleRoll' | 'trunkRoll'>): number =>
  ((((ankleRoll - trunkRoll + 180) % 360) + 360) % 360) - 180;

/** The photo's roll as body and feet tell it together: the mean of two noisy readings has the smaller error. */
const rollOf = (evidence: PhotoEvidence): number =>
  Math.abs(ankleTwist(evidence)) > MAX_ANKLE_TWIST ? evidence.trunkRoll : evidence.trunkRoll + ankleTwist(evidence) / 2;

const isAPose = (evidence: PhotoEvidence): boolean =>
  evidence.armAngles.every((angle) => within(angle, ARM_ANGLES)) &&
  Math.abs(evidence.armAngles[0] - evidence.armAngles[1]) <= MAX_ARM_ASYMMETRY &&
  evidence.elbowAngles.every((angle) => angle >= MIN_ELBOW_ANGLE) &&
  evidence.wristClearance.every((clearance) => clearance >= MIN_WRIST_CLEARANCE);

const stands = ({ kneeAngle, legLength }: PhotoEvidence): boolean =>
  kneeAngle >= MIN_KNEE_ANGLE &&
  legLength >= MIN_LEG_LENGTH &&
  !(kneeAngle < BENT_KNEE_ANGLE && legLength < SHORT_LEG_LENGTH);

/**
 * Whether a photo shows what its slot asks for. The first reason in the API's order is given.
 *
 * @param slot - Which photo it was handed in as.
 * @param evidence - What the pose says.
 * @returns Why it is refused, or `undefined` where it is accepted.
 */
export function judgePhoto(slot: View, evidence: PhotoEvidence): PoseFailure | undefined {
  if (slot === 'front' && Math.abs(rollOf(evidence)) > maxFrontRoll(evidence.yaw)) return 'rolled';
  const roll = slot === 'back' ? rollOf(evidence) : evidence.trunkRoll;
  if (Math.abs(roll) > (slot === 'back' ? MAX_FRONT_ROLL : MAX_UPRIGHT_ROLL)) return 'wrong-view';
  if (viewOf(evidence.yaw) !== slot) return 'wrong-view';
  if (slot !== 'side' && Math.abs(ankleTwist(evidence)) > MAX_ANKLE_TWIST) return 'wrong-view';
  if (!evidence.headInside || !evidence.feetInside || !evidence.sidesInside) return 'not-whole-body';
  if (evidence.legsSeen < MIN_LEGS_SEEN) return 'hidden';
  if (slot === 'front' && !(isAPose(evidence) && stands(evidence))) return 'not-a-pose';
  // A profile shows the knee itself; how long the legs seem depends on the step.
  const upright = slot === 'side' ? evidence.kneeAngle >= MIN_KNEE_ANGLE : stands(evidence);
  return upright ? undefined : 'wrong-view';
}
