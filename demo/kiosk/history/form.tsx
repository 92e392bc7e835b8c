import type { ComponentChildren } from 'preact';
import { t } from '../messages/i18n.js';

interface FormProps {
  readonly onSubmit: () => void;
  readonly submit: string;
  readonly disabled?: boolean;
  readonly isBusy?: boolean;
  /** Said when it cannot be sent as it is. */
  readonly fault?: string | undefined;
  readonly onCancel?: (() => void) | undefined;
  readonly children: ComponentChildren;
}

/** Fields with one thing to do; the Enter key does it. Nothing is sent anywhere. */
export const Form = ({ onSubmit, submit, disabled, isBusy, fault, onCancel, children }: FormProps) => (
  <form
    class="stack history-form"
    noValidate
    onSubmit={(event) => {
      event.preventDefault();
      onSubmit();
    }}
  >
    {children}
    <p class="history-fault" role="alert">
      {fault}
    </p>
    <div class="row">
      <button type="submit" class="button primary" disabled={disabled === true || isBusy === true} aria-busy={isBusy}>
        {submit}
      </button>
      {onCancel && (
        <button type="button" class="button" onClick={onCancel}>
          {t('actions.cancel')}
        </button>
      )}
    </div>
  </form>
);
