import { t } from '../messages/i18n.js';
import { GradeMark } from './grade-badge.js';
import { meaningText, metricName, valueText } from './metric-texts.js';
import { notableReadings } from './notable.js';
import { countsOf, SEVERITIES } from './readings.js';
import { chooseMetric } from './result-state.js';
import { readings } from './shown-answer.js';

/** What it comes to: how many of each grade, and what stands out. */
export function Summary() {
  const all = readings.value;
  const counts = countsOf(all);
  const edited = all.filter(({ isEdited }) => isEdited).length;
  const notable = notableReadings(all);
  return (
    <section class="result-summary" aria-labelledby="result-summary">
      <h2 id="result-summary" class="visually-hidden">
        {t('result:summary')}
      </h2>
      <ul class="result-counts" role="list">
        {SEVERITIES.map((severity) => (
          <li key={severity} class={severity} data-count={severity}>
            <GradeMark severity={severity} />
            <strong class="numbers">{counts[severity]}</strong>
            <span>{t(`grades.${severity}`)}</span>
          </li>
        ))}
        {counts.borderline > 0 && (
          <li class="note small" data-count="borderline">
            {t('result:borderlineCount', { count: counts.borderline })}
          </li>
        )}
        {edited > 0 && (
          <li class="note small" data-count="edited" title={t('result:editedHint')}>
            {t('result:editedCount', { count: edited })}
          </li>
        )}
      </ul>
      <div class="result-notable">
        <h3 class="small muted">{t('result:notable')}</h3>
        {notable.length === 0 && <p>{t('result:allNormal')}</p>}
        <ol role="list">
          {notable.map((reading) => (
            <li key={reading.name}>
              <button type="button" class={`result-notable-one ${reading.severity}`} onClick={() => chooseMetric(reading.name)}>
                <GradeMark severity={reading.severity} isOpen={reading.borderline !== undefined} />
                <span>
                  <strong>{metricName(reading)}</strong> <span class="numbers">{valueText(reading)}</span>
                  <span class="small muted">{meaningText(reading)}</span>
                </span>
              </button>
            </li>
          ))}
        </ol>
      </div>
    </section>
  );
}
