/** Figures of the quality benchmark: what becomes of photos, errors and margins at each degradation. */
import type { MetricName, View } from 'analyze-locally';
import { isBorderline } from '../../../src/grades/certainty.js';
import { gradeMetric, METRIC_NAMES } from '../../../src/grades/grades.js';
import { mean } from '../statistics.js';
import { textTable } from '../text-table.js';
import { NAMES, nameOf } from './degradations.js';
import type { PhotoRecord, Reading } from './record.js';

/** How many of how many. */
export interface Share {
  readonly of: number;
  readonly n: number;
}

/** What becomes of photos that are made worse in one way by one amount. */
export interface LevelFigures {
  readonly kind: string;
  readonly level: string;
  readonly photos: number;
  /** Refused photos by status. */
  readonly refused: Readonly<Record<string, number>>;
  /** Of all metrics, degrees; the rest as well is of photos that are answered. */
  readonly mae: number;
  readonly margin: number;
  /** True values within the measured ± margin. */
  readonly inside: Share;
  /** The same of each metric. */
  readonly metrics: Partial<Readonly<Record<MetricName, Share>>>;
  /** Grades that are not borderline. */
  readonly certain: Share;
  /** Of those, the true values' grades. */
  readonly right: Share;
}

/** The benchmark's figures, level by level. */
export interface QualityReport {
  readonly cases: number;
  readonly levels: readonly LevelFigures[];
}

const isInside = ({ truth, value, margin }: Reading): boolean => Math.abs(truth - value) <= margin;

const shareOf = <Item>(items: readonly Item[], holds: (item: Item) => boolean): Share => ({ of: items.length, n: items.filter(holds).length });

const entriesOf = (records: readonly PhotoRecord[]): (readonly [MetricName, Reading])[] => records.flatMap(({ readings }) => Object.entries(readings) as [MetricName, Reading][]);

function levelFigures(records: readonly PhotoRecord[]): LevelFigures {
  const [{ kind, level } = { kind: '', level: '' }] = records;
  const readings = entriesOf(records);
  const refused: Record<string, number> = {};
  for (const { status } of records) if (status !== 200) refused[String(status)] = (refused[String(status)] ?? 0) + 1;
  const certain = readings.filter(([name, { value, margin }]) => !isBorderline(name, value, margin));
  const metrics = METRIC_NAMES.flatMap((name) => {
    const own = readings.filter(([whose]) => whose === name);
    return own.length === 0 ? [] : [[name, shareOf(own, ([, reading]) => isInside(reading))] as const];
  });
  return {
    kind,
    level,
    photos: records.length,
    refused,
    mae: mean(readings.map(([, { truth, value }]) => Math.abs(truth - value))),
    margin: mean(readings.map(([, { margin }]) => margin)),
    inside: shareOf(readings, ([, reading]) => isInside(reading)),
    metrics: Object.fromEntries(metrics),
    certain: { of: readings.length, n: certain.length },
    right: shareOf(certain, ([name, { truth, value }]) => gradeMetric(name, truth) === gradeMetric(name, value)),
  };
}

/** The figures of each degradation that there are records of. */
export function qualityReport(records: readonly PhotoRecord[]): QualityReport {
  const found = new Set(records.map(nameOf));
  const levels = NAMES.filter((name) => found.has(name));
  return { cases: new Set(records.map(({ case: name }) => name)).size, levels: levels.map((name) => levelFigures(records.filter((record) => nameOf(record) === name))) };
}

const NONE = '–';

const degrees = (value: number): string => (Number.isNaN(value) ? NONE : value.toFixed(2));

const percent = ({ n, of }: Share): string => (of === 0 ? NONE : ((100 * n) / of).toFixed(0));

const refusedText = ({ photos, refused }: LevelFigures): string => {
  const codes = Object.entries(refused).map(([status, n]) => `${status}: ${((100 * n) / photos).toFixed(0)}`);
  return codes.length === 0 ? '0' : codes.join(', ');
};

/** Whether a share of true values inside their margins is less than the nine of ten that margins promise. */
const isShort = ({ n, of }: Share): boolean => n < 0.9 * of;

/** A metric's column: short enough for 18 of them. */
const column = (name: MetricName): string => name.replace('shoulder', 'sh').replace('_bal', '').replace('pelvic', 'pelv').replace('right', 'r').replace('left', 'l');

/** The figures as text. */
export function qualityTables({ levels }: QualityReport): string {
  const rows = levels.map((figures) => [
    nameOf(figures),
    String(figures.photos),
    refusedText(figures),
    degrees(figures.mae),
    degrees(figures.margin),
    percent(figures.inside),
    String(Object.values(figures.metrics).filter(isShort).length),
    percent(figures.certain),
    percent(figures.right),
  ]);
  const cell = (share: Share | undefined): string => (share === undefined || share.of === 0 ? NONE : `${String(share.n)}/${String(share.of)}${isShort(share) ? '!' : ''}`);
  return [
    'refused: by status, % of the photos; the other columns are of photos that are answered. inside: true values within ± margin, %',
    'short: metrics of 18 with less than 90 % inside; certain: grades that are not borderline, %; right: of those, %',
    textTable(['photos', 'n', 'refused', 'MAE', 'margin', 'inside', 'short', 'certain', 'right'], rows),
    '',
    'True values within ± margin by metric (! less than 90 %)',
    textTable(['photos', ...METRIC_NAMES.map(column)], levels.map((figures) => [nameOf(figures), ...METRIC_NAMES.map((name) => cell(figures.metrics[name]))])),
  ].join('\n');
}

/** The records of one view. */
export const ofView = (records: readonly PhotoRecord[], view: View): PhotoRecord[] => records.filter((record) => record.view === view);
