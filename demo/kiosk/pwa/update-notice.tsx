import './pwa.css';
import { isKiosk } from '../kiosk/settings.js';
import { t } from '../messages/i18n.js';
import { Button } from '../ui/button.js';
import { Notice } from '../ui/notice.js';
import { canUpdate, hasOtherWindows, update } from './update.js';

/** Offers the new version on the start screen. A kiosk takes it by itself when nobody is there. */
export const UpdateNotice = () =>
  canUpdate.value && !isKiosk.value ? (
    <div class="pwa-update no-print">
      <Notice kind="info" title={t('kiosk:update.ready')}>
        <div class="row">
          <Button onPress={() => void update()}>{t('kiosk:update.apply')}</Button>
          {hasOtherWindows.value && <p>{t('kiosk:update.otherWindows')}</p>}
        </div>
      </Notice>
    </div>
  ) : null;
