import { dot, scale, subtract, type Point } from '../geometry/vector.js';
import type { Pose } from '../pose/landmarks.js';
import { facingOf, moved, placed, type BodyFrame } from './body-frame.js';
import { exitOf } from './silhouette.js';

/** The neck's silhouette in a side photo, in trunk lengths from mid-shoulder, forward positive. */
export interface NeckContour {
  readonly back: number;
  readonly front: number;
}

/** The neck's base in a profile. Pixels of the analysed picture. */
export interface NeckBase {
  /** The middle of the neck's base between its front and back contour. */
  readonly thorax: Point;
  /** The back contour of the neck at its base. */
  readonly c7: Point;
}

/** Height of the cut through the neck above mid-shoulder, trunk lengths. */
const CUT_HEIGHT = 0.1;

/** No neck's edge is farther from its middle, trunk lengths. */
const REACH = 0.45;

/**
 * Least-squares coefficients for one coordinate of a point, in trunk lengths from mid-shoulder: a constant, then one
 * for each of mid-ear forward, mid-ear up, and, where the contour is seen, its front and its back edge.
 */
type Coefficients = readonly number[];

/** Coordinates forward and up. */
interface Fit {
  readonly forward: Coefficients;
  readonly up: Coefficients;
}

// Fitted on 110 random rendered bodies by `npm run fit:adapter`; the accuracy benchmark's people are not among them.
const WITH_CONTOUR: Readonly<Record<'c7' | 'thorax', Fit>> = {
  c7: { forward: [-0.1454, 0.0812, 0.0101, 0.2055, 0.0955], up: [-0.2141, 0.2119, 0.5968, 0.2438, -0.0619] },
  thorax: { forward: [-0.1628, 0.0609, 0.2108, 0.3457, 0.0268], up: [-0.1187, 0.0984, 0.2604, -0.0844, -0.1312] },
};
const WITHOUT_CONTOUR: Readonly<Record<'c7' | 'thorax', Fit>> = {
  c7: { forward: [-0.0535, 0.1012, -0.1986], up: [-0.1215, 0.2739, 0.4529] },
  thorax: { forward: [-0.0207, 0.1237, -0.0611], up: [-0.1652, 0.1102, 0.4006] },
};

/**
 * The neck's contour, cut across the trunk a little above the shoulders.
 *
 * @returns `undefined` where an edge cannot be seen: the cut starts outside the person, or an arm or the photo's edge is
 * in the way.
 */
export function neckContour(pose: Pose, frame: BodyFrame): NeckContour | undefined {
  const forward = scale(frame.across, facingOf(pose.landmarks));
  const [earAcross, earUp] = placed(frame, frame.midShoulder, frame.midEar);
  // The middle of the neck leans from the shoulders to the ears.
  const start = moved(frame, frame.midShoulder, (earAcross * CUT_HEIGHT) / Math.max(earUp, CUT_HEIGHT), CUT_HEIGHT);
  const edge = (direction: Point): number | undefined => {
    const exit = exitOf(pose.mask, start, direction, REACH * frame.trunk);
    return exit && !exit.atEdge ? dot(subtract(exit.point, frame.midShoulder), forward) / frame.trunk : undefined;
  };
  const back = edge(scale(forward, -1));
  const front = edge(forward);
  return back === undefined || front === undefined ? undefined : { back, front };
}

/** What the neck's base is told by: mid-ear from mid-shoulder (forward, up) and the contour's edges, trunk lengths. */
export function neckFeatures(pose: Pick<Pose, 'landmarks'>, frame: BodyFrame, contour: NeckContour | undefined): number[] {
  const [across, up] = placed(frame, frame.midShoulder, frame.midEar);
  const ear = [1, across * facingOf(pose.landmarks), up];
  return contour ? [...ear, contour.front, contour.back] : ear;
}

const weighted = (features: readonly number[], coefficients: Coefficients): number =>
  features.reduce((sum, feature, index) => sum + feature * (coefficients[index] ?? 0), 0);

/**
 * The neck's base of a person in profile. It does not follow from the shoulders: rounded ones sit in front of it.
 *
 * @param contour - The neck's contour; without one the ears alone tell.
 */
export function placeNeck(pose: Pose, frame: BodyFrame, contour: NeckContour | undefined): NeckBase {
  const facing = facingOf(pose.landmarks);
  const features = neckFeatures(pose, frame, contour);
  const fits = contour ? WITH_CONTOUR : WITHOUT_CONTOUR;
  const place = ({ forward, up }: Fit): Point =>
    moved(frame, frame.midShoulder, weighted(features, forward) * facing, weighted(features, up));
  return { thorax: place(fits.thorax), c7: place(fits.c7) };
}
