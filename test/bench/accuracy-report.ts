import type { KeypointName, MetricName, Point, View } from 'analyze-locally';
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
  /** Unrounded, pixels. */
  readonly keypoints: Partial<Readonly<Record<View, Readonly<Record<KeypointName, Point>>>>>;
}

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
}

const ONE_SIDED: readonly MetricName[] = ['round_shoulder', 'turtle_neck'];

function metricAccuracy(name: MetricName, cases: readonly MeasuredCase[]): MetricAccuracy | undefined {
  const pairs = cases.flatMap(({ truth, metrics }) => {
    const measured = metrics[name];
    return measured === undefined ? [] : [[truth.metrics[name], measured] as const];
  });
  if (pairs.length === 0) return undefined;
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
  };
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
  return {
    metrics: Object.fromEntries(
      METRIC_NAMES.flatMap((name) => {
        const accuracy = metricAccuracy(name, cases);
        return accuracy ? [[name, accuracy] as const] : [];
      }),
    ),
    keypoints: Object.fromEntries(views.map((view) => [view, keypointAccuracies(view, cases)])),
  };
}

const degrees = (value: number): string => value.toFixed(2);
const percent = (accuracy: KeypointAccuracy | undefined): string =>
  accuracy ? `${accuracy.mean.toFixed(1)} / ${accuracy.p95.toFixed(1)}` : '–';

/** The figures as text. */
export function accuracyTables({ metrics, keypoints }: AccuracyReport): string {
  const metricRows = Object.entries(metrics).map(([name, a]) => [
    name,
    String(a.n),
    degrees(a.mae),
    degrees(a.bias),
    degrees(a.slope),
    degrees(a.kappa),
    degrees(a.constantMae),
  ]);
  const keypointRows = KEYPOINT_NAMES.map((name) => [
    name,
    percent(keypoints.front?.[name]),
    percent(keypoints.side?.[name]),
    percent(keypoints.back?.[name]),
  ]);
  return [
    'Metrics, degrees (constant: MAE of always answering 0; round_shoulder, turtle_neck: of the mean truth)',
    textTable(['metric', 'n', 'MAE', 'bias', 'slope', 'κ', 'constant'], metricRows),
    '',
    'Keypoints, % of trunk length, mean / 95th percentile',
    textTable(['keypoint', 'front', 'side', 'back'], keypointRows),
  ].join('\n');
}
