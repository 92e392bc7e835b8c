import type { KeypointName, MetricName, Point, View } from 'analyze-locally';
import { isBorderline } from '../../src/grades/certainty.js';
import { gradeMetric, METRIC_NAMES } from '../../src/grades/grades.js';
import { KEYPOINT_NAMES } from '../../src/keypoints/names.js';
import type { Truth } from './ground-truth.js';
import { linearKappa, mean, quantile, slope } from './statistics.js';
import { textTable } from './text-table.js';

/** What was measured on one case. */
export interface MeasuredCase {
  readonly truth: Truth;
  /** Degrees; metrics of refused or missing photos are absent. */
  readonly metrics: Partial<Readonly<Record<MetricName, number>>>;
  /** Half the width of each metric's 90 % interval, degrees; absent where the answer gives none. */
  readonly margins: Partial<Readonly<Record<MetricName, number>>>;
  /** Unrounded, pixels. */
  readonly keypoints: Partial<Readonly<Record<View, Readonly<Record<KeypointName, Point>>>>>;
}

/** One metric of one case, degrees: true and measured value, and the margin (null where the answer gives none). */
export type Pair = readonly [truth: number, measured: number, margin: number | null];

/** All cases' pairs of each metric. */
export type Pairs = Partial<Readonly<Record<MetricName, readonly Pair[]>>>;

/** How well one metric is measured; degrees. */
export interface MetricAccuracy {
  readonly n: number;
  readonly mae: number;
  /** Mean of measured less true. */
  readonly bias: number;
  /** Of measured on true. */
  readonly slope: number;
  /** Grade agreement, linear weights. */
  readonly kappa: number;
  /** MAE of always answering 0 (`round_shoulder`, `turtle_neck`: the mean of the truths). */
  readonly constantMae: number;
  /** Share of true values within the measured one ± its margin, 0 to 1; this and the rest only where there are margins. */
  readonly coverage?: number;
  /** Mean margin. */
  readonly margin?: number;
  /** Share of grades that are not borderline, 0 to 1. */
  readonly certain?: number;
  /** Share of those that are the true value's grade, 0 to 1; absent where no grade is certain. */
  readonly certainRight?: number;
}

/** How far one keypoint is off, in percent of the true trunk length (thorax to pelvis). */
export interface KeypointAccuracy {
  readonly n: number;
  readonly mean: number;
  readonly p95: number;
}

/** The accuracy benchmark's figures. */
export interface AccuracyReport {
  readonly metrics: Partial<Record<MetricName, MetricAccuracy>>;
  readonly keypoints: Partial<Record<View, Record<KeypointName, KeypointAccuracy>>>;
  /** What the metrics' figures are taken from. */
  readonly pairs: Pairs;
}

const ONE_SIDED: readonly MetricName[] = ['round_shoulder', 'turtle_neck'];

/** The true values in the margins and the certain grades; nothing where no answer has a margin. */
function certainty(name: MetricName, pairs: readonly Pair[]): Pick<MetricAccuracy, 'coverage' | 'margin' | 'certain' | 'certainRight'> {
  const told = pairs.flatMap(([truth, measured, margin]) => (margin === null ? [] : [{ truth, measured, margin }]));
  if (told.length === 0) return {};
  const sure = told.filter(({ measured, margin }) => !isBorderline(name, measured, margin));
  const right = sure.filter(({ truth, measured }) => gradeMetric(name, truth) === gradeMetric(name, measured));
  return {
    coverage: told.filter(({ truth, measured, margin }) => Math.abs(truth - measured) <= margin).length / told.length,
    margin: mean(told.map(({ margin }) => margin)),
    certain: sure.length / told.length,
    ...(sure.length > 0 && { certainRight: right.length / sure.length }),
  };
}

function metricAccuracy(name: MetricName, pairs: readonly Pair[]): MetricAccuracy {
  const truths = pairs.map(([truth]) => truth);
  const errors = pairs.map(([truth, measured]) => measured - truth);
  const constant = ONE_SIDED.includes(name) ? mean(truths) : 0;
  return {
    n: pairs.length,
    mae: mean(errors.map(Math.abs)),
    bias: mean(errors),
    slope: slope(truths, pairs.map(([, measured]) => measured)),
    kappa: linearKappa(pairs.map(([truth, measured]) => [gradeMetric(name, truth), gradeMetric(name, measured)])),
    constantMae: mean(truths.map((truth) => Math.abs(truth - constant))),
    ...certainty(name, pairs),
  };
}

/** The figures of each metric that has pairs. */
export function metricAccuracies(pairs: Pairs): AccuracyReport['metrics'] {
  return Object.fromEntries(METRIC_NAMES.flatMap((name) => (pairs[name]?.length ? [[name, metricAccuracy(name, pairs[name])] as const] : [])));
}

