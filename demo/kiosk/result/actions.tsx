import { useSignal } from '@preact/signals';
import { t } from '../messages/i18n.js';
import { go } from '../session/navigation.js';
import { wipe } from '../session/wipe.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';

/** What to do with a result. */
export function Actions() {
  const isAsking = useSignal(false);
  const startAnew = async (): Promise<void> => {
    await wipe();
    go('start');
  };
  return (
    <div class="row result-actions no-print">
      <Button icon="plus" onPress={() => (isAsking.value = true)}>
        {t('actions.newVisit')}
      </Button>
      {isAsking.value && (
        <Dialog title={t('result:leave.title')} onClose={() => (isAsking.value = false)}>
          <p>{t('result:leave.text')}</p>
          <div class="row">
            <Button kind="danger" icon="trash" onPress={() => void startAnew()}>
              {t('result:leave.confirm')}
            </Button>
            <Button onPress={() => (isAsking.value = false)}>{t('actions.cancel')}</Button>
          </div>
        </Dialog>
      )}
    </div>
  );
}
