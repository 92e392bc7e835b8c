import { dot, scale, subtract, type Point } from '../geometry/vector.js';
import type { Pose } from '../pose/landmarks.js';
import { facingOf, moved, placed, type BodyFrame } from './body-frame.js';
import { exitOf } from './silhouette.js';

/** The silhouette's back and front edge at one height of the neck, in trunk lengths from mid-shoulder, forward positive. */
export interface NeckRow {
  /** Height above mid-shoulder along the trunk, trunk lengths. */
  readonly up: number;
  readonly back: number;
  readonly front: number;
}

/** The heights at which the neck of a profile is cut, trunk lengths above mid-shoulder. */
export const NECK_HEIGHTS = [0.05, 0.1, 0.15, 0.2, 0.25] as const;

/** No neck is thicker, trunk lengths from its middle. */
const REACH = 0.45;

/**
 * The neck's contour in a side photo, cut across the trunk at {@link NECK_HEIGHTS}. Rows whose edge cannot be seen
 * (the cut starts outside the person, or an arm or the photo's edge is in the way) are left out.
 */
export function neckProfile(pose: Pose, frame: BodyFrame): NeckRow[] {
  const facing = facingOf(pose.landmarks);
  const forward = scale(frame.across, facing);
  const [earAcross, earUp] = placed(frame, frame.midShoulder, frame.midEar);
  return NECK_HEIGHTS.flatMap((up) => {
    // The middle of the neck leans from the shoulders to the ears.
    const start = moved(frame, frame.midShoulder, (earAcross * up) / Math.max(earUp, 0.1), up);
    const edge = (direction: Point): number | undefined => {
      const exit = exitOf(pose.mask, start, direction, REACH * frame.trunk);
      if (!exit || exit.atEdge) return undefined;
      return dot(subtract(exit.point, frame.midShoulder), forward) / frame.trunk;
    };
    const back = edge(scale(forward, -1));
    const front = edge(forward);
    return back === undefined || front === undefined ? [] : [{ up, back, front }];
  });
}
