import type { Point } from '../geometry/vector.js';
import type { Pose } from '../pose/landmarks.js';
import { facingOf, moved, type BodyFrame } from './body-frame.js';

/** The neck's base in a profile. Pixels of the analysed picture. */
export interface NeckBase {
  /** The middle of the neck's base between its front and back contour. */
  readonly thorax: Point;
  /** The back contour of the neck at its base. */
  readonly c7: Point;
}

/** The neck's base of a person in profile. */
export function placeNeck(pose: Pose, frame: BodyFrame): NeckBase {
  const forward = facingOf(pose.landmarks);
  return {
    thorax: moved(frame, frame.midShoulder, -0.037 * forward, 0.008),
    c7: moved(frame, frame.midShoulder, -0.11 * forward, 0.105),
  };
}
