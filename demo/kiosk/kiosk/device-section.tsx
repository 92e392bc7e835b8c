import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { formatNumber, t } from '../messages/i18n.js';
import { install, installState } from '../pwa/install.js';
import { offlineState } from '../pwa/offline.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { Notice } from '../ui/notice.js';
import { deleteEverything } from './delete-everything.js';

const NOTICES = { unsupported: 'info', preparing: 'info', ready: 'good', failed: 'caution' } as const;

const MEGABYTE = 1_000_000;

/** Whether the app works without a network, and how it is installed. */
const Offline = () => (
  <>
    <Notice kind={NOTICES[offlineState.value]} title={t(`kiosk:offline.${offlineState.value}`)}>
      {offlineState.value !== 'preparing' && <p>{t(`kiosk:offline.${offlineState.value}Text`)}</p>}
    </Notice>
    {installState.value === 'offered' ? (
      <div class="row">
        <Button icon="download" onPress={() => void install()}>
          {t('kiosk:offline.install')}
        </Button>
      </div>
    ) : (
      <p class="small muted">{t(`kiosk:offline.${installState.value}`)}</p>
    )}
  </>
);

function StorageUsed() {
  const used = useSignal<number | undefined>(undefined);
  useEffect(() => {
    const storage = navigator.storage as StorageManager | undefined;
    storage?.estimate().then(
      ({ usage }) => (used.value = usage),
      () => undefined,
    );
  }, [offlineState.value]);
  return (
    <p>
      {t('kiosk:storage.used')}:{' '}
      <strong class="numbers">
        {used.value === undefined ? t('kiosk:storage.unknown') : t('kiosk:storage.usedText', { used: formatNumber(used.value / MEGABYTE) })}
      </strong>
    </p>
  );
}

function DeleteEverything() {
  const isAsking = useSignal(false);
  const hasFailed = useSignal(false);
  const confirm = async (): Promise<void> => {
    isAsking.value = false;
    await deleteEverything().then(
      () => location.reload(),
      () => (hasFailed.value = true),
    );
  };
  return (
    <>
      <div class="row">
        <Button kind="danger" icon="trash" onPress={() => (isAsking.value = true)}>
          {t('kiosk:storage.deleteAll')}
        </Button>
      </div>
      {hasFailed.value && (
        <Notice kind="danger" title={t('kiosk:storage.deleteFailed')}>
          <p>{t('kiosk:storage.deleteFailedText')}</p>
        </Notice>
      )}
      {isAsking.value && (
        <Dialog title={t('kiosk:storage.deleteHeading')} onClose={() => (isAsking.value = false)}>
          <p>{t('kiosk:storage.deleteText')}</p>
          <div class="row">
            <Button onPress={() => (isAsking.value = false)}>{t('actions.cancel')}</Button>
            <Button kind="danger" icon="trash" onPress={() => void confirm()}>
              {t('kiosk:storage.deleteConfirm')}
            </Button>
          </div>
        </Dialog>
      )}
    </>
  );
}

/** What this device has of the app. */
export const DeviceSection = () => (
  <>
    <Offline />
    <StorageUsed />
    <DeleteEverything />
  </>
);
