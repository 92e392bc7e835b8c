import { computed, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import type { Point, View } from 'analyze-locally';
import { pointAt, pointNames, pointsOf, type PointName } from './points.js';
import { shownAnswer } from './shown-answer.js';
import { contained, fitted, toFrame, zoomed, type Placement, type Size } from './viewport.js';

/** Where a photo is shown. */
export interface Frame extends Size {
  /** Of the page's text, CSS pixels. */
  readonly textSize: number;
}

/** One photo on the screen: how large its frame is, and which part of the photo is seen in it. */
export interface Stage {
  readonly view: View;
  /** CSS pixels; nothing while it is not shown. */
  readonly frame: Signal<Frame | undefined>;
  /** Nothing while the frame has no size. */
  readonly placement: ReadonlySignal<Placement | undefined>;
  /** Larger than what fits. */
  readonly isZoomed: ReadonlySignal<boolean>;
  /** Zooms by a factor; around a point of the frame, or its middle. */
  zoom(factor: number, around?: Point): void;
  /** Moves the photo in its frame, CSS pixels. */
  pan(x: number, y: number): void;
  /** Shows the whole photo. */
  fit(): void;
}

/** Makes the stage of a view. */
export function createStage(view: View): Stage {
  const frame = signal<Frame | undefined>(undefined);
  /** As a person put it; nothing for the whole photo, whatever the frame's size. */
  const chosen = signal<Placement | undefined>(undefined);
  const photo = computed((): Size | undefined => {
    const { width, height } = shownAnswer.value?.details?.photos[view] ?? {};
    return width === undefined || height === undefined ? undefined : { width, height };
  });
  const placement = computed(() => {
    if (!frame.value || !photo.value) return undefined;
    return chosen.value ? contained(chosen.value, photo.value, frame.value) : fitted(photo.value, frame.value);
  });
  const change = (next: (now: Placement, photo: Size, frame: Size) => Placement): void => {
    if (!placement.value || !photo.value || !frame.value) return;
    const changed = next(placement.value, photo.value, frame.value);
    chosen.value = changed.scale > fitted(photo.value, frame.value).scale * 1.001 ? changed : undefined;
  };
  return {
    view,
    frame,
    placement,
    isZoomed: computed(() => chosen.value !== undefined),
    zoom: (factor, around) =>
      change((now, size, { width, height }) => zoomed(now, factor, around ?? [width / 2, height / 2], size, { width, height })),
    pan: (x, y) => change((now, size, room) => contained({ ...now, x: now.x + x, y: now.y + y }, size, room)),
    fit: () => void (chosen.value = undefined),
  };
}

/** The point whose handle is nearest to a place of the frame, no farther than `reach` CSS pixels. */
export function pointNear({ view, placement }: Stage, [x, y]: Point, reach: number): PointName | undefined {
  const shown = shownAnswer.peek();
  const points = shown && pointsOf(shown, view);
  const now = placement.peek();
  if (!points || !now) return undefined;
  const distances = pointNames(view).map((name) => {
    const [left, top] = toFrame(now, pointAt(points, name));
    return { name, distance: Math.hypot(left - x, top - y) };
  });
  const nearest = distances.reduce((best, one) => (one.distance < best.distance ? one : best));
  return nearest.distance <= reach ? nearest.name : undefined;
}
