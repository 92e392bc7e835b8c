import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { settings } from '../kiosk/settings.js';
import { t } from '../messages/i18n.js';
import { Button } from '../ui/button.js';
import { LOCK_AFTER_MINUTES } from './auto-lock.js';
import { DeleteVaultDialog } from './delete-vault-dialog.js';
import { FailureNotice } from './failure-notice.js';
import { Form } from './form.js';
import { otherVaults, recover, tryLimit, unlock } from './history.js';
import { NewPassphrase, PassphraseField, passphraseFault } from './passphrase-field.js';
import { readRecoveryCode } from './recovery-code.js';
import { TurnOn } from './turn-on.js';
import { useTask } from './use-task.js';

/** Whole seconds until the next try is taken; 0 for now. */
function useWait(): number {
  const now = useSignal(Date.now());
  const until = tryLimit.until.value;
  useEffect(() => {
    const timer = setInterval(() => (now.value = Date.now()), 500);
    return () => clearInterval(timer);
  }, [until]);
  return Math.max(0, Math.ceil((until - Math.max(now.value, Date.now())) / 1000));
}

const Waiting = ({ seconds }: { readonly seconds: number }) =>
  seconds > 0 ? <p role="status">{t('history:unlock.wait', { count: seconds })}</p> : null;

/** The recovery code in place of the passphrase, and a new passphrase. */
function Recovery({ onCancel }: { readonly onCancel: () => void }) {
  const code = useSignal('');
  const passphrase = useSignal('');
  const repeated = useSignal('');
  const fault = useSignal<string | undefined>(undefined);
  const task = useTask();
  const wait = useWait();
  const submit = (): void => {
    const read = readRecoveryCode(code.value);
    fault.value = read === undefined ? t('history:unlock.codeWrong') : passphraseFault(passphrase.value, repeated.value);
    if (read !== undefined && fault.value === undefined) void task.run(() => recover(read, passphrase.value));
  };
  return (
    <Form submit={t('history:unlock.open')} fault={fault.value} isBusy={task.isBusy.value} disabled={wait > 0} onSubmit={submit} onCancel={onCancel}>
      <h2>{t('history:unlock.byCode')}</h2>
      <label class="field">
        <span>{t('history:unlock.code')}</span>
        <input
          name="recovery-code"
          autocomplete="off"
          autocapitalize="characters"
          spellcheck={false}
          value={code.value}
          onInput={({ currentTarget }) => (code.value = currentTarget.value)}
        />
        <span class="small muted">{t('history:unlock.codeHint')}</span>
      </label>
      <NewPassphrase label={t('history:passphrase.next')} value={passphrase} repeated={repeated} />
      <Waiting seconds={wait} />
      <FailureNotice code={task.failure.value} />
    </Form>
  );
}

/** A lost passphrase: by the code, beside it, or without it. Nothing happens by itself, and no passer-by of a kiosk deletes. */
function Forgotten({ onChoose }: { readonly onChoose: (way: 'code' | 'beside') => void }) {
  const deleted = useSignal<string | undefined>(undefined);
  return (
    <details class="history-forgotten">
      <summary class="button quiet">{t('history:unlock.forgotten')}</summary>
      <div class="stack">
        <p>{t('history:unlock.forgottenLead')}</p>
        {otherVaults.value.some(({ recovery }) => recovery) && (
          <Button icon="lock" onPress={() => onChoose('code')}>
            {t('history:unlock.byCode')}
          </Button>
        )}
        <Button icon="plus" onPress={() => onChoose('beside')}>
          {t('history:unlock.beside')}
        </Button>
        <p class="small muted">{t('history:unlock.besideText')}</p>
        {settings.value.mode === 'personal' && otherVaults.value.map(({ id }, index) => (
          <Button key={id} kind="danger" icon="trash" onPress={() => (deleted.value = id)}>
            {otherVaults.value.length > 1 ? `${t('history:manage.deleteOther')} (${index + 1})` : t('history:manage.deleteOther')}
          </Button>
        ))}
      </div>
      {deleted.value !== undefined && <DeleteVaultDialog vault={deleted.value} onClose={() => (deleted.value = undefined)} />}
    </details>
  );
}

/** The way into a locked history. */
export function Unlock() {
  const way = useSignal<'passphrase' | 'code' | 'beside'>('passphrase');
  const passphrase = useSignal('');
  const task = useTask();
  const wait = useWait();
  const back = (): void => void (way.value = 'passphrase');
  if (way.value === 'beside') return <TurnOn isKnown onCancel={back} />;
  return (
    <section class="card stack history-narrow">
      {way.value === 'code' ? (
        <Recovery onCancel={back} />
      ) : (
        <>
          <Form
            submit={t('history:unlock.open')}
            isBusy={task.isBusy.value}
            disabled={wait > 0}
            onSubmit={() => passphrase.value !== '' && void task.run(() => unlock(passphrase.value))}
          >
            <h2>{t('history:unlock.heading')}</h2>
            <p>{t('history:unlock.lead')}</p>
            <PassphraseField label={t('history:passphrase.label')} value={passphrase} name="passphrase" />
            <Waiting seconds={wait} />
            <FailureNotice code={task.failure.value} />
          </Form>
          <p class="small muted">{t('history:unlock.lockNote', { count: LOCK_AFTER_MINUTES })}</p>
          <Forgotten onChoose={(next) => (way.value = next)} />
        </>
      )}
    </section>
  );
}
