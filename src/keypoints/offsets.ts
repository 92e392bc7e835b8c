import type { View } from '../photo/views.js';

/** Where a keypoint lies from its landmark: `[outward or forward, up]` in BlazePose trunk lengths. */
export type Offset = readonly [across: number, up: number];

/** Offsets of one view. Paired parts count outward from the midline (front, back) or forward (side). */
export interface ViewOffsets {
  readonly shoulder: Offset;
  readonly elbow: Offset;
  readonly wrist: Offset;
  readonly knee: Offset;
  readonly ankle: Offset;
  readonly ear: Offset;
  readonly eye: Offset;
  readonly nose: Offset;
  /** From mid-hip. */
  readonly pelvis: Offset;
  /** From mid-shoulder. */
  readonly thorax: Offset;
  /** From mid-ear, where the silhouette does not show the crown. */
  readonly headTop: Offset;
}

/**
 * From BlazePose's landmarks to the API's keypoints: medians over 110 random rendered bodies seen by
 * the model `heavy` (`full` differs by 0.01 in the median), fitted by `npm run fit:adapter`; the accuracy benchmark's people are not among them. BlazePose marks what annotators point at
 * on clothes, the API's keypoints are joint centres.
 */
export const OFFSETS: Readonly<Record<View, ViewOffsets>> = {
  front: {
    shoulder: [0.012, -0.034],
    elbow: [0.01, -0.001],
    wrist: [0.002, 0.003],
    knee: [-0.001, 0.033],
    ankle: [-0.001, -0.031],
    ear: [0.03, -0.027],
    eye: [0, 0.008],
    nose: [0, -0.001],
    pelvis: [0, 0.027],
    thorax: [0, 0.054],
    headTop: [0, 0.276],
  },
  back: {
    shoulder: [0.007, -0.054],
    elbow: [0.013, -0.004],
    wrist: [0.007, 0.016],
    knee: [0.001, 0.006],
    ankle: [-0.002, -0.047],
    ear: [0.036, -0.027],
    eye: [0.005, -0.041],
    nose: [0, -0.072],
    pelvis: [0, 0.013],
    thorax: [0, 0.047],
    headTop: [0, 0.27],
  },
  side: {
    shoulder: [0.048, -0.077],
    elbow: [0.025, 0.028],
    wrist: [0.002, 0.035],
    knee: [-0.006, 0.003],
    ankle: [-0.009, -0.035],
    ear: [-0.056, -0.03],
    eye: [-0.023, -0.011],
    nose: [0.008, -0.011],
    pelvis: [-0.037, -0.002],
    thorax: [-0.023, 0.004],
    headTop: [-0.075, 0.256],
  },
};

/** Hip to hip against shoulder to shoulder in front and back photos; published sample .84 to .89. */
export const HIP_WIDTH = 0.86;
