/**
 * `npm run bench:accuracy -- [--cases DIR] [--guards DIR] [--out FILE] [--plots DIR] [--backend B] [--model M]
 * [--mode M]`: the engine against pictures whose truth is known. With `--from FILE [--plots DIR]` the tables and plots of
 * a run that was written with `--out`, without another one.
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { BackendName, KeypointName, MetricName, Mode, ModelName, Point, View } from 'analyze-locally';
import { openEngine, type EnginePage } from '../../demo/cli/engine-page.js';
import { ensureBuilt } from '../../demo/host/ensure-built.js';
import { METRIC_NAMES } from '../../src/grades/grades.js';
import { accuracyPlots } from './accuracy-plots.js';
import { accuracyReport, accuracyTables, metricAccuracies, reportText, type AccuracyReport, type MeasuredCase } from './accuracy-report.js';
import { caseNames, readCase } from './ground-truth.js';
import { expectedStatuses, type GuardPicture } from './guard-expectations.js';
import { textTable } from './text-table.js';

interface CasesResult extends AccuracyReport {
  readonly engine: string;
  readonly cases: number;
  readonly refused: readonly { readonly case: string; readonly status: number }[];
}

/** What `--out` writes. */
type Written = Partial<CasesResult> & { readonly guards?: GuardsResult };

interface GuardsResult {
  readonly right: number;
  readonly total: number;
  readonly wrong: readonly { readonly file: string; readonly slot: View; readonly expected: readonly number[]; readonly got: number }[];
  readonly aPosesRefused: number;
  readonly severalPeopleMissed: number;
}

async function benchCases(engine: EnginePage, folder: string, mode: Mode): Promise<CasesResult> {
  const names = await caseNames(folder);
  if (names.length === 0) throw new Error(`${folder} holds no case folders with a truth.json`);
  const measured: MeasuredCase[] = [];
  const refused: { case: string; status: number }[] = [];
  let engineName = '';
  for (const [done, name] of names.entries()) {
    process.stderr.write(`\r${String(done + 1)}/${String(names.length)} ${name}   `);
    const { truth, photos } = await readCase(folder, name);
    const response = await engine.analyze(photos, { details: true, mode });
    const { backend, provider, model } = response.details ?? {};
    engineName = [backend, provider, model, mode].join(' / ');
    if (!response.state) {
      refused.push({ case: name, status: response.status });
      continue;
    }
    const fields = response as unknown as Readonly<Record<string, number | undefined>>;
    const metrics = Object.fromEntries(METRIC_NAMES.map((metric) => [metric, fields[`${metric}_m_`]])) as Partial<Record<MetricName, number>>;
    const margins = Object.fromEntries(
      Object.entries(response.details?.metrics ?? {}).flatMap(([metric, { margin }]) => (margin === undefined ? [] : [[metric, margin]])),
    ) as Partial<Record<MetricName, number>>;
    const keypoints = Object.fromEntries(
      Object.entries(response.details?.photos ?? {}).map(([view, details]) => [view, details.keypoints]),
    ) as Partial<Record<View, Record<KeypointName, Point>>>;
    measured.push({ truth, metrics, margins, keypoints });
  }
  process.stderr.write('\n');
  return { engine: engineName, cases: names.length, refused, ...accuracyReport(measured) };
}

async function benchGuards(engine: EnginePage, folder: string, mode: Mode): Promise<GuardsResult> {
  const pictures = JSON.parse(await readFile(join(folder, 'guards.json'), 'utf8')) as GuardPicture[];
  const wrong: { file: string; slot: View; expected: readonly number[]; got: number }[] = [];
  const counts = new Map<string, number>();
  let total = 0;
  let aPosesRefused = 0;
  let severalPeopleMissed = 0;
  for (const picture of pictures.filter(({ file }) => existsSync(join(folder, file)))) {
    const bytes = await readFile(join(folder, picture.file));
    for (const slot of ['front', 'side', 'back'] as const) {
      const response = await engine.analyze({ [slot]: bytes }, { details: true, mode });
      const got = response.state ? 200 : response.status;
      const expected = expectedStatuses(picture, slot);
      const shown = expected.includes(got) ? String(got) : expected.join('|');
      counts.set(`${shown} ${String(got)}`, (counts.get(`${shown} ${String(got)}`) ?? 0) + 1);
      total += 1;
      if (!expected.includes(got)) wrong.push({ file: picture.file, slot, expected, got });
      if (expected.length === 1 && expected[0] === 200 && got !== 200 && picture.pose === 'a-pose') aPosesRefused += 1;
      if (picture.people > 1 && response.details?.photos[slot]?.severalPeople !== true) severalPeopleMissed += 1;
    }
  }
  printConfusion(counts);
  return { right: total - wrong.length, total, wrong, aPosesRefused, severalPeopleMissed };
}

