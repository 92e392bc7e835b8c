import { add, dot, scale, subtract, type Point } from '../geometry/vector.js';
import type { Pose } from '../pose/landmarks.js';
import type { BodyFrame } from './body-frame.js';
import { exitOf } from './silhouette.js';

/** Where the head ends. */
export interface HeadTop {
  /** Pixels; `undefined` where the silhouette does not show it. */
  readonly point: Point | undefined;
  /** The head's top lies inside the photo. */
  readonly inside: boolean;
}

/** Ear to crown, trunk lengths; measured mean over renders (accuracy study, section 5: .267 to .306). */
const EAR_TO_CROWN = 0.28;

/** Crowns farther from the ears than this many trunk lengths are a raised arm or another thing above the head. */
const REACH = 0.6;

/** Rays this far to either side of the axis share the measuring, trunk lengths: hair is uneven. */
const RAY_OFFSETS = [-0.04, -0.02, 0, 0.02, 0.04];

/**
 * The highest point of the silhouette above the head along an axis.
 *
 * @param axis - Unit vector from the ears toward the crown.
 */
export function headTop(pose: Pose, frame: BodyFrame, axis: Point = frame.up): HeadTop {
  const beside: Point = [-axis[1], axis[0]];
  const exits = RAY_OFFSETS.map((offset) => add(frame.midEar, scale(beside, offset * frame.trunk))).map((start) =>
    exitOf(pose.mask, start, axis, REACH * frame.trunk),
  );
  const found = exits.filter((exit) => exit !== undefined);
  if (found.length === 0) {
    const guess = add(frame.midEar, scale(axis, EAR_TO_CROWN * frame.trunk));
    return { point: undefined, inside: guess[1] >= 0 && guess[0] >= 0 && guess[0] <= pose.mask.width };
  }
  const reach = Math.max(...found.map((exit) => dot(subtract(exit.point, frame.midEar), axis)));
  return { point: add(frame.midEar, scale(axis, reach)), inside: !found.some((exit) => exit.atEdge) };
}
