import { inverse } from '../geometry/affine.js';
import { midpoint, type Point } from '../geometry/vector.js';
import type { View } from '../photo/views.js';
import type { Silhouette } from '../pose/look.js';
import { inFrame, type MeasuringFrame } from './frame.js';

/** A pixel this sure or surer belongs to the person. */
const INSIDE = 127.5;

/** Step along a ray, mask pixels; the crossing between two steps is interpolated. */
const STEP = 0.7;

/** Reads a silhouette in a frame's coordinates. */
export class Outline {
  readonly #data: Uint8Array;
  readonly #side: number;
  // From the frame to the mask: [x, y] goes to [ax + cy + e, bx + dy + f].
  readonly #a: number;
  readonly #b: number;
  readonly #c: number;
  readonly #d: number;
  readonly #e: number;
  readonly #f: number;
  /** Frame units in one mask pixel. */
  readonly #pixel: number;

  constructor({ mask, toPicture }: Silhouette, frame: MeasuringFrame) {
    this.#data = mask.data;
    this.#side = mask.width;
    const { a, b, c, d, e, f } = inverse(toPicture);
    const { origin, trunk, up, across } = frame;
    this.#a = (a * across[0] + c * across[1]) * trunk;
    this.#b = (b * across[0] + d * across[1]) * trunk;
    this.#c = (a * up[0] + c * up[1]) * trunk;
    this.#d = (b * up[0] + d * up[1]) * trunk;
    this.#e = a * origin[0] + c * origin[1] + e;
    this.#f = b * origin[0] + d * origin[1] + f;
    this.#pixel = 1 / Math.hypot(this.#a, this.#b);
  }

  /** How surely a point belongs to the person, 0 to 255; nobody is beyond the mask. */
  at(x: number, y: number): number {
    const u = this.#a * x + this.#c * y + this.#e - 0.5;
    const v = this.#b * x + this.#d * y + this.#f - 0.5;
    const side = this.#side;
    if (u < 0 || v < 0 || u >= side - 1 || v >= side - 1) return 0;
    const left = u | 0;
    const top = v | 0;
    const [dx, dy] = [u - left, v - top];
    const i = top * side + left;
    const data = this.#data;
    const upper = data[i]! + (data[i + 1]! - data[i]!) * dx;
    const lower = data[i + side]! + (data[i + side + 1]! - data[i + side]!) * dx;
    return upper + (lower - upper) * dy;
  }

  /**
   * How far along a ray the person ends or begins.
   *
   * @param direction - Unit vector.
   * @param reach - How far to look, frame units.
   * @param leaving - Whether the ray leaves the person (else it meets it).
   * @returns Frame units; `reach` where it does not happen before; 0 where the start is on the other side already.
   */
  crossing(from: Point, direction: Point, reach: number, leaving = true): number {
    const step = STEP * this.#pixel;
    let before = this.at(from[0], from[1]);
    if (before >= INSIDE !== leaving) return 0;
    for (let way = step; way < reach; way += step) {
      const here = this.at(from[0] + direction[0] * way, from[1] + direction[1] * way);
      if (here >= INSIDE !== leaving) return way - step + (step * (before - INSIDE)) / (before - here);
      before = here;
    }
    return reach;
  }
}

const LEFT: Point = [1, 0];
const RIGHT: Point = [-1, 0];
const UP: Point = [0, 1];
const DOWN: Point = [0, -1];

/** Where the person's main points lie in the frame; what the rays start from. */
export interface Anchors {
  readonly shoulders: readonly [left: Point, right: Point];
  readonly hips: readonly [left: Point, right: Point];
  readonly knees: readonly [left: Point, right: Point];
  readonly ankles: readonly [left: Point, right: Point];
  readonly toes: readonly [left: Point, right: Point];
  readonly ears: readonly [left: Point, right: Point];
}

const between = (a: Point, b: Point, share: number): Point => [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share];

