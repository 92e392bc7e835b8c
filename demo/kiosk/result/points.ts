import type { KeypointName, Point, View } from 'analyze-locally';
import { assumedC7 } from 'analyze-locally/editing';
import type { Answer, EditedPoints } from '../session/session.js';

/** A point that can be moved. */
export type PointName = KeypointName | 'c7';

/** From the head to the feet, the person's right before the left: the order in which the keyboard goes through them. */
const READING_ORDER: readonly PointName[] = [
  'head_top',
  'head',
  'r_eye',
  'l_eye',
  'nose',
  'r_ear',
  'l_ear',
  'c7',
  'thorax',
  'r_shoulder',
  'l_shoulder',
  'r_elbow',
  'l_elbow',
  'r_wrist',
  'l_wrist',
  'spine',
  'pelvis',
  'r_hip',
  'l_hip',
  'r_knee',
  'l_knee',
  'r_ankle',
  'l_ankle',
];

/** The points of a view. */
export const pointNames = (view: View): readonly PointName[] => READING_ORDER.filter((name) => name !== 'c7' || view === 'side');

/**
 * Where an answer has the points of a photo, C7 included; `undefined` without details of the view.
 */
export function pointsOf(answer: Answer, view: View): EditedPoints | undefined {
  const photo = answer.details?.photos[view];
  if (!photo?.keypoints) return undefined;
  const { keypoints } = photo;
  return view === 'side' ? { keypoints, c7: photo.extras?.c7 ?? assumedC7(keypoints) } : { keypoints };
}

/** Where one of them is, pixels of the upright photo. */
export const pointAt = ({ keypoints, c7 }: EditedPoints, name: PointName): Point =>
  name === 'c7' ? (c7 ?? keypoints.thorax) : keypoints[name];

/** The points with one of them elsewhere. */
export const withPoint = (points: EditedPoints, name: PointName, at: Point): EditedPoints =>
  name === 'c7' ? { ...points, c7: at } : { ...points, keypoints: { ...points.keypoints, [name]: at } };

