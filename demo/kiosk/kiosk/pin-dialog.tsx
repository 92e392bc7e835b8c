import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../messages/i18n.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { pinWait, tryPin } from './pin.js';
import { dropPinRequest, pinRequest } from './pin-request.js';
import { isPin } from './read-settings.js';

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;
const LONGEST = 8;

/** Whole seconds until the next try. */
const secondsToWait = (): number => Math.ceil(pinWait() / 1000);

/** Asks for the PIN, by keys on the screen or of a keyboard. */
export function PinDialog() {
  const pin = useSignal('');
  const isTrying = useSignal(false);
  const wasWrong = useSignal(false);
  const wait = useSignal(secondsToWait());
  const input = useRef<HTMLInputElement>(null);

  useEffect(() => {
    input.current?.focus();
    const timer = setInterval(() => (wait.value = secondsToWait()), 500);
    return () => clearInterval(timer);
  }, []);

  const submit = async (): Promise<void> => {
    if (isTrying.value || !isPin(pin.value)) return;
    isTrying.value = true;
    const outcome = await tryPin(pin.value);
    isTrying.value = false;
    pin.value = '';
    wait.value = secondsToWait();
    wasWrong.value = outcome === 'wrong';
    if (outcome === 'right') pinRequest.value?.(true);
    else input.current?.focus();
  };
  const press = (digit: string): void => {
    if (pin.value.length < LONGEST) pin.value += digit;
  };
  const digitKey = (digit: string): JSX.Element => (
    <Button key={digit} large onPress={() => press(digit)}>
      {digit}
    </Button>
  );
  const said = wait.value > 0 ? t('kiosk:pin.wait', { count: wait.value }) : wasWrong.value && pin.value === '' ? t('kiosk:pin.wrong') : '';

  return (
    <Dialog title={t('kiosk:pin.heading')} onClose={dropPinRequest}>
      <form
        class="kiosk-pin stack"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <input
          ref={input}
          class="kiosk-digits numbers"
          type="text"
          inputMode="none"
          autoComplete="off"
          maxLength={LONGEST}
          aria-label={t('kiosk:pin.label')}
          value={pin.value}
          onInput={({ currentTarget }) => {
            pin.value = currentTarget.value.replaceAll(/\D/g, '').slice(0, LONGEST);
            currentTarget.value = pin.value;
          }}
        />
        <p class="kiosk-said" role="alert">
          {said}
        </p>
        <div class="kiosk-keys" dir="ltr">
          {DIGITS.map(digitKey)}
          <Button large icon="back" label={t('kiosk:pin.erase')} onPress={() => (pin.value = pin.value.slice(0, -1))} />
          {digitKey('0')}
          <Button large kind="primary" icon="check" label={t('kiosk:pin.enter')} disabled={isTrying.value || wait.value > 0 || !isPin(pin.value)} onPress={() => void submit()} />
        </div>
        <Button kind="quiet" onPress={dropPinRequest}>
          {t('actions.cancel')}
        </Button>
      </form>
    </Dialog>
  );
}
