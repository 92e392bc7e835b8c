import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { t } from '../messages/i18n.js';
import { Button } from '../ui/button.js';
import { Icon } from '../ui/icon.js';
import { FailureNotice } from './failure-notice.js';
import { Form } from './form.js';
import { turnOn } from './history.js';
import { NewPassphrase, passphraseFault } from './passphrase-field.js';
import { makeRecoveryCode } from './recovery-code.js';
import { RecoveryCodeView } from './recovery-code-view.js';
import { formatBytes, measureStorage, storageRoom } from './storage-room.js';
import { useTask } from './use-task.js';

/** What the history is, before it is. */
const Reasons = ({ onStart }: { readonly onStart: () => void }) => (
  <section class="card stack history-narrow">
    <h2>{t('history:off.heading')}</h2>
    <p>{t('history:off.lead')}</p>
    <ul class="history-reasons">
      {(['local', 'trend', 'gone'] as const).map((reason) => (
        <li key={reason}>
          <Icon name="check" /> <span>{t(`history:off.${reason}`)}</span>
        </li>
      ))}
    </ul>
    <div class="row">
      <Button kind="primary" icon="lock" id="turn-on" onPress={onStart}>
        {t('history:off.start')}
      </Button>
    </div>
  </section>
);

const Room = () => {
  const room = storageRoom.value;
  return room ? <p class="small muted">{t('history:setup.room', { free: formatBytes(Math.max(0, room.quota - room.used)) })}</p> : null;
};

interface TurnOnProps {
  /** Beside a locked history: the person knows what it is. */
  readonly isKnown?: boolean;
  readonly onCancel?: () => void;
}

/** From no history to an open one: why, the passphrase, the recovery code. Nothing is stored before the last step. */
export function TurnOn({ isKnown, onCancel }: TurnOnProps) {
  const step = useSignal<'reasons' | 'passphrase' | 'code'>(isKnown ? 'passphrase' : 'reasons');
  const passphrase = useSignal('');
  const repeated = useSignal('');
  const wantsCode = useSignal(true);
  const code = useSignal<string | undefined>(undefined);
  const fault = useSignal<string | undefined>(undefined);
  const task = useTask();
  useEffect(() => void measureStorage(), []);

  const finish = (): void => void task.run(() => turnOn(passphrase.value, code.value));
  const choose = (): void => {
    fault.value = passphraseFault(passphrase.value, repeated.value);
    if (fault.value !== undefined) return;
    code.value = wantsCode.value ? makeRecoveryCode() : undefined;
    if (wantsCode.value) step.value = 'code';
    else finish();
  };

  if (step.value === 'reasons') return <Reasons onStart={() => (step.value = 'passphrase')} />;
  return (
    <section class="card stack history-narrow">
      {step.value === 'code' && code.value !== undefined ? (
        <RecoveryCodeView code={code.value} submit={t('history:off.start')} isBusy={task.isBusy.value} onKept={finish} />
      ) : (
        <Form submit={t('actions.continue')} fault={fault.value} isBusy={task.isBusy.value} onSubmit={choose} onCancel={onCancel}>
          <h2>{t('history:setup.heading')}</h2>
          <p>{t('history:setup.lead')}</p>
          <NewPassphrase label={t('history:passphrase.label')} value={passphrase} repeated={repeated} />
          <label class="history-check">
            <input type="checkbox" name="code" checked={wantsCode.value} onChange={({ currentTarget }) => (wantsCode.value = currentTarget.checked)} />
            <span>
              {t('history:setup.withCode')}
              <span class="small muted">{t('history:setup.withCodeText')}</span>
            </span>
          </label>
          <Room />
        </Form>
      )}
      {task.isBusy.value && <p role="status">{t('history:setup.working')}</p>}
      <FailureNotice code={task.failure.value} />
    </section>
  );
}
