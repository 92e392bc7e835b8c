import { useEffect, useRef } from 'preact/hooks';
import { t } from '../messages/i18n.js';
import { Button } from '../ui/button.js';
import { Icon } from '../ui/icon.js';
import { fillScreen } from './full-screen.js';
import { leaveKiosk } from './pin-request.js';

/** Over everything when somebody has left full screen: back, or out with the PIN. */
export function Paused() {
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => element.current?.showModal(), []);
  return (
    <dialog
      ref={element}
      class="kiosk-paused"
      aria-labelledby="kiosk-paused"
      onCancel={(event) => event.preventDefault()}
      // Browsers let a second Escape through.
      onClose={({ currentTarget }) => currentTarget.isConnected && currentTarget.showModal()}
    >
      <div class="stack">
        <Icon name="lock" />
        <h1 id="kiosk-paused">{t('kiosk:paused.heading')}</h1>
        <p>{t('kiosk:paused.text')}</p>
        <div class="row">
          <Button kind="primary" large onPress={() => void fillScreen()}>
            {t('kiosk:paused.continue')}
          </Button>
          <Button large icon="lock" onPress={() => void leaveKiosk()}>
            {t('kiosk:paused.leave')}
          </Button>
        </div>
      </div>
    </dialog>
  );
}
