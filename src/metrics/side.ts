import { DEGREES, leanAbove } from '../geometry/angle.js';
import { distance, midpoint, type Point } from '../geometry/vector.js';
import { nameKeypoints, type Keypoints, type NamedKeypoints } from '../keypoints/names.js';

/** The four metrics of a side photo: unrounded degrees under the API's names. */
export interface SideMetrics {
  /** Lean of mid-ankle → pelvis, positive forward. */
  readonly sar_tilt: number;
  /** Lean of pelvis → mid-ear, positive forward. */
  readonly sar_head_tilt: number;
  /** How far the shoulders lie in front of the neck's base against half the shoulder width; never negative. */
  readonly round_shoulder: number;
  /** C7 → tragus from the vertical, positive forward: 90° less the craniovertebral angle. */
  readonly turtle_neck: number;
}

/** What the side metrics can use beyond the 22 keypoints. */
export interface SideMetricsExtras {
  /** The spinous process of C7 (back contour of the neck at its base), pixels of the side photo. */
  readonly c7?: Point | undefined;
  /** Half the distance between the shoulder joints, pixels of the side photo. */
  readonly halfShoulderWidth?: number | undefined;
}

/** Where C7 lies behind the thorax when nothing better is known, in trunk lengths (thorax to pelvis). */
const C7_BEHIND_THORAX = 0.135;

/** Half the shoulder width when there is no front photo, in trunk lengths (thorax to pelvis). */
const HALF_SHOULDER_WIDTH = 0.28;

/** Trunk length: thorax to pelvis, pixels. */
export const trunkLength = (k: NamedKeypoints): number => distance(k.thorax, k.pelvis);

/** Where the subject faces in a side photo: 1 to the image's right, -1 to its left. The nose tells, against the ears. */
export const facingDirection = (k: NamedKeypoints): 1 | -1 =>
  k.nose[0] >= midpoint(k.l_ear, k.r_ear)[0] ? 1 : -1;

/** C7 as it is assumed where the neck's contour cannot be seen, pixels. */
export const assumedC7 = (k: NamedKeypoints): Point => [
  k.thorax[0] - facingDirection(k) * C7_BEHIND_THORAX * trunkLength(k),
  k.thorax[1],
];

/**
 * Half the shoulder width of a front photo in pixels of the side photo: the trunk (thorax to pelvis) is as long in
 * both.
 */
export function halfShoulderWidthFrom(front: Keypoints, side: Keypoints): number {
  const f = nameKeypoints(front);
  return (distance(f.r_shoulder, f.l_shoulder) / 2) * (trunkLength(nameKeypoints(side)) / trunkLength(f));
}

/**
 * The four metrics of a side photo; a left and a right profile give the same values.
 *
 * @param keypoints - 22 points `[x, y]` in pixels, in the order of `KEYPOINT_NAMES`.
 * @param extras - C7 (else 0.135 trunk lengths behind the thorax) and half the shoulder width (else 0.28 trunk
 * lengths), both in pixels of this photo.
 * @returns Degrees, unrounded. Mirroring, scaling or shifting all points changes none of them.
 * @throws TypeError where `keypoints` is not 22 pairs of finite numbers.
 */
export function sideMetrics(keypoints: Keypoints, extras: SideMetricsExtras = {}): SideMetrics {
  const k = nameKeypoints(keypoints);
  const forward = facingDirection(k);
  const midEar = midpoint(k.r_ear, k.l_ear);
  const midShoulder = midpoint(k.r_shoulder, k.l_shoulder);
  const c7 = extras.c7 ?? assumedC7(k);
  const halfShoulderWidth = extras.halfShoulderWidth ?? HALF_SHOULDER_WIDTH * trunkLength(k);
  const shoulderForward = Math.max(0, (midShoulder[0] - k.thorax[0]) * forward);
  return {
    sar_tilt: leanAbove(midpoint(k.r_ankle, k.l_ankle), k.pelvis, forward),
    sar_head_tilt: leanAbove(k.pelvis, midEar, forward),
    round_shoulder: Math.atan2(shoulderForward, halfShoulderWidth) * DEGREES,
    // The tragus is where the API's ear keypoint lies.
    turtle_neck: leanAbove(c7, midEar, forward),
  };
}
