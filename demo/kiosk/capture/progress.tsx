import type { View } from 'analyze-locally';
import { settings } from '../kiosk/settings.js';
import { t } from '../messages/i18n.js';
import { photos } from '../session/session.js';
import { VIEWS } from '../session/views.js';
import { Figure } from '../ui/figure.js';
import { Icon } from '../ui/icon.js';
import { useObjectUrl } from '../ui/object-url.js';
import type { Capture } from './capture.js';

type State = 'current' | 'taken' | 'skipped' | 'waiting';

function stateOf(capture: Capture, view: View): State {
  if (capture.view.value === view) return 'current';
  if (photos.value[view]) return 'taken';
  return capture.skipped.value.includes(view) ? 'skipped' : 'waiting';
}

/** One of the photos: taken, being taken, or to come. Pressed, it is taken (again). */
function Step({ capture, view }: { readonly capture: Capture; readonly view: View }) {
  const { value: taken } = photos;
  const url = useObjectUrl(taken[view]?.blob);
  const state = stateOf(capture, view);
  return (
    <li>
      <button
        type="button"
        class={`capture-step ${state}`}
        aria-current={state === 'current' ? 'step' : undefined}
        aria-label={t(`capture:step.${state}`, { view: t(`views.${view}`) })}
        onClick={() => capture.choose(view)}
      >
        <span class="capture-thumb">
          {url === undefined ? (
            <svg viewBox="0 0 200 480" aria-hidden="true">
              <Figure view={view} />
            </svg>
          ) : (
            <img src={url} alt="" />
          )}
        </span>
        <span class="capture-step-name">
          {taken[view] && <Icon name="check" />}
          {t(`views.${view}`)}
        </span>
      </button>
    </li>
  );
}

/** The photos of the visit, in order. */
export const Steps = ({ capture }: { readonly capture: Capture }) => (
  <ol class="capture-steps" aria-label={t('capture:steps')}>
    {VIEWS.filter((view) => settings.value.views.includes(view)).map((view) => (
      <Step key={view} capture={capture} view={view} />
    ))}
  </ol>
);
