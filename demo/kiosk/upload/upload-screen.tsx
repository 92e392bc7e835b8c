import { useSignal } from '@preact/signals';
import type { View } from 'analyze-locally';
import { useEffect } from 'preact/hooks';
import { preloadAnalyzer } from '../engine/analyzer.js';
import { settings } from '../kiosk/settings.js';
import { t } from '../messages/i18n.js';
import { go } from '../session/navigation.js';
import { dropPhoto, photos, takenViews } from '../session/session.js';
import { VIEWS, type PerView } from '../session/views.js';
import { Button } from '../ui/button.js';
import { putFile, troubleText } from './photo-input.js';
import { PhotoSlot } from './photo-slot.js';
import { placeFiles } from './place-files.js';
import type { FileTrouble } from './read-photo.js';
import { useFileDrops } from './use-file-drops.js';
import './upload.css';

/** Photos that there are already, one for each view, as the visit. */
export function UploadScreen() {
  const troubles = useSignal<PerView<FileTrouble>>({});
  const said = useSignal('');
  // A photo of a view that isn't asked for any more is shown all the same: it would be measured.
  const views = VIEWS.filter((view) => settings.value.views.includes(view) || photos.value[view]);
  const count = takenViews.value.length;

  useEffect(() => void preloadAnalyzer(), []);

  const add = async (files: readonly File[], first?: View): Promise<void> => {
    const placed = placeFiles(files, views, first, takenViews.value);
    const added: View[] = [];
    for (const [view, file] of Object.entries(placed) as [View, File][]) {
      const trouble = await putFile(view, file);
      const { [view]: _, ...others } = troubles.value;
      troubles.value = trouble ? { ...others, [view]: trouble } : others;
      if (!trouble) added.push(view);
    }
    said.value = added.map((view) => t('upload:added', { photo: t(`upload:photos.${view}`) })).join(' ');
  };
  const remove = (view: View): void => {
    dropPhoto(view);
    said.value = t('upload:removed', { photo: t(`upload:photos.${view}`) });
  };
  const over = useFileDrops((files, view) => void add(files, view));

  return (
    <main class="screen upload">
      <header class="stack">
        <h1>{t('upload:heading')}</h1>
        <p class="muted">
          {t('upload:lead')} <span class="upload-mouse">{t('upload:anywhere')}</span>
        </p>
      </header>
      <div class={`upload-slots${over ? ' over' : ''}`}>
        {views.map((view) => (
          <PhotoSlot
            key={view}
            view={view}
            photo={photos.value[view]}
            isTarget={over === view}
            trouble={troubles.value[view] && troubleText(troubles.value[view])}
            onFiles={(files) => void add(files, view)}
            onRemove={() => remove(view)}
          />
        ))}
      </div>
      <p class="visually-hidden" role="status">
        {said}
      </p>
      <div class="upload-foot">
        <Button icon="back" kind="quiet" onPress={() => go('start')}>
          {t('actions.back')}
        </Button>
        {count === 0 && <p class="small muted">{t('upload:none')}</p>}
        <Button kind="primary" large id="measure" disabled={count === 0} onPress={() => go('analysing')}>
          {t('upload:measure', { count: Math.max(count, 1) })}
        </Button>
      </div>
    </main>
  );
}