function printConfusion(counts: ReadonlyMap<string, number>): void {
  const keys = [...counts.keys()].map((key) => key.split(' ') as [string, string]);
  const columns = [...new Set(keys.map(([, got]) => got))].sort();
  const rows = [...new Set(keys.map(([expected]) => expected))].sort();
  console.log('\nGuard pictures, each in each slot: expected (rows) and answered (columns)');
  console.log(
    textTable(
      ['expected', ...columns],
      rows.map((row) => [row, ...columns.map((column) => String(counts.get(`${row} ${column}`) ?? '·'))]),
    ),
  );
}

function printGuards({ right, total, wrong, aPosesRefused, severalPeopleMissed }: GuardsResult): void {
  console.log(`\n${String(right)} of ${String(total)} right (${((100 * right) / total).toFixed(1)} %), A-poses refused: ${String(aPosesRefused)}, second persons not warned of: ${String(severalPeopleMissed)}`);
  for (const { file, slot, expected, got } of wrong) console.log(`  ${file} as ${slot}: ${String(got)}, expected ${expected.join(' or ')}`);
}

function printCases(cases: CasesResult): void {
  console.log(`${cases.engine}: ${String(cases.cases - cases.refused.length)} of ${String(cases.cases)} cases analysed\n`);
  for (const { case: name, status } of cases.refused) console.log(`  refused: ${name} ${String(status)}`);
  console.log(accuracyTables(cases));
}

async function writePlots(folder: string, { pairs }: CasesResult): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [view, svg] of Object.entries(accuracyPlots(pairs))) await writeFile(join(folder, `accuracy-${view}.svg`), svg);
}

/** The figures of a run that was written to a file, its metrics' figures taken from its pairs again. */
async function readCases(file: string): Promise<CasesResult> {
  const { engine = '', cases, refused = [], keypoints = {}, pairs } = JSON.parse(await readFile(file, 'utf8')) as Written;
  if (cases === undefined || pairs === undefined) throw new Error(`${file} is no report of this benchmark with the pairs of its cases; measure again, with --cases and --out`);
  return { engine, cases, refused, metrics: metricAccuracies(pairs), keypoints, pairs };
}

const { values } = parseArgs({
  options: {
    cases: { type: 'string' },
    guards: { type: 'string' },
    from: { type: 'string' },
    out: { type: 'string' },
    plots: { type: 'string' },
    backend: { type: 'string' },
    model: { type: 'string' },
    mode: { type: 'string', default: 'balanced' },
  },
});
const measures = values.cases !== undefined || values.guards !== undefined;
const isMisuse = values.from === undefined ? !measures || (values.plots !== undefined && values.cases === undefined) : measures || values.out !== undefined;
if (isMisuse) {
  console.error('Usage: npm run bench:accuracy -- [--cases DIR [--plots DIR]] [--guards DIR] [--out FILE] [--backend blazepose|mediapipe] [--model lite|full|heavy] [--mode fast|balanced|accurate]');
  console.error('       npm run bench:accuracy -- --from FILE [--plots DIR]');
  process.exit(2);
}
if (values.from !== undefined) {
  const cases = await readCases(values.from);
  printCases(cases);
  if (values.plots !== undefined) await writePlots(values.plots, cases);
} else {
  ensureBuilt();
  const mode = values.mode as Mode;
  const engine = await openEngine({ backend: values.backend as BackendName | undefined, model: values.model as ModelName | undefined });
  try {
    const cases = values.cases === undefined ? undefined : await benchCases(engine, values.cases, mode);
    if (cases) printCases(cases);
    if (cases && values.plots !== undefined) await writePlots(values.plots, cases);
    const guards = values.guards === undefined ? undefined : await benchGuards(engine, values.guards, mode);
    if (guards) printGuards(guards);
    if (values.out !== undefined) await writeFile(values.out, reportText({ ...cases, ...(guards && { guards }) }));
  } finally {
    await engine.close();
  }
}
