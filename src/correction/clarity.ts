import { bodyFrame } from '../keypoints/body-frame.js';
import type { Landmarks } from '../pose/landmarks.js';
import { GreyLevels, type Grey } from './patches.js';

/** How clearly a picture shows a person, whatever the picture's own size is. */
export interface Clarity {
  /**
   * Detail at edges a 32nd of the trunk wide against that a 16th wide: about 0.55 to 0.6 in sharp photos, 0.4 where
   * edges are blurred over 1 % of the body's height.
   */
  readonly sharpness: number;
  /** Noise between neighbouring points a 64th of the trunk apart, against the edges' contrast. */
  readonly noise: number;
  /** Contrast of the strongest edges, brightness levels of 255. */
  readonly contrast: number;
}

/** Points that the trunk is long in the finest grid. */
const TRUNK_POINTS = 64;

/** Room round the landmarks, trunk lengths; twice that above, where no landmark marks the crown. */
const ROOM = 0.15;

/** The share of places that count as edges: those with the most coarse detail. */
const EDGES = 0.1;

/** A grid of brightness, row by row. */
interface Grid {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

/** The person and what is just round them, at a scale that depends on the person alone. */
function personGrid(picture: Grey, landmarks: Landmarks): Grid {
  const { trunk } = bodyFrame(landmarks);
  const step = trunk / TRUNK_POINTS;
  const room = ROOM * trunk;
  const [xs, ys] = [0, 1].map((axis) => Object.values(landmarks).map(({ point }) => point[axis as 0 | 1])) as [number[], number[]];
  const left = Math.max(0, Math.min(...xs) - room);
  const top = Math.max(0, Math.min(...ys) - 2 * room);
  const width = Math.max(8, Math.floor((Math.min(picture.width, Math.max(...xs) + room) - left) / step));
  const height = Math.max(8, Math.floor((Math.min(picture.height, Math.max(...ys) + room) - top) / step));
  const { grey, shrink } = new GreyLevels(picture).for(step / 2);
  const data = new Float32Array(width * height);
  const levels = grey.data;
  for (let row = 0, at = 0; row < 2 * height; row++) {
    const v = Math.min(Math.max((top + (row + 0.5) * (step / 2)) * shrink - 0.5, 0), grey.height - 1.001);
    const dy = v - (v | 0);
    const line = (v | 0) * grey.width;
    at = (row >> 1) * width;
    for (let column = 0; column < 2 * width; column++) {
      const u = Math.min(Math.max((left + (column + 0.5) * (step / 2)) * shrink - 0.5, 0), grey.width - 1.001);
      const dx = u - (u | 0);
      const i = line + (u | 0);
      const upper = levels[i]! + (levels[i + 1]! - levels[i]!) * dx;
      const lower = levels[i + grey.width]! + (levels[i + grey.width + 1]! - levels[i + grey.width]!) * dx;
      data[at + (column >> 1)]! += (upper + (lower - upper) * dy) / 4;
    }
  }
  return { width, height, data };
}

/** The same at half the size, each point the mean of four. */
function halved({ width, height, data }: Grid): Grid {
  const [columns, rows] = [width >> 1, height >> 1];
  const half = new Float32Array(columns * rows);
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const i = 2 * y * width + 2 * x;
      half[y * columns + x] = (data[i]! + data[i + 1]! + data[i + width]! + data[i + width + 1]!) / 4;
    }
  }
  return { width: columns, height: rows, data: half };
}

/** A point's neighbours beside and diagonally: their sums. */
function neighbours({ width, data }: Grid, i: number): readonly [beside: number, diagonal: number] {
  const [above, below] = [i - width, i + width];
  return [data[i - 1]! + data[i + 1]! + data[above]! + data[below]!, data[above - 1]! + data[above + 1]! + data[below - 1]! + data[below + 1]!];
}

/** A number for each inner point of a grid; 0 at its edges. */
function eachInner(grid: Grid, measure: (i: number) => number): Float32Array {
  const { width, height, data } = grid;
  const out = new Float32Array(data.length);
  for (let y = 1; y < height - 1; y++) for (let x = 1, i = y * width + 1; x < width - 1; x++, i++) out[i] = measure(i);
  return out;
}

/** What a point has that the binomial mean of its surroundings has not: detail of the grid's own size. */
const detail = (grid: Grid): Float32Array =>
  eachInner(grid, (i) => {
    const [beside, diagonal] = neighbours(grid, i);
    return (12 * grid.data[i]! - 2 * beside - diagonal) / 16;
  });

/** The median answer of an operator that edges hardly show in (Immerkær 1996). */
function noiseOf(grid: Grid): number {
  const { width, height } = grid;
  const answers = eachInner(grid, (i) => {
    const [beside, diagonal] = neighbours(grid, i);
    return Math.abs(4 * grid.data[i]! - 2 * beside + diagonal) / 6;
  });
  const sorted = answers.filter((_, i) => i % width > 0 && i % width < width - 1 && i >= width && i < width * (height - 1)).sort();
  return sorted[sorted.length >> 1] ?? 0;
}

/**
 * How clearly a picture shows a person. All of it is measured at steps that are parts of the trunk, so that a large and a
 * small copy of a photo are told alike as long as the small one has the detail.
 *
 * @param landmarks - In the picture's pixels.
 */
export function clarityOf(picture: Grey, landmarks: Landmarks): Clarity {
  const grid = personGrid(picture, landmarks);
  const middle = halved(grid);
  const coarse = halved(middle);
  const [fine, rough] = [detail(middle), detail(coarse)];
  const edges = [...rough.keys()].sort((a, b) => Math.abs(rough[b]!) - Math.abs(rough[a]!)).slice(0, Math.max(16, EDGES * rough.length));
  let [fineSum, roughSum] = [0, 0];
  for (const i of edges) {
    const at = 2 * Math.floor(i / coarse.width) * middle.width + 2 * (i % coarse.width);
    for (const near of [at, at + 1, at + middle.width, at + middle.width + 1]) fineSum += fine[near]! ** 2 / 4;
    roughSum += rough[i]! ** 2;
  }
  const contrast = Math.sqrt(roughSum / edges.length);
  // A picture of one grey has neither edges nor noise.
  return { sharpness: Math.sqrt(fineSum / Math.max(roughSum, 1e-9)), noise: noiseOf(grid) / Math.max(contrast, 1e-3), contrast };
}
