import { t } from '../messages/i18n.js';
import { nudgeByKey } from './nudge.js';
import { pointAt, pointNames, pointsOf } from './points.js';
import { chosenPoint } from './result-state.js';
import { shownAnswer } from './shown-answer.js';
import type { Stage } from './stage.js';
import { toFrame } from './viewport.js';

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
        return (
          <button
            key={name}
            type="button"
            class="result-handle"
            data-point={name}
            data-side={name.startsWith('l_') ? 'left' : name.startsWith('r_') ? 'right' : undefined}
            aria-label={t(`result:points.${name}`)}
            aria-pressed={chosenPoint.value === name}
            aria-describedby={hint}
            style={{ transform: `translate(${x}px, ${y}px)` }}
            onFocus={() => (chosenPoint.value = name)}
            onClick={() => (chosenPoint.value = name)}
            onKeyDown={(event) => nudgeByKey(event, view, name)}
          />
        );
      })}
    </>
  );
}
