import { useSignal } from '@preact/signals';
import type { MetricName, View } from 'analyze-locally';
import { useEffect } from 'preact/hooks';
import { language, t } from '../messages/i18n.js';
import { GradeBadge } from '../result/grade-badge.js';
import { METRIC_GROUPS, viewOf } from '../result/metric-groups.js';
import { marginText, metricName, valueText } from '../result/metric-texts.js';
import type { Reading } from '../result/readings.js';
import type { TakenPhoto } from '../session/session.js';
import { VIEWS, type PerView } from '../session/views.js';
import { Button } from '../ui/button.js';
import { changeBetween } from './change.js';
import { ChangeText } from './change-text.js';
import { drawView } from './draw-visit.js';
import { FailureNotice } from './failure-notice.js';
import { historyErrorOf, type HistoryErrorCode } from './history-error.js';
import { photosOf } from './history.js';
import { show } from './place.js';
import type { Visit } from './records.js';
import { viewsOf } from './stored-answer.js';
import { visitDate } from './visit-list.js';
import { readingOf, shownAnswerOf } from './visit-readings.js';

/** A drawn view of a visit; gone with the page that shows it. */
function useDrawnView(visit: Visit, view: View): { readonly drawn: string | undefined; readonly failure: HistoryErrorCode | undefined } {
  const drawn = useSignal<string | undefined>(undefined);
  const failure = useSignal<HistoryErrorCode | undefined>(undefined);
  useEffect(() => {
    let isGone = false;
    failure.value = undefined;
    const tell = (error: unknown): void => {
      if (!isGone) failure.value = historyErrorOf(error).code;
    };
    const draw = async (): Promise<void> => {
      const photos = await photosOf(visit, [view]).catch((error: unknown): PerView<TakenPhoto> => {
        tell(error);
        return {};
      });
      const made = await drawView(shownAnswerOf(visit), view, photos[view]);
      if (!isGone) drawn.value = made;
    };
    if (viewsOf(visit).includes(view)) draw().catch(tell);
    return () => {
      isGone = true;
      drawn.value = undefined;
    };
  }, [visit, view, language.value]);
  return { drawn: drawn.value, failure: failure.value };
}

interface PicturesProps {
  readonly title: string;
  readonly visit: Visit;
  readonly view: View;
}

function Picture({ title, visit, view }: PicturesProps) {
  const { drawn, failure } = useDrawnView(visit, view);
  const date = visitDate(visit);
  return (
    <figure class="history-picture">
      <figcaption>
        <span class="small muted">{title}</span> <strong>{date}</strong>
      </figcaption>
      {viewsOf(visit).includes(view) ? (
        <>
          {drawn ? <img src={drawn} alt={t('history:compare.picture', { view: t(`views.${view}`), date })} /> : <div class="history-waiting" aria-busy="true" />}
          {!visit.photos[view] && <p class="small muted">{t('history:compare.figure')}</p>}
        </>
      ) : (
        <p class="muted">{t('history:compare.notThere')}</p>
      )}
      <FailureNotice code={failure} />
    </figure>
  );
}

const ReadingCell = ({ reading }: { readonly reading: Reading | undefined }) =>
  reading ? (
    <td>
      <span class="numbers">
        {valueText(reading)} <span class="small muted">{marginText(reading)}</span>
      </span>{' '}
      <GradeBadge severity={reading.severity} isOpen={reading.borderline !== undefined} />
    </td>
  ) : (
    <td class="muted small">{t('history:compare.notThere')}</td>
  );

function ComparedRow({ name, earlier, later }: { readonly name: MetricName; readonly earlier: Visit; readonly later: Visit }) {
  const [before, after] = [readingOf(earlier, name), readingOf(later, name)];
  return (
    <tr data-metric={name}>
      <th scope="row">
        {metricName({ name })} <span class="small muted">{t(`views.${viewOf(name)}`)}</span>
      </th>
      <ReadingCell reading={before} />
      <ReadingCell reading={after} />
      <td>{before && after && <ChangeText before={before} after={after} />}</td>
    </tr>
  );
}

const countBeyond = (earlier: Visit, later: Visit, names: readonly MetricName[]): number =>
  names.filter((name) => {
    const [before, after] = [readingOf(earlier, name), readingOf(later, name)];
    return before && after && changeBetween(name, before, after).isBeyondError;
  }).length;

interface ComparePageProps {
  readonly person: string;
  readonly earlier: Visit;
  readonly later: Visit;
}

/** Two visits side by side. */
export function ComparePage({ person, earlier, later }: ComparePageProps) {
  const views = VIEWS.filter((view) => viewsOf(earlier).includes(view) || viewsOf(later).includes(view));
  const chosen = useSignal<View>(views[0] ?? 'front');
  const names = METRIC_GROUPS.flatMap(({ cards }) => cards.flatMap(({ metrics }) => metrics)).filter((name) => views.includes(viewOf(name)));
  const beyond = countBeyond(earlier, later, names);
  return (
    <>
      <header class="history-head">
        <div class="row">
          <Button icon="back" label={t('actions.back')} onPress={() => show({ at: 'person', person })} />
          <h1>{t('history:compare.heading')}</h1>
        </div>
      </header>
      <p class="lead">{beyond === 0 ? t('history:compare.summaryNone') : t('history:compare.summary', { count: beyond })}</p>
      <div class="history-tabs" role="group" aria-label={t('result:photos.choose')}>
        {views.map((view) => (
          <button key={view} type="button" class="button" aria-pressed={view === chosen.value} onClick={() => (chosen.value = view)}>
            {t(`views.${view}`)}
          </button>
        ))}
      </div>
      <div class="history-pair">
        <Picture title={t('history:compare.earlier')} visit={earlier} view={chosen.value} />
        <Picture title={t('history:compare.later')} visit={later} view={chosen.value} />
      </div>
      <section class="card stack">
        <div class="history-scroll" role="region" aria-label={t('history:compare.heading')} tabIndex={0}>
          <table class="history-table">
            <thead>
              <tr>
                <th scope="col">{t('history:compare.measurement')}</th>
                <th scope="col">{t('history:compare.earlier')}</th>
                <th scope="col">{t('history:compare.later')}</th>
                <th scope="col">{t('history:trend.change')}</th>
              </tr>
            </thead>
            <tbody>
              {names.map((name) => (
                <ComparedRow key={name} name={name} earlier={earlier} later={later} />
              ))}
            </tbody>
          </table>
        </div>
        <p class="small muted">{t('history:compare.rule')}</p>
      </section>
    </>
  );
}
