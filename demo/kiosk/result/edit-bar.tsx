import type { View } from 'analyze-locally';
import { t } from '../messages/i18n.js';
import { Button } from '../ui/button.js';
import type { IconName } from '../ui/icon.js';
import { canRedo, canUndo, redo, resetView, undo } from './edit-history.js';
import { nudge } from './nudge.js';
import { pointNames, type PointName } from './points.js';
import { announcement, chosenPoint } from './result-state.js';
import { editedViews } from './shown-answer.js';

const ARROWS = [
  { icon: 'left', label: 'towardLeft', step: [-1, 0] },
  { icon: 'up', label: 'up', step: [0, -1] },
  { icon: 'down', label: 'down', step: [0, 1] },
  { icon: 'right', label: 'towardRight', step: [1, 0] },
] as const satisfies readonly { icon: IconName; label: string; step: readonly [number, number] }[];

interface EditBarProps {
  readonly view: View;
  /** The id of the text that says how points are moved. */
  readonly hint: string;
}

/** All that editing needs besides the points themselves; moves a point without dragging it. */
export function EditBar({ view, hint }: EditBarProps) {
  const names = pointNames(view);
  const point = names.find((name) => name === chosenPoint.value);
  const says = (text: string, act: () => void) => (): void => {
    act();
    announcement.value = text;
  };
  return (
    <div class="result-edit stack">
      <div class="row">
        <p id={hint} class="small muted">
          {t('result:editing.hint')}
        </p>
        <Button
          kind="quiet"
          disabled={!editedViews.value.includes(view)}
          onPress={says(t('result:editing.wasReset'), () => resetView(view))}
        >
          {t('result:editing.reset')}
        </Button>
      </div>
      <div class="row">
        <label class="field result-point">
          <span class="visually-hidden">{t('result:editing.choose')}</span>
          <select
            value={point ?? ''}
            onChange={(event) => (chosenPoint.value = (event.currentTarget.value || undefined) as PointName | undefined)}
          >
            <option value="">{t('result:editing.none')}</option>
            {names.map((name) => (
              <option key={name} value={name}>
                {t(`result:points.${name}`)}
              </option>
            ))}
          </select>
        </label>
        <div class="result-arrows" dir="ltr">
          {ARROWS.map(({ icon, label, step }) => (
            <Button
              key={icon}
              icon={icon}
              label={t(`result:editing.${label}`)}
              disabled={point === undefined}
              onPress={() => point !== undefined && nudge(view, point, step)}
            />
          ))}
        </div>
        <Button icon="undo" label={t('result:editing.undo')} disabled={!canUndo.value} onPress={says(t('result:editing.undone'), undo)} />
        <Button icon="redo" label={t('result:editing.redo')} disabled={!canRedo.value} onPress={says(t('result:editing.redone'), redo)} />
      </div>
    </div>
  );
}
