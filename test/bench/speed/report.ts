import { quantile } from '../statistics.js';
import { textTable } from '../text-table.js';
import { keyOf, type Contender, type Mode } from './contenders.js';
import type { Memory } from './memory.js';
import type { WarmRun } from './page/contract.js';
import type { ColdResult } from './session.js';

/** What was measured of one contender. */
export interface Measured {
  readonly contender: Contender;
  /** Its processor is imitated by the CPU: its times say nothing about it. */
  readonly software: boolean;
  /** Each in a fresh browser context. */
  readonly cold: readonly ColdResult[];
  readonly warm: readonly WarmRun[];
  readonly memory: Memory;
  /** Only where `--memory` asks for it. */
  readonly growth?: MemoryGrowth | undefined;
}

/** Heap and WebAssembly memory after few analyses and after many. */
export interface MemoryGrowth {
  readonly after20: Memory;
  readonly after200: Memory;
}

/** One contender in the report; times in milliseconds, sizes in bytes. */
export interface ContenderReport extends Pick<Contender, 'backend' | 'provider' | 'model' | 'mode' | 'processor' | 'own'> {
  readonly software: boolean;
  /** Among those of the same model, 1 is the fastest; null for software. */
  readonly rank: number | null;
  /** Medians of loading, of the first detection in all photos and of both together; the longest task of all. */
  readonly cold: { readonly loading: number; readonly first: number; readonly total: number; readonly longestTask: number; readonly bytes: number };
  /** Of the detection in all photos; `wall` is the median as the page sees it, decoding and drawing included. */
  readonly warm: { readonly runs: number; readonly median: number; readonly p95: number; readonly wall: number; readonly longestTask: number };
  readonly jsHeap: number;
  readonly wasmMemory: number;
  /** From 20 to 200 analyses, heap and WebAssembly memory together. */
  readonly memoryGrowth?: number;
}

/** Something promised of this package, and what came out. */
export interface Target {
  readonly key: string;
  readonly what: string;
  readonly limit: number;
  readonly measured: number;
  readonly met: boolean;
}

/** The figures of a run. */
export interface SpeedFigures {
  readonly contenders: Readonly<Record<string, ContenderReport>>;
  /** Warm median over that of plain tasks-vision on the CPU with the same model; none for software. */
  readonly ratioToTasksVision: Readonly<Record<string, number>>;
  readonly targets: readonly Target[];
}

const median = (values: readonly number[]): number => quantile(values, 0.5);

const sum = ({ jsHeap, wasm }: Memory): number => jsHeap + wasm;

const warmMedian = ({ warm }: Measured): number => median(warm.map(({ milliseconds }) => milliseconds));

function rankOf(one: Measured, all: readonly Measured[]): number | null {
  if (one.software) return null;
  const rivals = all.filter(({ contender, software }) => !software && contender.model === one.contender.model);
  return 1 + rivals.filter((rival) => warmMedian(rival) < warmMedian(one)).length;
}

function reportOf(measured: Measured, all: readonly Measured[]): ContenderReport {
  const { contender, software, cold, warm, memory, growth } = measured;
  const { backend, provider, model, mode, processor, own } = contender;
  const times = warm.map(({ milliseconds }) => milliseconds);
  return {
    backend,
    provider,
    model,
    mode,
    processor,
    own,
    software,
    rank: rankOf(measured, all),
    cold: {
      loading: median(cold.map(({ loading }) => loading)),
      first: median(cold.map(({ first }) => first)),
      total: median(cold.map(({ loading, first }) => loading + first)),
      longestTask: Math.max(...cold.map(({ longestTask }) => longestTask)),
      bytes: median(cold.map(({ bytes }) => bytes)),
    },
    warm: {
      runs: warm.length,
      median: median(times),
      p95: quantile(times, 0.95),
      wall: median(warm.map(({ wall }) => wall)),
      longestTask: Math.max(...warm.map(({ longestTask }) => longestTask)),
    },
    jsHeap: memory.jsHeap,
    wasmMemory: memory.wasm,
    ...(growth && { memoryGrowth: sum(growth.after200) - sum(growth.after20) }),
  };
}

