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
 * From BlazePose's landmarks to the API's keypoints: medians over 110 random rendered bodies seen by the model `heavy` of
 * the backend `blazepose`, fitted by `npm run fit:adapter`; the accuracy benchmark's people are not among them. BlazePose
 * marks what annotators point at on clothes, the API's keypoints are joint centres.
 */
export const OFFSETS: Readonly<Record<View, ViewOffsets>> = {
  front: {
    shoulder: [0.013, -0.038],
    elbow: [0.012, -0.008],
    wrist: [0.002, -0.001],
    knee: [-0.001, 0.025],
    ankle: [0, -0.036],
    ear: [0.031, -0.033],
    eye: [0.001, 0.003],
    nose: [0, -0.004],
    pelvis: [0, 0.023],
    thorax: [0, 0.051],
    headTop: [0, 0.271],
  },
  back: {
    shoulder: [0.009, -0.058],
    elbow: [0.016, -0.009],
    wrist: [0.006, 0.012],
    knee: [0.002, 0.001],
    ankle: [0, -0.054],
    ear: [0.036, -0.03],
    eye: [0.006, -0.044],
    nose: [0, -0.079],
    pelvis: [0, 0.009],
    thorax: [0, 0.041],
    headTop: [0, 0.263],
  },
  side: {
    shoulder: [0.045, -0.083],
    elbow: [0.026, 0.021],
    wrist: [0.001, 0.032],
    knee: [-0.009, -0.002],
    ankle: [-0.011, -0.038],
    ear: [-0.054, -0.035],
    eye: [-0.022, -0.015],
    nose: [0.009, -0.018],
    pelvis: [-0.038, -0.011],
    thorax: [-0.026, 0],
    headTop: [-0.074, 0.253],
  },
};

/** Hip to hip against shoulder to shoulder in front and back photos; published sample .84 to .89. */
export const HIP_WIDTH = 0.86;
