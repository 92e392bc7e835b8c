import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { t } from '../messages/i18n.js';
import { download } from '../report/download.js';
import { Button } from '../ui/button.js';
import { importSettings, settingProblems } from './load-settings.js';
import { settings } from './settings.js';

/** Saves the settings in force. */
function exportSettings(): void {
  download(new File([`${JSON.stringify(settings.value, null, 2)}\n`], 'settings.json', { type: 'application/json' }));
}

/** Settings to and from a file. */
export function FileSection() {
  const input = useRef<HTMLInputElement>(null);
  const isImported = useSignal(false);
  const open = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    await importSettings(await file.text());
    isImported.value = !settingProblems.value.some(({ source, field }) => source === 'device' && field === 'file');
    // The problems are told at the top.
    if (settingProblems.value.length > 0) scrollTo(0, 0);
  };
  return (
    <>
      <p class="small muted">{t('kiosk:file.text')}</p>
      <div class="row">
        <Button icon="download" onPress={exportSettings}>
          {t('kiosk:file.export')}
        </Button>
        <Button icon="upload" onPress={() => input.current?.click()}>
          {t('kiosk:file.import')}
        </Button>
        <input
          ref={input}
          id="settings-file"
          type="file"
          accept="application/json,.json"
          hidden
          onChange={({ currentTarget }) => {
            void open(currentTarget.files?.[0]);
            // The same file may be opened again.
            currentTarget.value = '';
          }}
        />
      </div>
      <p role="status">{isImported.value && t('kiosk:file.imported')}</p>
    </>
  );
}
