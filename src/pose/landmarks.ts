import type { Point } from '../geometry/vector.js';

/** BlazePose's 33 landmarks in the network's order. Left and right are the subject's. */
export const LANDMARK_NAMES = [
  'nose',
  'l_eye_inner',
  'l_eye',
  'l_eye_outer',
  'r_eye_inner',
  'r_eye',
  'r_eye_outer',
  'l_ear',
  'r_ear',
  'l_mouth',
  'r_mouth',
  'l_shoulder',
  'r_shoulder',
  'l_elbow',
  'r_elbow',
  'l_wrist',
  'r_wrist',
  'l_pinky',
  'r_pinky',
  'l_index',
  'r_index',
  'l_thumb',
  'r_thumb',
  'l_hip',
  'r_hip',
  'l_knee',
  'r_knee',
  'l_ankle',
  'r_ankle',
  'l_heel',
  'r_heel',
  'l_foot_index',
  'r_foot_index',
] as const;

/** The name of one of BlazePose's landmarks. */
export type LandmarkName = (typeof LANDMARK_NAMES)[number];

/** One landmark as a network found it. */
export interface Landmark {
  /** `[x, y]` in pixels of the analysed picture; may lie outside it. */
  readonly point: Point;
  /** 0 to 1: how sure the network is that the landmark is seen. */
  readonly visibility: number;
  /** Metres from the hips' middle: x to the image's right, y down, z away from the camera. */
  readonly world: readonly [x: number, y: number, z: number];
}

/** The 33 landmarks by name. */
export type Landmarks = Readonly<Record<LandmarkName, Landmark>>;

/** How surely each pixel of the analysed picture belongs to the person: 0 (not) to 255. */
export interface Mask {
  /** Pixels. */
  readonly width: number;
  /** Pixels. */
  readonly height: number;
  /** `width * height` values, row by row. */
  readonly data: Uint8Array;
}

/** One person in one picture. */
export interface Pose {
  readonly landmarks: Landmarks;
  readonly mask: Mask;
}

/** The name of the same place on the other side of the body; places on the midline keep theirs. */
export const mirroredName = <Name extends string>(name: Name): Name =>
  (name.startsWith('l_') ? `r_${name.slice(2)}` : name.startsWith('r_') ? `l_${name.slice(2)}` : name) as Name;

/** Landmarks made one by one. */
export const mapLandmarks = (make: (name: LandmarkName, index: number) => Landmark): Landmarks =>
  Object.fromEntries(LANDMARK_NAMES.map((name, index) => [name, make(name, index)])) as unknown as Landmarks;
