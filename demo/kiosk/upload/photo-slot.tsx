import type { View } from 'analyze-locally';
import { t } from '../messages/i18n.js';
import type { TakenPhoto } from '../session/session.js';
import { Button } from '../ui/button.js';
import { Figure } from '../ui/figure.js';
import { useObjectUrl } from '../ui/object-url.js';
import { useFileInput } from './photo-input.js';

interface PhotoSlotProps {
  readonly view: View;
  readonly photo: TakenPhoto | undefined;
  /** Something is held over it that would land here. */
  readonly isTarget: boolean;
  /** What was wrong with the last file. */
  readonly trouble: string | undefined;
  readonly onFiles: (files: readonly File[]) => void;
  readonly onRemove: () => void;
}

const Preview = ({ photo, label }: { readonly photo: TakenPhoto; readonly label: string }) => (
  <img src={useObjectUrl(photo.blob)} alt={label} draggable={false} />
);

/** The place of one photo: what it shall show, or the photo itself. */
export function PhotoSlot({ view, photo, isTarget, trouble, onFiles, onRemove }: PhotoSlotProps) {
  const { choose, take, inputs } = useFileInput(view, onFiles, true);
  const label = t(`upload:photos.${view}`);
  return (
    <section class={`upload-slot card${isTarget ? ' target' : ''}`} data-slot={view} aria-label={label}>
      <h2>{label}</h2>
      <button type="button" class={`upload-picture${photo ? ' filled' : ''}`} onClick={choose} aria-label={`${t(photo ? 'upload:replace' : 'upload:choose')}: ${label}`}>
        {photo ? (
          <Preview photo={photo} label="" />
        ) : (
          <svg viewBox="0 0 200 480" aria-hidden="true">
            <Figure view={view} />
          </svg>
        )}
        {isTarget && <span class="upload-drop">{t('upload:drop')}</span>}
      </button>
      {!photo && <p class="upload-hint small muted">{t(`upload:hints.${view}`)}</p>}
      {trouble && (
        <p class="upload-trouble small" role="alert">
          {trouble}
        </p>
      )}
      <div class="upload-actions">
        <Button icon="upload" onPress={choose}>
          {t(photo ? 'upload:replace' : 'upload:choose')}
          <span class="visually-hidden">: {label}</span>
        </Button>
        <span class="upload-camera">
          <Button icon="camera" onPress={take}>
            {t('upload:take')}
            <span class="visually-hidden">: {label}</span>
          </Button>
        </span>
        {photo && (
          <Button icon="trash" kind="quiet" onPress={onRemove}>
            {t('upload:remove')}
            <span class="visually-hidden">: {label}</span>
          </Button>
        )}
      </div>
      {inputs}
    </section>
  );
}
