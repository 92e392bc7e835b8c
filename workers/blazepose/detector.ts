import { scale, type Point } from '../../src/geometry/vector.js';
import type { CropFormat } from './crop.js';
import type { Raster } from './raster.js';
import { mapped, type Affine } from '../../src/geometry/affine.js';
import type { BodyCircle } from './region.js';

/** The detector's input: the whole picture in a square, black beside it, colours from -1 to 1. */
export const DETECTOR_INPUT: CropFormat = { side: 224, border: 'black', factor: 2 / 255, offset: -1 };

/** A person as the detector found them, pixels of the picture. */
export interface Detection extends BodyCircle {
  /** 0 to 1. */
  readonly score: number;
  /** Left, top, right, bottom of the face and shoulders. */
  readonly box: readonly [left: number, top: number, right: number, bottom: number];
}

/** Less sure than this is nobody. MediaPipe's own bound. */
const MIN_SCORE = 0.5;

/** Boxes that overlap by more are one person. MediaPipe's own bound. */
const MIN_OVERLAP = 0.3;

/** Values of one anchor in the detector's output: a box and four keypoints. */
const STRIDE = 12;

/** Grids of anchors by the side of their cells, pixels of the input, and anchors in each cell. */
const GRIDS = [
  [8, 2],
  [16, 2],
  [32, 6],
] as const;

/** Anchors' centres, as share of the input's side. */
const ANCHORS: readonly Point[] = GRIDS.flatMap(([stride, count]) => {
  const cells = DETECTOR_INPUT.side / stride;
  return Array.from({ length: cells * cells * count }, (_, index): Point => {
    const cell = Math.floor(index / count);
    return [((cell % cells) + 0.5) / cells, (Math.floor(cell / cells) + 0.5) / cells];
  });
});

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** From the detector's input to the picture: the whole picture, centred. */
export function letterbox({ width, height }: Pick<Raster, 'width' | 'height'>): Affine {
  const longest = Math.max(width, height);
  const step = longest / DETECTOR_INPUT.side;
  return { a: step, b: 0, c: 0, d: step, e: (width - longest) / 2, f: (height - longest) / 2 };
}

/**
 * Whether the detector gave numbers at all: a broken driver gives NaN or zeros without a word, and nobody would be found.
 */
export const isSoundDetection = ({ boxes, scores }: { readonly boxes: Float32Array; readonly scores: Float32Array }): boolean =>
  boxes.every(Number.isFinite) && scores.every(Number.isFinite) && scores.some((score) => score !== scores[0]);

/**
 * Reads the detector's output.
 *
 * @param boxes - 2254 × 12: box centre and size and four keypoints, pixels of the input, from the anchor's centre.
 * @param scores - 2254 logits.
 * @param toPicture - From the detector's input to the picture.
 * @returns People, the surest first.
 */
export function readDetections(boxes: Float32Array, scores: Float32Array, toPicture: Affine): Detection[] {
  const found: Detection[] = [];
  ANCHORS.forEach((anchor, index) => {
    const score = sigmoid(scores[index] ?? -Infinity);
    if (!(score >= MIN_SCORE)) return;
    const at = index * STRIDE;
    const value = (offset: number): number => boxes[at + offset] ?? Number.NaN;
    const inPicture = (x: number, y: number): Point =>
      mapped(toPicture, [x + anchor[0] * DETECTOR_INPUT.side, y + anchor[1] * DETECTOR_INPUT.side]);
    const [x0, y0] = inPicture(value(0) - value(2) / 2, value(1) - value(3) / 2);
    const [x1, y1] = inPicture(value(0) + value(2) / 2, value(1) + value(3) / 2);
    // A mirrored look's left is the picture's right: boxes inside out would overlap nothing, and one person be many.
    const [left, top, right, bottom] = [Math.min(x0, x1), Math.min(y0, y1), Math.max(x0, x1), Math.max(y0, y1)];
    const midHip = inPicture(value(4), value(5));
    const bodyCircle = inPicture(value(6), value(7));
    if ([left, top, right, bottom, ...midHip, ...bodyCircle].every(Number.isFinite)) {
      found.push({ score, box: [left, top, right, bottom], midHip, bodyCircle });
    }
  });
  return suppressed(found.sort((a, b) => b.score - a.score));
}

/** Weighted non-maximum suppression: boxes that overlap the surest become one, each counting by its score. */
function suppressed(detections: readonly Detection[]): Detection[] {
  const people: Detection[] = [];
  let rest = detections;
  for (;;) {
    const surest = rest[0];
    if (!surest) return people;
    const same = rest.filter((other) => overlap(surest.box, other.box) > MIN_OVERLAP);
    // A box without area overlaps nothing, not even itself.
    people.push(same.length > 0 ? weighted(same, surest.score) : surest);
    rest = rest.filter((other) => other !== surest && !same.includes(other));
  }
}

function weighted(detections: readonly Detection[], score: number): Detection {
  const total = detections.reduce((sum, detection) => sum + detection.score, 0);
  const mean = (value: (detection: Detection) => number): number =>
    detections.reduce((sum, detection) => sum + value(detection) * detection.score, 0) / total;
  return {
    score,
    box: [mean(({ box }) => box[0]), mean(({ box }) => box[1]), mean(({ box }) => box[2]), mean(({ box }) => box[3])],
    midHip: [mean(({ midHip }) => midHip[0]), mean(({ midHip }) => midHip[1])],
    bodyCircle: [mean(({ bodyCircle }) => bodyCircle[0]), mean(({ bodyCircle }) => bodyCircle[1])],
  };
}

/** Shared area of two boxes in that of both together. */
function overlap(a: Detection['box'], b: Detection['box']): number {
  const width = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
  const height = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
  if (width <= 0 || height <= 0) return 0;
  const area = (box: Detection['box']): number => (box[2] - box[0]) * (box[3] - box[1]);
  return (width * height) / (area(a) + area(b) - width * height);
}

/** A detection in a picture of another size. */
export const scaled = ({ score, box, midHip, bodyCircle }: Detection, factor: number): Detection => ({
  score,
  box: [box[0] * factor, box[1] * factor, box[2] * factor, box[3] * factor],
  midHip: scale(midHip, factor),
  bodyCircle: scale(bodyCircle, factor),
});
