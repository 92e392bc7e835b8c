import { useSignal, type Signal } from '@preact/signals';
import { useId } from 'preact/hooks';
import { t } from '../messages/i18n.js';

/** Shorter ones are guessed by a machine, whatever the derivation costs it. */
export const MIN_PASSPHRASE = 10;

interface PassphraseFieldProps {
  readonly label: string;
  readonly value: Signal<string>;
  readonly isNew?: boolean;
  readonly hint?: string;
  readonly name: string;
}

/** The types know no input that changes its kind. */
const kindOf = (isShown: boolean): 'password' => (isShown ? 'text' : 'password') as 'password';

/** A secret to type, hidden unless the person wants to see it. */
export function PassphraseField({ label, value, isNew, hint, name }: PassphraseFieldProps) {
  const isShown = useSignal(false);
  const hintId = useId();
  return (
    <div class="field history-secret">
      <label>
        <span>{label}</span>
        <input
          type={kindOf(isShown.value)}
          name={name}
          value={value.value}
          autocomplete={isNew ? 'new-password' : 'current-password'}
          autocapitalize="none"
          spellcheck={false}
          aria-describedby={hint === undefined ? undefined : hintId}
          onInput={({ currentTarget }) => (value.value = currentTarget.value)}
        />
      </label>
      <button type="button" class="button quiet" aria-pressed={isShown.value} onClick={() => (isShown.value = !isShown.value)}>
        {t('history:passphrase.show')}
      </button>
      {hint !== undefined && (
        <span id={hintId} class="small muted">
          {hint}
        </span>
      )}
    </div>
  );
}

interface NewPassphraseProps {
  readonly label: string;
  readonly value: Signal<string>;
  readonly repeated: Signal<string>;
}

/** A passphrase to choose, typed twice: a slip of the finger would lock the history for good. */
export const NewPassphrase = ({ label, value, repeated }: NewPassphraseProps) => (
  <>
    <PassphraseField label={label} value={value} isNew name="new-passphrase" hint={t('history:passphrase.hint', { count: MIN_PASSPHRASE })} />
    <PassphraseField label={t('history:passphrase.repeat')} value={repeated} isNew name="repeated-passphrase" />
  </>
);

/** What is wrong with a chosen passphrase, in words; `undefined` where nothing is. */
export function passphraseFault(value: string, repeated: string): string | undefined {
  if ([...value].length < MIN_PASSPHRASE) return t('history:passphrase.tooShort', { count: MIN_PASSPHRASE });
  return value.normalize('NFKC') === repeated.normalize('NFKC') ? undefined : t('history:passphrase.differ');
}
