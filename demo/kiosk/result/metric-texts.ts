import { gradeMetric } from 'analyze-locally/metrics';
import { formatNumber, t } from '../messages/i18n.js';
import { MEASURES, type MeasureCard } from './metric-groups.js';
import { isTwoSided, type Reading } from './readings.js';

/** One decimal, or as many as it takes not to show a value on the other side of its grade's bound. */
function decimalsOf({ name, value, grade }: Reading): number {
  return [1, 2].find((count) => gradeMetric(name, Number(value.toFixed(count))) === grade) ?? 3;
}

/** `2.3°`, without sign. */
const sizeText = (reading: Reading): string => `${formatNumber(Math.abs(reading.value), decimalsOf(reading))}°`;

/** `+2.3°`: signed where the metric has two directions. */
export function valueText(reading: Reading): string {
  const size = sizeText(reading);
  const isNothing = Number(Math.abs(reading.value).toFixed(decimalsOf(reading))) === 0;
  if (isNothing) return size;
  if (reading.value < 0) return `−${size}`;
  return isTwoSided(reading.name) ? `+${size}` : size;
}

/** `± 0.8°`, never shown as nothing; empty where it is not known. */
export const marginText = ({ margin }: Reading): string => (margin === undefined ? '' : `± ${formatNumber(Math.max(margin, 0.1))}°`);

/** What a value means for this person, a sentence. */
export function meaningText(reading: Reading): string {
  const direction = reading.grade < 0 ? 'negative' : 'positive';
  const text = reading.grade === 0 ? 'normal' : Math.abs(reading.grade) === 2 ? (`${direction}Danger` as const) : direction;
  return t(`result:measures.${MEASURES[reading.name]}.${text}`, { size: sizeText(reading) });
}

/** Which grades the margin leaves open; empty where it leaves none open. */
export function borderlineText({ borderline }: Reading): string {
  if (!borderline) return '';
  const [least, worst] = borderline;
  const grades = { least: t(`result:gradeWords.${least}`), worst: t(`result:gradeWords.${worst}`) };
  return t(least === 'normal' && worst === 'danger' ? 'result:anything' : 'result:between', grades);
}

/** What a metric is called. */
export const metricName = ({ name }: Pick<Reading, 'name'>): string => t(`result:measures.${MEASURES[name]}.name`);

/** What the readings of one card are called together. */
export const cardName = ({ name }: MeasureCard): string => (name === 'legs' ? t('result:legs.name') : t(`result:measures.${name}.name`));

/** What the number of a card is, for somebody who has never seen one. */
export const cardExplanation = ({ name }: MeasureCard): string => t(name === 'legs' ? 'result:legs.what' : `result:what.${name}`);

/** Tells a reading of a card from its neighbours: `Front`, or `Front, left leg`. */
export function readingName({ name, view }: Reading): string {
  const photo = t(`views.${view}`);
  const measure = MEASURES[name];
  return measure === 'leftLeg' || measure === 'rightLeg' ? `${photo} · ${t(`result:legSides.${measure}`)}` : photo;
}
