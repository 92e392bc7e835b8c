import './report.css';
import { useSignal } from '@preact/signals';
import { settings } from '../kiosk/settings.js';
import { t } from '../messages/i18n.js';
import { Button } from '../ui/button.js';
import { Notice } from '../ui/notice.js';
import { download } from './download.js';
import { fileStem } from './file-names.js';
import { dataFile, everythingFile, tableFile, type FileOptions } from './files.js';
import { PrintedReport } from './printed-report.js';
import type { ReportData, ReportedVisit } from './report-data.js';
import { SaveDialog, type SavedKind } from './save-dialog.js';
import { hasShareSheet, share } from './share.js';
import { useReport } from './use-report.js';

const FILES: Readonly<Record<SavedKind, (data: ReportData, options: FileOptions) => File | Promise<File>>> = {
  everything: everythingFile,
  table: tableFile,
  data: dataFile,
};

type Failure = 'prepare' | 'share';

/**
 * What can be done with the report of a visit: print it, save it, hand it to another app. While it is there, printing the
 * page prints the report.
 */
export function ReportActions({ visit }: { readonly visit: ReportedVisit }) {
  const { last, current } = useReport(visit);
  const isSaving = useSignal(false);
  const isBusy = useSignal(false);
  const failure = useSignal<Failure | undefined>(undefined);
  // A stand in a room keeps nothing of anybody, and hands nobody its other apps.
  const isOwn = settings.value.mode === 'personal';

  const withReport = async (failing: Failure, act: (data: ReportData) => unknown): Promise<void> => {
    isBusy.value = true;
    failure.value = undefined;
    try {
      await act((await current()).data);
    } catch {
      failure.value = failing;
    } finally {
      isBusy.value = false;
    }
  };
  const save = (kind: SavedKind, options: FileOptions): void => {
    void withReport('prepare', async (data) => {
      download(await FILES[kind](data, options));
      isSaving.value = false;
    });
  };

  return (
    <div class="report-actions">
      <div class="row" role="group" aria-label={t('report:actions.label')}>
        <Button icon="print" disabled={isBusy.value} onPress={() => void withReport('prepare', () => print())}>
          {t('report:actions.print')}
        </Button>
        {isOwn && (
          <Button icon="download" disabled={isBusy.value} onPress={() => (isSaving.value = true)}>
            {t('report:actions.save')}
          </Button>
        )}
        {isOwn && hasShareSheet() && (
          <Button icon="share" disabled={isBusy.value} onPress={() => void withReport('share', (data) => share(data, fileStem(visit.when)))}>
            {t('report:actions.share')}
          </Button>
        )}
      </div>
      {failure.value && !isSaving.value && (
        <Notice kind="danger" title={t(`report:failed.${failure.value}`)}>
          <p>{t(`report:failed.${failure.value}Text`)}</p>
        </Notice>
      )}
      {isSaving.value && (
        <SaveDialog
          who={visit.who}
          when={visit.when}
          state={isBusy.value ? 'busy' : failure.value ? 'failed' : 'open'}
          onSave={save}
          onClose={() => (isSaving.value = false)}
        />
      )}
      {last && <PrintedReport report={last} />}
    </div>
  );
}
