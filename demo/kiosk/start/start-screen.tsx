import { useSignal } from '@preact/signals';
import { openSettings } from '../kiosk/pin-request.js';
import { isKiosk, settings } from '../kiosk/settings.js';
import { t } from '../messages/i18n.js';
import { go } from '../session/navigation.js';
import { answer, isVisitOpen, takenViews } from '../session/session.js';
import { wipe } from '../session/wipe.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { Icon } from '../ui/icon.js';
import { StartFigure } from './start-figure.js';
import './start.css';

const PROMISES = { private: 'lock', angles: 'plumb', offline: 'offline' } as const;

const Promises = () => (
  <ul class="start-promises">
    {(Object.keys(PROMISES) as (keyof typeof PROMISES)[]).map((name) => (
      <li key={name}>
        <Icon name={PROMISES[name]} />
        <div>
          <strong>{t(`start:promises.${name}.title`)}</strong>
          <p class="small muted">{t(`start:promises.${name}.text`)}</p>
        </div>
      </li>
    ))}
  </ul>
);

/** A visit that somebody left for the start: it is neither lost nor in the way. */
function OpenVisit() {
  const isAsking = useSignal(false);
  // One from the history may have been kept without photos.
  const text = takenViews.value.length > 0 ? t('start:open', { count: takenViews.value.length }) : t('start:openStored');
  const resume = (): void => go(answer.value ? 'result' : isKiosk.value ? 'capture' : 'upload');
  const discard = (): void => {
    isAsking.value = false;
    void wipe();
  };
  return (
    <section class="start-open card" aria-label={text}>
      <p>{text}</p>
      <div class="row">
        <Button icon="history" id="resume" onPress={resume}>
          {t('start:resume')}
        </Button>
        <Button kind="quiet" icon="trash" id="discard" onPress={() => (isAsking.value = true)}>
          {t('start:discard')}
        </Button>
      </div>
      {isAsking.value && (
        <Dialog title={t('start:discardTitle')} onClose={() => (isAsking.value = false)}>
          <p>{t('start:discardText')}</p>
          <div class="row">
            <Button kind="danger" icon="trash" onPress={discard}>
              {t('actions.delete')}
            </Button>
            <Button onPress={() => (isAsking.value = false)}>{t('actions.cancel')}</Button>
          </div>
        </Dialog>
      )}
    </section>
  );
}

const Ways = () => (
  <div class="start-ways">
    <Button kind="primary" large icon="camera" id="camera" onPress={() => go('capture')}>
      {t(isKiosk.value ? 'start:touch' : 'start:camera')}
    </Button>
    {/* A kiosk's own files are nobody's business. */}
    {!isKiosk.value && (
      <Button large icon="upload" id="upload" onPress={() => go('upload')}>
        {t('start:upload')}
      </Button>
    )}
  </div>
);

/** The way in. */
export const StartScreen = () => (
  <main class="screen start">
    <header class="start-words">
      <h1>{t('start:heading')}</h1>
      <p>{t('start:lead')}</p>
      <p class="small muted">{t('start:leadViews', { views: settings.value.views.map((view) => t(`views.${view}`)).join(' · ') })}</p>
    </header>
    <StartFigure />
    <div class="start-actions">
      {isVisitOpen.value && <OpenVisit />}
      <Ways />
      <div class="row start-more">
        {settings.value.history && (
          <Button kind="quiet" icon="history" id="history" onPress={() => go('history')}>
            {t('actions.history')}
          </Button>
        )}
        <Button kind="quiet" icon="settings" id="settings" onPress={() => void openSettings()}>
          {t('actions.settings')}
        </Button>
      </div>
    </div>
    <Promises />
  </main>
);
