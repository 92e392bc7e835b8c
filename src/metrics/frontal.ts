import { inclination, leanBelow } from '../geometry/angle.js';
import { midpoint } from '../geometry/vector.js';
import type { NamedKeypoints } from '../keypoints/names.js';

/** The seven metrics that a front and a back photo share, in degrees. */
export interface FrontalAngles {
  readonly head_bal: number;
  readonly shoulder_bal: number;
  readonly pelvic_bal: number;
  readonly knee_bal: number;
  readonly tilt: number;
  readonly left_qang: number;
  readonly right_qang: number;
}

/**
 * The photo's roll ρ: both feet stand on the floor, so the ankle line is the photo's horizon. Degrees, positive when
 * the subject's left ankle is higher in the picture.
 */
export const photoRoll = (k: NamedKeypoints): number => inclination(k.r_ankle, k.l_ankle);

/**
 * The formulas of `far_*` and `bar_*`, as fitted to the published sample of the web API. Each is measured against the
 * ankle line and so does not change when the whole picture is turned.
 *
 * @param k - The keypoints of one photo.
 * @param towardLeft - Where the subject's left is in the image: 1 (right, front photo) or -1 (left, back photo).
 */
export function frontalAngles(k: NamedKeypoints, towardLeft: 1 | -1): FrontalAngles {
  const roll = photoRoll(k);
  const towardRight = towardLeft === 1 ? -1 : 1;
  return {
    head_bal: inclination(k.r_ear, k.l_ear) - roll,
    shoulder_bal: inclination(k.r_shoulder, k.l_shoulder) - roll,
    pelvic_bal: inclination(k.r_hip, k.l_hip) - roll,
    knee_bal: inclination(k.r_knee, k.l_knee) - roll,
    // Mid-ankle to the subject's left of the thorax means that the left side is "up".
    tilt: leanBelow(k.thorax, midpoint(k.r_ankle, k.l_ankle), towardLeft) - roll,
    // Lateral of the hip is positive (genu varum, O-leg). A roll turns the left leg outward and the right leg inward.
    left_qang: leanBelow(k.l_hip, k.l_knee, towardLeft) - roll,
    right_qang: leanBelow(k.r_hip, k.r_knee, towardRight) + roll,
  };
}
