import { gradeMetric, METRIC_NAMES, type Grade, type MetricName } from '../grades/grades.js';
import { severityOf, type Severity } from '../overlay/style.js';
import { MEASURES, type MeasureMessages, type Messages } from './messages/messages.js';
import type { Language } from './messages/languages.js';

/** What stands between the braces of a text. */
export type Fillings = Readonly<Record<string, string | number>>;

/** A text with its braces filled in. */
export const filled = (text: string, fillings: Fillings): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => String(fillings[name] ?? whole));

/** All that is written in one language. */
export class Texts {
  readonly language: string;
  readonly messages: Messages;
  /** What the metrics are called. */
  readonly names: Readonly<Record<MetricName, string>>;

  constructor({ tag, messages }: Language) {
    this.language = tag;
    this.messages = messages;
    this.names = Object.fromEntries(METRIC_NAMES.map((name) => [name, this.#measure(name).name])) as Record<MetricName, string>;
  }

  /** A number with so many decimals. */
  number(value: number, decimals = 0): string {
    const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
    return new Intl.NumberFormat(this.language, digits).format(value);
  }

  /** The word for a severity inside a sentence. */
  gradeWord = (severity: Severity): string => this.messages.grades[severity].toLocaleLowerCase(this.language);

  /** A value as it stands in the table; signed where the metric has two directions. */
  value(name: MetricName, value: number): string {
    const size = this.#size(name, value);
    const isNothing = Number(Math.abs(value).toFixed(decimalsOf(name, value))) === 0;
    return isNothing || gradeMetric(name, -90) === 0 ? size : `${value < 0 ? '−' : '+'}${size}`;
  }

  /** A margin as it stands beside its value. It is never shown as nothing. */
  margin = (margin: number): string => `± ${this.number(Math.max(margin, 0.1), 1)}°`;

  /** What a value means, in a short sentence. */
  meaning(name: MetricName, value: number): string {
    const grade = gradeMetric(name, value);
    const { normal, normalNegative = normal, positive, negative = positive, danger = positive } = this.#measure(name);
    const text = grade === 0 ? (value < 0 ? normalNegative : normal) : grade < 0 ? negative : grade === 2 ? danger : positive;
    return filled(text, { size: this.#size(name, value) });
  }

  /** Which grades a value may have whose margin leaves that open. The direction is left out, as in the badges. */
  borderline([lowest, highest]: readonly [Grade, Grade]): string {
    const sizes = [Math.abs(lowest), Math.abs(highest)];
    const least = severityOf(lowest <= 0 && highest >= 0 ? 0 : (Math.min(...sizes) as Grade));
    const worst = severityOf(Math.max(...sizes) as Grade);
    const { between, anything } = this.messages.result;
    const isWide = least === 'normal' && worst === 'danger';
    return filled(isWide ? anything : between, { least: this.gradeWord(least), worst: this.gradeWord(worst) });
  }

  #measure(name: MetricName): MeasureMessages {
    return this.messages.measures[MEASURES[name]];
  }

  /** Degrees without sign. */
  #size(name: MetricName, value: number): string {
    return `${this.number(Math.abs(value), decimalsOf(name, value))}°`;
  }
}

/** One decimal, or as many as it takes not to show a value on the other side of its bound. */
function decimalsOf(name: MetricName, value: number): number {
  const grade = gradeMetric(name, value);
  return [1, 2].find((count) => gradeMetric(name, Number(value.toFixed(count))) === grade) ?? 3;
}
