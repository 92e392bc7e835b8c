import { nameKeypoints, type Keypoints } from '../keypoints/names.js';
import { frontalAngles } from './frontal.js';

/** The seven metrics of a back photo: unrounded degrees under the API's names. Signs as in the front photo. */
export interface BackMetrics {
  /** Ear line, positive when the subject's left ear is higher. */
  readonly bar_head_bal: number;
  /** Shoulder line, positive when the subject's left shoulder is higher. */
  readonly bar_shoulder_bal: number;
  /** Hip line, positive when the subject's left hip is higher. */
  readonly bar_pelvic_bal: number;
  /** Knee line, positive when the subject's left knee is higher. */
  readonly bar_knee_bal: number;
  /** Lean of the body axis, positive when mid-ankle is toward the subject's left of the thorax. */
  readonly bar_tilt: number;
  /** Left thigh from the vertical, positive for an O-leg (genu varum). */
  readonly bar_left_qang: number;
  /** Right thigh from the vertical, positive for an O-leg (genu varum). */
  readonly bar_right_qang: number;
}

/**
 * The seven metrics of a back photo.
 *
 * @param keypoints - 22 points `[x, y]` in pixels, in the order of `KEYPOINT_NAMES`; the subject's left is on the
 * image's left.
 * @returns Degrees, unrounded. Turning, scaling or shifting all points changes none of them.
 * @throws TypeError where `keypoints` is not 22 pairs of finite numbers.
 */
export function backMetrics(keypoints: Keypoints): BackMetrics {
  const angles = frontalAngles(nameKeypoints(keypoints), -1);
  return {
    bar_head_bal: angles.head_bal,
    bar_shoulder_bal: angles.shoulder_bal,
    bar_pelvic_bal: angles.pelvic_bal,
    bar_knee_bal: angles.knee_bal,
    bar_tilt: angles.tilt,
    bar_left_qang: angles.left_qang,
    bar_right_qang: angles.right_qang,
  };
}
