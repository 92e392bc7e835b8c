import { quantile, slope } from '../statistics.js';
import type { Held } from './held.js';

/** A reading after so many runs, garbage collected. */
export interface Reading {
  readonly after: number;
  /** Of the page's process, with its workers; bytes. */
  readonly memory: number;
  /** Of the GPU's process, bytes. It keeps what it draws in, in steps of many megabytes, and frees it when it is idle. */
  readonly gpu: number;
  /** Bytes of the page's process that are JavaScript's and WebAssembly's. */
  readonly jsHeap: number;
  readonly wasm: number;
  readonly page: Held;
  readonly worker: Held;
}

/** Processor time of one run, milliseconds. */
export interface Time {
  readonly analysis: number;
  /** Of the same work each time, done right after it: what the machine is slower by, it is slower by here, too. */
  readonly reference: number;
}

/** What many runs have shown. */
export interface SoakFigures {
  readonly runs: number;
  /** Bytes in 200 runs that the page's process grows by, by the least-squares line through all readings. */
  readonly growth: number;
  /** The same of the GPU's process; told, not judged: its steps are larger than the limit. */
  readonly gpuGrowth: number;
  /** Median processor time of the last hundred by that of the first, milliseconds. */
  readonly first: number;
  readonly last: number;
  /** How much slower the last were, 1 for not at all; the machine's own change taken out. */
  readonly slowdown: number;
  /** What was there at the end and not at the beginning, by where and what. */
  readonly left: Readonly<Record<string, number>>;
}

/** Bytes in 200 runs. */
export const MOST_GROWTH = 5e6;

/** Of the first hundred's median. */
export const MOST_SLOWDOWN = 1.05;

/** With fewer runs the line is one through noise. */
export const FEWEST_JUDGED = 200;

/** Runs that are compared. */
const COMPARED = 100;

const median = (values: readonly number[]): number => quantile(values, 0.5);

function leftOver({ page, worker }: Pick<Reading, 'page' | 'worker'>, begun: Pick<Reading, 'page' | 'worker'>): Record<string, number> {
  const scopes = [['page', page, begun.page], ['worker', worker, begun.worker]] as const;
  const counts = scopes.flatMap(([where, now, before]) =>
    (Object.keys(now) as (keyof Held)[]).map((what) => [`${what} in the ${where}`, now[what] - before[what]] as const),
  );
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

/** @param readings - At least two; the first before the first of the runs. */
export function soakFigures(readings: readonly Reading[], times: readonly Time[]): SoakFigures {
  const [begun, ended] = [readings[0], readings.at(-1)];
  if (!begun || !ended || begun === ended) throw new Error('two readings at least');
  const compared = Math.min(COMPARED, Math.floor(times.length / 2));
  const [early, late] = [times.slice(0, compared), times.slice(-compared)];
  const growthOf = (what: (reading: Reading) => number): number => 200 * slope(readings.map(({ after }) => after), readings.map(what));
  const of = (part: readonly Time[], what: keyof Time): number => median(part.map((time) => time[what]));
  const [first, last] = [of(early, 'analysis'), of(late, 'analysis')];
  return {
    runs: times.length,
    growth: growthOf(({ memory }) => memory),
    gpuGrowth: growthOf(({ gpu }) => gpu),
    first,
    last,
    slowdown: last / first / (of(late, 'reference') / of(early, 'reference')),
    left: leftOver(ended, begun),
  };
}

/** The limits that were broken, in words. */
export function broken({ runs, growth, slowdown, left }: SoakFigures): string[] {
  const judged = runs >= FEWEST_JUDGED;
  return [
    ...(judged && !(growth < MOST_GROWTH) ? [`memory grows by ${(growth / 1e6).toFixed(1)} MB in 200 runs`] : []),
    ...(judged && !(slowdown <= MOST_SLOWDOWN) ? [`the last runs took ${(100 * (slowdown - 1)).toFixed(1)} % more processor time than the first`] : []),
    ...Object.entries(left).map(([what, count]) => `left over: ${String(count)} ${what}`),
  ];
}
