import { useSignal } from '@preact/signals';
import { t } from '../messages/i18n.js';
import { download } from '../report/download.js';
import { Dialog } from '../ui/dialog.js';
import { Notice } from '../ui/notice.js';
import { Button } from '../ui/button.js';
import { exportHistory, exportName, type Protection } from './export-file.js';
import { FailureNotice } from './failure-notice.js';
import { Form } from './form.js';
import { openArchive } from './history.js';
import { NewPassphrase, passphraseFault } from './passphrase-field.js';
import type { Person, Visit } from './records.js';
import { useTask } from './use-task.js';

const WAYS = ['own', 'other', 'readable'] as const;

interface ExportDialogProps {
  readonly people: readonly Person[];
  readonly visits: readonly Visit[];
  readonly onClose: () => void;
}

/** How a file is protected, then the file. */
export function ExportDialog({ people, visits, onClose }: ExportDialogProps) {
  const way = useSignal<(typeof WAYS)[number]>('own');
  const passphrase = useSignal('');
  const repeated = useSignal('');
  const fault = useSignal<string | undefined>(undefined);
  const isDone = useSignal(false);
  const task = useTask();

  const make = async (protection: Protection): Promise<void> => {
    const { database, vault } = openArchive();
    const file = await exportHistory(database, vault, { people, visits }, protection);
    download(new File([file], exportName(new Date(), protection), { type: file.type }));
    isDone.value = true;
  };
  const submit = (): void => {
    fault.value = way.value === 'other' ? passphraseFault(passphrase.value, repeated.value) : undefined;
    if (fault.value !== undefined) return;
    void task.run(() => make(way.value === 'other' ? { passphrase: passphrase.value } : way.value === 'own' ? 'own' : 'readable'));
  };

  return (
    <Dialog title={t('history:export.title')} onClose={onClose}>
      {isDone.value ? (
        <>
          <Notice kind="good" title={t('history:export.done')} />
          <div class="row">
            <Button kind="primary" onPress={onClose}>
              {t('actions.done')}
            </Button>
          </div>
        </>
      ) : (
        <Form submit={t('history:export.make')} fault={fault.value} isBusy={task.isBusy.value} onSubmit={submit} onCancel={onClose}>
          <fieldset class="stack">
            <legend class="muted">{t('history:export.lead')}</legend>
            {WAYS.map((name) => (
              <label key={name} class="history-check">
                <input type="radio" name="protection" value={name} checked={way.value === name} onChange={() => (way.value = name)} />
                <span>
                  {t(`history:export.${name}`)}
                  <span class="small muted">{t(`history:export.${name}Text`)}</span>
                </span>
              </label>
            ))}
          </fieldset>
          {way.value === 'other' && <NewPassphrase label={t('history:passphrase.next')} value={passphrase} repeated={repeated} />}
          {way.value === 'readable' && <Notice kind="caution" title={t('history:export.readableWarning')} />}
          {task.isBusy.value && <p role="status">{t('history:export.working')}</p>}
          <FailureNotice code={task.failure.value} />
        </Form>
      )}
    </Dialog>
  );
}
