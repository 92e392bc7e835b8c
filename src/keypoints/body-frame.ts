import { add, distance, dot, midpoint, scale, subtract, unit, type Point } from '../geometry/vector.js';
import type { Landmarks } from '../pose/landmarks.js';

/**
 * The frame in which body proportions are told: BlazePose's trunk (mid-hip to mid-shoulder) is the unit of length and
 * its direction is up.
 */
export interface BodyFrame {
  readonly midShoulder: Point;
  readonly midHip: Point;
  readonly midEar: Point;
  readonly midAnkle: Point;
  /** Mid-hip to mid-shoulder, pixels. */
  readonly trunk: number;
  /** Unit vector along the trunk toward the head. */
  readonly up: Point;
  /** Unit vector across the trunk, to the image's right for an upright person. */
  readonly across: Point;
}

/** The frame of a pose. */
export function bodyFrame(landmarks: Landmarks): BodyFrame {
  const midShoulder = midpoint(landmarks.l_shoulder.point, landmarks.r_shoulder.point);
  const midHip = midpoint(landmarks.l_hip.point, landmarks.r_hip.point);
  const up = unit(subtract(midShoulder, midHip));
  return {
    midShoulder,
    midHip,
    midEar: midpoint(landmarks.l_ear.point, landmarks.r_ear.point),
    midAnkle: midpoint(landmarks.l_ankle.point, landmarks.r_ankle.point),
    trunk: distance(midShoulder, midHip),
    up,
    across: [-up[1], up[0]],
  };
}

/** `from` moved by `across` and `up`, both in trunk lengths. */
export const moved = (frame: BodyFrame, from: Point, across: number, up: number): Point =>
  add(from, add(scale(frame.across, across * frame.trunk), scale(frame.up, up * frame.trunk)));

/** Where `point` lies from `from`: across and up, both in trunk lengths. */
export const placed = (frame: BodyFrame, from: Point, point: Point): Point => {
  const way = subtract(point, from);
  return [dot(way, frame.across) / frame.trunk, dot(way, frame.up) / frame.trunk];
};

/** Where a person in profile faces: 1 to the image's right, -1 to its left. */
export const facingOf = (landmarks: Landmarks): 1 | -1 =>
  landmarks.nose.point[0] >= (landmarks.l_ear.point[0] + landmarks.r_ear.point[0]) / 2 ? 1 : -1;

/** Where the subject's left is in a front or back photo: 1 to the image's right, -1 to its left. */
export const leftDirection = (landmarks: Landmarks, frame: BodyFrame): 1 | -1 =>
  dot(subtract(landmarks.l_shoulder.point, landmarks.r_shoulder.point), frame.across) >= 0 ? 1 : -1;
