import { formatNumber, t } from '../messages/i18n.js';
import type { Reading } from '../result/readings.js';
import { Icon } from '../ui/icon.js';
import { changeBetween, type Change } from './change.js';

const signed = (value: number): string => {
  const size = formatNumber(Math.abs(value));
  return Number(Math.abs(value).toFixed(1)) === 0 ? `±${size}°` : `${value < 0 ? '−' : '+'}${size}°`;
};

const verdict = ({ isBeyondError, deviation }: Change): string => {
  if (isBeyondError === undefined) return t('history:trend.unknown');
  if (!isBeyondError) return t('history:trend.within');
  return deviation === 'same' ? t('history:trend.beyond') : `${t('history:trend.beyond')}, ${t(`history:trend.${deviation}`)}`;
};

interface ChangeTextProps {
  readonly before: Reading;
  readonly after: Reading;
}

/** The difference of two measurements, and whether it is one: by mark, word and weight. */
export function ChangeText({ before, after }: ChangeTextProps) {
  const change = changeBetween(after.name, before, after);
  const kind = change.isBeyondError ? change.deviation : 'within';
  return (
    <span class={`history-change ${kind}`} data-beyond={change.isBeyondError === true}>
      <span class="numbers">
        {change.isBeyondError && <Icon name={change.delta < 0 ? 'down' : 'up'} />}
        {signed(change.delta)}
      </span>{' '}
      <span class="small">
        {verdict(change)}
        {change.limit !== undefined && ` (${t('history:trend.limit', { limit: formatNumber(change.limit) })})`}
      </span>
    </span>
  );
}