/** Columns over each shoulder, half shoulder widths from the neck's middle. */
const SHOULDER_COLUMNS = [0.45, 0.6, 0.75, 0.9, 1, 1.1, 1.2];
/** Heights at the trunk, shares of the way from hips to shoulders. */
const TRUNK_ROWS = [-0.1, 0, 0.1, 0.2, 0.3, 0.45, 0.6, 0.75];
/** Places on thigh and shank, shares of the way. */
const THIGH_ROWS = [0.2, 0.4, 0.6, 0.8];
const SHANK_ROWS = [0, 0.15, 0.35, 0.55, 0.75, 0.92];
/** Directions round the head, degrees from up; each is taken to both sides. */
const HEAD_RAYS = [0, 20, 40, 60, 80, 100, 120];
/** How far from the ears the head is measured, trunk lengths. */
const HEAD_RADIUS = 0.3;
/** Columns under each foot, trunk lengths from the toes' place. */
const FOOT_COLUMNS = [-0.08, -0.04, 0, 0.04, 0.08];

/** The head's middle of mass and lean in the silhouette, above a height. */
function headMoments(outline: Outline, centre: Point, radius: number): number[] {
  let [sum, x, y, xx, xy, yy] = [0, 0, 0, 0, 0, 0];
  const step = radius / 12;
  for (let v = -0.55 * radius; v <= radius * 1.5; v += step) {
    for (let u = -radius; u <= radius; u += step) {
      const weight = outline.at(centre[0] + u, centre[1] + v);
      sum += weight;
      x += weight * u;
      y += weight * v;
      xx += weight * u * u;
      xy += weight * u * v;
      yy += weight * v * v;
    }
  }
  if (sum === 0) return [0, 0, 0, 0];
  const [mx, my] = [x / sum, y / sum];
  const [cxx, cxy, cyy] = [xx / sum - mx * mx, xy / sum - mx * my, yy / sum - my * my];
  return [mx, my, (cxy / Math.max(cyy, 1e-6)), cxx / Math.max(cyy, 1e-6)];
}

/**
 * The outline of a person in a front or back photo, in numbers, trunk lengths: first those that belong to a side, left
 * ones and right ones in turn, each counted outward or up from its own side; then those of the middle.
 */
function frontalOutline(outline: Outline, anchors: Anchors): { readonly pairs: number[]; readonly middle: number[] } {
  const pairs: number[] = [];
  const both = (measure: (side: 0 | 1, outward: 1 | -1) => number): void => {
    pairs.push(measure(0, 1), measure(1, -1));
  };
  const neck = midpoint(...anchors.shoulders);
  const half = (anchors.shoulders[0][0] - anchors.shoulders[1][0]) / 2;
  for (const column of SHOULDER_COLUMNS) {
    both((_, outward) => {
      const start: Point = [neck[0] + outward * column * half, neck[1] - 0.12];
      return start[1] + outline.crossing(start, UP, 0.6);
    });
  }
  for (const row of TRUNK_ROWS) {
    const y = between(midpoint(...anchors.hips), neck, row);
    both((_, outward) => outward * y[0] + outline.crossing(y, outward === 1 ? LEFT : RIGHT, 0.7));
  }
  // From inside the armpit down and up: where trunk and arm part.
  both((side, outward) => {
    const start: Point = [anchors.shoulders[side][0] + outward * 0.1, anchors.shoulders[side][1] - 0.5];
    return start[1] + outline.crossing(start, UP, 0.6, false);
  });
  for (const rows of [
    { shares: THIGH_ROWS, from: anchors.hips, to: anchors.knees },
    { shares: SHANK_ROWS, from: anchors.knees, to: anchors.ankles },
  ]) {
    for (const share of rows.shares) {
      for (const way of [1, -1] as const) {
        both((side, outward) => {
          const start = between(rows.from[side], rows.to[side], share);
          const direction = outward * way === 1 ? LEFT : RIGHT;
          return outward * start[0] + way * outline.crossing(start, direction, 0.4);
        });
      }
    }
  }
  for (const column of FOOT_COLUMNS) {
    both((side, outward) => {
      const start: Point = [(anchors.ankles[side][0] + anchors.toes[side][0]) / 2 + outward * column, anchors.ankles[side][1]];
      return start[1] - outline.crossing(start, DOWN, 0.4);
    });
  }
  const head = midpoint(...anchors.ears);
  const middle: number[] = [head[1] + outline.crossing(head, UP, 0.6)];
  for (const degrees of HEAD_RAYS.slice(1)) {
    const angle = (degrees * Math.PI) / 180;
    both((_, outward) => outline.crossing(head, [outward * Math.sin(angle), Math.cos(angle)], 0.6));
  }
  // The crotch: from below between the legs.
  const crotch: Point = midpoint(...anchors.knees);
  middle.push(crotch[1] + outline.crossing(crotch, UP, 1, false));
  return { pairs, middle };
}

