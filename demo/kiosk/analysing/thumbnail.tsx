import type { View } from 'analyze-locally';
import type { ComponentChildren } from 'preact';
import { t } from '../messages/i18n.js';
import { photos } from '../session/session.js';
import { Icon, type IconName } from '../ui/icon.js';
import { useObjectUrl } from '../ui/object-url.js';

/** How a photo stands. */
export type PhotoState = 'waiting' | 'working' | 'done' | 'fine' | 'refused' | 'replaced';

const ICONS: Readonly<Partial<Record<PhotoState, IconName>>> = { done: 'check', fine: 'check', refused: 'warning', replaced: 'check' };

interface ThumbnailProps {
  readonly view: View;
  readonly state: PhotoState | undefined;
  readonly children?: ComponentChildren;
}

/** A photo of the visit with how it stands. */
export function Thumbnail({ view, state, children }: ThumbnailProps) {
  const icon = state && ICONS[state];
  return (
    <figure class={`analysing-photo card ${state ?? ''}`}>
      <div class="analysing-picture">
        <img src={useObjectUrl(photos.value[view]?.blob)} alt="" draggable={false} />
      </div>
      <figcaption>
        <strong>{t(`views.${view}`)}</strong>
        {state && (
          <span class="analysing-state small">
            {icon && <Icon name={icon} />} {t(`analysing:states.${state}`)}
          </span>
        )}
        {children}
      </figcaption>
    </figure>
  );
}
