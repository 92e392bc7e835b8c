import { after, inverse, mapped, type Affine } from '../geometry/affine.js';
import type { Point } from '../geometry/vector.js';
import { mirroredName } from '../pose/landmarks.js';
import type { FeatureMap, Look } from '../pose/look.js';
import { inFrame, type MeasuringFrame } from './frame.js';
import type { SiteName } from './sites.js';

/** Cells on a side of the window round a site. */
export const WINDOW = 3;

/** Pixels of the network's input on a side of a cell. */
const CELL = 4;

const PAIRED = ['ear', 'shoulder', 'hip', 'widened_hip', 'knee', 'ankle', 'heel', 'foot_index'] as const;

/** The sites of front and back photos whose surroundings in the feature map tell where the true joint lies. */
export const HEAD_SITES: readonly SiteName[] = ['neck', 'c7', 'pelvis', ...PAIRED.flatMap((part): SiteName[] => [`l_${part}`, `r_${part}`])];

/** What one look shows round one site. */
export interface HeadReading {
  /** The subject's site. */
  readonly site: SiteName;
  /** Which of the fitted heads reads it, by its place among the sites: in a mirrored look the other side's. */
  readonly head: number;
  /** Where the window lies, in the measuring frame. */
  readonly centre: Point;
  /** From pixels of the network's input to the frame; directions only. */
  readonly toFrame: readonly [xx: number, xy: number, yx: number, yy: number];
  /** `WINDOW² × channels` values. */
  readonly window: Float32Array;
}

/**
 * The features round a point, between cells by bilinear interpolation.
 *
 * @param x - Cells; the first cell's middle is at 0.5.
 * @returns Row by row, a cell's channels together.
 */
export function windowAt({ side, channels, data }: FeatureMap, x: number, y: number): Float32Array {
  const reach = (WINDOW - 1) / 2;
  const window = new Float32Array(WINDOW * WINDOW * channels);
  const inside = (value: number): number => Math.min(Math.max(value, reach), side - 1.001 - reach);
  const [u, v] = [inside(x - 0.5), inside(y - 0.5)];
  const [column, row] = [Math.floor(u), Math.floor(v)];
  const [dx, dy] = [u - column, v - row];
  let to = 0;
  for (let r = row - reach; r <= row + reach; r++) {
    for (let c = column - reach; c <= column + reach; c++) {
      const at = (r * side + c) * channels;
      const beside = at + channels;
      const below = at + side * channels;
      const across = below + channels;
      for (let channel = 0; channel < channels; channel++, to++) {
        const upper = data[at + channel]! + (data[beside + channel]! - data[at + channel]!) * dx;
        const lower = data[below + channel]! + (data[across + channel]! - data[below + channel]!) * dx;
        window[to] = upper + (lower - upper) * dy;
      }
    }
  }
  return window;
}

const directions = (frame: MeasuringFrame, { a, b, c, d }: Affine): HeadReading['toFrame'] => {
  const origin = inFrame(frame, frame.origin);
  const along = (x: number, y: number): Point => {
    const [u, v] = inFrame(frame, [frame.origin[0] + x, frame.origin[1] + y]);
    return [u - origin[0], v - origin[1]];
  };
  const [x, y] = [along(a, b), along(c, d)];
  return [x[0], x[1], y[0], y[1]];
};

/** Reads every site in every look. */
export function headReadings(
  frame: MeasuringFrame,
  sites: Readonly<Record<SiteName, Point>>,
  looks: readonly Pick<Look, 'features' | 'mirrored' | 'toPicture'>[],
  wanted: readonly SiteName[] = HEAD_SITES,
): HeadReading[] {
  return looks.flatMap(({ features, mirrored, toPicture }) => {
    const toCells = after(inverse(toPicture), { a: 1 / CELL, b: 0, c: 0, d: 1 / CELL, e: 0, f: 0 });
    const toFrame = directions(frame, toPicture);
    return wanted.map((site): HeadReading => {
      const [x, y] = mapped(toCells, sites[site]);
      const head = HEAD_SITES.indexOf(mirrored ? mirroredName(site) : site);
      return { site, head, centre: inFrame(frame, sites[site]), toFrame, window: windowAt(features, x, y) };
    });
  });
}

/** A reading's own idea of where its joint lies. */
export interface HeadWeights {
  /** Two rows: right and down, in pixels of the network's input. */
  readonly weights: Float32Array;
  readonly bias: Float32Array;
}

/** Mean and spread of each channel, over all sites. */
export interface ChannelStatistics {
  readonly mean: Float32Array;
  readonly scale: Float32Array;
}

/** Where a reading puts its joint, in the frame. */
export function headPoint({ centre, toFrame, window }: HeadReading, { weights, bias }: HeadWeights, { mean, scale }: ChannelStatistics): Point {
  const channels = mean.length;
  let [right, down] = [bias[0]!, bias[1]!];
  for (let i = 0; i < window.length; i++) {
    const channel = i % channels;
    const value = (window[i]! - mean[channel]!) * scale[channel]!;
    right += weights[i]! * value;
    down += weights[window.length + i]! * value;
  }
  const [xx, xy, yx, yy] = toFrame;
  return [centre[0] + right * xx + down * yx, centre[1] + right * xy + down * yy];
}
