import type { Landmark, PhotoEvidence, TrackedPose } from 'analyze-locally';

/** What the guidance needs of a tracked pose. */
export type Sight = Pick<TrackedPose, 'width' | 'height' | 'landmarks' | 'evidence'>;

/** Where a body is in the frame, pixels. */
export interface BodyBox {
  readonly left: number;
  readonly right: number;
  /** The top of the head. */
  readonly top: number;
  readonly bottom: number;
  /** The middle of the trunk. */
  readonly middle: number;
  /** Mid-hip to mid-shoulder. */
  readonly trunk: number;
}

/** From the highest landmark, an eye or an ear, to the top of the head; trunk lengths. */
const HEAD_ABOVE_EYES = 0.2;

const between = (a: Landmark, b: Landmark, axis: 0 | 1): number => (a.point[axis] + b.point[axis]) / 2;

/** The room that a person takes up. */
export function bodyBox({ landmarks }: Pick<Sight, 'landmarks'>): BodyBox {
  const { l_shoulder, r_shoulder, l_hip, r_hip } = landmarks;
  const [shoulderX, shoulderY] = [between(l_shoulder, r_shoulder, 0), between(l_shoulder, r_shoulder, 1)];
  const [hipX, hipY] = [between(l_hip, r_hip, 0), between(l_hip, r_hip, 1)];
  const trunk = Math.hypot(shoulderX - hipX, shoulderY - hipY);
  const all = Object.values(landmarks);
  const xs = all.map(({ point }) => point[0]);
  const ys = all.map(({ point }) => point[1]);
  return {
    left: Math.min(...xs),
    right: Math.max(...xs),
    top: Math.min(...ys) - HEAD_ABOVE_EYES * trunk,
    bottom: Math.max(...ys),
    middle: (shoulderX + hipX) / 2,
    trunk,
  };
}

/** How much of the frame's height the body takes. */
export const heightIn = ({ height }: Pick<Sight, 'height'>, { top, bottom }: BodyBox): number => (bottom - top) / height;

/** The turn from one direction to another, degrees in (-180, 180]; positive to the person's own left. */
export const turnTo = (wanted: number, from: number): number => 180 - ((((180 - (wanted - from)) % 360) + 360) % 360);

/**
 * How far the head is turned against the shoulders, degrees without sign; by the network's own depth, so 30° at most may
 * be its error.
 */
export function headTurn({ landmarks, evidence }: Sight): number {
  const { nose, l_ear, r_ear } = landmarks;
  const x = nose.world[0] - (l_ear.world[0] + r_ear.world[0]) / 2;
  const z = nose.world[2] - (l_ear.world[2] + r_ear.world[2]) / 2;
  const head = (Math.atan2(x, -z) * 180) / Math.PI;
  return Math.abs(turnTo(head, evidence.yaw));
}

/** How much further the line of the ankles is turned than the trunk, degrees; front and back only. */
export const footTwist = ({ ankleRoll, trunkRoll }: PhotoEvidence): number => turnTo(ankleRoll, trunkRoll);

/** The roll of the camera as trunk and feet tell it together, degrees; a posture may lean by some of it. */
export const bodyRoll = (evidence: PhotoEvidence): number => evidence.trunkRoll + footTwist(evidence) / 2;

/** How far up the body the frame's middle is: 0 at the feet, 1 at the top of the head. */
export const levelOfMiddle = ({ height }: Sight, { top, bottom }: BodyBox): number => (bottom - height / 2) / (bottom - top);

