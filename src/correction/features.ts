import type { View } from '../photo/views.js';
import { LANDMARK_NAMES, mapLandmarks, mirroredName, type Landmarks } from '../pose/landmarks.js';
import type { Look, Silhouette } from '../pose/look.js';
import { inFrame, type MeasuringFrame } from './frame.js';
import { anchorsOf, outlineFeatures } from './outline.js';

/** What a corrector sees of a photo. */
export interface Measured {
  readonly values: Float32Array;
  /** Where each value is found in the mirrored photo. */
  readonly partner: Int32Array;
  /** Its sign there. */
  readonly sign: Int8Array;
}

/** Collects numbers and what becomes of each in a mirrored photo. */
class Collector {
  readonly #values: number[] = [];
  readonly #partner: number[] = [];
  readonly #sign: number[] = [];

  /** A number that the mirrored photo has as well, with its sign kept (1) or changed (-1). */
  single(value: number, sign: 1 | -1 = 1): void {
    this.#partner.push(this.#values.length);
    this.#values.push(value);
    this.#sign.push(sign);
  }

  /** A number of the left side and the same of the right one; in a mirrored photo they change places. */
  pair(left: number, right: number, sign: 1 | -1 = 1): void {
    const at = this.#values.length;
    this.#values.push(left, right);
    this.#partner.push(at + 1, at);
    this.#sign.push(sign, sign);
  }

  get measured(): Measured {
    return { values: Float32Array.from(this.#values), partner: Int32Array.from(this.#partner), sign: Int8Array.from(this.#sign) };
  }
}

/** In a profile, near and far count and not left and right: names as they are for a person who faces right. */
const canonicalLandmarks = (isTurned: boolean, landmarks: Landmarks): Landmarks =>
  isTurned ? mapLandmarks((name) => landmarks[mirroredName(name)]) : landmarks;

/** The mean over looks of one of their kinds of landmarks, in the frame. */
function meanPoints(frame: MeasuringFrame, sets: readonly Landmarks[]): number[][] {
  return LANDMARK_NAMES.map((name) => {
    const points = sets.map((landmarks) => inFrame(frame, landmarks[name].point));
    return [0, 1].map((axis) => points.reduce((sum, point) => sum + point[axis as 0 | 1], 0) / points.length);
  });
}

/** What is measured on a photo beside the network's features: landmarks, world landmarks and outline. */
export function measure(
  view: View,
  frame: MeasuringFrame,
  landmarks: Landmarks,
  looks: readonly Look[],
  silhouette: Silhouette,
): Measured {
  const out = new Collector();
  const isTurned = view === 'side' && frame.across[0] < 0;
  const merged = canonicalLandmarks(isTurned, landmarks);
  const tables = [meanPoints(frame, [merged]), meanPoints(frame, looks.map(({ regressed }) => canonicalLandmarks(isTurned, regressed)))];
  const each = (add: (index: number, other: number) => void): void => {
    LANDMARK_NAMES.forEach((name, index) => {
      if (name.startsWith('r_')) return;
      add(index, LANDMARK_NAMES.indexOf(mirroredName(name)));
    });
  };
  for (const table of tables) {
    each((index, other) => {
      for (const axis of [0, 1]) {
        const [here, there] = [table[index]?.[axis] ?? 0, table[other]?.[axis] ?? 0];
        const sign = axis === 0 && view !== 'side' ? -1 : 1;
        if (index === other) out.single(here, sign);
        else out.pair(here, there, sign);
      }
    });
  }
  // World landmarks: turned into the frame's directions, in metres.
  const { up, across } = frame;
  const world = LANDMARK_NAMES.map((name) => {
    const [x, y, z] = merged[name].world;
    return [x * across[0] + y * across[1], x * up[0] + y * up[1], z];
  });
  each((index, other) => {
    for (const axis of [0, 1, 2]) {
      const [here, there] = [world[index]?.[axis] ?? 0, world[other]?.[axis] ?? 0];
      const sign = axis === 0 && view !== 'side' ? -1 : 1;
      if (index === other) out.single(here, sign);
      else out.pair(here, there, sign);
    }
    const [here, there] = [merged[LANDMARK_NAMES[index]!].visibility, merged[LANDMARK_NAMES[other]!].visibility];
    if (index === other) out.single(here);
    else out.pair(here, there);
  });
  const anchors = anchorsOf(frame, (name) => merged[name as keyof Landmarks].point);
  const { pairs, even, odd } = outlineFeatures(view, silhouette, frame, anchors);
  for (let i = 0; i < pairs.length; i += 2) out.pair(pairs[i]!, pairs[i + 1]!);
  for (const value of even) out.single(value);
  for (const value of odd) out.single(value, -1);
  return out.measured;
}