function ratios(all: readonly Measured[]): Record<string, number> {
  const ranked = all.filter(({ software }) => !software);
  return Object.fromEntries(
    ranked.flatMap((measured) => {
      const { model } = measured.contender;
      const baseline = ranked.find(({ contender: other }) => other.backend === 'tasks-vision' && other.provider === 'cpu' && other.model === model);
      return baseline ? [[keyOf(measured.contender), warmMedian(measured) / warmMedian(baseline)] as const] : [];
    }),
  );
}

/** Of the warm median, by how often the network sees a photo. */
const RATIO_LIMITS: Readonly<Partial<Record<Mode, number>>> = { single: 0.7, mirrored: 1 };

/** Milliseconds; a task of this length is one that browsers call long. */
const TASK_LIMIT = 50;

const MEGABYTE = 1e6;

/** From 20 to 200 analyses. */
const GROWTH_LIMIT = 5 * MEGABYTE;

function targetsOf(key: string, report: ContenderReport, ratio: number | undefined): Target[] {
  if (!report.own || report.software) return [];
  const { backend, processor, model, mode, cold, warm, memoryGrowth } = report;
  // MediaPipe's own graph is no engine of ours: nothing is promised of its speed.
  const promised = backend !== 'mediapipe' && processor === 'cpu' && model === 'full';
  const longest = Math.max(cold.longestTask, warm.longestTask);
  const limit = RATIO_LIMITS[mode];
  return [
    ...(promised && ratio !== undefined && limit !== undefined ? [{ key, what: 'ratio to tasks-vision', limit, measured: ratio, met: ratio <= limit }] : []),
    { key, what: 'longest main-thread task, ms, below', limit: TASK_LIMIT, measured: longest, met: longest < TASK_LIMIT },
    ...(memoryGrowth === undefined
      ? []
      : [{ key, what: 'memory from 20 to 200 analyses, bytes', limit: GROWTH_LIMIT, measured: memoryGrowth, met: memoryGrowth <= GROWTH_LIMIT }]),
  ];
}

/** The figures of all contenders of a run. */
export function speedFigures(all: readonly Measured[]): SpeedFigures {
  const contenders = Object.fromEntries(all.map((measured) => [keyOf(measured.contender), reportOf(measured, all)]));
  const ratioToTasksVision = ratios(all);
  const targets = Object.entries(contenders).flatMap(([key, report]) => targetsOf(key, report, ratioToTasksVision[key]));
  return { contenders, ratioToTasksVision, targets };
}

const megabytes = (bytes: number): string => (bytes / MEGABYTE).toFixed(1);
const whole = (value: number): string => value.toFixed(0);

/** By model in the order of their first appearance, and within a model by rank, software last. */
function inOrder({ contenders }: SpeedFigures): [string, ContenderReport][] {
  const entries = Object.entries(contenders);
  const models = [...new Set(entries.map(([, { model }]) => model))];
  const place = ({ model, rank }: ContenderReport): number => models.indexOf(model) * 1000 + (rank ?? 999);
  return entries.sort(([, a], [, b]) => place(a) - place(b));
}

/** The figures as text. */
export function speedTables(figures: SpeedFigures): string {
  const rows = inOrder(figures).map(([key, { software, rank, cold, warm, jsHeap, wasmMemory }]) => [
    key,
    software ? 'software' : String(rank),
    figures.ratioToTasksVision[key]?.toFixed(2) ?? '–',
    whole(warm.median),
    whole(warm.p95),
    String(warm.runs),
    whole(warm.wall),
    whole(cold.total),
    whole(Math.max(cold.longestTask, warm.longestTask)),
    megabytes(cold.bytes),
    megabytes(jsHeap),
    megabytes(wasmMemory),
  ]);
  const header = ['contender', 'rank', 'ratio', 'warm', 'p95', 'runs', 'wall', 'cold', 'task', 'sent', 'heap', 'wasm'];
  const targets = figures.targets.map(({ key, what, limit, measured, met }) => [key, what, String(limit), measured.toFixed(2), met ? 'met' : 'MISSED']);
  return [
    'Three photos, ms. warm: finding the poses, median; wall: the whole call; cold: loading and the first three photos;',
    'task: longest of the main thread; sent: uncompressed, MB; heap, wasm: afterwards, MB.',
    'rank, ratio (to plain tasks-vision on the CPU): within a model; software adapters have none.',
    '',
    textTable(header, rows),
    ...(targets.length === 0 ? [] : ['', textTable(['target of', 'what', 'limit', 'measured', ''], targets)]),
  ].join('\n');
}
