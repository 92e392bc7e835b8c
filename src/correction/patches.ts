import type { Point } from '../geometry/vector.js';
import type { MeasuringFrame } from './frame.js';
import type { Outline } from './outline.js';

/** A picture's brightness, 0 to 255, row by row. */
export interface Grey {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Brightness of RGBA pixels; the weights are those of Rec. 601. */
export function greyOf({ width, height, data }: { readonly width: number; readonly height: number; readonly data: Uint8ClampedArray }): Grey {
  const grey = new Uint8Array(width * height);
  for (let i = 0, at = 0; i < grey.length; i++, at += 4) grey[i] = (data[at]! * 77 + data[at + 1]! * 150 + data[at + 2]! * 29) >> 8;
  return { width, height, data: grey };
}

/** The same at half the size, each pixel the mean of four. */
function halved({ width, height, data }: Grey): Grey {
  const [columns, rows] = [width >> 1, height >> 1];
  const half = new Uint8Array(columns * rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const at = 2 * row * width + 2 * column;
      half[row * columns + column] = (data[at]! + data[at + 1]! + data[at + width]! + data[at + width + 1]! + 2) >> 2;
    }
  }
  return { width: columns, height: rows, data: half };
}

/** Samples a picture at any distance of points without aliasing: the level on which they lie one to two pixels apart. */
export class GreyLevels {
  readonly #levels: Grey[];

  constructor(picture: Grey) {
    this.#levels = [picture];
  }

  /** The level for points so many pixels of the picture apart, and how much smaller it is. */
  for(step: number): { readonly grey: Grey; readonly shrink: number } {
    const level = Math.max(0, Math.floor(Math.log2(step)));
    while (this.#levels.length <= level) this.#levels.push(halved(this.#levels[this.#levels.length - 1]!));
    return { grey: this.#levels[level]!, shrink: 2 ** -level };
  }
}

/** A square of the picture, in the frame's directions. */
export interface PatchPlace {
  /** In the frame. */
  readonly centre: Point;
  /** Half its side, trunk lengths. */
  readonly half: number;
  /** Whether its columns run against the frame's `across`: so that they run outward on the right side as on the left. */
  readonly mirrored: boolean;
}

/**
 * Cuts a patch: brightness first, then how surely each point is the person.
 *
 * @param side - Points on a side.
 * @returns `2 * side * side` values, 0 to 255, rows from the top.
 */
export function patchOf(levels: GreyLevels, outline: Outline, frame: MeasuringFrame, { centre, half, mirrored }: PatchPlace, side: number): Uint8Array {
  const { origin, trunk, up, across } = frame;
  const step = (2 * half) / side;
  const { grey, shrink } = levels.for(step * trunk);
  const { width, height, data } = grey;
  const area = side * side;
  const patch = new Uint8Array(2 * area);
  const way = mirrored ? -step : step;
  for (let row = 0; row < side; row++) {
    const y = centre[1] - (row + 0.5 - side / 2) * step;
    for (let column = 0; column < side; column++) {
      const x = centre[0] + (column + 0.5 - side / 2) * way;
      const u = Math.min(Math.max((origin[0] + (across[0] * x + up[0] * y) * trunk) * shrink - 0.5, 0), width - 1.001);
      const v = Math.min(Math.max((origin[1] + (across[1] * x + up[1] * y) * trunk) * shrink - 0.5, 0), height - 1.001);
      const left = u | 0;
      const top = v | 0;
      const [dx, dy] = [u - left, v - top];
      const i = top * width + left;
      const upper = data[i]! + (data[i + 1]! - data[i]!) * dx;
      const lower = data[i + width]! + (data[i + width + 1]! - data[i + width]!) * dx;
      const at = row * side + column;
      patch[at] = upper + (lower - upper) * dy + 0.5;
      patch[area + at] = outline.at(x, y) + 0.5;
    }
  }
  return patch;
}
