/**
 * `npm run bench:quality -- --cases DIR [--people PATTERN] [--only PATTERN] [--seed TEXT] [--records DIR] [--out FILE] [--plot FILE]
 * [--fit]`: photos are made worse, step by step and in one way at a time, and what becomes of the answers is held against the
 * truth. With `--records DIR` what was measured is kept there, and only what is not there yet is measured; with
 * `--from DIR` nothing is.
 */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openEngine } from '../../demo/cli/engine-page.js';
import { ensureBuilt } from '../../demo/host/ensure-built.js';
import { caseNames } from './ground-truth.js';
import { qualityChart } from './quality/chart.js';
import { keptRecords, recordCase, type PhotoRecord } from './quality/record.js';
import { fitTable, fitWeights } from './quality/fit.js';
import { qualityReport, qualityTables } from './quality/report.js';
import { nameOf } from './quality/degradations.js';
import { turnedPeople } from './quality/turned-person.js';

const USAGE = `Usage: npm run bench:quality -- --cases DIR [options]
       npm run bench:quality -- --from DIR [options]
  --cases DIR       case folders with photos and a truth.json
  --from DIR        takes the records of an earlier run, and measures nothing
  --people PATTERN  cases whose name matches the regular expression
  --only PATTERN    degradations whose name ("blur: 0.4 % of the body") matches it
  --seed TEXT       other noise, other materials and other turns
  --records DIR     keeps what is measured, and takes a run up again
  --fit             fits how much wider margins are where photos are doubtful, and shows it
  --out FILE        writes the figures as JSON
  --plot FILE       draws them as SVG`;

interface Wanted {
  readonly people: RegExp;
  readonly only: RegExp;
  readonly seed: string;
}

async function measured(cases: string, folder: string, { people, only, seed }: Wanted): Promise<PhotoRecord[]> {
  const names = (await caseNames(cases)).filter((name) => people.test(name));
  if (names.length === 0) throw new Error(`${cases} holds no such case folders with a truth.json`);
  ensureBuilt();
  const engine = await openEngine();
  const turned = turnedPeople();
  const progress = (text: string): void => {
    process.stderr.write(`\r${text.padEnd(60)}`);
  };
  try {
    const records: PhotoRecord[] = [];
    for (const name of names) records.push(...(await recordCase({ engine, people: turned, cases, records: folder, only, seed, progress }, name)));
    process.stderr.write('\n');
    return records;
  } finally {
    await Promise.all([engine.close(), turned.close()]);
  }
}

async function kept(folder: string, { people, only }: Wanted): Promise<PhotoRecord[]> {
  const names = (await readdir(folder)).flatMap((file) => (file.endsWith('.json') ? [file.slice(0, -'.json'.length)] : [])).filter((name) => people.test(name));
  const records = await Promise.all(names.sort().map((name) => keptRecords(folder, name)));
  return records.flat().filter((record) => only.test(nameOf(record)));
}

function readCommand() {
  const { values } = parseArgs({
    options: {
      cases: { type: 'string' },
      from: { type: 'string' },
      people: { type: 'string', default: '' },
      only: { type: 'string', default: '' },
      seed: { type: 'string', default: '' },
      records: { type: 'string' },
      fit: { type: 'boolean', default: false },
      out: { type: 'string' },
      plot: { type: 'string' },
    },
  });
  if ((values.cases === undefined) === (values.from === undefined)) throw new TypeError('either --cases or --from is needed');
  if (values.from !== undefined && values.records !== undefined) throw new TypeError('--records is for what is measured, --from measures nothing');
  return { ...values, people: new RegExp(values.people), only: new RegExp(values.only) };
}

async function run(command: ReturnType<typeof readCommand>): Promise<void> {
  const { cases, from, out, plot } = command;
  const passing = cases !== undefined && command.records === undefined ? await mkdtemp(join(tmpdir(), 'bench-quality-')) : undefined;
  try {
    const records = cases === undefined ? await kept(from ?? '', command) : await measured(cases, command.records ?? passing ?? '', command);
    const report = qualityReport(records);
    console.log(`${String(report.cases)} cases\n\n${qualityTables(report)}`);
    if (command.fit) console.log(`\n${fitTable(records, fitWeights(records))}`);
    if (out !== undefined) await writeFile(out, `${JSON.stringify(report, null, 1)}\n`);
    if (plot !== undefined) await writeFile(plot, qualityChart(report));
  } finally {
    if (passing !== undefined) await rm(passing, { recursive: true });
  }
}

let command: ReturnType<typeof readCommand> | undefined;
try {
  command = readCommand();
} catch (error) {
  console.error(`${(error as Error).message}\n\n${USAGE}`);
  process.exitCode = 2;
}
if (command) await run(command);
