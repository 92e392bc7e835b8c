import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import { t } from '../messages/i18n.js';
import { Button } from '../ui/button.js';
import { Notice } from '../ui/notice.js';
import { canKeepPin, hasPin, removePin, setPin } from './pin.js';
import { isPin } from './read-settings.js';

/** How setting the PIN went; a key of the texts. */
type Outcome = 'notDigits' | 'different' | 'saved' | 'removed';

interface DigitsProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
}

function Digits({ label, value, onInput }: DigitsProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        class="kiosk-digits"
        type="text"
        inputMode="numeric"
        autoComplete="off"
        maxLength={8}
        value={value}
        onInput={({ currentTarget }) => onInput(currentTarget.value)}
      />
    </div>
  );
}

/** Sets, replaces or removes the PIN. */
export function PinSetting() {
  const first = useSignal('');
  const again = useSignal('');
  const outcome = useSignal<Outcome | undefined>(undefined);

  const save = async (): Promise<void> => {
    if (!isPin(first.value)) return void (outcome.value = 'notDigits');
    if (first.value !== again.value) return void (outcome.value = 'different');
    await setPin(first.value, 'device');
    first.value = again.value = '';
    outcome.value = 'saved';
  };
  const remove = (): void => {
    removePin();
    outcome.value = 'removed';
  };

  return (
    <fieldset class="stack">
      <legend>{t('kiosk:pinSetting.heading')}</legend>
      <p class="small muted">{t('kiosk:pinSetting.hint')}</p>
      <Notice kind={hasPin.value ? 'good' : 'caution'} title={t(hasPin.value ? 'kiosk:pinSetting.isSet' : 'kiosk:pinSetting.none')} />
      {canKeepPin() ? (
        <form
          class="settings-pin"
          onSubmit={(event) => {
            event.preventDefault();
            void save();
          }}
        >
          <Digits label={t('kiosk:pinSetting.first')} value={first.value} onInput={(value) => (first.value = value)} />
          <Digits label={t('kiosk:pinSetting.again')} value={again.value} onInput={(value) => (again.value = value)} />
          <button type="submit" class="button">
            {t('kiosk:pinSetting.save')}
          </button>
          {hasPin.value && (
            <Button kind="danger" icon="trash" onPress={remove}>
              {t('kiosk:pinSetting.remove')}
            </Button>
          )}
        </form>
      ) : (
        <Notice kind="info" title={t('kiosk:pinSetting.insecure')} />
      )}
      <p role="status">{outcome.value && t(`kiosk:pinSetting.${outcome.value}`)}</p>
    </fieldset>
  );
}
