import { judgePhoto, type PoseFailure, type View } from 'analyze-locally';
import { bodyBox, bodyRoll, footTwist, headTurn, heightIn, levelOfMiddle, turnTo, type BodyBox, type Sight } from './body.js';

/** What a person, or who holds the camera, is asked to do; one at a time. Left and right are the person's own. */
export type Instruction =
  | 'stepIn'
  | 'stepAway'
  | 'comeCloser'
  | 'aimHigher'
  | 'aimLower'
  | 'stepLeft'
  | 'stepRight'
  | 'stepForward'
  | 'stepBackward'
  | 'faceCamera'
  | 'turnSide'
  | 'turnBack'
  | 'turnLeft'
  | 'turnRight'
  | 'levelCamera'
  | 'feetOnLine'
  | 'armsOut'
  | 'armsDown'
  | 'armsAlike'
  | 'straightenArms'
  | 'standStraight'
  | 'lookAhead';

/** How the device itself is held, by gravity; degrees. */
export interface Gravity {
  /** Turn of the picture, clockwise positive. */
  readonly roll: number;
  /** Lean of the device: positive where the camera on its back looks up. */
  readonly pitch: number;
}

/** What counts as right. Lengths in parts of the frame or in trunk lengths, angles in degrees. */
interface Limits {
  readonly margin: number;
  readonly smallest: number;
  /** Of the body's height: the network looks at 256. */
  readonly pixels: number;
  readonly offCentre: number;
  readonly yaw: number;
  readonly profileYaw: number;
  readonly gravityRoll: number;
  readonly bodyRoll: number;
  readonly profileLean: number;
  readonly footTwist: number;
  readonly arms: readonly [least: number, most: number];
  readonly armAsymmetry: number;
  readonly elbow: number;
  readonly wristClearance: number;
  readonly knee: number;
  readonly headTurn: number;
}

/**
 * To come to be right. Tighter than what the engine refuses, and looser than anything that the lite network read in 144
 * rendered photos of people who stand right.
 */
const TO_ENTER: Limits = {
  margin: 0.015,
  smallest: 0.38,
  pixels: 300,
  offCentre: 0.12,
  yaw: 12.5,
  profileYaw: 15,
  gravityRoll: 2,
  bodyRoll: 7.5,
  profileLean: 14,
  footTwist: 11,
  arms: [14, 56],
  armAsymmetry: 16,
  elbow: 148,
  wristClearance: 0.2,
  knee: 157,
  headTurn: 32,
};

/** To stay right: readings on the edge must not stop a countdown. Still tighter than what the engine refuses. */
const TO_STAY: Limits = {
  margin: 0.005,
  smallest: 0.36,
  pixels: 280,
  offCentre: 0.15,
  yaw: 14.5,
  profileYaw: 18,
  gravityRoll: 2.5,
  bodyRoll: 8.5,
  profileLean: 17,
  footTwist: 13,
  arms: [12, 60],
  armAsymmetry: 18,
  elbow: 144,
  wristClearance: 0.16,
  knee: 154,
  headTurn: 38,
};

/** A body that fills more of the frame than this is too near for what is cut off to be the camera's aim. */
const NEAR = 0.8;

/** A turn of more than this is asked for as a whole, less as a bit more. */
const QUARTER = 60;

interface Situation {
  readonly sight: Sight;
  readonly box: BodyBox;
  readonly view: View;
  readonly limits: Limits;
  readonly gravity: Gravity | undefined;
}

type Check = (situation: Situation) => Instruction | undefined;

/** Which way a person goes to be further left or right in the picture. */
function sidestep(yaw: number, toImageRight: boolean): Instruction {
  const facing = Math.abs(yaw);
  if (facing < 45) return toImageRight ? 'stepLeft' : 'stepRight';
  if (facing > 135) return toImageRight ? 'stepRight' : 'stepLeft';
  return yaw > 0 === toImageRight ? 'stepForward' : 'stepBackward';
}

const centring = ({ sight, box }: Situation): Instruction => sidestep(sight.evidence.yaw, box.middle < sight.width / 2);

