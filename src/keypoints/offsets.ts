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
 * From BlazePose's landmarks to the API's keypoints: medians over 110 random rendered bodies, fitted by
 * `npm run fit:adapter`; the accuracy benchmark's people are not among them. BlazePose marks what annotators point at
 * on clothes, the API's keypoints are joint centres.
 */
export const OFFSETS: Readonly<Record<View, ViewOffsets>> = {
  front: {
    shoulder: [0.009, -0.036],
    elbow: [0.015, -0.006],
    wrist: [0.015, 0.002],
    knee: [0.004, 0.028],
    ankle: [0.001, -0.043],
    ear: [0.029, -0.024],
    eye: [-0.001, 0.012],
    nose: [0, 0.007],
    pelvis: [0, 0.023],
    thorax: [0, 0.053],
    headTop: [0, 0.285],
  },
  back: {
    shoulder: [0.006, -0.057],
    elbow: [0.014, 0.002],
    wrist: [0.004, 0.019],
    knee: [0.006, 0.009],
    ankle: [-0.002, -0.06],
    ear: [0.031, -0.02],
    eye: [0.006, -0.034],
    nose: [0, -0.065],
    pelvis: [0, 0.007],
    thorax: [0, 0.043],
    headTop: [0, 0.277],
  },
  side: {
    shoulder: [0.056, -0.089],
    elbow: [0.027, 0.012],
    wrist: [0.003, 0.038],
    knee: [-0.008, 0.006],
    ankle: [-0.008, -0.044],
    ear: [-0.048, -0.02],
    eye: [-0.011, -0.004],
    nose: [0.026, -0.008],
    pelvis: [-0.046, -0.004],
    thorax: [-0.022, -0.002],
    headTop: [-0.064, 0.265],
  },
};

/** Hip to hip against shoulder to shoulder in front and back photos; published sample .84 to .89. */
export const HIP_WIDTH = 0.86;
