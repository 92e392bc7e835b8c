import type { Point } from '../../src/geometry/vector.js';
import { LANDMARK_NAMES, mapLandmarks, type Landmarks, type Mask, type Pose } from '../../src/pose/landmarks.js';
import type { FeatureMap } from '../../src/pose/look.js';
import type { CropFormat } from './crop.js';
import type { BodyCircle } from './region.js';
import { inverse, mapped, type Affine } from '../../src/geometry/affine.js';

/** Length of the side of the landmark network's input and of its mask, pixels. */
export const CROP_SIDE = 256;

/** The landmark network's input: colours from 0 to 1. */
export const LANDMARK_INPUT: CropFormat = { side: CROP_SIDE, border: 'replicate', factor: 1 / 255, offset: 0 };

/** What the landmark network says of one crop. */
export interface LandmarkOutput {
  /** 39 × 5: x, y, z in pixels of the crop, logits of visibility and presence. */
  readonly landmarks: Float32Array;
  /** 0 to 1: a person is there. */
  readonly presence: number;
  /** 256 × 256 logits: the pixel belongs to the person. */
  readonly segmentation: Float32Array;
  /** 64 × 64 × 39 logits: where each landmark is. */
  readonly heatmap: Float32Array;
  /** 39 × 3: metres from the hips' middle. */
  readonly world: Float32Array;
  /** 64 × 64 cells of 32 or 48 channels: what the heatmap is made from. */
  readonly features: Float32Array;
}

/** Less sure than this, nobody is in the crop. MediaPipe's own bound. */
export const MIN_PRESENCE = 0.5;

const VALUES = 5;
const NETWORK_LANDMARKS = 39;
/** Cells on a side of heatmap and feature map. */
export const FEATURE_SIDE = 64;
/** Side of the window in which a landmark is refined, cells of the heatmap; MediaPipe's own. */
const WINDOW = 7;
/** A heatmap that is nowhere surer says nothing. MediaPipe's own bound. */
const MIN_CONFIDENCE = 0.5;

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/**
 * Moves a landmark to the centre of mass of the heatmap round it, as MediaPipe does: on the 33 landmarks that has half
 * the error of the regressed point.
 */
function refined(point: Point, heatmap: Float32Array, landmark: number): Point {
  const cell = CROP_SIDE / FEATURE_SIDE;
  const column = Math.trunc(point[0] / cell);
  const row = Math.trunc(point[1] / cell);
  if (column < 0 || row < 0 || column >= FEATURE_SIDE || row >= FEATURE_SIDE) return point;
  const reach = (WINDOW - 1) / 2;
  let [sum, x, y, surest] = [0, 0, 0, 0];
  for (let r = Math.max(0, row - reach); r <= Math.min(FEATURE_SIDE - 1, row + reach); r++) {
    for (let c = Math.max(0, column - reach); c <= Math.min(FEATURE_SIDE - 1, column + reach); c++) {
      const confidence = sigmoid(heatmap[(r * FEATURE_SIDE + c) * NETWORK_LANDMARKS + landmark] ?? -Infinity);
      sum += confidence;
      x += confidence * c;
      y += confidence * r;
      surest = Math.max(surest, confidence);
    }
  }
  return surest >= MIN_CONFIDENCE && sum > 0 ? [(x / sum) * cell, (y / sum) * cell] : point;
}

/**
 * Reads the landmark network's output. Its coordinates count from the corner of the crop's first pixel: so the points
 * found in a crop and in its mirror image agree to 0.04 pixels on average. MediaPipe cuts its crops half a pixel off.
 *
 * @returns The pose in pixels of the crop; its world landmarks are not turned yet.
 */
export function readPose({ landmarks, segmentation, heatmap, world }: LandmarkOutput): Pose {
  return {
    landmarks: mapLandmarks((_, index) => {
      const at = index * VALUES;
      const value = (offset: number): number => landmarks[at + offset] ?? Number.NaN;
      const metres = (axis: number): number => world[index * 3 + axis] ?? Number.NaN;
      return {
        point: refined([value(0), value(1)], heatmap, index),
        visibility: sigmoid(value(3)),
        world: [metres(0), metres(1), metres(2)],
      };
    }),
    mask: { width: CROP_SIDE, height: CROP_SIDE, data: maskOf(segmentation) },
  };
}

