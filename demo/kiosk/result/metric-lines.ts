import type { MetricName, Point } from 'analyze-locally';
import { METRIC_NAMES } from 'analyze-locally/metrics';
import { viewOf } from './metric-groups.js';
import { pointAt, pointsOf, type PointName } from './points.js';
import { shownAnswer } from './shown-answer.js';
import type { Stage } from './stage.js';
import { toFrame } from './viewport.js';

/** One end of a measured line: a point, or the middle between two. */
type End = readonly [PointName] | readonly [PointName, PointName];

const ANKLES: End = ['r_ankle', 'l_ankle'];
const EARS: End = ['r_ear', 'l_ear'];

type Lines<Name extends string> = Readonly<Record<Name, readonly [End, End]>>;

const FRONTAL: Lines<'head_bal' | 'shoulder_bal' | 'pelvic_bal' | 'knee_bal' | 'tilt' | 'left_qang' | 'right_qang'> = {
  head_bal: [['r_ear'], ['l_ear']],
  shoulder_bal: [['r_shoulder'], ['l_shoulder']],
  pelvic_bal: [['r_hip'], ['l_hip']],
  knee_bal: [['r_knee'], ['l_knee']],
  tilt: [['thorax'], ANKLES],
  left_qang: [['l_hip'], ['l_knee']],
  right_qang: [['r_hip'], ['r_knee']],
};

const SIDE: Lines<'sar_tilt' | 'sar_head_tilt' | 'round_shoulder' | 'turtle_neck'> = {
  sar_tilt: [ANKLES, ['pelvis']],
  sar_head_tilt: [['pelvis'], EARS],
  round_shoulder: [['r_shoulder', 'l_shoulder'], ['thorax']],
  turtle_neck: [['c7'], EARS],
};

const lineOf = (name: MetricName): readonly [End, End] =>
  name in SIDE ? SIDE[name as keyof typeof SIDE] : FRONTAL[name.slice(4) as keyof typeof FRONTAL];

/** Pixels from a point to the nearest of a line. */
function distanceTo([x, y]: Point, a: Point, b: Point): number {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const share = Math.min(1, Math.max(0, ((x - a[0]) * dx + (y - a[1]) * dy) / Math.max(dx * dx + dy * dy, 1)));
  return Math.hypot(x - a[0] - dx * share, y - a[1] - dy * share);
}

/** The metric whose measured line is nearest to a place of the frame, no farther than `reach` CSS pixels. */
export function metricNear({ view, placement }: Stage, place: Point, reach: number): MetricName | undefined {
  const shown = shownAnswer.peek();
  const points = shown && pointsOf(shown, view);
  const now = placement.peek();
  if (!points || !now) return undefined;
  const at = ([first, second = first]: End): Point => {
    const [a, b] = [pointAt(points, first), pointAt(points, second)];
    return toFrame(now, [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]);
  };
  const near = METRIC_NAMES.filter((name) => viewOf(name) === view)
    .map((name) => {
      const [from, to] = lineOf(name);
      return { name, distance: distanceTo(place, at(from), at(to)) };
    })
    .filter(({ distance }) => distance <= reach)
    .sort((a, b) => a.distance - b.distance);
  return near[0]?.name;
}
