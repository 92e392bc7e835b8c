import type { Point } from '../geometry/vector.js';

/**
 * The 22 keypoints in the order of the web API's `*_coords`: the 17 joints of MuCo-3DHP, then five face points.
 * Left and right are the subject's. This is the one place that knows the order.
 */
export const KEYPOINT_NAMES = [
  'head_top',
  'thorax',
  'r_shoulder',
  'r_elbow',
  'r_wrist',
  'l_shoulder',
  'l_elbow',
  'l_wrist',
  'r_hip',
  'r_knee',
  'r_ankle',
  'l_hip',
  'l_knee',
  'l_ankle',
  'pelvis',
  'spine',
  'head',
  'l_ear',
  'l_eye',
  'nose',
  'r_ear',
  'r_eye',
] as const;

/** The name of one of the 22 keypoints. */
export type KeypointName = (typeof KEYPOINT_NAMES)[number];

/** 22 points `[x, y]` in pixels of the upright photo, in the order of {@link KEYPOINT_NAMES}. */
export type Keypoints = readonly Point[];

/** The 22 keypoints by name, `[x, y]` in pixels of the upright photo. */
export type NamedKeypoints = Readonly<Record<KeypointName, Point>>;

/**
 * Keypoints by name.
 *
 * @param keypoints - 22 points in the API's order.
 * @throws TypeError where the list is not 22 pairs of finite numbers.
 */
export function nameKeypoints(keypoints: Keypoints): NamedKeypoints {
  if (!Array.isArray(keypoints) || keypoints.length !== KEYPOINT_NAMES.length) {
    const shown = Array.isArray(keypoints) ? `an array of ${keypoints.length}` : typeof keypoints;
    throw new TypeError(`keypoints must be an array of ${KEYPOINT_NAMES.length} points [x, y], not ${shown}`);
  }
  const named: Partial<Record<KeypointName, Point>> = {};
  KEYPOINT_NAMES.forEach((name, index) => {
    const point: unknown = keypoints[index];
    if (!Array.isArray(point) || !Number.isFinite(point[0]) || !Number.isFinite(point[1])) {
      throw new TypeError(`keypoints[${index}] (${name}) must be [x, y] with finite numbers`);
    }
    named[name] = [point[0] as number, point[1] as number];
  });
  return named as NamedKeypoints;
}

/** The 22 points in the API's order. */
export const listKeypoints = (named: NamedKeypoints): Point[] => KEYPOINT_NAMES.map((name) => named[name]);
