import type { View } from 'analyze-locally';
import { formatNumber, t } from '../messages/i18n.js';
import { beginStep, movePoint } from './edit-history.js';
import { pointAt, pointsOf, type PointName } from './points.js';
import { announcement } from './result-state.js';
import { shownAnswer } from './shown-answer.js';

/** Pixels of the photo that Shift and an arrow key move a point by. */
const LARGE_STEP = 10;

const DIRECTIONS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};

/**
 * Moves a point by pixels of the photo, and says where it is now.
 *
 * @param isHeld - It goes on with the step before, as a key that is held down.
 */
export function nudge(view: View, name: PointName, [dx, dy]: readonly [number, number], isHeld = false): void {
  const placeOf = (): readonly [number, number] | undefined => {
    const shown = shownAnswer.peek();
    const points = shown && pointsOf(shown, view);
    return points && pointAt(points, name);
  };
  const at = placeOf();
  if (!at) return;
  if (!isHeld) beginStep();
  movePoint(view, name, at[0] + dx, at[1] + dy);
  const [x, y] = placeOf() ?? at;
  announcement.value = t('result:editing.moved', { name: t(`result:points.${name}`), x: formatNumber(x, 0), y: formatNumber(y, 0) });
}

/** Arrow keys move a point by a pixel, with Shift by ten. */
export function nudgeByKey(event: KeyboardEvent, view: View, name: PointName): void {
  const direction = DIRECTIONS[event.key];
  if (!direction || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  event.stopPropagation();
  const pixels = event.shiftKey ? LARGE_STEP : 1;
  nudge(view, name, [direction[0] * pixels, direction[1] * pixels], event.repeat);
}
