import { add, distance, dot, midpoint, scale, subtract, unit, type Point } from '../geometry/vector.js';
import { facingOf } from '../keypoints/body-frame.js';
import type { View } from '../photo/views.js';
import type { LandmarkName, Landmarks } from '../pose/landmarks.js';

/**
 * The frame in which a corrector measures: it turns, scales and moves with the person, so that a turned, larger or
 * mirrored photo gives the same numbers. Its origin is mid-hip, its unit BlazePose's trunk (mid-hip to mid-shoulder).
 */
export interface MeasuringFrame {
  readonly origin: Point;
  /** Pixels in one unit. */
  readonly trunk: number;
  /** Unit vector from mid-ankle to mid-shoulder: the body's longest line, and so the surest direction. */
  readonly up: Point;
  /** Unit vector across: to the subject's left in front and back photos, forward in profiles. */
  readonly across: Point;
}

/** The frame of a pose, in the landmarks' pixels. */
export function measuringFrame(view: View, landmarks: Landmarks): MeasuringFrame {
  const middle = (part: string): Point => midpoint(landmarks[`l_${part}` as LandmarkName].point, landmarks[`r_${part}` as LandmarkName].point);
  const [shoulders, hips] = [middle('shoulder'), middle('hip')];
  const up = unit(subtract(shoulders, middle('ankle')));
  const right: Point = [-up[1], up[0]];
  // The view is judged already: in a front photo the subject's left is on the image's right.
  const way = view === 'side' ? facingOf(landmarks) : view === 'front' ? 1 : -1;
  return { origin: hips, trunk: distance(shoulders, hips), up, across: scale(right, way) };
}

/** A point in the frame: across and up, trunk lengths. */
export const inFrame = ({ origin, trunk, up, across }: MeasuringFrame, point: Point): Point => {
  const way = subtract(point, origin);
  return [dot(way, across) / trunk, dot(way, up) / trunk];
};

/** A point of the frame in pixels. */
export const fromFrame = ({ origin, trunk, up, across }: MeasuringFrame, [x, y]: Point): Point =>
  add(origin, add(scale(across, x * trunk), scale(up, y * trunk)));
