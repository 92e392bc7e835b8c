import { add, distance, scale, type Point } from '../geometry/vector.js';
import type { MetricName } from '../grades/grades.js';
import type { MeasuredMetric } from './subject.js';

/** One metric as it is drawn: the measured line, what it is measured against, and the angle between them. */
export interface Measurement extends MeasuredMetric {
  readonly name: MetricName;
  /** Whether it is drawn with the plumb line instead of with the measured lines. */
  readonly plumb: boolean;
  /** The measured line, pixels. */
  readonly line: readonly Point[];
  /** The true level or vertical beside it; empty where the plumb line is one. */
  readonly reference: readonly Point[];
  /** Areas between the two. */
  readonly wedges: readonly (readonly Point[])[];
  /** Arcs across the angles, drawn as thin lines. */
  readonly arcs: readonly (readonly Point[])[];
  /** Where the grade's mark stands. */
  readonly marks: readonly Point[];
  /** Where the label's leader ends, for a label on the image's left or right of the person. */
  readonly anchors: { readonly left: Point; readonly right: Point };
  /** The side of the person where the label is looked for. */
  readonly side: 'left' | 'right';
}

/** Straight pieces of an arc; none turns by so much that its corners show. */
const STEPS = 16;

/** The arc around `centre` with a radius, from the direction of `a` the short way round to that of `b`. */
export function arcBetween(centre: Point, a: Point, b: Point, radius: number): Point[] {
  const start = Math.atan2(a[1] - centre[1], a[0] - centre[0]);
  const end = Math.atan2(b[1] - centre[1], b[0] - centre[0]);
  const turn = Math.atan2(Math.sin(end - start), Math.cos(end - start));
  return Array.from({ length: STEPS + 1 }, (_, step): Point => {
    const angle = start + (turn * step) / STEPS;
    return add(centre, [Math.cos(angle) * radius, Math.sin(angle) * radius]);
  });
}

/** The point `pixels` beyond `b`, on the line from `a`; `b` itself where the two are one. */
export function beyond(a: Point, b: Point, pixels: number): Point {
  const size = distance(a, b);
  return size > 0 ? add(b, scale([b[0] - a[0], b[1] - a[1]], pixels / size)) : b;
}
