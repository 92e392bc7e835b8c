import type { Point } from '../geometry/vector.js';
import type { Grade } from '../grades/grades.js';
import type { OverlayContext } from './context.js';
import { floorLine, frontalMeasurements, frontalPlumbLine } from './frontal.js';
import { drawLeaders, drawMetricLabels, placeMetricLabels } from './labels.js';
import type { Measurement } from './measurement.js';
import { drawDot, drawGradeMark, drawLines, fillPolygon, type LinePen } from './pen.js';
import { profileMeasurements, profilePlumbLine, profilePoints } from './profile.js';
import { drawSideMarks, placeSideMarks } from './side-marks.js';
import { overlaySizes, type OverlaySizes } from './sizes.js';
import { drawSkeleton } from './skeleton.js';
import { SEVERITY_WEIGHT, severityOf, type OverlayStyle } from './style.js';
import type { OverlaySubject } from './subject.js';

/** How much of a grade's colour the area of an angle takes. */
const WEDGE_ALPHA = 0.4;

function referencePen(sizes: OverlaySizes, style: OverlayStyle): LinePen {
  const { colors } = style;
  const dash = [sizes.thin * 4, sizes.thin * 3.2];
  return { color: colors.reference, width: sizes.thin, haloColor: colors.halo, halo: sizes.halo * 0.55, dash };
}

/** Draws the lines that are true: level and plumb. */
function drawReferences(
  context: OverlayContext,
  subject: OverlaySubject,
  measurements: readonly Measurement[],
  sizes: OverlaySizes,
  style: OverlayStyle,
): void {
  const pen = referencePen(sizes, style);
  const solid = { ...pen, dash: undefined };
  const paths: { path: readonly Point[]; pen: LinePen }[] = [];
  if (style.levelLines) {
    if (subject.view === 'side') {
      const { ear, shoulder, hip, ankle } = profilePoints(subject);
      paths.push({ path: [ear, shoulder, hip, ankle], pen: solid });
    } else {
      paths.push({ path: floorLine(subject), pen });
    }
    for (const { reference, plumb } of measurements) {
      if (!plumb && reference.length > 0) paths.push({ path: reference, pen });
    }
  }
  if (style.plumbLine) {
    paths.push({ path: subject.view === 'side' ? profilePlumbLine(subject) : frontalPlumbLine(subject), pen });
  }
  drawLines(context, paths);
  if (style.levelLines && subject.view === 'side') {
    const { ear, shoulder, hip, ankle } = profilePoints(subject);
    for (const point of [ear, shoulder, hip, ankle]) {
      drawDot(context, point, sizes.joint * 0.9, { ...pen, halo: sizes.halo });
    }
  }
}

function drawMeasurements(
  context: OverlayContext,
  measurements: readonly Measurement[],
  sizes: OverlaySizes,
  style: OverlayStyle,
): void {
  const { colors } = style;
  context.globalAlpha = WEDGE_ALPHA;
  for (const { wedges, grade } of measurements) {
    for (const wedge of wedges) fillPolygon(context, wedge, colors[severityOf(grade)]);
  }
  context.globalAlpha = 1;
  const linePen = (grade: Grade): LinePen => ({
    color: colors[severityOf(grade)],
    width: sizes.line * SEVERITY_WEIGHT[severityOf(grade)],
    haloColor: colors.halo,
    halo: sizes.halo,
  });
  const arcPen = (grade: Grade): LinePen => ({ ...linePen(grade), width: sizes.thin, halo: sizes.halo * 0.5 });
  drawLines(context, [
    ...measurements.flatMap(({ arcs, grade }) => arcs.map((path) => ({ path, pen: arcPen(grade) }))),
    ...measurements.map(({ line: path, grade }) => ({ path, pen: linePen(grade) })),
  ]);
}

function drawMarks(
  context: OverlayContext,
  measurements: readonly Measurement[],
  sizes: OverlaySizes,
  style: OverlayStyle,
): void {
  const { colors } = style;
  for (const { marks, grade, borderline } of measurements) {
    const severity = severityOf(grade);
    for (const mark of marks) {
      drawGradeMark(context, severity, mark, sizes.mark + sizes.halo * 1.4, colors.halo);
      drawGradeMark(context, severity, mark, sizes.mark, colors[severity], borderline ? colors.plate : undefined);
    }
  }
}

/** What is drawn of the subject's metrics; without their margins where the style wants none. */
function measurementsOf(subject: OverlaySubject, style: OverlayStyle): Measurement[] {
  const all = subject.view === 'side' ? profileMeasurements(subject) : frontalMeasurements(subject);
  return style.margins ? all : all.map((measurement) => ({ ...measurement, margin: undefined, borderline: undefined }));
}

/**
 * Draws what a clinician expects over a photo: skeleton, measured lines with the true levels and verticals beside
 * them, plumb line, and a label with each metric's value and margin. Grades are told by colour and by shape: disc,
 * triangle, square; hollow where the margin leaves the grade open.
 *
 * @param context - A 2D context whose units are the photo's pixels, with the photo already on it. Its state is the
 * same afterwards.
 * @param subject - Keypoints and metrics of the photo. Metrics that are left out are not drawn.
 * @param style - How to draw; `DEFAULT_OVERLAY_STYLE` or a whole style made from it.
 */
export function drawOverlay(context: OverlayContext, subject: OverlaySubject, style: OverlayStyle): void {
  const sizes = overlaySizes(subject, style.scale);
  const all = measurementsOf(subject, style);
  const drawn = all.filter(({ plumb }) => (plumb ? style.plumbLine : style.levelLines));
  context.save();
  context.globalAlpha = 1;
  if (style.skeleton) drawSkeleton(context, subject, sizes, style);
  drawReferences(context, subject, drawn, sizes, style);
  drawMeasurements(context, drawn, sizes, style);
  if (style.labels) {
    const sideMarks = placeSideMarks(subject, sizes);
    const placed = placeMetricLabels(context, subject, all, sizes, style, sideMarks.map(({ box }) => box));
    drawLeaders(context, subject, placed, sizes, style);
    drawMarks(context, drawn, sizes, style);
    drawSideMarks(context, sideMarks, sizes, style);
    drawMetricLabels(context, placed, sizes, style);
  } else {
    drawMarks(context, drawn, sizes, style);
  }
  context.restore();
}
