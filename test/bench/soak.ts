/**
 * `npm run bench:soak -- [--runs N] [--backends B,B] [--model M] [--out FILE]`: one engine that analyses changing photos again
 * and again. Fails where its memory grows, its runs take longer, or something is left over.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { ensureBuilt } from '../../demo/host/ensure-built.js';
import type { Backend } from '../harness/package-host.js';
import type { Held } from './soak/held.js';
import { ROUND } from './soak/photos.js';
import { openSoakSession, type SoakSession } from './soak/session.js';
import { broken, FEWEST_JUDGED, MOST_GROWTH, MOST_SLOWDOWN, soakFigures, type Reading, type SoakFigures, type Time } from './soak/verdict.js';
import { textTable } from './text-table.js';

const BACKENDS = ['blazepose', 'mediapipe'] as const satisfies readonly Backend[];

const MODELS = ['lite', 'full'] as const;

/** Memory is read so often over all runs. */
const READINGS = 50;

/** What a backend has shown. */
interface Soaked extends SoakFigures {
  readonly readings: readonly Reading[];
  /** What the page held when the engine was closed. */
  readonly closed: Held;
  readonly broken: readonly string[];
}

/** The first round is not counted: caches fill, and code is compiled for good. Of a short run a quarter. */
const warmUpOf = (runs: number): number => Math.min(ROUND, Math.ceil(runs / 4));

async function soak(session: SoakSession, runs: number, tell: (text: string) => void): Promise<Soaked> {
  const warmUp = warmUpOf(runs);
  for (let run = 1; run <= warmUp; run += 1) {
    tell(`warm-up ${String(run)}/${String(warmUp)}`);
    await session.run();
  }
  const readings = [await session.read()];
  const times: Time[] = [];
  const every = Math.ceil(runs / READINGS);
  for (let run = 1; run <= runs; run += 1) {
    tell(`${String(run)}/${String(runs)}`);
    times.push(await session.run());
    if (run % every === 0 || run === runs) readings.push(await session.read());
  }
  const figures = soakFigures(readings, times);
  const closed = await session.end();
  const kept = Object.entries(closed).filter(([, count]) => count > 0);
  return { ...figures, readings, closed, broken: [...broken(figures), ...kept.map(([what, count]) => `kept by a page whose engine is closed: ${String(count)} ${what}`)] };
}

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);

function table(results: Readonly<Record<string, Soaked>>): string {
  const rows = Object.entries(results).map(([backend, { runs, growth, gpuGrowth, first, last, slowdown, readings, broken: limits }]) => [
    backend,
    String(runs),
    megabytes(readings[0]?.memory ?? 0),
    megabytes(readings.at(-1)?.memory ?? 0),
    megabytes(growth),
    megabytes(gpuGrowth),
    first.toFixed(0),
    last.toFixed(0),
    slowdown.toFixed(3),
    limits.length === 0 ? '✓' : '✗',
  ]);
  return textTable(['backend', 'runs', 'MB first', 'MB last', 'MB/200 runs', 'GPU MB/200 runs', 'ms first', 'ms last', 'slowdown', 'flat'], rows);
}

const USAGE = `Usage: npm run bench:soak -- [options]
  --runs N        analyses a backend (default 1000); fewer than ${String(FEWEST_JUDGED)} show leftovers alone
  --backends B,B  of ${BACKENDS.join(',')} (default both)
  --model M       ${MODELS.join(' or ')} (default full)
  --out FILE      writes the figures and the curves as JSON`;

function misuse(message: string): never {
  console.error(`${message}\n\n${USAGE}`);
  process.exit(2);
}

function parsed() {
  try {
    return parseArgs({
      options: {
        runs: { type: 'string', default: '1000' },
        backends: { type: 'string', default: BACKENDS.join(',') },
        model: { type: 'string', default: 'full' },
        out: { type: 'string' },
      },
    }).values;
  } catch (error) {
    return misuse((error as Error).message);
  }
}

const values = parsed();
const runs = /^\d{1,6}$/.test(values.runs) ? Number(values.runs) : 0;
if (runs < 2) misuse(`--runs must be a whole number from 2 on, not ${values.runs}`);
const backends = values.backends.split(',').map((name) => BACKENDS.find((known) => known === name) ?? misuse(`--backends must be of ${BACKENDS.join(', ')}, not ${name}`));
const model = MODELS.find((known) => known === values.model) ?? misuse(`--model must be ${MODELS.join(' or ')}, not ${values.model}`);

ensureBuilt();
const results: Record<string, Soaked> = {};
for (const backend of backends) {
  const session = await openSoakSession(backend, model);
  try {
    results[backend] = await soak(session, runs, (text) => {
      if (process.stderr.isTTY) process.stderr.write(`\r${`${backend} ${text}`.padEnd(40)}`);
    });
  } finally {
    await session.close();
  }
}
console.log(`${table(results)}\n`);
console.log(`Limits: ${megabytes(MOST_GROWTH)} MB in 200 runs, slowdown ${String(MOST_SLOWDOWN)}${runs < FEWEST_JUDGED ? ' (both not judged: too few runs)' : ''}; nothing left over.`);
for (const [backend, { broken: limits }] of Object.entries(results)) {
  for (const limit of limits) console.log(`✗ ${backend}: ${limit}`);
}
if (values.out !== undefined) await writeFile(values.out, `${JSON.stringify({ model, results }, null, 2)}\n`);
process.exitCode = Object.values(results).every(({ broken: limits }) => limits.length === 0) ? 0 : 1;
