import { gradeMetric, THRESHOLDS, type Grade, type MetricName } from '../grades/grades.js';
import type { Point } from '../geometry/vector.js';
import type { OverlayContext } from './context.js';
import {
  layoutLabels,
  sharedArea,
  type Box,
  type LabelFrame,
  type LabelRequest,
  type PlacedLabel,
} from './layout.js';
import type { Measurement } from './measurement.js';
import { drawDot, drawGradeMark, drawLines, drawPlate, type LinePen } from './pen.js';
import { SMALLEST_FONT, type OverlaySizes } from './sizes.js';
import { SEVERITY_WEIGHT, severityOf, type OverlayStyle } from './style.js';
import { bodyBox, boxAround, faceBox, type OverlaySubject } from './subject.js';

/** A metric's label: what it says and how large it is written. */
export interface MetricLabel extends LabelRequest {
  readonly grade: Grade;
  readonly name: string;
  readonly value: string;
  /** `±0.8`; `undefined` where it is not known or not shown. */
  readonly margin: string | undefined;
  readonly borderline: boolean;
  /** Size of the text, pixels. */
  readonly font: number;
  /** Size of the margin's text, pixels. */
  readonly marginFont: number;
  /** Width of the room for the margin, its gap included, pixels; the same for all labels of a column. */
  readonly marginRoom: number;
}

// A label's measures, in sizes of its text.
const PLATE_HEIGHT = 1.72;
const PADDING = 0.62;
const MARK = 0.34;
const MARK_GAP = 0.42;
const VALUE_GAP = 0.7;
const MARGIN_FONT = 0.8;
const MARGIN_GAP = 0.34;
/** Strength of a margin's text: less than its value's. */
const MARGIN_ALPHA = 0.78;
const GAP = 0.36;
/** Radius of a label's corners, in heights of the label. */
const CORNER = 0.33;
/** How far below the middle the text's base line is: half of a capital's usual height. */
const BASE_LINE = 0.36;
/** Dashes and gaps of the edge of a label whose grade is open. */
const EDGE_DASH = 0.26;

/** The text may shrink to this share before labels are left out. */
const SHRINKS = [1, 0.92, 0.84, 0.76, 0.68, 0.6];
/** The text may shrink to this share for labels to stand clear of the person. */
const CLEAR_SHRINK = 0.84;
/** The text may shrink to this share for margins to be shown. */
const MARGIN_SHRINK = 0.76;

/** What goes last where there is no room for all: first the worse grades, then the order in a report. */
const importanceOf = (grade: Grade, rank: number): number => Math.abs(grade) * 100 - rank;

const textFont = (pixels: number, weight: 400 | 500 | 700): string => `${weight} ${pixels.toFixed(2)}px sans-serif`;

/**
 * A value as it stands on a label: one decimal, degrees, with its sign where the metric has two directions.
 *
 * @param name - Tells whether the metric has two directions.
 * @param value - Degrees.
 */
export function labelValue(name: MetricName, value: number): string {
  // One decimal, or as many as it takes not to show a value on the other side of its grade's bound.
  const grade = gradeMetric(name, value);
  const decimals = [1, 2].find((count) => gradeMetric(name, Number(value.toFixed(count))) === grade) ?? 3;
  const digits = Math.abs(value).toFixed(decimals);
  if (Number(digits) === 0) return `${digits}°`;
  if (value < 0) return `−${digits}°`;
  return THRESHOLDS[name].sided === 'two' ? `+${digits}°` : `${digits}°`;
}

/** A margin as it stands on a label: one decimal, degrees. It is never shown as nothing. */
export const labelMargin = (margin: number): string => `±${Math.max(margin, 0.1).toFixed(1)}`;

function metricLabels(
  context: OverlayContext,
  measurements: readonly Measurement[],
  style: OverlayStyle,
  font: number,
  withMargins: boolean,
): MetricLabel[] {
  const marginFont = Math.max(font * MARGIN_FONT, SMALLEST_FONT);
  const widthOf = (text: string, pixels: number, weight: 400 | 500 | 700): number => {
    context.font = textFont(pixels, weight);
    return context.measureText(text).width;
  };
  const labels = measurements.map((measurement, rank) => {
    const { name, value, grade, anchors, side, borderline = false } = measurement;
    const margin = withMargins && measurement.margin !== undefined ? labelMargin(measurement.margin) : undefined;
    const label = {
      name: style.names[name],
      value: `${borderline ? '≈ ' : ''}${labelValue(name, value)}`,
      margin,
      borderline,
      grade,
    };
    const marginRoom = margin === undefined ? 0 : widthOf(margin, marginFont, 400) + font * MARGIN_GAP;
    const textWidth = widthOf(label.name, font, 500) + widthOf(label.value, font, 700);
    const width = textWidth + font * (2 * PADDING + 2 * MARK + MARK_GAP + VALUE_GAP);
    const height = font * PLATE_HEIGHT;
    return { ...label, font, marginFont, marginRoom, width, height, side, anchors, importance: importanceOf(grade, rank) };
  });
  // Labels of one column are equally wide, so that their values stand below one another, and their margins too.
  return labels.map((label) => {
    const column = labels.filter(({ side }) => side === label.side);
    const marginRoom = Math.max(...column.map((one) => one.marginRoom));
    return { ...label, marginRoom, width: Math.max(...column.map(({ width }) => width)) + marginRoom };
  });
}

/** How labels lie in one size of their text. */
interface LabelTry {
  readonly shrink: number;
  readonly placed: PlacedLabel<MetricLabel>[];
  /** No label is left out. */
  readonly isWhole: boolean;
  /** How much of the person the labels cover, square pixels. */
  readonly covered: number;
}

