import { formatDate, t } from '../messages/i18n.js';
import { GradeMark } from '../result/grade-badge.js';
import { marginText, meaningText, metricName, readingName, valueText } from '../result/metric-texts.js';
import { MEASURES, METRIC_GROUPS, type MetricGroup, type Measure } from '../result/metric-groups.js';
import { notableReadings } from '../result/notable.js';
import { countsOf, SEVERITIES, type Reading } from '../result/readings.js';
import { VIEWS, type PerView } from '../session/views.js';
import type { ReportData } from './report-data.js';

interface Told {
  readonly data: ReportData;
}

const Masthead = ({ data: { who, when }, organization }: Told & { readonly organization: string | undefined }) => (
  <header class="report-masthead">
    <div>
      {organization && <p class="report-organization">{organization}</p>}
      <h1>{t('report:printed.title')}</h1>
    </div>
    <dl>
      {who && (
        <div>
          <dt>{t('report:printed.for')}</dt>
          <dd>{who}</dd>
        </div>
      )}
      <div>
        <dt>{t('report:printed.date')}</dt>
        <dd>{formatDate(when, { dateStyle: 'long' })}</dd>
      </div>
    </dl>
  </header>
);

const Pictures = ({ images }: { readonly images: PerView<HTMLImageElement> }) => (
  <div class="report-pictures">
    {VIEWS.map((view) => {
      const image = images[view];
      return (
        image && (
          <figure key={view}>
            <img src={image.src} alt={t('report:printed.photo', { view: t(`views.${view}`) })} />
            <figcaption>{t(`views.${view}`)}</figcaption>
          </figure>
        )
      );
    })}
  </div>
);

function Counted({ data: { readings } }: Told) {
  const counts = countsOf(readings);
  return (
    <p class="report-counts">
      <span>{t('report:printed.measurements', { count: readings.length })}</span>
      {SEVERITIES.map((severity) => (
        <span key={severity}>
          <GradeMark severity={severity} /> {t(`grades.${severity}`)} <b>{counts[severity]}</b>
        </span>
      ))}
      <span>{t('result:borderlineCount', { count: counts.borderline })}</span>
    </p>
  );
}

function Notable({ data: { readings } }: Told) {
  const notable = notableReadings(readings);
  return (
    <div class="report-notable">
      <h2>{t('result:notable')}</h2>
      {notable.length === 0 ? (
        <p>{t('result:allNormal')}</p>
      ) : (
        <ol>
          {notable.map((reading) => (
            <li key={reading.name}>
              <GradeMark severity={reading.severity} isOpen={reading.borderline !== undefined} />
              <span>
                <b>{metricName(reading)}</b> ({readingName(reading)}): {meaningText(reading)}
              </span>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}

/** What is measured, in the order of the groups. */
const measuresOf = ({ cards }: MetricGroup): readonly Measure[] => [
  ...new Set(cards.flatMap(({ metrics }) => metrics.map((name) => MEASURES[name]))),
];

const Cell = ({ reading }: { readonly reading: Reading | undefined }) => (
  <td>
    {reading && (
      <div class="report-cell">
        <GradeMark severity={reading.severity} isOpen={reading.borderline !== undefined} />
        <span>
          <span class="report-value">{valueText(reading)}</span> <span class="report-margin">{marginText(reading)}</span>
        </span>
        <span class="report-grade">
          {t(`grades.${reading.severity}`)}
          {reading.borderline && `, ${t('report:printed.borderline')}`}
          {reading.isEdited && `, ${t('report:printed.edited')}`}
        </span>
      </div>
    )}
  </td>
);

/** All measurements: a row for what is measured, a column for each photo. */
function Table({ data: { readings } }: Told) {
  const views = VIEWS.filter((view) => readings.some((reading) => reading.view === view));
  const found = (measure: Measure) => readings.filter(({ name }) => MEASURES[name] === measure);
  return (
    <table class="report-table">
      <thead>
        <tr>
          <th scope="col">{t('report:printed.measure')}</th>
          {views.map((view) => (
            <th key={view} scope="col">
              {t(`views.${view}`)}
            </th>
          ))}
        </tr>
      </thead>
      {METRIC_GROUPS.map((group) => (
        <tbody key={group.name}>
          {measuresOf(group)
            .map((measure) => ({ measure, readings: found(measure) }))
            .filter((row) => row.readings.length > 0)
            .map((row) => (
              <tr key={row.measure}>
                <th scope="row">{t(`result:measures.${row.measure}.name`)}</th>
                {views.map((view) => (
                  <Cell key={view} reading={row.readings.find((reading) => reading.view === view)} />
                ))}
              </tr>
            ))}
        </tbody>
      ))}
    </table>
  );
}

interface SummaryProps extends Told {
  readonly images: PerView<HTMLImageElement>;
  readonly organization: string | undefined;
}

/** The first page: who, when, the photos, and all values at a glance. */
export const PrintedSummary = ({ data, images, organization }: SummaryProps) => (
  <section class="report-summary">
    <Masthead data={data} organization={organization} />
    <Pictures images={images} />
    <Counted data={data} />
    <Notable data={data} />
    <Table data={data} />
    <p class="report-key">
      {t('report:printed.key')} {t('report:printed.signs')}
    </p>
  </section>
);
