import { signal } from '@preact/signals';
import type { Point } from 'analyze-locally';
import { beginStep, movePoint } from './edit-history.js';
import { pointAt, pointsOf, type PointName } from './points.js';
import { shownAnswer } from './shown-answer.js';
import type { Stage } from './stage.js';
import { chosenPoint } from './result-state.js';
import { toFrame, toPhoto } from './viewport.js';

/** The point under a finger, for as long as it is. */
export interface PointDrag {
  readonly stage: Stage;
  readonly name: PointName;
}

/** What is being dragged. */
export const draggedPoint = signal<PointDrag | undefined>(undefined);

/** Where a point is in its stage's frame. */
export function pointInFrame({ view, placement }: Stage, name: PointName): Point | undefined {
  const shown = shownAnswer.value;
  const points = shown && pointsOf(shown, view);
  return points && placement.value && toFrame(placement.value, pointAt(points, name));
}

/**
 * Takes hold of a point: it keeps its distance from the finger, so that nothing moves before the finger does.
 *
 * @param start - Where the finger is, in the frame.
 * @returns Follows the finger to another place of the frame. The first movement begins a step that can be undone.
 */
export function takePoint(stage: Stage, name: PointName, start: Point): (to: Point) => void {
  const [x, y] = pointInFrame(stage, name) ?? start;
  const offset: Point = [x - start[0], y - start[1]];
  let hasMoved = false;
  chosenPoint.value = name;
  draggedPoint.value = { stage, name };
  return (to) => {
    const placement = stage.placement.peek();
    if (!placement) return;
    if (!hasMoved) beginStep();
    hasMoved = true;
    const [left, top] = toPhoto(placement, [to[0] + offset[0], to[1] + offset[1]]);
    movePoint(stage.view, name, left, top);
  };
}
