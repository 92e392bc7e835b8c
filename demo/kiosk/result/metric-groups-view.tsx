import { t } from '../messages/i18n.js';
import { MetricCard } from './metric-card.js';
import { METRIC_GROUPS } from './metric-groups.js';
import { readings } from './shown-answer.js';

/** All that was measured, from the head to the feet. */
export function MetricGroups() {
  const all = readings.value;
  const groups = METRIC_GROUPS.map(({ name, cards }) => ({
    name,
    cards: cards.flatMap((card) => {
      const found = card.metrics.flatMap((metric) => all.filter((reading) => reading.name === metric));
      return found.length > 0 ? [{ card, found }] : [];
    }),
  })).filter(({ cards }) => cards.length > 0);
  return (
    <>
      {groups.map(({ name, cards }) => (
        <section key={name} class="result-group" aria-labelledby={`result-group-${name}`}>
          <h2 id={`result-group-${name}`}>{t(`result:groups.${name}`)}</h2>
          <div class="result-cards">
            {cards.map(({ card, found }) => (
              <MetricCard key={card.name} card={card} readings={found} />
            ))}
          </div>
        </section>
      ))}
    </>
  );
}
