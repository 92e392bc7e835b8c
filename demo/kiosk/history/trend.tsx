import { useSignal } from '@preact/signals';
import type { MetricName } from 'analyze-locally';
import { METRIC_NAMES } from 'analyze-locally/metrics';
import { useEffect, useRef } from 'preact/hooks';
import { language, t } from '../messages/i18n.js';
import { GradeBadge } from '../result/grade-badge.js';
import { METRIC_GROUPS, viewOf } from '../result/metric-groups.js';
import { marginText, metricName, valueText } from '../result/metric-texts.js';
import type { Reading } from '../result/readings.js';
import { ChangeText } from './change-text.js';
import type { Visit } from './records.js';
import { visitDate } from './visit-list.js';
import { readingOf } from './visit-readings.js';

/** A metric at a visit. */
interface Measured {
  readonly visit: Visit;
  readonly reading: Reading;
}

/** Earliest first. */
const measuredIn = (visits: readonly Visit[], name: MetricName): Measured[] =>
  [...visits].reverse().flatMap((visit) => {
    const reading = readingOf(visit, name);
    return reading ? [{ visit, reading }] : [];
  });

/** The chart, whose code is loaded when there is one to draw. The table says the same. */
function Chart({ name, measured }: { readonly name: MetricName; readonly measured: readonly Measured[] }) {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let take: (() => void) | undefined;
    let isGone = false;
    const points = measured.map(({ visit, reading: { value, margin } }) => ({ at: visit.at, value, margin }));
    void import('./trend-chart.js').then(({ drawTrend }) => {
      if (!isGone && element.current) take = drawTrend(element.current, name, points);
    });
    return () => {
      isGone = true;
      take?.();
    };
  }, [name, measured.map(({ visit }) => `${visit.id} ${visit.changedAt}`).join(), language.value]);
  const label = t('history:trend.chart', { name: metricName({ name }), count: measured.length });
  return <div ref={element} class="history-chart" role="img" dir="ltr" aria-label={label} />;
}

const TrendTable = ({ measured }: { readonly measured: readonly Measured[] }) => (
  <div class="history-scroll" role="region" aria-label={t('history:trend.table')} tabIndex={0}>
    <table class="history-table">
      <thead>
        <tr>
          {(['date', 'value', 'margin', 'grade', 'change'] as const).map((column) => (
            <th key={column} scope="col">
              {t(`history:trend.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {measured.map(({ visit, reading }, index) => {
          const before = measured[index - 1]?.reading;
          return (
            <tr key={visit.id}>
              <th scope="row">{visitDate(visit)}</th>
              <td class="numbers">{valueText(reading)}</td>
              <td class="numbers">{marginText(reading) || '–'}</td>
              <td>
                <GradeBadge severity={reading.severity} isOpen={reading.borderline !== undefined} />
              </td>
              <td>{before ? <ChangeText before={before} after={reading} /> : <span class="small muted">{t('history:trend.firstVisit')}</span>}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  </div>
);

function Changes({ measured }: { readonly measured: readonly Measured[] }) {
  const [first, previous, last] = [measured[0], measured.at(-2), measured.at(-1)];
  if (!first || !previous || !last) return null;
  return (
    <dl class="history-changes">
      {measured.length > 2 && (
        <div>
          <dt class="small muted">{t('history:trend.first')}</dt>
          <dd>
            <ChangeText before={first.reading} after={last.reading} />
          </dd>
        </div>
      )}
      <div>
        <dt class="small muted">{t('history:trend.previous')}</dt>
        <dd>
          <ChangeText before={previous.reading} after={last.reading} />
        </dd>
      </div>
    </dl>
  );
}

/** All metrics as a list to choose from, grouped as the result groups them. */
const MetricChoice = ({ name, names, onChoose }: { readonly name: MetricName; readonly names: readonly MetricName[]; readonly onChoose: (name: MetricName) => void }) => (
  <label class="field">
    <span>{t('history:trend.metric')}</span>
    <select name="metric" value={name} onChange={({ currentTarget }) => onChoose(currentTarget.value as MetricName)}>
      {METRIC_GROUPS.map((group) => (
        <optgroup key={group.name} label={t(`result:groups.${group.name}`)}>
          {group.cards
            .flatMap(({ metrics }) => metrics)
            .filter((metric) => names.includes(metric))
            .map((metric) => (
              <option key={metric} value={metric}>
                {`${metricName({ name: metric })} · ${t(`views.${viewOf(metric)}`)}`}
              </option>
            ))}
        </optgroup>
      ))}
    </select>
  </label>
);

/** How a metric changes from visit to visit. */
export function Trend({ visits }: { readonly visits: readonly Visit[] }) {
  const chosen = useSignal<MetricName>('turtle_neck');
  const names = METRIC_NAMES.filter((name) => visits.some((visit) => readingOf(visit, name)));
  const name = names.includes(chosen.value) ? chosen.value : names[0];
  const measured = name ? measuredIn(visits, name) : [];
  return (
    <section class="card stack" aria-labelledby="trend-heading">
      <h2 id="trend-heading">{t('history:trend.heading')}</h2>
      {name && <MetricChoice name={name} names={names} onChoose={(next) => (chosen.value = next)} />}
      {name && measured.length > 1 ? (
        <>
          <Changes measured={measured} />
          <Chart name={name} measured={measured} />
          <p class="small muted">{t('history:trend.band')}</p>
          <TrendTable measured={measured} />
        </>
      ) : (
        <p class="muted">{t('history:trend.needsTwo')}</p>
      )}
    </section>
  );
}
