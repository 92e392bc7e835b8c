import { add, along, distance, midpoint, type Point } from '../geometry/vector.js';
import { assumedC7, facingDirection } from '../metrics/side.js';
import { arcBetween, beyond, type Measurement } from './measurement.js';
import { personHeight, type OverlaySubject } from './subject.js';

/** How far the plumb line reaches above the head and below the ankles, in heights of the person. */
const PLUMB_ABOVE = 0.045;
const PLUMB_BELOW = 0.045;
// Radii of the arcs that show the angles, in lengths of the measured lines.
const LEG_ARC = 0.94;
const HEAD_TILT_ARC = 0.45;
const NECK_ARC = 0.66;
/** Half the length of the vertical that a round shoulder is measured from, in heights of the person. */
const SHOULDER_VERTICAL = 0.045;

/** The points that a profile is judged by, each the middle of the near and the far one. */
export interface ProfilePoints {
  readonly ear: Point;
  readonly shoulder: Point;
  readonly hip: Point;
  readonly ankle: Point;
  readonly c7: Point;
}

/** The points that a profile is judged by. */
export function profilePoints(subject: OverlaySubject): ProfilePoints {
  const k = subject.keypoints;
  return {
    ear: midpoint(k.l_ear, k.r_ear),
    shoulder: midpoint(k.l_shoulder, k.r_shoulder),
    hip: k.pelvis,
    ankle: midpoint(k.l_ankle, k.r_ankle),
    c7: subject.c7 ?? assumedC7(k),
  };
}

/** The plumb line of a side photo: through mid-ankle, along the photo's vertical. From below to above. */
export function profilePlumbLine(subject: OverlaySubject): [Point, Point] {
  const k = subject.keypoints;
  const { ankle } = profilePoints(subject);
  const height = personHeight(k);
  const lowest = Math.max(k.l_ankle[1], k.r_ankle[1]);
  return [
    [ankle[0], lowest + height * PLUMB_BELOW],
    [ankle[0], Math.min(k.head_top[1], k.thorax[1]) - height * PLUMB_ABOVE],
  ];
}

/** What is drawn for the metrics of a side photo. */
export function profileMeasurements(subject: OverlaySubject): Measurement[] {
  const k = subject.keypoints;
  const { ear, shoulder, hip, ankle, c7 } = profilePoints(subject);
  const height = personHeight(k);
  const front = facingDirection(k) === 1 ? 'right' : 'left';
  const behind = front === 'right' ? 'left' : 'right';
  const found: Measurement[] = [];
  const above = (point: Point, pixels: number): Point => add(point, [0, -pixels]);

  const { sar_tilt: tilt, sar_head_tilt: headTilt, round_shoulder: round, turtle_neck: neck } = subject.metrics;
  if (tilt) {
    const leg = distance(ankle, hip);
    const turn = arcBetween(ankle, above(ankle, leg), hip, leg * LEG_ARC);
    found.push({
      name: 'sar_tilt',
      ...tilt,
      plumb: false,
      line: [ankle, hip],
      reference: [ankle, above(ankle, leg)],
      wedges: [[ankle, ...turn]],
      arcs: [turn],
      marks: [along(ankle, hip, 0.5)],
      anchors: { left: along(ankle, hip, 0.5), right: along(ankle, hip, 0.5) },
      side: front,
    });
  }
  if (headTilt) {
    const reach = distance(hip, ear) * HEAD_TILT_ARC;
    const at = along(hip, ear, HEAD_TILT_ARC);
    const turn = arcBetween(hip, above(hip, reach), ear, reach);
    found.push({
      name: 'sar_head_tilt',
      ...headTilt,
      plumb: false,
      line: [hip, ear],
      reference: [hip, above(hip, reach)],
      wedges: [[hip, ...turn]],
      arcs: [turn],
      marks: [at],
      anchors: { left: at, right: at },
      side: behind,
    });
  }
  if (round) {
    const start: Point = [k.thorax[0], shoulder[1]];
    const reach = height * SHOULDER_VERTICAL;
    found.push({
      name: 'round_shoulder',
      ...round,
      plumb: false,
      line: [start, shoulder],
      reference: [above(start, reach), above(start, -reach)],
      wedges: [],
      arcs: [],
      marks: [shoulder],
      anchors: { left: shoulder, right: shoulder },
      side: front,
    });
  }
  if (neck) {
    const length = distance(c7, ear);
    const vertical = above(c7, length * 1.2);
    const turn = arcBetween(c7, vertical, ear, length * NECK_ARC);
    found.push({
      name: 'turtle_neck',
      ...neck,
      plumb: false,
      line: [c7, beyond(c7, ear, length * 0.2)],
      reference: [c7, vertical],
      wedges: [[c7, ...turn]],
      arcs: [turn],
      marks: [c7],
      anchors: { left: c7, right: c7 },
      side: behind,
    });
  }
  return found;
}
