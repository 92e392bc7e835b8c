import { t } from '../messages/i18n.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { resetKiosk, secondsLeft, stayHere } from './idle.js';

/** Asked before a kiosk forgets somebody. */
export const StillThere = () => (
  <Dialog title={t('kiosk:idle.heading')} onClose={stayHere}>
    <p>{t('kiosk:idle.text')}</p>
    <p class="kiosk-seconds numbers" role="timer" aria-live="off">
      {t('kiosk:idle.seconds', { count: secondsLeft.value ?? 0 })}
    </p>
    <div class="row">
      <Button kind="primary" large onPress={stayHere}>
        {t('kiosk:idle.stay')}
      </Button>
      <Button large onPress={() => void resetKiosk()}>
        {t('kiosk:idle.finish')}
      </Button>
    </div>
  </Dialog>
);
