import { useSignal } from '@preact/signals';
import { t } from '../messages/i18n.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';

declare const __PACKAGE_VERSION__: string;

/** A dialog and not a page: there would be no way back from it. */
function Licences() {
  const text = useSignal<string | undefined>(undefined);
  const show = async (): Promise<void> => {
    text.value = await fetch('./licences.txt').then(
      async (response) => (response.ok ? response.text() : t('kiosk:about.licencesFailed')),
      () => t('kiosk:about.licencesFailed'),
    );
  };
  return (
    <>
      <div class="row">
        <Button icon="info" onPress={() => void show()}>
          {t('kiosk:about.licences')}
        </Button>
      </div>
      {text.value !== undefined && (
        <Dialog title={t('kiosk:about.licences')} onClose={() => (text.value = undefined)}>
          <pre class="settings-licences small" tabIndex={0}>
            {text.value}
          </pre>
          <Button onPress={() => (text.value = undefined)}>{t('actions.close')}</Button>
        </Dialog>
      )}
    </>
  );
}

/** Which app this is. */
export const AboutSection = () => (
  <>
    <p>{t('kiosk:about.version', { version: __PACKAGE_VERSION__ })}</p>
    <p class="muted">{t('kiosk:about.measures')}</p>
    <Licences />
  </>
);