/** Where the network expects the person in the next frame of a film: its two auxiliary landmarks, in pixels of the crop. */
export function bodyCircleOf({ landmarks, heatmap }: LandmarkOutput): BodyCircle {
  const auxiliary = (index: number): Point => refined([landmarks[index * VALUES] ?? Number.NaN, landmarks[index * VALUES + 1] ?? Number.NaN], heatmap, index);
  return { midHip: auxiliary(LANDMARK_NAMES.length), bodyCircle: auxiliary(LANDMARK_NAMES.length + 1) };
}

function maskOf(logits: Float32Array): Uint8Array {
  const mask = new Uint8Array(CROP_SIDE * CROP_SIDE);
  for (let i = 0; i < mask.length; i++) {
    const logit = logits[i]!;
    // Most pixels are surely one or the other.
    mask[i] = logit < -8 ? 0 : logit > 8 ? 255 : Math.round(255 * sigmoid(logit));
  }
  return mask;
}

/**
 * The landmarks as the network regresses them, which see the whole person, where the heatmap sees each joint's
 * surroundings.
 *
 * @returns Pixels of the crop.
 */
export const regressedLandmarks = ({ landmarks }: LandmarkOutput, refined: Landmarks): Landmarks =>
  mapLandmarks((name, index) => ({ ...refined[name], point: [landmarks[index * VALUES] ?? Number.NaN, landmarks[index * VALUES + 1] ?? Number.NaN] }));

/** The network's feature map. */
export const featureMapOf = ({ features }: LandmarkOutput): FeatureMap => ({
  side: FEATURE_SIDE,
  channels: features.length / (FEATURE_SIDE * FEATURE_SIDE),
  data: features,
});

/** Whether the network gave numbers at all: a broken driver or runtime gives NaN or zeros without a word. */
export const isSound = ({ landmarks, presence, segmentation, heatmap, world, features }: LandmarkOutput): boolean =>
  landmarks.length >= LANDMARK_NAMES.length * VALUES &&
  Number.isFinite(presence) &&
  landmarks.some((value) => value !== landmarks[0]) &&
  [landmarks, segmentation, heatmap, world, features].every(hasNumbers);

/** No sum of numbers hides a NaN or an infinity; asking each of 200,000 values takes longer than to add them. */
function hasNumbers(values: Float32Array): boolean {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return Number.isFinite(sum);
}

/**
 * Brings a pose from a crop to the picture.
 *
 * @param pose - In pixels of the crop.
 * @param toPicture - From the crop to the picture.
 * @param size - The picture's.
 */
export function inPicture<Found extends Pose>(pose: Found, toPicture: Affine, size: { width: number; height: number }): Found {
  return { ...pose, landmarks: landmarksInPicture(pose.landmarks, toPicture), mask: maskInPicture(pose.mask, toPicture, size) };
}

/** Landmarks brought from a crop to the picture. */
export function landmarksInPicture(landmarks: Landmarks, toPicture: Affine): Landmarks {
  const step = Math.hypot(toPicture.a, toPicture.b);
  const cos = toPicture.a / step;
  const sin = toPicture.b / step;
  return mapLandmarks((name) => {
    const { point, visibility, world } = landmarks[name];
    const [x, y, z] = world;
    return { point: mapped(toPicture, point), visibility, world: [cos * x - sin * y, sin * x + cos * y, z] };
  });
}

/** The mask of a crop laid on the picture, bilinear; nobody is beyond the crop. */
function maskInPicture(mask: Mask, toPicture: Affine, { width, height }: { width: number; height: number }): Mask {
  const { a, b, c, d, e, f } = inverse(toPicture);
  const side = mask.width;
  const source = mask.data;
  const data = new Uint8Array(width * height);
  const last = side - 1;
  for (let row = 0; row < height; row++) {
    let x = a * 0.5 + c * (row + 0.5) + e - 0.5;
    let y = b * 0.5 + d * (row + 0.5) + f - 0.5;
    for (let at = row * width, end = at + width; at < end; at++, x += a, y += b) {
      if (x < 0 || y < 0 || x > last || y > last) continue;
      const left = x | 0;
      const top = y | 0;
      const i = top * side + left;
      const below = top < last ? side : 0;
      const beside = left < last ? 1 : 0;
      const nw = source[i]!;
      const ne = source[i + beside]!;
      const sw = source[i + below]!;
      const se = source[i + below + beside]!;
      // Most of the picture is nobody or all of the person.
      if (nw === ne && nw === sw && nw === se) data[at] = nw;
      else {
        const dx = x - left;
        const upper = nw + (ne - nw) * dx;
        data[at] = upper + (sw + (se - sw) * dx - upper) * (y - top) + 0.5;
      }
    }
  }
  return { width, height, data };
}
