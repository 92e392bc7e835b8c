import { isKiosk } from '../kiosk/settings.js';
import { t } from '../messages/i18n.js';
import { go } from '../session/navigation.js';
import { Button } from '../ui/button.js';
import { Notice } from '../ui/notice.js';
import { Refused } from './refused.js';
import { Running } from './running.js';
import { useMeasurement, type Trouble } from './use-measurement.js';
import './analysing.css';

const Failed = ({ trouble, onRestart }: { readonly trouble: Trouble; readonly onRestart: () => void }) => (
  <>
    <h1>{t('analysing:failed')}</h1>
    <Notice kind="danger" title={t('analysing:kept')}>
      <p>{t(`analysing:errors.${trouble}`)}</p>
    </Notice>
    <div>
      <Button kind="primary" large id="retry" onPress={onRestart}>
        {t('actions.retry')}
      </Button>
    </div>
  </>
);

/** The measurement, from the photos to the result or to what is wrong with a photo. */
export function AnalysingScreen() {
  const { state, restart } = useMeasurement();
  const measurement = state.value;
  return (
    <main class="screen analysing" data-state={measurement.kind}>
      {measurement.kind === 'running' && <Running {...measurement} />}
      {measurement.kind === 'failed' && <Failed trouble={measurement.trouble} onRestart={restart} />}
      {measurement.kind === 'refused' && <Refused refusal={measurement.refusal} onRestart={restart} />}
      <div>
        {/* A kiosk has no files to choose from: its photos are taken again. */}
        <Button icon={measurement.kind === 'running' ? 'close' : 'back'} kind="quiet" onPress={() => go(isKiosk.value ? 'capture' : 'upload')}>
          {measurement.kind === 'running' ? t('analysing:cancel') : t('actions.back')}
        </Button>
      </div>
    </main>
  );
}
