import { useSignal } from '@preact/signals';
import type { Progress } from 'analyze-locally';
import { useEffect } from 'preact/hooks';
import { measureVisit, type Refusal } from '../engine/measure.js';
import { t } from '../messages/i18n.js';
import { go } from '../session/navigation.js';
import { answer } from '../session/session.js';
import { Button } from '../ui/button.js';
import { Notice } from '../ui/notice.js';

const textOf = (progress: Progress | undefined): string => {
  if (!progress || progress.stage === 'loading') return t('analysing:loading');
  if (progress.stage === 'decoding') return t('analysing:decoding');
  return t(`analysing:${progress.stage}`, { view: t(`views.${progress.view}`) });
};

/** The measurement, from the photos to the result or to what is wrong with a photo. */
export function AnalysingScreen() {
  const progress = useSignal<Progress | undefined>(undefined);
  const failure = useSignal<Refusal | 'failed' | undefined>(undefined);
  const attempt = useSignal(0);

  useEffect(() => {
    const ending = new AbortController();
    failure.value = undefined;
    measureVisit(ending.signal, (next) => (progress.value = next)).then(
      (found) => {
        if (ending.signal.aborted) return;
        if (!found.state) return void (failure.value = found);
        answer.value = found;
        go('result');
      },
      () => {
        if (!ending.signal.aborted) failure.value = 'failed';
      },
    );
    return () => ending.abort();
  }, [attempt.value]);

  const wrong = failure.value;
  return (
    <main class="screen analysing stack">
      <h1>{t('analysing:heading')}</h1>
      {wrong === undefined && <p role="status">{textOf(progress.value)}</p>}
      {wrong === 'failed' && (
        <Notice kind="danger" title={t('analysing:failed')}>
          <p>{t('analysing:kept')}</p>
          <Button kind="primary" onPress={() => (attempt.value += 1)}>
            {t('actions.retry')}
          </Button>
        </Notice>
      )}
      {wrong !== undefined && wrong !== 'failed' && (
        <Notice kind="caution" title={t('analysing:refused', { count: 1 })}>
          <p>{wrong.message}</p>
        </Notice>
      )}
      <Button icon="back" onPress={() => go('capture')}>
        {t('actions.back')}
      </Button>
    </main>
  );
}