const wholeBody: Check = (situation) => {
  const { sight, box, limits } = situation;
  const { headInside, feetInside, sidesInside } = sight.evidence;
  const edge = limits.margin * sight.height;
  const headCut = !headInside || box.top < edge;
  const feetCut = !feetInside || box.bottom > sight.height - edge;
  if (headCut || feetCut) {
    if (headCut === feetCut || heightIn(sight, box) > NEAR) return 'stepAway';
    return headCut ? 'aimHigher' : 'aimLower';
  }
  if (sidesInside && box.left >= edge && box.right <= sight.width - edge) return undefined;
  return Math.abs(box.middle - sight.width / 2) > limits.offCentre * sight.width ? centring(situation) : 'stepAway';
};

/** The least part of the frame's height that a body must take. */
const leastHeight = ({ height }: Sight, { smallest, pixels }: Limits): number => Math.max(smallest, pixels / height);

const distance: Check = ({ sight, box, limits }) =>
  heightIn(sight, box) < leastHeight(sight, limits) ? 'comeCloser' : undefined;

const place: Check = (situation) =>
  Math.abs(situation.box.middle - situation.sight.width / 2) > situation.limits.offCentre * situation.sight.width
    ? centring(situation)
    : undefined;

/** The yaw that a view asks for. Either profile will do: the nearer, and from the front the one by a turn to the left. */
const wantedYaw = (view: View, yaw: number): number => {
  if (view !== 'side') return view === 'front' ? 0 : 180;
  return yaw > -20 || yaw < -160 ? 90 : -90;
};

const WHOLE_TURNS = { front: 'faceCamera', side: 'turnSide', back: 'turnBack' } as const satisfies Record<View, Instruction>;

const turn: Check = ({ sight, view, limits }) => {
  const { yaw } = sight.evidence;
  const left = turnTo(wantedYaw(view, yaw), yaw);
  if (Math.abs(left) <= (view === 'side' ? limits.profileYaw : limits.yaw)) return undefined;
  if (Math.abs(left) > QUARTER) return WHOLE_TURNS[view];
  return left > 0 ? 'turnLeft' : 'turnRight';
};

const level: Check = ({ sight, view, limits, gravity }) => {
  // A body may lean by itself; gravity doesn't.
  const isRolled = gravity ? Math.abs(gravity.roll) > limits.gravityRoll : view !== 'side' && Math.abs(bodyRoll(sight.evidence)) > limits.bodyRoll;
  return isRolled ? 'levelCamera' : undefined;
};

const feet: Check = ({ sight, view, limits }) =>
  view !== 'side' && Math.abs(footTwist(sight.evidence)) > limits.footTwist ? 'feetOnLine' : undefined;

const arms: Check = ({ sight, view, limits }) => {
  if (view !== 'front') return undefined;
  const { armAngles, wristClearance, elbowAngles } = sight.evidence;
  const [least, most] = limits.arms;
  if (Math.max(...armAngles) > most) return 'armsDown';
  if (Math.min(...armAngles) < least) return 'armsOut';
  if (Math.min(...elbowAngles) < limits.elbow) return 'straightenArms';
  if (Math.min(...wristClearance) < limits.wristClearance) return 'armsOut';
  return Math.abs(armAngles[0] - armAngles[1]) > limits.armAsymmetry ? 'armsAlike' : undefined;
};

const stance: Check = ({ sight, view, limits }) => {
  const { kneeAngle, trunkRoll } = sight.evidence;
  const leans = view === 'side' && Math.abs(trunkRoll) > limits.profileLean;
  return leans || kneeAngle < limits.knee ? 'standStraight' : undefined;
};

/** From behind the face is a guess. */
const gaze: Check = ({ sight, view, limits }) => (view !== 'back' && headTurn(sight) > limits.headTurn ? 'lookAhead' : undefined);

