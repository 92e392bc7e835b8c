import { nameKeypoints, type Keypoints } from '../keypoints/names.js';
import { frontalAngles } from './frontal.js';

/** The seven metrics of a front photo: unrounded degrees under the API's names. */
export interface FrontMetrics {
  /** Ear line, positive when the subject's left ear is higher. */
  readonly far_head_bal: number;
  /** Shoulder line, positive when the subject's left shoulder is higher. */
  readonly far_shoulder_bal: number;
  /** Hip line, positive when the subject's left hip is higher. */
  readonly far_pelvic_bal: number;
  /** Knee line, positive when the subject's left knee is higher. */
  readonly far_knee_bal: number;
  /** Lean of the body axis, positive when mid-ankle is toward the subject's left of the thorax. */
  readonly far_tilt: number;
  /** Left thigh from the vertical, positive for an O-leg (genu varum). */
  readonly far_left_qang: number;
  /** Right thigh from the vertical, positive for an O-leg (genu varum). */
  readonly far_right_qang: number;
}

/**
 * The seven metrics of a front photo.
 *
 * @param keypoints - 22 points `[x, y]` in pixels, in the order of `KEYPOINT_NAMES`.
 * @returns Degrees, unrounded. Turning, scaling or shifting all points changes none of them.
 * @throws TypeError where `keypoints` is not 22 pairs of finite numbers.
 */
export function frontMetrics(keypoints: Keypoints): FrontMetrics {
  const angles = frontalAngles(nameKeypoints(keypoints), 1);
  return {
    far_head_bal: angles.head_bal,
    far_shoulder_bal: angles.shoulder_bal,
    far_pelvic_bal: angles.pelvic_bal,
    far_knee_bal: angles.knee_bal,
    far_tilt: angles.tilt,
    far_left_qang: angles.left_qang,
    far_right_qang: angles.right_qang,
  };
}
