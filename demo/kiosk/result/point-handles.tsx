import type { View } from 'analyze-locally';
import { memo } from 'preact/compat';
import { t } from '../messages/i18n.js';
import { nudgeByKey } from './nudge.js';
import { pointAt, pointNames, pointsOf, type PointName } from './points.js';
import { chosenPoint } from './result-state.js';
import { shownAnswer } from './shown-answer.js';
import type { Stage } from './stage.js';
import { toFrame } from './viewport.js';

interface HandleProps {
  readonly view: View;
  readonly name: PointName;
  /** Its middle in the frame, CSS pixels. */
  readonly x: number;
  readonly y: number;
  readonly hint: string;
}

/** One of them. While a point is dragged, the others are left as they are. */
const Handle = memo(({ view, name, x, y, hint }: HandleProps) => (
  <button
    type="button"
    class="result-handle"
    data-point={name}
    aria-label={t(`result:points.${name}`)}
    aria-pressed={chosenPoint.value === name}
    aria-describedby={hint}
    style={{ transform: `translate(${x}px, ${y}px)` }}
    onFocus={() => (chosenPoint.value = name)}
    onClick={() => (chosenPoint.value = name)}
    onKeyDown={(event) => nudgeByKey(event, view, name)}
  />
));

interface PointHandlesProps {
  readonly stage: Stage;
  /** The element that says how they are moved. */
  readonly hint: string;
}

/** A handle on every point of a photo. Fingers take hold of the nearest one through the photo's frame: they lie close together. */
export function PointHandles({ stage, hint }: PointHandlesProps) {
  const { view } = stage;
  const shown = shownAnswer.value;
  const points = shown && pointsOf(shown, view);
  const placement = stage.placement.value;
  if (!points || !placement) return null;
  return (
    <>
      {pointNames(view).map((name) => {
        const [x, y] = toFrame(placement, pointAt(points, name));
        return <Handle key={name} view={view} name={name} x={x} y={y} hint={hint} />;
      })}
    </>
  );
}