/**
 * Places the labels of all measurements beside the person. Where they do not fit, their margins are left out and their
 * text shrinks, but not below what is legible; after that the least important are left out.
 *
 * @param avoid - Boxes beside the face that no label may touch, pixels.
 */
export function placeMetricLabels(
  context: OverlayContext,
  subject: OverlaySubject,
  measurements: readonly Measurement[],
  sizes: OverlaySizes,
  style: OverlayStyle,
  avoid: readonly Box[],
): PlacedLabel<MetricLabel>[] {
  const lines = measurements.flatMap(({ line }) => line);
  const body = bodyBox(subject);
  const corners: Point[] = [[body.left, body.top], [body.left + body.width, body.top + body.height]];
  const frame = (font: number): LabelFrame => ({
    width: subject.width,
    height: subject.height,
    margin: font * GAP,
    gap: font * GAP,
    body: boxAround([...lines, ...corners], sizes.mark),
    avoid: [faceBox(subject.keypoints), ...avoid],
  });
  const tryAll = (withMargins: boolean): LabelTry[] =>
    SHRINKS.map((shrink) => {
      const font = Math.max(sizes.font * shrink, SMALLEST_FONT);
      const area = frame(font);
      const placed = layoutLabels(metricLabels(context, measurements, style, font, withMargins), area);
      const covered = placed.reduce((sum, { box }) => sum + sharedArea(box, area.body), 0);
      return { shrink, placed, isWhole: placed.length === measurements.length, covered };
    });
  const tries = tryAll(false);
  const best =
    tries.find(({ shrink, isWhole, covered }) => isWhole && shrink >= CLEAR_SHRINK && covered === 0) ??
    tries.find(({ isWhole }) => isWhole) ??
    tries.at(-1);
  if (!best?.isWhole || measurements.every(({ margin }) => margin === undefined)) return best?.placed ?? [];
  // Margins are worth a little smaller text, but not more of the person covered.
  const withMargins = tryAll(true).find(
    ({ shrink, isWhole, covered }) => isWhole && shrink >= Math.min(best.shrink, MARGIN_SHRINK) && covered <= best.covered,
  );
  return (withMargins ?? best).placed;
}

const within = (value: number, from: number, to: number): number => Math.min(Math.max(value, from), to);

/** The point of a box that is nearest to another point, its round corners left out. */
function nearestOn(box: Box, point: Point, radius: number): Point {
  const [x, y] = point;
  const beside = x < box.left || x > box.left + box.width;
  return beside
    ? [within(x, box.left, box.left + box.width), within(y, box.top + radius, box.top + box.height - radius)]
    : [within(x, box.left + radius, box.left + box.width - radius), within(y, box.top, box.top + box.height)];
}

/** Draws the thin lines from labels to what they belong to. */
export function drawLeaders(
  context: OverlayContext,
  subject: OverlaySubject,
  placed: readonly PlacedLabel<MetricLabel>[],
  sizes: OverlaySizes,
  style: OverlayStyle,
): void {
  const { colors } = style;
  const pen: LinePen = { color: colors.reference, width: sizes.thin, haloColor: colors.halo, halo: sizes.halo * 0.7 };
  const ends = placed.map(({ request, side, box }) => {
    const [x, y] = request.anchors[side];
    // A measured line may end outside a photo that is cut close.
    const anchor: Point = [within(x, 0, subject.width), within(y, 0, subject.height)];
    return { anchor, start: nearestOn(box, anchor, box.height * 0.3) };
  });
  drawLines(context, ends.map(({ anchor, start }) => ({ path: [start, anchor], pen })));
  for (const { anchor } of ends) drawDot(context, anchor, sizes.thin * 1.5, pen);
}

/**
 * Draws the labels: a plate with the grade's mark, the metric's name, its value and its margin. Where the grade is open
 * the mark is hollow, the plate's edge dashed, and the value led by a `≈`.
 */
export function drawMetricLabels(
  context: OverlayContext,
  placed: readonly PlacedLabel<MetricLabel>[],
  sizes: OverlaySizes,
  style: OverlayStyle,
): void {
  const { colors } = style;
  context.textBaseline = 'alphabetic';
  // A canvas takes it from its page; there a sign would come after its number.
  context.direction = 'ltr';
  for (const { request, box } of placed) {
    const { font, grade, name, value, margin, marginFont, marginRoom, borderline } = request;
    const severity = severityOf(grade);
    const middle = box.top + box.height / 2;
    const right = box.left + box.width - font * PADDING;
    const edge = Math.max(1, sizes.thin) * SEVERITY_WEIGHT[severity];
    drawPlate(context, box, {
      ground: colors.plate,
      edgeColor: colors[severity],
      edge,
      radius: box.height * CORNER,
      dash: borderline ? [font * EDGE_DASH, font * EDGE_DASH] : undefined,
    });
    const mark: Point = [box.left + font * (PADDING + MARK), middle];
    drawGradeMark(context, severity, mark, font * MARK, colors[severity], borderline ? colors.plate : undefined);
    context.fillStyle = colors.text;
    context.textAlign = 'left';
    context.font = textFont(font, 500);
    context.fillText(name, box.left + font * (PADDING + 2 * MARK + MARK_GAP), middle + font * BASE_LINE);
    context.textAlign = 'right';
    context.font = textFont(font, 700);
    context.fillText(value, right - marginRoom, middle + font * BASE_LINE);
    if (margin === undefined) continue;
    context.textAlign = 'left';
    context.font = textFont(marginFont, 400);
    context.globalAlpha = MARGIN_ALPHA;
    context.fillText(margin, right - marginRoom + font * MARGIN_GAP, middle + font * BASE_LINE);
    context.globalAlpha = 1;
  }
}
