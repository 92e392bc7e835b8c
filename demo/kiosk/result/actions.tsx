import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { t } from '../messages/i18n.js';
import { SaveVisitButton } from '../history/save-visit.js';
import { wouldLoseVisit } from '../history/visit-in-session.js';
import { currentVisit } from '../report/current-visit.js';
import { ReportActions } from '../report/report-panel.js';
import { go } from '../session/navigation.js';
import { wipe } from '../session/wipe.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { draggedPoint } from './point-drag.js';

/** The report's actions. While a point is dragged they stay as they were: a report takes longer than a frame. */
function Report() {
  const visit = useRef(currentVisit.peek());
  if (!draggedPoint.value) visit.current = currentVisit.value;
  return visit.current ? <ReportActions visit={visit.current} /> : null;
}

/** What to do with a result. */
export function Actions() {
  const isAsking = useSignal(false);
  const startAnew = async (): Promise<void> => {
    await wipe();
    go('start');
  };
  return (
    <div class="row result-actions">
      <Report />
      <SaveVisitButton />
      <Button icon="plus" onPress={() => (wouldLoseVisit.value ? (isAsking.value = true) : void startAnew())}>
        {t('actions.newVisit')}
      </Button>
      {isAsking.value && (
        <Dialog title={t('result:leave.title')} onClose={() => (isAsking.value = false)}>
          <p>{t('result:leave.text')}</p>
          <div class="row">
            <Button kind="danger" icon="trash" onPress={() => void startAnew()}>
              {t('result:leave.confirm')}
            </Button>
            <Button onPress={() => (isAsking.value = false)}>{t('actions.cancel')}</Button>
          </div>
        </Dialog>
      )}
    </div>
  );
}
