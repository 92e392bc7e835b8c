import { along, distance, midpoint, type Point } from '../geometry/vector.js';
import type { Grade, MetricName } from '../grades/grades.js';
import { listKeypoints, type NamedKeypoints } from '../keypoints/names.js';
import { facingDirection } from '../metrics/side.js';
import type { Box } from './layout.js';

/** A metric's value and how sure it is. */
export interface MeasuredMetric {
  /** Degrees. */
  readonly value: number;
  readonly grade: Grade;
  /** Half the width of the interval around the value, degrees; where left out none is shown. */
  readonly margin?: number | undefined;
  /** The interval holds more than one grade. */
  readonly borderline?: boolean | undefined;
}

/** What one photo shows and what was measured in it. */
export interface OverlaySubject {
  readonly view: 'front' | 'side' | 'back';
  /** Width of the photo, pixels. */
  readonly width: number;
  /** Height of the photo, pixels. */
  readonly height: number;
  /** The 22 keypoints, pixels of the photo. */
  readonly keypoints: NamedKeypoints;
  /** The spinous process of C7 in a side photo, pixels; where left out it is drawn where the metrics assume it. */
  readonly c7?: Point | undefined;
  /** The metrics to show. Those of another view are passed over, those left out are not drawn. */
  readonly metrics: Readonly<Partial<Record<MetricName, MeasuredMetric>>>;
}

// The body reaches beyond its joints. Shares of the person's height, from the ankles to the top of the head, unless
// said; rough means of adults, since they only keep labels off the body.
const FEET_BELOW_ANKLES = 0.05;
const TOES_BEFORE_ANKLES = 0.14;
const HEEL_BEHIND_ANKLES = 0.05;
const FLESH = 0.03;
/** Hand's length in forearms. */
const HAND = 0.6;
/** Chin's place between the top of the head (0) and the base of the neck (1). */
const CHIN = 0.74;

/** From the ankles to the top of the head, pixels; at least 1. */
export const personHeight = (k: NamedKeypoints): number =>
  Math.max(1, distance(k.head_top, midpoint(k.l_ankle, k.r_ankle)));

/** The smallest box around all points, grown by `margin` pixels. */
export function boxAround(points: readonly Point[], margin: number): Box {
  const xs = points.map((point) => point[0]);
  const ys = points.map((point) => point[1]);
  const left = Math.min(...xs) - margin;
  const top = Math.min(...ys) - margin;
  return { left, top, width: Math.max(...xs) + margin - left, height: Math.max(...ys) + margin - top };
}

/** The box around the whole body with hands and feet, pixels. */
export function bodyBox(subject: OverlaySubject): Box {
  const k = subject.keypoints;
  const height = personHeight(k);
  const points = listKeypoints(k);
  points.push(along(k.l_elbow, k.l_wrist, 1 + HAND), along(k.r_elbow, k.r_wrist, 1 + HAND));
  for (const ankle of [k.l_ankle, k.r_ankle]) {
    points.push([ankle[0], ankle[1] + height * FEET_BELOW_ANKLES]);
    if (subject.view === 'side') {
      const forward = facingDirection(k) * height;
      points.push([ankle[0] + forward * TOES_BEFORE_ANKLES, ankle[1]]);
      points.push([ankle[0] - forward * HEEL_BEHIND_ANKLES, ankle[1]]);
    }
  }
  return boxAround(points, height * FLESH);
}

/** The box around head and face down to the chin, pixels. */
export function faceBox(k: NamedKeypoints): Box {
  const chin = along(k.head_top, k.thorax, CHIN);
  const margin = distance(k.head_top, k.thorax) * 0.12;
  return boxAround([k.head_top, k.head, k.l_ear, k.r_ear, k.l_eye, k.r_eye, k.nose, chin], margin);
}
