import { useSignal } from '@preact/signals';
import { t } from '../messages/i18n.js';
import { Button } from '../ui/button.js';
import { Form } from './form.js';

interface RecoveryCodeViewProps {
  readonly code: string;
  readonly submit: string;
  readonly isBusy: boolean;
  readonly onKept: () => void;
}

/** Shows a fresh code once, until the person says that it is kept. */
export function RecoveryCodeView({ code, submit, isBusy, onKept }: RecoveryCodeViewProps) {
  const isKept = useSignal(false);
  return (
    <Form submit={submit} disabled={!isKept.value} isBusy={isBusy} onSubmit={() => isKept.value && onKept()}>
      <h2>{t('history:setup.codeHeading')}</h2>
      <p class="no-print">{t('history:setup.codeLead')}</p>
      <div class="history-code">
        <p class="history-printed">{t('history:setup.printed')}</p>
        <output class="numbers" translate={false}>
          {code.split('-').map((group) => (
            <span key={group}>{group}</span>
          ))}
        </output>
      </div>
      <div class="row no-print">
        <Button icon="print" onPress={() => print()}>
          {t('history:setup.print')}
        </Button>
      </div>
      <label class="history-check no-print">
        <input type="checkbox" name="kept" checked={isKept.value} onChange={({ currentTarget }) => (isKept.value = currentTarget.checked)} />
        <span>{t('history:setup.written')}</span>
      </label>
    </Form>
  );
}
