/**
 * `npm run bench:agreement -- [--model M] [--mode M] [--out FILE] FOLDER…`: this package's engine against MediaPipe's
 * on every picture in the folders, and MediaPipe against itself.
 */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'vite';
import { launchChromium } from '../../demo/host/browser.js';
import { ensureBuilt, ROOT } from '../../demo/host/ensure-built.js';
import { serve } from '../../demo/host/server.js';
import { LOOKS_OF, MODES, type Looks, type Mode } from '../../src/pose/protocol.js';
import type { Comparison, Difference } from '../probe/contract.js';
import { mean, quantile } from './statistics.js';
import { textTable } from './text-table.js';

const PICTURES = new Set(['.jpg', '.png', '.webp', '.avif', '.bmp', '.gif']);

/** Photos of which the most different are listed. */
const WORST = 8;

/** Poses farther apart than this on average are of two people, % of the trunk's length. */
const ANOTHER_PERSON = 40;

interface Compared extends Comparison {
  readonly file: string;
}

/** What the folders' pictures showed. */
interface Figures {
  readonly pictures: number;
  readonly foundByBoth: number;
  /** Where both found a person, but not the same one. These count in nothing below. */
  readonly anotherPerson: readonly string[];
  readonly foundByOne: readonly string[];
  readonly landmarks: Spread;
  readonly overlap: { readonly mean: number; readonly least: number };
  /** Degrees. */
  readonly metrics: Readonly<Record<string, Spread>>;
}

interface Spread {
  readonly mean: number;
  readonly p95: number;
  readonly largest: number;
}

const spread = (values: readonly number[]): Spread => ({ mean: mean(values), p95: quantile(values, 0.95), largest: Math.max(...values) });

const averageOf = (difference: Difference | undefined): number => mean(difference?.landmarks ?? [0]);

async function pictures(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && PICTURES.has(extname(entry.name)))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function figures(compared: readonly Compared[], of: 'difference' | 'itself'): Figures {
  const isSame = (difference: Difference): boolean => averageOf(difference) < ANOTHER_PERSON;
  const both = compared.flatMap((entry) => entry[of] ?? []);
  const differences = both.filter(isSame);
  const overlaps = differences.map(({ overlap }) => overlap);
  const names = [...new Set(differences.flatMap(({ metrics }) => Object.keys(metrics)))];
  const ofMetric = (name: string): number[] => differences.flatMap(({ metrics }) => (metrics as Readonly<Record<string, number>>)[name] ?? []);
  return {
    pictures: compared.length,
    foundByBoth: both.length,
    anotherPerson: compared.flatMap((entry) => (entry[of] && !isSame(entry[of]) ? [entry.file] : [])),
    foundByOne: compared.filter(({ found }) => found.blazepose !== found.mediapipe).map(({ file, found }) => `${file}: ${found.blazepose ? 'blazepose' : 'mediapipe'} alone`),
    landmarks: spread(differences.flatMap(({ landmarks }) => landmarks)),
    overlap: { mean: mean(overlaps), least: Math.min(...overlaps) },
    metrics: Object.fromEntries(names.map((name) => [name, spread(ofMetric(name))])),
  };
}

function print(title: string, ours: Figures, theirs: Figures): void {
  const row = (name: string, a: Spread, b: Spread, digits: number): string[] => [name, ...[a.mean, a.p95, a.largest, b.mean, b.p95, b.largest].map((value) => value.toFixed(digits))];
  console.log(`\n${title}: ${String(ours.pictures)} pictures, ${String(ours.foundByBoth)} with a person found by both`);
  console.log(
    textTable(
      ['', 'ours: mean', 'p95', 'largest', 'itself: mean', 'p95', 'largest'],
      [
        row('landmarks, % of trunk', ours.landmarks, theirs.landmarks, 2),
        ...Object.entries(ours.metrics).map(([name, metric]) => row(`${name}, °`, metric, theirs.metrics[name] ?? metric, 2)),
      ],
    ),
  );
  console.log(`silhouettes' overlap: mean ${ours.overlap.mean.toFixed(3)}, least ${ours.overlap.least.toFixed(3)}; itself ${theirs.overlap.mean.toFixed(3)}, ${theirs.overlap.least.toFixed(3)}`);
  for (const line of ours.foundByOne) console.log(`  ${line}`);
  for (const file of ours.anotherPerson) console.log(`  ${file}: another person`);
}