/** The outline of a person in profile: where front and back end at many heights. */
function profileOutline(outline: Outline, anchors: Anchors): number[] {
  const [shoulder, hip, knee, ankle, ear] = [anchors.shoulders, anchors.hips, anchors.knees, anchors.ankles, anchors.ears].map(([a, b]) => midpoint(a, b)) as [Point, Point, Point, Point, Point];
  const out: number[] = [];
  const row = (start: Point, reach: number): void => {
    out.push(start[0] + outline.crossing(start, LEFT, reach), start[0] - outline.crossing(start, RIGHT, reach));
  };
  for (const share of [-0.35, -0.15, 0, 0.15, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.15, 1.3, 1.5]) row(between(shoulder, ear, share), 0.6);
  for (const share of [-0.1, 0, 0.15, 0.3, 0.45, 0.6, 0.75, 0.9]) row(between(hip, shoulder, share), 0.6);
  for (const share of [0.25, 0.5, 0.75]) row(between(hip, knee, share), 0.5);
  for (const share of [0, 0.25, 0.5, 0.75, 0.95]) row(between(knee, ankle, share), 0.5);
  for (const degrees of HEAD_RAYS) {
    const angle = (degrees * Math.PI) / 180;
    for (const way of [1, -1]) out.push(outline.crossing(ear, [way * Math.sin(angle), Math.cos(angle)], 0.7));
  }
  for (const column of [-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3]) {
    const start: Point = [ankle[0] + column, ankle[1] - 0.02];
    out.push(start[1] - outline.crossing(start, DOWN, 0.3));
  }
  return out;
}

/** The outline in numbers; see the functions for each view. `odd` change their sign in a mirrored photo. */
export interface OutlineFeatures {
  readonly pairs: readonly number[];
  readonly even: readonly number[];
  readonly odd: readonly number[];
}

/** Measures the outline of a person. */
export function outlineFeatures(view: View, silhouette: Silhouette, frame: MeasuringFrame, anchors: Anchors): OutlineFeatures {
  const outline = new Outline(silhouette, frame);
  const [x, y, lean, width] = headMoments(outline, midpoint(...anchors.ears), HEAD_RADIUS) as [number, number, number, number];
  if (view === 'side') return { pairs: [], even: [...profileOutline(outline, anchors), x, y, lean, width], odd: [] };
  const { pairs, middle } = frontalOutline(outline, anchors);
  return { pairs, even: [...middle, y, width], odd: [x, lean] };
}

/** A frame's point from pixels, for the rays' starts. */
export const anchorsOf = (frame: MeasuringFrame, point: (name: string) => Point): Anchors => {
  const both = (part: string): readonly [Point, Point] => [inFrame(frame, point(`l_${part}`)), inFrame(frame, point(`r_${part}`))];
  return { shoulders: both('shoulder'), hips: both('hip'), knees: both('knee'), ankles: both('ankle'), toes: both('foot_index'), ears: both('ear') };
};
