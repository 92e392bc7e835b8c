import { angleAt, DEGREES } from '../geometry/angle.js';
import { subtract, type Point } from '../geometry/vector.js';
import type { PhotoEvidence } from '../photo/view.js';
import type { LandmarkName, Pose } from '../pose/landmarks.js';
import { bodyFrame, leftDirection, moved, placed, type BodyFrame } from './body-frame.js';
import { headTop } from './head-top.js';
import { coverage } from './silhouette.js';

/**
 * Feet of which neither ankle is more surely seen than this may as well be outside the photo. Low: trousers over the
 * shoes hide ankles that are in the photo, and a profile hides one.
 */
const MIN_ANKLE_VISIBILITY = 0.2;

/** How far a joint may seem to lie outside the photo, trunk lengths: the network's noise. */
const EDGE_TOLERANCE = 0.02;

/**
 * How far the sole lies below the lowest landmark of a foot that is seen from behind or beside, trunk lengths: a photo that ends sooner
 * has cut it off. Rendered photos cut at the soles have 0.08 and less from behind, whole ones 0.14 and more.
 */
const SOLE = 0.08;

const FEET: readonly LandmarkName[] = ['l_ankle', 'r_ankle', 'l_heel', 'r_heel', 'l_foot_index', 'r_foot_index'];
const SIDES: readonly LandmarkName[] = [
  'l_shoulder',
  'r_shoulder',
  'l_elbow',
  'r_elbow',
  'l_wrist',
  'r_wrist',
  'l_hip',
  'r_hip',
  'l_knee',
  'r_knee',
];

const PREFIXES = ['r', 'l'] as const;

/** Places along a thigh and a shank at which the silhouette is asked. */
const LEG_STEPS = 10;

/** Places next to one another that are taken together: a single gap is the silhouette's own. */
const GAP = 3;

/** What is looked at round an ankle: beside it, above and below it, trunk lengths. */
const FOOT = { beside: 0.12, above: 0.1, below: 0.25 } as const;

/** Points of that in a row, and rows. */
const FOOT_GRID = [9, 7] as const;

/** What a pose says about how the person stands in the photo. */
export function photoEvidence(pose: Pose): PhotoEvidence {
  const { landmarks, mask } = pose;
  const frame = bodyFrame(landmarks);
  const left = leftDirection(landmarks, frame);
  const point = (prefix: 'l' | 'r', part: string): Point => landmarks[`${prefix}_${part}` as LandmarkName].point;
  const inside = (name: LandmarkName): boolean => {
    const [x, y] = landmarks[name].point;
    const slack = EDGE_TOLERANCE * frame.trunk;
    return x >= -slack && y >= -slack && x <= mask.width + slack && y <= mask.height + slack;
  };
  const yaw = shoulderYaw(pose);
  const turn = Math.abs(yaw);
  // Feet that point to the camera reach lower than their soles.
  const ground = mask.height - (turn > 45 ? SOLE : -EDGE_TOLERANCE) * frame.trunk;
  const both = (measure: (prefix: 'l' | 'r') => number): [number, number] => [measure('r'), measure('l')];
  const kneeAngles = PREFIXES.map((p) => angleAt(point(p, 'hip'), point(p, 'knee'), point(p, 'ankle')));
  const legs = subtract(frame.midAnkle, frame.midHip);
  return {
    yaw,
    trunkRoll: Math.atan2(frame.up[0], -frame.up[1]) * DEGREES,
    ankleRoll: ankleRoll(pose, left),
    headInside: headTop(pose, frame).inside,
    feetInside:
      FEET.every((name) => inside(name) && landmarks[name].point[1] <= ground) &&
      Math.max(landmarks.l_ankle.visibility, landmarks.r_ankle.visibility) >= MIN_ANKLE_VISIBILITY,
    sidesInside: SIDES.every(inside),
    armAngles: both((p) => armAngle(frame, point(p, 'shoulder'), point(p, 'elbow'))),
    elbowAngles: both((p) => angleAt(point(p, 'shoulder'), point(p, 'elbow'), point(p, 'wrist'))),
    wristClearance: both((p) => placed(frame, point(p, 'hip'), point(p, 'wrist'))[0] * (p === 'l' ? left : -left)),
    kneeAngle: Math.max(...kneeAngles),
    legLength: Math.hypot(legs[0], legs[1]) / frame.trunk,
    legsSeen: legsSeen(pose, turn > 45 && turn < 135),
    feetUnlike: Math.abs(footShare(pose, frame, 'l_ankle') - footShare(pose, frame, 'r_ankle')),
  };
}

/**
 * See {@link PhotoEvidence.legsSeen}.
 *
 * @param isProfile - The near leg hides the far one there, which is a guess: the surer of the two counts.
 */
function legsSeen({ landmarks, mask }: Pose, isProfile: boolean): number {
  const along = (from: LandmarkName, to: LandmarkName): number[] => {
    const [start, end] = [landmarks[from].point, landmarks[to].point];
    return Array.from({ length: LEG_STEPS }, (_, i) => {
      const share = (i + 1) / LEG_STEPS;
      return coverage(mask, [start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share]) ?? 0;
    });
  };
  const legs = PREFIXES.map((p) => [...along(`${p}_hip`, `${p}_knee`), ...along(`${p}_knee`, `${p}_ankle`)]);
  const least = legs.map((leg) => Math.min(...leg.slice(GAP - 1).map((_, i) => leg.slice(i, i + GAP).reduce((sum, value) => sum + value, 0) / GAP)));
  return (isProfile ? Math.max(...least) : Math.min(...least)) / 255;
}

/** How much of what is round an ankle is the person, 0 to 1. */
function footShare({ landmarks, mask }: Pose, frame: BodyFrame, ankle: 'l_ankle' | 'r_ankle'): number {
  const [columns, rows] = FOOT_GRID;
  let sum = 0;
  for (let row = 0; row < rows; row++) {
    const up = FOOT.above - ((FOOT.above + FOOT.below) * row) / (rows - 1);
    for (let column = 0; column < columns; column++) {
      const across = FOOT.beside * ((2 * column) / (columns - 1) - 1);
      sum += coverage(mask, moved(frame, landmarks[ankle].point, across, up)) ?? 0;
    }
  }
  return sum / (255 * columns * rows);
}

/** Turn of the shoulder girdle by the network's own depth, degrees; see {@link PhotoEvidence.yaw}. */
function shoulderYaw({ landmarks }: Pose): number {
  const left = landmarks.l_shoulder.world;
  const right = landmarks.r_shoulder.world;
  return Math.atan2(left[2] - right[2], left[0] - right[0]) * DEGREES;
}

/** Turn of the ankle line, degrees, clockwise positive, over the full circle so that an upside-down photo shows. */
function ankleRoll({ landmarks }: Pose, left: 1 | -1): number {
  const line = subtract(landmarks.l_ankle.point, landmarks.r_ankle.point);
  return Math.atan2(line[1] * left, line[0] * left) * DEGREES;
}

/** Upper arm from the trunk's axis: 0 hangs down, 90 is level, 180 points up; degrees. */
function armAngle(frame: BodyFrame, shoulder: Point, elbow: Point): number {
  const [across, up] = placed(frame, shoulder, elbow);
  return Math.abs(Math.atan2(across, -up)) * DEGREES;
}
