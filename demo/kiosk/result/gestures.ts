import type { MetricName, Point } from 'analyze-locally';
import { draggedPoint, takePoint } from './point-drag.js';
import { chooseMetric, chosenMetric, isEditing } from './result-state.js';
import { metricNear } from './metric-lines.js';
import { pointNear, type Stage } from './stage.js';

/** How near to a point one has to aim, CSS pixels. */
const REACH = { mouse: 18, pen: 24, touch: 36 } as const;
/** A press that moves less than this is a tap, CSS pixels. */
const TAP_REACH = 8;
/** Two taps within this time are one double tap, milliseconds. */
const DOUBLE_TAP = 350;
const DOUBLE_TAP_ZOOM = 2.5;
const WHEEL_ZOOM = 1.0015;

const middle = ([a, b]: readonly Point[]): Point => [((a?.[0] ?? 0) + (b?.[0] ?? 0)) / 2, ((a?.[1] ?? 0) + (b?.[1] ?? 0)) / 2];
const spread = ([a, b]: readonly Point[]): number => Math.hypot((a?.[0] ?? 0) - (b?.[0] ?? 0), (a?.[1] ?? 0) - (b?.[1] ?? 0));

const reachOf = (type: string): number => (type === 'touch' || type === 'pen' ? REACH[type] : REACH.mouse);

/** What fingers, mouse and pen do to a photo: drag a point or the photo, pinch, tap twice; a single tap shows one metric. */
export function listenToGestures(element: HTMLElement, stage: Stage): () => void {
  const ending = new AbortController();
  const fingers = new Map<number, Point>();
  let follow: ((to: Point) => void) | undefined;
  let tapStart: Point | undefined;
  let lastTap: { readonly at: Point; readonly time: number; readonly chosen: MetricName | undefined } | undefined;

  const placeOf = (event: MouseEvent): Point => {
    const { left, top } = element.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  };

  const release = (): void => {
    follow = undefined;
    draggedPoint.value = undefined;
  };

  const tap = (at: Point, time: number): void => {
    const isDouble = lastTap !== undefined && time - lastTap.time < DOUBLE_TAP && spread([lastTap.at, at]) < 4 * TAP_REACH;
    if (isDouble) {
      // The first of the two was not meant as a choice.
      chosenMetric.value = lastTap?.chosen;
      lastTap = undefined;
      return stage.isZoomed.value ? stage.fit() : stage.zoom(DOUBLE_TAP_ZOOM, at);
    }
    lastTap = { at, time, chosen: chosenMetric.value };
    if (!isEditing.value) chooseMetric(metricNear(stage, at, REACH.touch));
  };

  const down = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    const at = placeOf(event);
    element.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, at);
    tapStart = fingers.size === 1 ? at : undefined;
    release();
    const name = isEditing.value && fingers.size === 1 ? pointNear(stage, at, reachOf(event.pointerType)) : undefined;
    if (name === undefined) return;
    // The handle takes the focus instead of the photo: the arrow keys go on from here.
    event.preventDefault();
    element.querySelector<HTMLElement>(`[data-point="${name}"]`)?.focus({ preventScroll: true });
    follow = takePoint(stage, name, at);
    lastTap = undefined;
    tapStart = undefined;
  };

  const move = (event: PointerEvent): void => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const at = placeOf(event);
    const old = [...fingers.values()];
    fingers.set(event.pointerId, at);
    if (tapStart && spread([tapStart, at]) > TAP_REACH) tapStart = undefined;
    if (follow) return follow(at);
    if (fingers.size === 2) {
      const now = [...fingers.values()];
      const [from, to] = [middle(old), middle(now)];
      stage.zoom(spread(now) / Math.max(1, spread(old)), from);
      stage.pan(to[0] - from[0], to[1] - from[1]);
    } else if (!tapStart) stage.pan(at[0] - before[0], at[1] - before[1]);
  };

  const up = (event: PointerEvent): void => {
    if (!fingers.delete(event.pointerId)) return;
    release();
    if (tapStart && event.type === 'pointerup') tap(tapStart, event.timeStamp);
    tapStart = undefined;
  };

  const wheel = (event: WheelEvent): void => {
    // Out of a whole photo the wheel scrolls the page.
    if (event.deltaY > 0 && !stage.isZoomed.value && !event.ctrlKey) return;
    event.preventDefault();
    const pixels = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    stage.zoom(WHEEL_ZOOM ** (-event.deltaY * pixels * (event.ctrlKey ? 4 : 1)), placeOf(event));
  };

  const { signal } = ending;
  element.addEventListener('pointerdown', down, { signal });
  element.addEventListener('pointermove', move, { signal });
  element.addEventListener('pointerup', up, { signal });
  element.addEventListener('pointercancel', up, { signal });
  element.addEventListener('wheel', wheel, { signal, passive: false });
  return () => {
    ending.abort();
    release();
  };
}
