import type { Point } from '../geometry/vector.js';
import type { OverlayContext } from './context.js';
import type { Box } from './layout.js';
import type { Severity } from './style.js';

/** A colour with a halo around it, so that it reads on a light and on a dark ground. */
export interface Ink {
  readonly color: string;
  readonly haloColor: string;
  /** How far the halo stands out on either side, pixels. */
  readonly halo: number;
}

/** How a line is drawn. */
export interface LinePen extends Ink {
  /** Width in pixels, without the halo. */
  readonly width: number;
  /** Lengths of dashes and gaps, pixels; a full line where left out. */
  readonly dash?: readonly number[] | undefined;
}

const FULL_TURN = 2 * Math.PI;

function tracePath(context: OverlayContext, points: readonly Point[]): void {
  context.beginPath();
  points.forEach(([x, y], index) => (index === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
}

/** Draws lines through points; all halos lie below all lines, so that lines may meet. */
export function drawLines(context: OverlayContext, lines: readonly { path: readonly Point[]; pen: LinePen }[]): void {
  context.lineCap = 'round';
  context.lineJoin = 'round';
  for (const { path, pen } of lines) {
    context.setLineDash([]);
    context.strokeStyle = pen.haloColor;
    context.lineWidth = pen.width + 2 * pen.halo;
    tracePath(context, path);
    context.stroke();
  }
  for (const { path, pen } of lines) {
    context.setLineDash(pen.dash ? [...pen.dash] : []);
    context.strokeStyle = pen.color;
    context.lineWidth = pen.width;
    tracePath(context, path);
    context.stroke();
  }
  context.setLineDash([]);
}

/** Fills a polygon. */
export function fillPolygon(context: OverlayContext, points: readonly Point[], color: string): void {
  context.fillStyle = color;
  tracePath(context, points);
  context.closePath();
  context.fill();
}

/** Draws a dot with a halo around it. */
export function drawDot(context: OverlayContext, at: Point, radius: number, { color, haloColor, halo }: Ink): void {
  for (const [size, fill] of [[radius + halo, haloColor], [radius, color]] as const) {
    context.fillStyle = fill;
    context.beginPath();
    context.arc(at[0], at[1], size, 0, FULL_TURN);
    context.fill();
  }
}

/** Share of a hollow mark's size that is taken out of its middle. */
const HOLLOW = 0.56;

/**
 * Draws the shape of a grade, so that it can be told without colours: a disc, a triangle or a square.
 *
 * @param hollow - The colour of its middle, where it is not full.
 */
export function drawGradeMark(
  context: OverlayContext,
  severity: Severity,
  at: Point,
  radius: number,
  color: string,
  hollow?: string,
): void {
  const [x, y] = at;
  context.fillStyle = color;
  context.beginPath();
  if (severity === 'normal') {
    context.arc(x, y, radius * 0.94, 0, FULL_TURN);
  } else if (severity === 'caution') {
    // Its centre of gravity is at the point, as that of the other shapes.
    context.moveTo(x, y - radius * 1.28);
    context.lineTo(x + radius * 1.18, y + radius * 0.76);
    context.lineTo(x - radius * 1.18, y + radius * 0.76);
    context.closePath();
  } else {
    const half = radius * 0.88;
    context.moveTo(x - half, y - half);
    context.lineTo(x + half, y - half);
    context.lineTo(x + half, y + half);
    context.lineTo(x - half, y + half);
    context.closePath();
  }
  context.fill();
  if (hollow !== undefined) drawGradeMark(context, severity, at, radius * HOLLOW, hollow);
}

/** How a plate is drawn. */
export interface PlateLook {
  readonly ground: string;
  readonly edgeColor: string;
  /** Width of the edge, pixels. */
  readonly edge: number;
  /** Radius of the corners, pixels. */
  readonly radius: number;
  /** Lengths of the edge's dashes and gaps, pixels; a full edge where left out. */
  readonly dash?: readonly number[] | undefined;
}

/** Draws a rectangle with round corners; its edge lies inside `box`. */
export function drawPlate(context: OverlayContext, box: Box, look: PlateLook): void {
  const { edge } = look;
  const left = box.left + edge / 2;
  const top = box.top + edge / 2;
  const right = box.left + box.width - edge / 2;
  const bottom = box.top + box.height - edge / 2;
  const radius = Math.min(look.radius, (right - left) / 2, (bottom - top) / 2);
  // `roundRect` is missing in browsers of before 2023.
  context.beginPath();
  context.moveTo(left + radius, top);
  context.arcTo(right, top, right, bottom, radius);
  context.arcTo(right, bottom, left, bottom, radius);
  context.arcTo(left, bottom, left, top, radius);
  context.arcTo(left, top, right, top, radius);
  context.closePath();
  context.fillStyle = look.ground;
  context.fill();
  context.strokeStyle = look.edgeColor;
  context.lineWidth = edge;
  context.setLineDash(look.dash ? [...look.dash] : []);
  context.stroke();
  context.setLineDash([]);
}
