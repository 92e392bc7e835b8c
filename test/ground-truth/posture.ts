/** The posture of a case: as it is wanted and recorded, and in the terms in which a body is posed. */

/** As recorded in the truth. Degrees, centimetres. */
export interface Parameters {
  /** Shoulder line, positive where the subject's left shoulder is higher. */
  readonly shoulder_tilt: number;
  /** Ear line, positive where the left ear is higher. */
  readonly head_roll: number;
  /** Hip line, positive where the left hip is higher. */
  readonly pelvic_tilt: number;
  /** Knee line, positive where the left knee is higher. */
  readonly knee_tilt: number;
  /** Left knee moved sideways from a straight leg, as an angle at the hip; positive is outward (varus). */
  readonly left_q: number;
  /** The same of the right knee. */
  readonly right_q: number;
  /** Lateral lean, positive where the ankles are to the left of the thorax. */
  readonly tilt: number;
  /** Pelvis forward of the ankles. */
  readonly lean: number;
  /** Trunk pitched forward from how the body stands at rest. */
  readonly trunk_lean: number;
  /** Craniovertebral angle: C7 to tragus above the horizontal. */
  readonly cva: number;
  /** Shoulder joints moved forward. */
  readonly round_cm: number;
  /** Upper arms from the vertical. */
  readonly arm_angle: number;
  /** Between the ankle joints. */
  readonly stance_cm: number;
  // Of random people only: arms and feet not alike, one foot ahead, the head nodding.
  readonly left_arm?: number;
  readonly right_arm?: number;
  readonly left_toe_out?: number;
  readonly right_toe_out?: number;
  /** The left foot ahead of the right. */
  readonly stagger_cm?: number;
  /** Positive is downward. */
  readonly head_pitch?: number;
}

/** A case names what it changes. */
export const NEUTRAL: Parameters = {
  shoulder_tilt: 0, head_roll: 0, pelvic_tilt: 0, knee_tilt: 0, left_q: 0, right_q: 0, tilt: 0,
  lean: 2, trunk_lean: 0, cva: 54, round_cm: 0, arm_angle: 30, stance_cm: 22,
};

/** In the terms in which a body is posed. Degrees, metres; the meaning is that of {@link Parameters}. */
export interface Posture {
  readonly shoulder: number;
  readonly headRoll: number;
  readonly headPitch: number;
  readonly pelvis: number;
  readonly knee: number;
  readonly leftQ: number;
  readonly rightQ: number;
  readonly tilt: number;
  readonly lean: number;
  readonly trunkLean: number;
  readonly cva: number;
  readonly round: number;
  /** Both shoulder joints raised. */
  readonly shrug: number;
  /** Upper arms from the vertical in the frontal plane, left and right. */
  readonly arms: readonly [left: number, right: number];
  /** Upper arms forward of the frontal plane. */
  readonly armForward: number;
  /** Forearms forward of the upper arms. */
  readonly elbowFlex: number;
  /** Forearms nearer to the vertical than the upper arms. */
  readonly forearmIn: number;
  readonly stance: number;
  readonly stagger: number;
  readonly toesOut: readonly [left: number, right: number];
  /** Thighs forward, for a crouch. */
  readonly hipFlex: number;
}

export const NEUTRAL_POSTURE: Posture = {
  shoulder: 0, headRoll: 0, headPitch: 0, pelvis: 0, knee: 0, leftQ: 0, rightQ: 0, tilt: 0,
  lean: 2, trunkLean: 0, cva: 54, round: 0, shrug: 0, arms: [30, 30], armForward: 4, elbowFlex: 8, forearmIn: 4,
  stance: 0.22, stagger: 0, toesOut: [4, 4], hipFlex: 0,
};

export function postureOf(p: Parameters): Posture {
  // Who stands wider turns the feet out more.
  const toesOut = 4 + 0.4 * (p.stance_cm - 22);
  return {
    ...NEUTRAL_POSTURE,
    shoulder: p.shoulder_tilt, headRoll: p.head_roll, pelvis: p.pelvic_tilt, knee: p.knee_tilt,
    leftQ: p.left_q, rightQ: p.right_q, tilt: p.tilt, lean: p.lean, trunkLean: p.trunk_lean, cva: p.cva,
    round: p.round_cm / 100,
    arms: [p.left_arm ?? p.arm_angle, p.right_arm ?? p.arm_angle],
    stance: p.stance_cm / 100,
    toesOut: [p.left_toe_out ?? toesOut, p.right_toe_out ?? toesOut],
    stagger: (p.stagger_cm ?? 0) / 100,
    headPitch: p.head_pitch ?? 0,
  };
}
