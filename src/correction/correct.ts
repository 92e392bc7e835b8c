import { add, along, distance, midpoint, scale, subtract, type Point } from '../geometry/vector.js';
import type { NamedKeypoints } from '../keypoints/names.js';
import { midline } from '../keypoints/place.js';
import type { View } from '../photo/views.js';
import { mirroredName, type Landmarks } from '../pose/landmarks.js';
import type { Look, Silhouette } from '../pose/look.js';
import type { LinearFit, ViewCorrector } from './corrector.js';
import { measure } from './features.js';
import { fromFrame, measuringFrame, type MeasuringFrame } from './frame.js';
import { HEAD_SITES, headPoint, headReadings } from './heads.js';
import { Outline } from './outline.js';
import { CORRECTED, type CorrectedName, type PatchPart } from './parts.js';
import { locate, PATCH_SIDE, patchWeight, prepared, type PatchNetwork } from './patch-network.js';
import { GreyLevels, patchOf, type Grey } from './patches.js';
import { sitesOf } from './sites.js';

/** What a correction starts from, all in pixels of the analysed picture. */
export interface Measurement {
  readonly view: View;
  readonly landmarks: Landmarks;
  readonly looks: readonly Look[];
  readonly silhouette: Silhouette;
  readonly picture: Grey;
  /** The keypoints as they follow from the landmarks alone. */
  readonly keypoints: NamedKeypoints;
  /** C7 likewise; side view only. */
  readonly c7: Point | undefined;
}

/** Keypoints as training says that they are, in pixels of the analysed picture. */
export interface Corrected {
  readonly keypoints: NamedKeypoints;
  /** Side view only. */
  readonly c7: Point | undefined;
  /** The same without what the patches told; how far the two differ says how sure they are. */
  readonly coarse: { readonly keypoints: NamedKeypoints; readonly c7: Point | undefined };
  /** 1: the photo is like those that the corrector was fitted on; 0: it is so unlike them that nothing was corrected. */
  readonly familiarity: number;
}

/** Places in the frame, x and y in turn, in the order of {@link CORRECTED}. */
type Places = Float64Array;

/** Numbers farther from what training saw than this count as this far; standard deviations. */
const FARTHEST = 5;

/** No keypoint is moved farther than this from where the landmarks alone put it; trunk lengths. */
const FARTHEST_MOVE = 0.2;

/**
 * At so many times the usual distance nothing is corrected any more: so chosen that the lines of a real photo follow its
 * shear by neither too little nor too much.
 */
const UNKNOWN = 2.2;

/**
 * How much a photo is like those that a corrector was fitted on, from how far its numbers lie from theirs. What was learnt
 * there says little about others: the correction is taken back by so much.
 */
function familiarity({ linear: { mean, scale: factors }, usual }: Pick<ViewCorrector, 'linear' | 'usual'>, values: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += Math.min(((values[i]! - mean[i]!) * factors[i]!) ** 2, FARTHEST ** 2);
  const distance = sum / values.length / usual;
  return Math.min(Math.max((UNKNOWN - distance) / (UNKNOWN - 1), 0), 1);
}

function applied({ mean, scale: factors, weights, bias }: LinearFit, values: Float32Array): Places {
  const inputs = Float32Array.from(values, (value, i) => Math.min(Math.max((value - mean[i]!) * factors[i]!, -FARTHEST), FARTHEST));
  return Float64Array.from(bias, (start, row) => {
    let sum = start;
    for (let i = 0, at = row * inputs.length; i < inputs.length; i++, at++) sum += weights[at]! * inputs[i]!;
    return sum;
  });
}

const INDEX = new Map<string, number>(CORRECTED.map((name, index) => [name, index]));
const SWAPPED: readonly number[] = CORRECTED.map((name) => INDEX.get(mirroredName(name))!);

/** The places of the mirror image. */
const flipped = (places: Places): Places => places.map((_, i) => (i % 2 === 0 ? -1 : 1) * places[2 * SWAPPED[i >> 1]! + (i % 2)]!);

/** A fit's places, the same for a photo and its mirror image: the mean of both. */
function both(view: View, fit: LinearFit, values: Float32Array, mirrored: () => Float32Array): Places {
  const places = applied(fit, values);
  if (view === 'side') return places;
  const others = flipped(applied(fit, mirrored()));
  return places.map((value, i) => (value + others[i]!) / 2);
}

/** Numbers that come as points, seen in the mirror: each point's partner, its x turned round. */
const mirroredPoints = (points: readonly Point[], partner: (index: number) => number): number[] =>
  points.flatMap((_, index) => {
    const [x, y] = points[partner(index)]!;
    return [-x, y];
  });

/** Where the network's own features put each site's joint: the mean over the looks, in the frame. */
function headPoints({ view, landmarks, looks }: Measurement, frame: MeasuringFrame, { heads }: ViewCorrector): Point[] {
  if (!heads) return [];
  const sums = HEAD_SITES.map((): [number, number] => [0, 0]);
  for (const reading of headReadings(frame, sitesOf(view, landmarks), looks)) {
    const [x, y] = headPoint(reading, heads.sites[reading.head]!, heads.channels);
    const sum = sums[HEAD_SITES.indexOf(reading.site)]!;
    sum[0] += x / looks.length;
    sum[1] += y / looks.length;
  }
  return sums;
}

