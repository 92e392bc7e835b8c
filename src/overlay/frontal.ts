import { DEGREES } from '../geometry/angle.js';
import { add, distance, dot, midpoint, scale, subtract, type Point } from '../geometry/vector.js';
import type { KeypointName } from '../keypoints/names.js';
import { photoRoll } from '../metrics/frontal.js';
import { arcBetween, beyond, type Measurement } from './measurement.js';
import { bodyBox, personHeight, type OverlaySubject } from './subject.js';

/** The photo's axes as the metrics use them. */
export interface PhotoAxes {
  /** Direction of the ankle line, toward the image's right; length 1. */
  readonly level: Point;
  /** Direction away from the floor; length 1. */
  readonly up: Point;
}

/** How far measured lines reach beyond the two points, in heights of the person. */
const BEYOND = 0.06;
/** How far the plumb line reaches above the head and below the ankles, in heights of the person. */
const PLUMB_ABOVE = 0.045;
const PLUMB_BELOW = 0.03;
/** How far the plumb line's top stays off the photo's upper edge, in heights of the person. */
const PLUMB_INSIDE = 0.01;
/** Radius of the arc of a thigh's angle, in lengths of the thigh. */
const THIGH_ARC = 0.8;

const LEVELS = [
  { metric: 'head_bal', right: 'r_ear', left: 'l_ear' },
  { metric: 'shoulder_bal', right: 'r_shoulder', left: 'l_shoulder' },
  { metric: 'pelvic_bal', right: 'r_hip', left: 'l_hip' },
  { metric: 'knee_bal', right: 'r_knee', left: 'l_knee' },
] as const satisfies readonly { metric: string; right: KeypointName; left: KeypointName }[];

const THIGHS = [
  { metric: 'left_qang', hip: 'l_hip', knee: 'l_knee', subjectSide: 'left' },
  { metric: 'right_qang', hip: 'r_hip', knee: 'r_knee', subjectSide: 'right' },
] as const satisfies readonly { metric: string; hip: KeypointName; knee: KeypointName; subjectSide: string }[];

/** The level of the ankle line and the vertical on it, which all metrics of a front and a back photo refer to. */
export function frontalAxes(subject: OverlaySubject): PhotoAxes {
  const roll = photoRoll(subject.keypoints) / DEGREES;
  // The subject's left is on the image's right in a front photo, on its left in a back photo.
  const rise = Math.sin(roll) * (subject.view === 'back' ? -1 : 1);
  const level: Point = [Math.cos(roll), -rise];
  return { level, up: [level[1], -level[0]] };
}

/** The plumb line of a front or back photo: through mid-ankle, upright on the ankle line. From below to above. */
export function frontalPlumbLine(subject: OverlaySubject): [Point, Point] {
  const k = subject.keypoints;
  const { up } = frontalAxes(subject);
  const foot = midpoint(k.l_ankle, k.r_ankle);
  const height = personHeight(k);
  const head = Math.max(dot(subtract(k.head_top, foot), up), dot(subtract(k.thorax, foot), up));
  // Its top carries the label of the tilt: it stays inside the photo where the head nearly touches the edge.
  const edge = Math.max(0, foot[1] - height * PLUMB_INSIDE) / Math.max(-up[1], 0.1);
  const top = Math.min(head + height * PLUMB_ABOVE, edge);
  return [add(foot, scale(up, -height * PLUMB_BELOW)), add(foot, scale(up, top))];
}

/** The ankle line of a front or back photo, left to right in the image; the other lines are measured against it. */
export function floorLine(subject: OverlaySubject): [Point, Point] {
  const k = subject.keypoints;
  const reach = personHeight(k) * BEYOND;
  const [left, right] = k.l_ankle[0] <= k.r_ankle[0] ? [k.l_ankle, k.r_ankle] : [k.r_ankle, k.l_ankle];
  return [beyond(right, left, reach), beyond(left, right, reach)];
}

/** What is drawn for the metrics of a front or back photo. */
export function frontalMeasurements(subject: OverlaySubject): Measurement[] {
  const k = subject.keypoints;
  const prefix = subject.view === 'back' ? 'bar' : 'far';
  const { level, up } = frontalAxes(subject);
  const height = personHeight(k);
  const body = bodyBox(subject);
  // The four levels read best below one another: they take the side with more room.
  const roomLeft = body.left;
  const roomRight = subject.width - body.left - body.width;
  const levelSide = roomLeft > roomRight * 1.15 ? 'left' : 'right';
  const found: Measurement[] = [];

  for (const { metric, right, left } of LEVELS) {
    const name = `${prefix}_${metric}` as const;
    const result = subject.metrics[name];
    if (!result) continue;
    const [a, b] = k[left][0] <= k[right][0] ? [k[left], k[right]] : [k[right], k[left]];
    const line = [beyond(b, a, height * BEYOND), beyond(a, b, height * BEYOND)] as const;
    const middle = midpoint(a, b);
    const half = distance(line[0], line[1]) / 2;
    const reference = [add(middle, scale(level, -half)), add(middle, scale(level, half))] as const;
    found.push({
      name,
      ...result,
      plumb: false,
      line,
      reference,
      wedges: [[middle, line[0], reference[0]], [middle, line[1], reference[1]]],
      arcs: [],
      marks: [a, b],
      anchors: { left: line[0], right: line[1] },
      side: levelSide,
    });
  }

  for (const { metric, hip, knee, subjectSide } of THIGHS) {
    const name = `${prefix}_${metric}` as const;
    const result = subject.metrics[name];
    if (!result) continue;
    const thigh = distance(k[hip], k[knee]);
    const below = add(k[hip], scale(up, -thigh));
    const middle = midpoint(k[hip], k[knee]);
    const turn = arcBetween(k[hip], below, k[knee], thigh * THIGH_ARC);
    found.push({
      name,
      ...result,
      plumb: false,
      line: [k[hip], k[knee]],
      reference: [k[hip], below],
      wedges: [[k[hip], ...turn]],
      arcs: [turn],
      marks: [middle],
      anchors: { left: middle, right: middle },
      side: (subject.view === 'back') === (subjectSide === 'left') ? 'left' : 'right',
    });
  }

  const tilt = subject.metrics[`${prefix}_tilt`];
  if (tilt) {
    const foot = midpoint(k.l_ankle, k.r_ankle);
    const [, top] = frontalPlumbLine(subject);
    found.push({
      name: `${prefix}_tilt`,
      ...tilt,
      plumb: true,
      line: [k.thorax, foot],
      reference: [],
      wedges: [[foot, k.thorax, add(foot, scale(up, dot(subtract(k.thorax, foot), up)))]],
      arcs: [],
      marks: [k.thorax],
      anchors: { left: top, right: top },
      side: levelSide === 'left' ? 'right' : 'left',
    });
  }
  return found;
}
