import type { Progress, View } from 'analyze-locally';
import { useEffect, useRef } from 'preact/hooks';
import { formatNumber, t } from '../messages/i18n.js';
import { notePresence } from '../session/activity.js';
import { takenViews } from '../session/session.js';
import { Notice } from '../ui/notice.js';
import { Thumbnail, type PhotoState } from './thumbnail.js';

type Loading = Extract<Progress, { readonly stage: 'loading' }>;
type Step = Exclude<Progress, Loading>;

/** What each stage of a photo adds to the bar: finding the joints takes nearly all the time. */
const WEIGHTS: Readonly<Record<Step['stage'], number>> = { decoding: 1, detecting: 8, drawing: 1 };
const WHOLE = Object.values(WEIGHTS).reduce((sum, weight) => sum + weight, 0);

const isLoading = (progress: Progress | undefined): progress is Loading | undefined => !progress || progress.stage === 'loading';

const stageText = (progress: Progress | undefined): string => {
  if (isLoading(progress)) return t('analysing:loading');
  if (progress.stage === 'decoding') return t('analysing:decoding');
  return t(`analysing:${progress.stage}`, { view: t(`views.${progress.view}`) });
};

const MEGABYTE = 1e6;

/** How often it counts that somebody waits, milliseconds. */
const PRESENCE_EVERY = 1000;

/** Bytes change too often to be read aloud. */
const Bytes = ({ loaded, total }: Loading) => (
  <p class="small muted numbers" aria-hidden="true">
    {t('analysing:loadingBytes', { loaded: formatNumber(loaded / MEGABYTE), total: formatNumber(total / MEGABYTE) })}
  </p>
);

/** The steps that have begun, the one of the moment last. */
function useSteps(progress: Progress | undefined): readonly Step[] {
  const steps = useRef<readonly Step[]>([]);
  if (isLoading(progress)) steps.current = [];
  else if (!steps.current.some(({ stage, view }) => stage === progress.stage && view === progress.view)) {
    steps.current = [...steps.current, progress];
  }
  return steps.current;
}

function stateOf(view: View, steps: readonly Step[]): PhotoState {
  if (steps.at(-1)?.view === view) return 'working';
  return steps.some((step) => step.view === view && step.stage !== 'decoding') ? 'done' : 'waiting';
}

/** What is being done at the moment. */
export function Running({ progress, isRepeated }: { readonly progress: Progress | undefined; readonly isRepeated: boolean }) {
  const steps = useSteps(progress);
  // Only as long as it runs: what is wrong with a photo is left alone like any other screen.
  useEffect(() => {
    const timer = setInterval(() => notePresence(), PRESENCE_EVERY);
    return () => clearInterval(timer);
  }, []);
  const views = takenViews.value;
  const done = steps.slice(0, -1).reduce((sum, { stage }) => sum + WEIGHTS[stage], 0);
  const loading = progress?.stage === 'loading' && progress.total > 0 ? progress : undefined;
  return (
    <>
      <header class="stack">
        <h1>{t('analysing:heading')}</h1>
        <p class="muted">{t('analysing:lead')}</p>
      </header>
      {isRepeated && <Notice kind="caution" title={t('analysing:again')} />}
      <div class="analysing-photos">
        {views.map((view) => (
          <Thumbnail key={view} view={view} state={stateOf(view, steps)} />
        ))}
      </div>
      <div class="stack analysing-progress">
        <p role="status">{stageText(progress)}</p>
        <progress
          aria-label={t('analysing:progress')}
          max={1}
          value={loading ? loading.loaded / loading.total : isLoading(progress) ? undefined : done / (views.length * WHOLE)}
        />
        {loading && <Bytes {...loading} />}
      </div>
    </>
  );
}