/** The pairs of each metric that was measured at all. */
function pairsOf(cases: readonly MeasuredCase[]): Pairs {
  const entries = METRIC_NAMES.map((name) => {
    const pairs = cases.flatMap(({ truth, metrics, margins }): Pair[] => {
      const measured = metrics[name];
      return measured === undefined ? [] : [[truth.metrics[name], measured, margins[name] ?? null]];
    });
    return [name, pairs] as const;
  });
  return Object.fromEntries(entries.filter(([, pairs]) => pairs.length > 0));
}

const index = (name: KeypointName): number => KEYPOINT_NAMES.indexOf(name);

const distance = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1]);

function keypointError({ truth, keypoints }: MeasuredCase, view: View, name: KeypointName): number[] {
  const points = truth.views[view].keypoints;
  const [thorax, pelvis, exact] = [points[index('thorax')], points[index('pelvis')], points[index(name)]];
  const measured = keypoints[view]?.[name];
  if (!thorax || !pelvis || !exact || !measured) return [];
  return [(100 * distance(exact, measured)) / distance(thorax, pelvis)];
}

function keypointAccuracies(view: View, cases: readonly MeasuredCase[]): Record<KeypointName, KeypointAccuracy> {
  const entries = KEYPOINT_NAMES.map((name) => {
    const errors = cases.flatMap((measured) => keypointError(measured, view, name));
    return [name, { n: errors.length, mean: mean(errors), p95: quantile(errors, 0.95) }] as const;
  });
  return Object.fromEntries(entries) as Record<KeypointName, KeypointAccuracy>;
}

/** The figures over a set of cases. */
export function accuracyReport(cases: readonly MeasuredCase[]): AccuracyReport {
  const views = (['front', 'side', 'back'] as const).filter((view) => cases.some(({ keypoints }) => keypoints[view]));
  const pairs = pairsOf(cases);
  return {
    metrics: metricAccuracies(pairs),
    keypoints: Object.fromEntries(views.map((view) => [view, keypointAccuracies(view, cases)])),
    pairs,
  };
}

const NONE = '–';

const degrees = (value: number | undefined): string => value?.toFixed(2) ?? NONE;
const share = (value: number | undefined): string => (value === undefined ? NONE : (100 * value).toFixed(0));
const percent = (accuracy: KeypointAccuracy | undefined): string =>
  accuracy ? `${accuracy.mean.toFixed(1)} / ${accuracy.p95.toFixed(1)}` : NONE;

/** The mean over the metrics that have a figure. */
function meanOf(metrics: readonly MetricAccuracy[], figure: keyof MetricAccuracy): number | undefined {
  const values = metrics.flatMap((accuracy) => accuracy[figure] ?? []);
  return values.length === 0 ? undefined : mean(values);
}

/** The figures as text. */
export function accuracyTables({ metrics, keypoints }: Pick<AccuracyReport, 'metrics' | 'keypoints'>): string {
  const all = Object.values(metrics);
  const metricRows = Object.entries(metrics).map(([name, a]) => [
    name,
    String(a.n),
    degrees(a.mae),
    degrees(a.bias),
    degrees(a.slope),
    degrees(a.kappa),
    degrees(a.constantMae),
    degrees(a.margin),
    share(a.coverage),
    share(a.certain),
    share(a.certainRight),
  ]);
  const meanRow = [
    'mean',
    '',
    degrees(meanOf(all, 'mae')),
    '',
    '',
    degrees(meanOf(all, 'kappa')),
    degrees(meanOf(all, 'constantMae')),
    degrees(meanOf(all, 'margin')),
    share(meanOf(all, 'coverage')),
    share(meanOf(all, 'certain')),
    share(meanOf(all, 'certainRight')),
  ];
  const keypointRows = KEYPOINT_NAMES.map((name) => [
    name,
    percent(keypoints.front?.[name]),
    percent(keypoints.side?.[name]),
    percent(keypoints.back?.[name]),
  ]);
  return [
    'Metrics, degrees (constant: MAE of always answering 0; round_shoulder, turtle_neck: of the mean truth)',
    'margin: half the 90 % interval; inside: true values in it, %; certain: grades that are not borderline, %; right: of those, %',
    textTable(
      ['metric', 'n', 'MAE', 'bias', 'slope', 'κ', 'constant', 'margin', 'inside', 'certain', 'right'],
      metricRows.length === 0 ? [] : [...metricRows, meanRow],
    ),
    '',
    'Keypoints, % of trunk length, mean / 95th percentile',
    textTable(['keypoint', 'front', 'side', 'back'], keypointRows),
  ].join('\n');
}

/** The report as JSON that a person can read: lists of numbers on one line. */
export function reportText(report: object): string {
  const text = JSON.stringify(report, null, 2);
  return `${text.replace(/\[[\s\d.,eE+\-nul]*\]/g, (list) => list.replace(/\s+/g, ' ').replace('[ ', '[').replace(' ]', ']'))}\n`;
}
