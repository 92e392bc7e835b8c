import { useSignal } from '@preact/signals';
import { t } from '../messages/i18n.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { Notice } from '../ui/notice.js';
import { bytesOfBlob } from './bytes.js';
import { FailureNotice } from './failure-notice.js';
import { Form } from './form.js';
import { HistoryError } from './history-error.js';
import { MAX_FILE_BYTES, openHistoryFile, readHistoryFile, type HistoryFile } from './history-file.js';
import { people, put, visits } from './history.js';
import { planMerge, type MergePlan } from './merge.js';
import { PassphraseField } from './passphrase-field.js';
import { useTask } from './use-task.js';

const ImportedCounts = ({ plan }: { readonly plan: MergePlan }) => (
  <Notice kind="good" title={t('history:import.done')}>
    <p>{t('history:import.people', { ...plan.people })}</p>
    <p>{t('history:import.visits', { ...plan.visits })}</p>
  </Notice>
);

/** A file, its passphrase, and what came of it. */
export function ImportDialog({ onClose }: { readonly onClose: () => void }) {
  const file = useSignal<HistoryFile | undefined>(undefined);
  const secret = useSignal('');
  const plan = useSignal<MergePlan | undefined>(undefined);
  const task = useTask();

  const choose = (given: File | undefined): void => {
    file.value = undefined;
    if (!given) return;
    void task.run(async () => {
      if (given.size > MAX_FILE_BYTES) throw new HistoryError('tooLarge');
      file.value = readHistoryFile(await bytesOfBlob(given));
    });
  };
  const take = async (chosen: HistoryFile): Promise<void> => {
    const next = planMerge({ people: people.value, visits: visits.value }, await openHistoryFile(chosen, secret.value));
    await put(next.writing);
    plan.value = next;
  };

  return (
    <Dialog title={t('history:import.title')} onClose={onClose}>
      {plan.value ? (
        <>
          <ImportedCounts plan={plan.value} />
          <div class="row">
            <Button kind="primary" onPress={onClose}>
              {t('actions.done')}
            </Button>
          </div>
        </>
      ) : (
        <Form
          submit={t('history:import.start')}
          disabled={file.value === undefined}
          isBusy={task.isBusy.value}
          onSubmit={() => file.value && void task.run(() => take(file.value as HistoryFile))}
          onCancel={onClose}
        >
          <p>{t('history:import.lead')}</p>
          <label class="field">
            <span>{t('history:import.choose')}</span>
            <input type="file" name="file" accept=".paz,.zip,application/zip" onChange={({ currentTarget }) => choose(currentTarget.files?.[0])} />
          </label>
          {file.value?.kind === 'encrypted' && <PassphraseField label={t('history:import.secret')} value={secret} name="file-secret" />}
          {task.isBusy.value && <p role="status">{t('history:import.working')}</p>}
          <FailureNotice code={task.failure.value} />
        </Form>
      )}
    </Dialog>
  );
}
