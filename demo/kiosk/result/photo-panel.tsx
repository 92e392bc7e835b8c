import { useSignal } from '@preact/signals';
import type { View } from 'analyze-locally';
import { useEffect, useId, useRef } from 'preact/hooks';
import { t } from '../messages/i18n.js';
import { VIEWS } from '../session/views.js';
import { Button } from '../ui/button.js';
import { Notice } from '../ui/notice.js';
import { EditBar } from './edit-bar.js';
import { metricName } from './metric-texts.js';
import { PhotoStage } from './photo-stage.js';
import { announcement, chooseMetric, chosenMetric, comparedAt, frontView, isEditing, LAYERS, layers } from './result-state.js';
import { editedViews, shownAnswer } from './shown-answer.js';

/** Which photo is in front, where there is room for one. */
const ViewTabs = ({ views, front }: { readonly views: readonly View[]; readonly front: View }) => (
  <div class="result-tabs" role="group" aria-label={t('result:photos.choose')}>
    {views.map((view) => (
      <button key={view} type="button" class="button" aria-pressed={view === front} onClick={() => (frontView.value = view)}>
        {t(`views.${view}`)}
        {editedViews.value.includes(view) && <span class="result-dot" title={t('result:edited')} />}
      </button>
    ))}
  </div>
);

/** What of the drawing is shown. */
const LayerSwitches = () => (
  <fieldset class="result-layers">
    <legend class="visually-hidden">{t('result:photos.layers')}</legend>
    {LAYERS.map((layer) => (
      <label key={layer}>
        <input
          type="checkbox"
          data-layer={layer}
          checked={layers.value[layer]}
          onChange={(event) => (layers.value = { ...layers.value, [layer]: event.currentTarget.checked })}
        />
        {t(`result:layers.${layer}`)}
      </label>
    ))}
  </fieldset>
);

/** The drawn photos with all that can be done with them. */
export function PhotoPanel() {
  const hint = useId();
  const areLayersOpen = useSignal(false);
  const element = useRef<HTMLElement>(null);
  const photosSeen = shownAnswer.value?.details?.photos ?? {};
  const views = VIEWS.filter((view) => photosSeen[view]?.keypoints !== undefined);
  const front = views.find((view) => view === frontView.value) ?? views[0];
  const chosen = chosenMetric.value;

  // A metric is chosen below the photos, or far from them.
  useEffect(() => {
    if (chosen !== undefined) element.current?.querySelector('.result-photos-seen')?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);

  if (front === undefined) return null;
  return (
    <section ref={element} class="result-photos" aria-label={t('result:photos.label')} data-editing={isEditing.value} data-count={views.length}>
      <div class="row result-tools">
        {views.length > 1 && <ViewTabs views={views} front={front} />}
        <div class="row">
          <Button icon="layers" label={t('result:photos.layers')} pressed={areLayersOpen.value} onPress={() => (areLayersOpen.value = !areLayersOpen.value)} />
          <Button
            icon="compare"
            label={t('result:photos.compare')}
            pressed={comparedAt.value !== undefined}
            onPress={() => (comparedAt.value = comparedAt.value === undefined ? 0.5 : undefined)}
          />
          {isEditing.value ? (
            <Button kind="primary" icon="check" id="result-edit" onPress={() => (isEditing.value = false)}>
              {t('result:editing.finish')}
            </Button>
          ) : (
            <Button icon="edit" id="result-edit" onPress={() => (isEditing.value = true)}>
              {t('result:photos.edit')}
            </Button>
          )}
        </div>
      </div>
      {areLayersOpen.value && <LayerSwitches />}
      {isEditing.value && <EditBar view={front} hint={hint} />}
      <p class="visually-hidden" role="status">
        {announcement.value}
      </p>
      <div class="result-photos-seen">
        {views.map((view) => (
          <PhotoStage key={view} view={view} isFront={view === front} hint={hint} />
        ))}
        {chosen !== undefined && (
          <p class="result-chosen">
            <span>{metricName({ name: chosen })}</span>
            <Button kind="quiet" onPress={() => chooseMetric(undefined)}>
              {t('result:metric.showAll')}
            </Button>
          </p>
        )}
      </div>
      {views.some((view) => photosSeen[view]?.severalPeople) && <Notice kind="info" title={t('result:severalPeople')} />}
    </section>
  );
}
