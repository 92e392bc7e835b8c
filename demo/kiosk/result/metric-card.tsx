import { memo } from 'preact/compat';
import { t } from '../messages/i18n.js';
import { Gauge } from './gauge.js';
import { GradeBadge } from './grade-badge.js';
import { MeasureFigure } from './measure-figure.js';
import type { MeasureCard } from './metric-groups.js';
import { borderlineText, cardExplanation, cardName, marginText, meaningText, readingName, valueText } from './metric-texts.js';
import type { Reading } from './readings.js';
import { chooseMetric, chosenMetric } from './result-state.js';

/** One value, told in full; a press shows it alone in its photo. */
function ReadingRow({ reading }: { readonly reading: Reading }) {
  const isChosen = chosenMetric.value === reading.name;
  const margin = marginText(reading);
  const borderline = borderlineText(reading);
  return (
    <button
      type="button"
      class="result-reading"
      data-metric={reading.name}
      data-severity={reading.severity}
      aria-pressed={isChosen}
      onClick={() => chooseMetric(isChosen ? undefined : reading.name)}
    >
      <span class="result-reading-head">
        <span class="small muted">{readingName(reading)}</span>
        {reading.isEdited && <span class="result-edited small">{t('result:edited')}</span>}
      </span>
      <span class="result-reading-value">
        <strong class="numbers">{valueText(reading)}</strong>
        {margin !== '' && <span class="small muted numbers">{margin}</span>}
        <GradeBadge severity={reading.severity} isOpen={reading.borderline !== undefined} />
      </span>
      <Gauge reading={reading} />
      <span class="small">{meaningText(reading)}</span>
      {borderline !== '' && <span class="result-borderline small">{borderline}</span>}
    </button>
  );
}

interface MetricCardProps {
  readonly card: MeasureCard;
  /** Of this card, at least one. */
  readonly readings: readonly Reading[];
}

const isSame = (a: Reading, b: Reading | undefined): boolean =>
  a.name === b?.name && a.value === b.value && a.margin === b.margin && a.isEdited === b.isEdited;

const isUnchanged = (before: MetricCardProps, after: MetricCardProps): boolean =>
  before.card === after.card &&
  before.readings.length === after.readings.length &&
  before.readings.every((reading, index) => isSame(reading, after.readings[index]));

/** What belongs together of what was measured. While a point is dragged, only the cards that it changes are drawn again. */
export const MetricCard = memo(
  ({ card, readings }: MetricCardProps) => (
    <article class="card result-card" data-card={card.name}>
      <div class="result-card-head">
        <MeasureFigure card={card} readings={readings} />
        <div>
          <h3>{cardName(card)}</h3>
          <p class="small muted">{cardExplanation(card)}</p>
        </div>
      </div>
      <div class="result-readings" data-count={readings.length}>
        {readings.map((reading) => (
          <ReadingRow key={reading.name} reading={reading} />
        ))}
      </div>
    </article>
  ),
  isUnchanged,
);