const ANSWERS = {
  rolled: 'levelCamera',
  'wrong-view': 'standStraight',
  'not-whole-body': 'stepAway',
  hidden: 'stepAway',
  'not-a-pose': 'standStraight',
} as const satisfies Record<PoseFailure, Instruction>;

/** What else the engine would refuse. */
const refused: Check = ({ sight, view }) => {
  const failure = judgePhoto(view, sight.evidence);
  return failure && ANSWERS[failure];
};

/** In the order in which they are put right: where to stand, which way, how. */
const CHECKS: readonly Check[] = [wholeBody, distance, place, turn, level, feet, arms, stance, gaze];

/** How strictly a pose is looked at. */
export interface Strictness {
  /** It was right before. */
  readonly isRight: boolean;
  readonly gravity?: Gravity | undefined;
}

/**
 * What is wrong with how somebody stands, the first thing to put right first; nothing where the photo can be taken.
 *
 * @param sight - `undefined` where nobody is seen.
 */
export function problemsOf(sight: Sight | undefined, view: View, { isRight, gravity }: Strictness): readonly Instruction[] {
  if (!sight) return ['stepIn'];
  const situation: Situation = { sight, box: bodyBox(sight), view, limits: isRight ? TO_STAY : TO_ENTER, gravity };
  const found = CHECKS.map((check) => check(situation)).filter((problem) => problem !== undefined);
  if (found.length > 0) return found;
  const reason = refused(situation);
  return reason ? [reason] : [];
}

/** Whether somebody stands where they can be photographed, whichever way. */
export function isPlaced(sight: Sight): boolean {
  const situation: Situation = { sight, box: bodyBox(sight), view: 'front', limits: TO_STAY, gravity: undefined };
  return [wholeBody, distance, place].every((check) => check(situation) === undefined);
}

/** How far away somebody stands, for a gauge. */
export interface Distance {
  readonly kind: 'far' | 'right' | 'near';
  /** How much of the frame's height the body takes. */
  readonly height: number;
}

/** Heights in the frame between which a body is measured well. */
export const GOOD_HEIGHTS = [TO_ENTER.smallest, 1 - 2 * TO_ENTER.margin] as const;

/** Where in the range of distances somebody stands. */
export function distanceOf(sight: Sight): Distance {
  const box = bodyBox(sight);
  const height = heightIn(sight, box);
  if (height < leastHeight(sight, TO_STAY)) return { kind: 'far', height };
  const isNear = wholeBody({ sight, box, view: 'front', limits: TO_STAY, gravity: undefined }) === 'stepAway';
  return { kind: isNear ? 'near' : 'right', height };
}

/** How much the picture is turned, as far as is known; degrees, clockwise positive. */
export const rollOf = (sight: Sight | undefined, view: View, gravity: Gravity | undefined): number | undefined =>
  gravity?.roll ?? (sight && view !== 'side' ? bodyRoll(sight.evidence) : undefined);

/** Whether a turn is within what is asked for; a body's own lean is let pass as {@link problemsOf} does. */
export const isLevel = (roll: number, gravity: Gravity | undefined): boolean =>
  Math.abs(roll) <= (gravity ? TO_ENTER.gravityRoll : TO_ENTER.bodyRoll);

/** Advice about where the camera stands. It makes photos better, and none is refused for it. */
export type CameraHint = 'uprightCamera' | 'lowerCamera' | 'raiseCamera';

/** A camera that leans further than this makes legs or head look small. */
const MAX_PITCH = 10;

/** Parts of the body's height between which the picture's middle, and so a level camera, should be. */
const MIDDLE = [0.28, 0.78] as const;

/** What would make the camera stand better. Without gravity a camera that looks up or down cannot be told from a low or high one. */
export function cameraHintOf(sight: Sight, gravity: Gravity | undefined): CameraHint | undefined {
  if (gravity && Math.abs(gravity.pitch) > MAX_PITCH) return 'uprightCamera';
  const middle = levelOfMiddle(sight, bodyBox(sight));
  if (middle > MIDDLE[1]) return 'lowerCamera';
  return middle < MIDDLE[0] ? 'raiseCamera' : undefined;
}