async function compareAll(files: readonly string[], model: string, looks: Looks): Promise<Compared[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-agreement-'));
  await build({ root: ROOT, mode: 'probe.worker', logLevel: 'error', build: { outDir: folder } });
  const server = await serve({
    mounts: { '/probe/': folder, '/assets/': join(ROOT, 'models', 'build'), '/comlink/': join(ROOT, 'node_modules', 'comlink', 'dist', 'esm') },
    answer: (path, response) => {
      if (path === '/') response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><link rel="icon" href="data:,">');
      const index = /^\/picture\/(\d+)$/.exec(path)?.[1];
      const file = files[Number(index)];
      if (index !== undefined && file !== undefined) void readFile(file).then((bytes) => response.writeHead(200).end(bytes));
      return path === '/' || (index !== undefined && file !== undefined);
    },
  });
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.goto(server.origin);
    await page.evaluate(`(async () => {
      const { wrap } = await import('/comlink/comlink.mjs');
      globalThis.probe = wrap(new Worker('/probe/probe.worker.js', { type: 'module' }));
      await probe.load('${model}', new URL('/assets/', location.href).href);
      globalThis.compare = async (index, looks) => probe.compare(await (await fetch('/picture/' + index)).blob(), looks);
    })()`);
    const compared: Compared[] = [];
    for (const [index, file] of files.entries()) {
      process.stderr.write(`\r${String(index + 1)}/${String(files.length)}   `);
      const comparison = await page.evaluate<Comparison | undefined>(`compare(${String(index)}, ${String(looks)})`);
      if (comparison) compared.push({ file, ...comparison });
    }
    process.stderr.write('\n');
    return compared;
  } finally {
    await browser.close();
    await server.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const { values, positionals: folders } = parseArgs({
  allowPositionals: true,
  options: { model: { type: 'string', default: 'full' }, mode: { type: 'string', default: 'fast' }, out: { type: 'string' } },
});
if (folders.length === 0 || !MODES.includes(values.mode as Mode)) {
  console.error('Usage: npm run bench:agreement -- [--model lite|full|heavy] [--mode fast|balanced|accurate] [--out FILE] FOLDER…');
  process.exit(2);
}
ensureBuilt();
const sets = await Promise.all(folders.map(async (folder) => ({ folder, files: await pictures(folder) })));
const compared = await compareAll(sets.flatMap(({ files }) => files), values.model, LOOKS_OF[values.mode as Mode]);
console.log(`${values.model}, ${values.mode}: blazepose against mediapipe, and mediapipe against itself on the photo drawn 3 % smaller`);
const report: Record<string, unknown> = {};
for (const { folder, files } of [...sets, { folder: 'all', files: sets.flatMap((set) => set.files) }]) {
  const part = compared.filter(({ file }) => files.includes(file)).map((entry) => ({ ...entry, file: folder === 'all' ? entry.file : relative(folder, entry.file) }));
  const [ours, theirs] = [figures(part, 'difference'), figures(part, 'itself')];
  print(folder, ours, theirs);
  report[folder] = { ours, theirs };
}
console.log('\nMost different, mean over the landmarks, % of trunk (in brackets: mediapipe against itself)');
for (const entry of [...compared].sort((a, b) => averageOf(b.difference) - averageOf(a.difference)).slice(0, WORST)) {
  console.log(`  ${averageOf(entry.difference).toFixed(1).padStart(5)} (${averageOf(entry.itself).toFixed(1)})  ${entry.file}`);
}
if (values.out !== undefined) await writeFile(values.out, `${JSON.stringify(report, null, 2)}\n`);
