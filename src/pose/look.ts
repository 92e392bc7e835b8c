import type { Affine } from '../geometry/affine.js';
import type { Landmarks, Mask } from './landmarks.js';

/** What a network saw, cell by cell, before it made landmarks of it. */
export interface FeatureMap {
  /** Cells on a side. */
  readonly side: number;
  readonly channels: number;
  /** `side * side * channels` values, row by row, a cell's channels together. */
  readonly data: Float32Array;
}

/** One look of the landmark network at a person. */
export interface Look {
  /** From the network's input, which is a mirror image where `mirrored`, to the analysed picture. */
  readonly toPicture: Affine;
  /** The network saw left and right swapped. */
  readonly mirrored: boolean;
  /** As this look found them, in pixels of the picture, not mirrored. */
  readonly landmarks: Landmarks;
  /** The same, as the network regresses them, before its heatmap refines them. */
  readonly regressed: Landmarks;
  readonly features: FeatureMap;
}

/** The person's outline as the network sees it: in pixels of a crop. */
export interface Silhouette {
  readonly mask: Mask;
  /** From the crop to the analysed picture. */
  readonly toPicture: Affine;
}
