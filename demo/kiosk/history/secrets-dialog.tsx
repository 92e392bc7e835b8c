import { useSignal } from '@preact/signals';
import { t } from '../messages/i18n.js';
import { Dialog } from '../ui/dialog.js';
import { FailureNotice } from './failure-notice.js';
import { Form } from './form.js';
import { renewSecrets, tryLimit } from './history.js';
import { NewPassphrase, PassphraseField, passphraseFault } from './passphrase-field.js';
import { makeRecoveryCode } from './recovery-code.js';
import { RecoveryCodeView } from './recovery-code-view.js';
import { useTask } from './use-task.js';

interface SecretsDialogProps {
  readonly renewed: 'passphrase' | 'code';
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** A new passphrase or a new recovery code, against the passphrase of now. */
export function SecretsDialog({ renewed, onDone, onClose }: SecretsDialogProps) {
  const current = useSignal('');
  const passphrase = useSignal('');
  const repeated = useSignal('');
  const fault = useSignal<string | undefined>(undefined);
  const code = useSignal<string | undefined>(undefined);
  const task = useTask();

  const renew = async (): Promise<void> => {
    if (Date.now() < tryLimit.until.value) {
      const seconds = Math.ceil((tryLimit.until.value - Date.now()) / 1000);
      return void (fault.value = t('history:unlock.wait', { count: seconds }));
    }
    fault.value = renewed === 'passphrase' ? passphraseFault(passphrase.value, repeated.value) : undefined;
    if (fault.value !== undefined) return;
    const fresh = makeRecoveryCode();
    const next = renewed === 'passphrase' ? { passphrase: passphrase.value } : { recoveryCode: fresh };
    if (!(await task.run(() => renewSecrets(current.value, next)))) return;
    if (renewed === 'code') code.value = fresh;
    else onDone();
  };

  return (
    <Dialog title={t(renewed === 'passphrase' ? 'history:manage.change' : 'history:manage.newCode')} onClose={onClose}>
      {code.value !== undefined ? (
        <RecoveryCodeView code={code.value} submit={t('actions.done')} isBusy={false} onKept={onClose} />
      ) : (
        <Form submit={t('actions.continue')} fault={fault.value} isBusy={task.isBusy.value} onSubmit={() => void renew()} onCancel={onClose}>
          {renewed === 'code' && <p>{t('history:manage.newCodeText')}</p>}
          <PassphraseField label={t('history:passphrase.current')} value={current} name="current-passphrase" />
          {renewed === 'passphrase' && <NewPassphrase label={t('history:passphrase.next')} value={passphrase} repeated={repeated} />}
          <FailureNotice code={task.failure.value} />
        </Form>
      )}
    </Dialog>
  );
}
