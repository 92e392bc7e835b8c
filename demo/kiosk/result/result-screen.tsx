import { useEffect } from 'preact/hooks';
import { t } from '../messages/i18n.js';
import { go } from '../session/navigation.js';
import { Button } from '../ui/button.js';
import { Notice } from '../ui/notice.js';
import { Actions } from './actions.js';
import { redo, undo } from './edit-history.js';
import { MetricGroups } from './metric-groups-view.js';
import { PhotoPanel } from './photo-panel.js';
import { readings, shownAnswer } from './shown-answer.js';
import { isEditing } from './result-state.js';
import { Summary } from './summary.js';
import './result.css';

/** Ctrl+Z, Ctrl+Y and Ctrl+Shift+Z, while points are moved. */
function onKey(event: KeyboardEvent): void {
  if (!isEditing.value || event.altKey || !(event.ctrlKey || event.metaKey)) return;
  const key = event.key.toLowerCase();
  const action = key === 'y' || (key === 'z' && event.shiftKey) ? redo : key === 'z' ? undo : undefined;
  if (!action) return;
  event.preventDefault();
  action();
}

/** What was measured: the drawn photos, the values with what they mean, and what to do with them. */
export function ResultScreen() {
  useEffect(() => {
    addEventListener('keydown', onKey);
    return () => {
      removeEventListener('keydown', onKey);
      isEditing.value = false;
    };
  }, []);
  if (!shownAnswer.value) {
    return (
      <main class="screen stack">
        <Notice kind="info" title={t('result:notThere')} />
        <Button icon="back" onPress={() => go('start')}>
          {t('actions.back')}
        </Button>
      </main>
    );
  }
  return (
    <main class="screen result">
      <header class="result-head">
        <div>
          <h1>{t('result:heading')}</h1>
          <p class="muted">{t('result:lead', { count: readings.value.length })}</p>
        </div>
        <Actions />
      </header>
      <Summary />
      <PhotoPanel />
      <div class="result-metrics">
        <MetricGroups />
        <footer class="small muted">
          <p>{t('result:disclaimer')}</p>
          <p>
            {t('result:marginNote')} {t('result:sidesNote')}
          </p>
        </footer>
      </div>
    </main>
  );
}
