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

export const OFFSETS: Readonly<Record<'front' | 'back' | 'side', ViewOffsets>> = {
  front: {
    shoulder: [0.011, -0.039], elbow: [0.011, -0.003], wrist: [0.015, 0.002], knee: [0.003, 0.034],
    ankle: [0.005, -0.044], ear: [0.027, -0.023], eye: [0, 0.01], nose: [0, -0.003],
    pelvis: [0, 0.019], thorax: [0, 0.054], headTop: [0, 0.277],
  },
  back: {
    shoulder: [0.02, -0.057], elbow: [0.023, -0.006], wrist: [0.013, 0.016], knee: [0.009, 0.013],
    ankle: [0.003, -0.069], ear: [0.045, -0.021], eye: [0, 0], nose: [0, 0],
    pelvis: [0, 0.0135], thorax: [0, 0.039], headTop: [0, 0.268],
  },
  side: {
    shoulder: [0.015, -0.083], elbow: [0, 0], wrist: [0, 0], knee: [-0.016, -0.005],
    ankle: [-0.006, -0.038], ear: [-0.045, -0.021], eye: [0, 0], nose: [0, 0],
    pelvis: [-0.039, -0.002], thorax: [-0.037, 0.008], headTop: [-0.06, 0.267],
  },
};

/** Hip to hip against shoulder to shoulder in front and back photos; published sample .84 to .89. */
export const HIP_WIDTH = 0.86;
