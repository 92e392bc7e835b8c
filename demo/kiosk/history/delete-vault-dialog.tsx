import { useSignal } from '@preact/signals';
import { t } from '../messages/i18n.js';
import { Dialog } from '../ui/dialog.js';
import { FailureNotice } from './failure-notice.js';
import { Form } from './form.js';
import { deleteVault } from './history.js';
import { show } from './place.js';
import { useTask } from './use-task.js';

interface DeleteVaultDialogProps {
  /** Its id. */
  readonly vault: string;
  readonly onClose: () => void;
}

/** Asks for a word before a whole history goes. */
export function DeleteVaultDialog({ vault, onClose }: DeleteVaultDialogProps) {
  const typed = useSignal('');
  const task = useTask();
  const word = t('history:manage.deleteWord');
  const isMeant = typed.value.trim().toUpperCase() === word;
  const submit = async (): Promise<void> => {
    if (!isMeant || !(await task.run(() => deleteVault(vault)))) return;
    // What stood open was of the one that is gone.
    show({ at: 'people' });
    onClose();
  };
  return (
    <Dialog title={t('history:manage.deleteTitle')} onClose={onClose}>
      <Form submit={t('actions.delete')} disabled={!isMeant} isBusy={task.isBusy.value} onSubmit={() => void submit()} onCancel={onClose}>
        <p>{t('history:manage.deleteText')}</p>
        <label class="field">
          <span>{t('history:manage.deleteType', { word })}</span>
          <input name="confirmation" autocomplete="off" value={typed.value} onInput={({ currentTarget }) => (typed.value = currentTarget.value)} />
        </label>
        <FailureNotice code={task.failure.value} />
      </Form>
    </Dialog>
  );
}
