import { t } from '../messages/i18n.js';
import { Gauge } from '../result/gauge.js';
import { GradeBadge } from '../result/grade-badge.js';
import { MeasureFigure } from '../result/measure-figure.js';
import { borderlineText, cardExplanation, cardName, marginText, meaningText, readingName, valueText } from '../result/metric-texts.js';
import { METRIC_GROUPS, type MeasureCard } from '../result/metric-groups.js';
import type { Reading } from '../result/readings.js';

const Line = ({ reading }: { readonly reading: Reading }) => (
  <li>
    <p class="report-line">
      <span class="report-where">{readingName(reading)}</span>
      <span class="report-value">{valueText(reading)}</span>
      <span class="report-margin">{marginText(reading)}</span>
      <GradeBadge severity={reading.severity} isOpen={reading.borderline !== undefined} />
    </p>
    <Gauge reading={reading} />
    <p>{meaningText(reading)}</p>
    {reading.borderline && <p class="report-note">{borderlineText(reading)}</p>}
    {reading.isEdited && <p class="report-note">{t('report:printed.edited')}</p>}
  </li>
);

const Card = ({ card, readings }: { readonly card: MeasureCard; readonly readings: readonly Reading[] }) => (
  <article class="report-card">
    <MeasureFigure card={card} readings={readings} />
    <div>
      <h4>{cardName(card)}</h4>
      <p class="report-what">{cardExplanation(card)}</p>
      <ul>
        {readings.map((reading) => (
          <Line key={reading.name} reading={reading} />
        ))}
      </ul>
    </div>
  </article>
);

/** The pages after the first: each measurement with what it means. */
export const PrintedDetails = ({ readings }: { readonly readings: readonly Reading[] }) => (
  <section class="report-details">
    <h2>{t('report:printed.details')}</h2>
    {METRIC_GROUPS.map(({ name, cards }) => {
      const found = cards
        .map((card) => ({ card, readings: readings.filter((reading) => card.metrics.includes(reading.name)) }))
        .filter((each) => each.readings.length > 0);
      return (
        found.length > 0 && (
          <section key={name} class="report-group">
            <h3>{t(`result:groups.${name}`)}</h3>
            <div class="report-cards">
              {found.map((each) => (
                <Card key={each.card.name} {...each} />
              ))}
            </div>
          </section>
        )
      );
    })}
  </section>
);
