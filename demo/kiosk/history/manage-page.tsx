import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { t } from '../messages/i18n.js';
import { Button } from '../ui/button.js';
import { Notice } from '../ui/notice.js';
import { DeleteVaultDialog } from './delete-vault-dialog.js';
import { ExportDialog } from './export-dialog.js';
import { header, otherVaults, people, visits } from './history.js';
import { ImportDialog } from './import-dialog.js';
import { show } from './place.js';
import { SecretsDialog } from './secrets-dialog.js';
import { formatBytes, measureStorage, storageRoom } from './storage-room.js';

function Storage() {
  useEffect(() => void measureStorage(), [visits.value]);
  const room = storageRoom.value;
  const persist = async (): Promise<void> => {
    await navigator.storage.persist();
    await measureStorage();
  };
  return (
    <section class="card stack">
      <h2>{t('history:manage.storage')}</h2>
      {room && <p>{t('history:manage.used', { used: formatBytes(room.used), quota: formatBytes(room.quota) })}</p>}
      {room && <p class="muted">{t(room.isPersistent ? 'history:manage.persistent' : 'history:manage.notPersistent')}</p>}
      {room && !room.isPersistent && (
        <div class="row">
          <Button onPress={() => void persist()}>{t('history:manage.persist')}</Button>
        </div>
      )}
    </section>
  );
}

/** Vaults that another passphrase opens: all that can be done with them here is to delete them. */
const OtherVaults = ({ onDelete }: { readonly onDelete: (vault: string) => void }) => (
  <section class="card stack">
    <h2>{t('history:manage.others')}</h2>
    <p class="muted">{t('history:manage.othersText')}</p>
    <ul class="history-others">
      {otherVaults.value.map(({ id }, index) => (
        <li key={id} class="row history-between">
          <span>{t('history:manage.otherName', { number: index + 1 })}</span>
          <Button kind="danger" icon="trash" onPress={() => onDelete(id)}>
            {t('history:manage.deleteOther')}
          </Button>
        </li>
      ))}
    </ul>
  </section>
);

/** The history as a whole: its file, its secrets, its room, its end. */
export function ManagePage() {
  const dialog = useSignal<'export' | 'import' | 'passphrase' | 'code' | undefined>(undefined);
  const deleted = useSignal<string | undefined>(undefined);
  const isChanged = useSignal(false);
  const close = (): void => void (dialog.value = undefined);
  const onChanged = (): void => {
    close();
    isChanged.value = true;
  };
  return (
    <>
      <header class="history-head">
        <div class="row">
          <Button icon="back" label={t('actions.back')} onPress={() => show({ at: 'people' })} />
          <h1>{t('history:manage.heading')}</h1>
        </div>
      </header>
      <div class="history-cards">
        <section class="card stack">
          <h2>{t('history:manage.file')}</h2>
          <p class="muted">{t('history:manage.fileText')}</p>
          <div class="row">
            <Button icon="download" id="export" onPress={() => (dialog.value = 'export')}>
              {t('history:manage.exportAll')}
            </Button>
            <Button icon="upload" id="import" onPress={() => (dialog.value = 'import')}>
              {t('history:manage.import')}
            </Button>
          </div>
        </section>
        <section class="card stack">
          <h2>{t('history:manage.secrets')}</h2>
          {isChanged.value && <Notice kind="good" title={t('history:manage.changed')} />}
          <div class="row">
            <Button icon="lock" id="change-passphrase" onPress={() => (dialog.value = 'passphrase')}>
              {t('history:manage.change')}
            </Button>
            <Button id="new-code" onPress={() => (dialog.value = 'code')}>
              {t('history:manage.newCode')}
            </Button>
          </div>
        </section>
        <Storage />
        {otherVaults.value.length > 0 && <OtherVaults onDelete={(vault) => (deleted.value = vault)} />}
        <section class="card stack">
          <h2>{t('history:manage.deleteAll')}</h2>
          <p class="muted">{t('history:manage.deleteText')}</p>
          <div class="row">
            <Button kind="danger" icon="trash" id="delete-all" onPress={() => (deleted.value = header.value?.id)}>
              {t('history:manage.deleteAll')}
            </Button>
          </div>
        </section>
      </div>
      {dialog.value === 'export' && <ExportDialog people={people.value} visits={visits.value} onClose={close} />}
      {dialog.value === 'import' && <ImportDialog onClose={close} />}
      {(dialog.value === 'passphrase' || dialog.value === 'code') && <SecretsDialog renewed={dialog.value} onDone={onChanged} onClose={close} />}
      {deleted.value !== undefined && <DeleteVaultDialog vault={deleted.value} onClose={() => (deleted.value = undefined)} />}
    </>
  );
}
