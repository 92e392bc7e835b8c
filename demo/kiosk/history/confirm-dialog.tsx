import { t } from '../messages/i18n.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { FailureNotice } from './failure-notice.js';
import { useTask } from './use-task.js';

interface ConfirmDialogProps {
  readonly title: string;
  readonly text: string;
  /** What is on the button. */
  readonly confirm: string;
  readonly work: () => Promise<unknown>;
  readonly onDone?: () => void;
  readonly onClose: () => void;
}

/** Asks before something that cannot be undone. */
export function ConfirmDialog({ title, text, confirm, work, onDone, onClose }: ConfirmDialogProps) {
  const task = useTask();
  const submit = async (): Promise<void> => {
    if (!(await task.run(work))) return;
    onClose();
    onDone?.();
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{text}</p>
      <FailureNotice code={task.failure.value} />
      <div class="row">
        <Button kind="danger" id="confirm" disabled={task.isBusy.value} onPress={() => void submit()}>
          {confirm}
        </Button>
        <Button onPress={onClose}>{t('actions.cancel')}</Button>
      </div>
    </Dialog>
  );
}
