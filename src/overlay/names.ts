import type { MetricName } from '../grades/grades.js';

/** English short names of the 18 metrics, as they stand on the labels. The only words of the overlay, with L and R. */
export const METRIC_SHORT_NAMES: Readonly<Record<MetricName, string>> = Object.freeze({
  far_head_bal: 'Head',
  far_shoulder_bal: 'Shoulders',
  far_pelvic_bal: 'Hips',
  far_knee_bal: 'Knees',
  far_tilt: 'Tilt',
  far_left_qang: 'Q L',
  far_right_qang: 'Q R',
  sar_tilt: 'Tilt',
  sar_head_tilt: 'Head tilt',
  round_shoulder: 'Round shoulder',
  turtle_neck: 'Turtle neck',
  bar_head_bal: 'Head',
  bar_shoulder_bal: 'Shoulders',
  bar_pelvic_bal: 'Hips',
  bar_knee_bal: 'Knees',
  bar_tilt: 'Tilt',
  bar_left_qang: 'Q L',
  bar_right_qang: 'Q R',
});

/** English marks of the subject's two sides. */
export const SIDE_MARKS: Readonly<Record<'left' | 'right', string>> = Object.freeze({ left: 'L', right: 'R' });
