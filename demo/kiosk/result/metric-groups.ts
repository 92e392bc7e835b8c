import type { MetricName, View } from 'analyze-locally';

/** What is measured, whichever photo it is measured in. */
export type Measure =
  | 'head'
  | 'shoulders'
  | 'hips'
  | 'knees'
  | 'tilt'
  | 'leftLeg'
  | 'rightLeg'
  | 'sideTilt'
  | 'headTilt'
  | 'roundShoulders'
  | 'turtleNeck';

/** Measures that are read together: one card, one row of a report. Front stands before back, left before right. */
export interface MeasureCard {
  /** Names the card. */
  readonly name: Exclude<Measure, 'leftLeg' | 'rightLeg'> | 'legs';
  readonly metrics: readonly MetricName[];
}

/** A part of the body, as a clinician goes from the head to the feet. */
export interface MetricGroup {
  readonly name: 'headNeck' | 'shoulders' | 'trunkPelvis' | 'legs';
  readonly cards: readonly MeasureCard[];
}

/** All 18 metrics, each once. */
export const METRIC_GROUPS: readonly MetricGroup[] = [
  {
    name: 'headNeck',
    cards: [
      { name: 'turtleNeck', metrics: ['turtle_neck'] },
      { name: 'headTilt', metrics: ['sar_head_tilt'] },
      { name: 'head', metrics: ['far_head_bal', 'bar_head_bal'] },
    ],
  },
  {
    name: 'shoulders',
    cards: [
      { name: 'roundShoulders', metrics: ['round_shoulder'] },
      { name: 'shoulders', metrics: ['far_shoulder_bal', 'bar_shoulder_bal'] },
    ],
  },
  {
    name: 'trunkPelvis',
    cards: [
      { name: 'sideTilt', metrics: ['sar_tilt'] },
      { name: 'tilt', metrics: ['far_tilt', 'bar_tilt'] },
      { name: 'hips', metrics: ['far_pelvic_bal', 'bar_pelvic_bal'] },
    ],
  },
  {
    name: 'legs',
    cards: [
      { name: 'knees', metrics: ['far_knee_bal', 'bar_knee_bal'] },
      { name: 'legs', metrics: ['far_left_qang', 'far_right_qang', 'bar_left_qang', 'bar_right_qang'] },
    ],
  },
];

/** What each metric measures. */
export const MEASURES: Readonly<Record<MetricName, Measure>> = {
  far_head_bal: 'head',
  far_shoulder_bal: 'shoulders',
  far_pelvic_bal: 'hips',
  far_knee_bal: 'knees',
  far_tilt: 'tilt',
  far_left_qang: 'leftLeg',
  far_right_qang: 'rightLeg',
  sar_tilt: 'sideTilt',
  sar_head_tilt: 'headTilt',
  round_shoulder: 'roundShoulders',
  turtle_neck: 'turtleNeck',
  bar_head_bal: 'head',
  bar_shoulder_bal: 'shoulders',
  bar_pelvic_bal: 'hips',
  bar_knee_bal: 'knees',
  bar_tilt: 'tilt',
  bar_left_qang: 'leftLeg',
  bar_right_qang: 'rightLeg',
};

/** The photo that a metric is measured in. */
export const viewOf = (name: MetricName): View => (name.startsWith('far_') ? 'front' : name.startsWith('bar_') ? 'back' : 'side');
