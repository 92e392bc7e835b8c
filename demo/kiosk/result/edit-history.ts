import { signal, type ReadonlySignal } from '@preact/signals';
import type { View } from 'analyze-locally';
import { answer, edits, type Answer, type EditedPoints } from '../session/session.js';
import type { PerView } from '../session/views.js';
import { derived, onWipe } from '../session/wipe.js';
import { pointsOf, withPoint, type PointName } from './points.js';
import { shownAnswer } from './shown-answer.js';

type Edits = PerView<EditedPoints>;

interface Steps {
  /** The answer that the steps are about: with another one there are none. */
  readonly of: Answer | undefined;
  readonly past: readonly Edits[];
  readonly future: readonly Edits[];
}

const NO_STEPS: Steps = { of: undefined, past: [], future: [] };

const steps = signal(NO_STEPS);

onWipe(() => void (steps.value = NO_STEPS));

const current = derived(() => (steps.value.of === answer.value ? steps.value : NO_STEPS));

export const canUndo: ReadonlySignal<boolean> = derived(() => current.value.past.length > 0);
export const canRedo: ReadonlySignal<boolean> = derived(() => current.value.future.length > 0);

/** Remembers what is shown now as what {@link undo} goes back to; called before the first change of a step. */
export function beginStep(): void {
  steps.value = { of: answer.peek(), past: [...current.peek().past, edits.peek()], future: [] };
}

/** Goes back to before the last step. */
export function undo(): void {
  const { past, future } = current.peek();
  const before = past.at(-1);
  if (!before) return;
  steps.value = { of: answer.peek(), past: past.slice(0, -1), future: [edits.peek(), ...future] };
  edits.value = before;
}

/** Does the step again that was undone last. */
export function redo(): void {
  const { past, future } = current.peek();
  const [after, ...rest] = future;
  if (!after) return;
  steps.value = { of: answer.peek(), past: [...past, edits.peek()], future: rest };
  edits.value = after;
}

/** Puts a point where a person says that it is, pixels of the upright photo; never outside the photo. */
export function movePoint(view: View, name: PointName, x: number, y: number): void {
  const shown = shownAnswer.peek();
  const points = edits.peek()[view] ?? (shown && pointsOf(shown, view));
  const { width, height } = shown?.details?.photos[view] ?? {};
  if (!points || width === undefined || height === undefined) return;
  const inside = [Math.min(Math.max(x, 0), width), Math.min(Math.max(y, 0), height)] as const;
  edits.value = { ...edits.peek(), [view]: withPoint(points, name, inside) };
}

/** Puts the points of a view back where the engine found them: a step that can be undone. */
export function resetView(view: View): void {
  const { [view]: moved, ...rest } = edits.peek();
  if (!moved) return;
  beginStep();
  edits.value = rest;
}