/** The middles of a part's patches, in the frame. */
function middlesOf({ places, between }: PatchPart, at: (name: CorrectedName) => Point): Point[] {
  return between ? [midpoint(at(between[0]), at(between[1]))] : places.map(at);
}

/** Patches beside the first one, moved by so many of their points; their mean is steadier. */
const SHIFTS: readonly Point[] = [
  [0, 0],
  [1, 1],
  [-1, 1],
  [1, -1],
  [-1, -1],
];

/** How far the joints lie from the middles of a part's patches, in the frame. */
function patchMoves(part: PatchPart, network: PatchNetwork, middles: readonly Point[], cut: (centre: Point, half: number, mirrored: boolean) => Uint8Array, shifts: number): Point[] {
  const step = (2 * part.half) / PATCH_SIDE;
  const area = 2 * PATCH_SIDE * PATCH_SIDE;
  const moves = middles.map((): [number, number] => [0, 0]);
  for (const [right, down] of SHIFTS.slice(0, shifts)) {
    const patches = middles.map(([x, y], side) => cut([x + right * step * (side === 1 ? -1 : 1), y - down * step], part.half, side === 1));
    const weight = Math.min(...patches.map(patchWeight)) / shifts;
    const inputs = patches.map(prepared);
    inputs.forEach((own, side) => {
      const input = new Float32Array(area * inputs.length);
      input.set(own);
      if (inputs.length === 2) input.set(inputs[1 - side]!, area);
      const [outward, below] = locate(network, input);
      moves[side]![0] += (outward + right) * step * (side === 1 ? -1 : 1) * weight;
      moves[side]![1] -= (below + down) * step * weight;
    });
  }
  return moves;
}

/**
 * Moves the keypoints to where they are by what was learnt on rendered people: a ridge on landmarks, outline and the
 * network's own features, then small networks that look at patches of the picture round the joints that count, then a
 * ridge that joins both.
 *
 * @param shifts - How often each patch is looked at, 1 to 5.
 */
export function correct(measurement: Measurement, corrector: ViewCorrector, shifts: number): Corrected {
  const { view, landmarks, looks, silhouette, picture } = measurement;
  const frame = measuringFrame(view, landmarks);
  const isTurned = view === 'side' && frame.across[0] < 0;
  const measured = measure(view, frame, landmarks, looks, silhouette);
  const heads = headPoints(measurement, frame, corrector);
  const headPartner = (index: number): number => HEAD_SITES.indexOf(mirroredName(HEAD_SITES[index]!));
  const numbers = Float32Array.of(...measured.values, ...heads.flat());
  const share = familiarity(corrector, numbers);
  const linear = both(view, corrector.linear, numbers, () => {
    const { values, partner, sign } = measured;
    return Float32Array.of(...values.map((_, i) => values[partner[i]!]! * sign[i]!), ...mirroredPoints(heads, headPartner));
  });
  const at = (name: CorrectedName): Point => [linear[2 * INDEX.get(name)!]!, linear[2 * INDEX.get(name)! + 1]!];

  const levels = new GreyLevels(picture);
  const outline = new Outline(silhouette, frame);
  const moves = corrector.patches.map(({ part, network }) =>
    patchMoves(part, network, middlesOf(part, at), (centre, half, mirrored) => patchOf(levels, outline, frame, { centre, half, mirrored }, PATCH_SIDE), shifts),
  );
  const join = both(view, corrector.join, Float32Array.of(...linear, ...moves.flat(2)), () =>
    Float32Array.of(...flipped(linear), ...moves.flatMap((part) => mirroredPoints(part, (index) => part.length - 1 - index))),
  );
  const joined = linear.map((value, i) => value + join[i]!);
  const placed = (places: Places) => keypointsFrom(measurement, frame, places, isTurned, share);
  return { ...placed(joined), coarse: placed(linear), familiarity: share };
}

/** Keypoints in the picture from places in the frame, by `share` of the way from where they were. */
function keypointsFrom(
  { view, keypoints, c7 }: Measurement,
  frame: MeasuringFrame,
  places: Places,
  isTurned: boolean,
  share: number,
): { keypoints: NamedKeypoints; c7: Point | undefined } {
  const point = (name: CorrectedName): Point => {
    const index = INDEX.get(isTurned ? mirroredName(name) : name)!;
    return fromFrame(frame, [places[2 * index]!, places[2 * index + 1]!]);
  };
  const moved = (from: Point, to: Point): Point => along(from, notTooFar(from, to, FARTHEST_MOVE * frame.trunk), share);
  const kept = (name: Exclude<CorrectedName, 'c7'>): Point => moved(keypoints[name], point(name));
  const all = Object.fromEntries(CORRECTED.flatMap((name) => (name === 'c7' ? [] : [[name, kept(name)]]))) as Omit<NamedKeypoints, 'spine' | 'head'>;
  // The hips' middle is the pelvis by definition.
  const pelvis = view === 'side' ? all.pelvis : midpoint(all.l_hip, all.r_hip);
  const shift = subtract(pelvis, midpoint(all.l_hip, all.r_hip));
  return {
    keypoints: {
      ...all,
      pelvis,
      l_hip: add(all.l_hip, shift),
      r_hip: add(all.r_hip, shift),
      ...midline(all.thorax, pelvis, all.head_top),
    },
    c7: c7 && moved(c7, point('c7')),
  };
}

function notTooFar(from: Point, to: Point, most: number): Point {
  const way = distance(from, to);
  return way <= most ? to : add(from, scale(subtract(to, from), most / way));
}
