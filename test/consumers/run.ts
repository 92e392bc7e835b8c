/**
 * `npm run test:consumers -- [--only NAME,NAME] [--keep] [--out FILE]`: the packed package in the projects of users. Each
 * is installed, built and opened in a real browser, and has to answer like the repository's own engine page.
 */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import type { AnalysisResponse } from 'analyze-locally';
import { openEngine } from '../../demo/cli/engine-page.js';
import { launchChromium } from '../../demo/host/browser.js';
import { ensureBuilt, ROOT } from '../../demo/host/ensure-built.js';
import { serve } from '../../demo/host/server.js';
import { textTable } from '../bench/text-table.js';
import { casePhotos } from '../harness/fixture-photos.js';
import { pack } from '../harness/packed.js';
import { CONSUMERS, SUB_PATH, type Consumer, type DevServer } from './consumers.js';
import { npm, startServer } from './npm.js';
import { differences } from './same-answer.js';
import { visit, type Visit } from './visit.js';

const CASE = 'm1-02';

/** The strictest policy that the documentation promises to be enough. */
const POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'";

const COLUMNS = ['dev', 'production', 'sub-path', 'strict CSP'] as const;

type Column = (typeof COLUMNS)[number];

/** Reasons against, or why there is nothing to see. */
type Outcome = { readonly seconds: number; readonly problems: readonly string[]; readonly visit?: Visit } | { readonly without: string };

interface Result {
  readonly name: string;
  /** Installing, seconds. */
  readonly installed: number;
  readonly outcomes: Readonly<Record<Column, Outcome>>;
}

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const PHOTOS = join(ROOT, 'test', 'fixtures', 'cases', CASE);

const failed = (outcome: Outcome): boolean => 'problems' in outcome && outcome.problems.length > 0;

async function timed(work: () => Visit | Promise<Visit>, wanted: AnalysisResponse): Promise<Outcome> {
  const start = performance.now();
  const seconds = (): number => (performance.now() - start) / 1000;
  try {
    const seen = await work();
    const problems = [...seen.problems, ...(seen.answer?.state ? differences(seen.answer, wanted) : [])];
    return { seconds: seconds(), problems, visit: seen };
  } catch (error) {
    return { seconds: seconds(), problems: [error instanceof Error ? error.message : String(error)] };
  }
}

/** Copies a consumer away from this repository, whose own packages it would find, and installs what it names. */
function install(name: string, tarballs: readonly string[], folder: string): number {
  const start = performance.now();
  cpSync(here(name), folder, { recursive: true });
  npm(['ci', '--no-audit', '--no-fund', '--prefer-offline'], folder);
  npm(['install', '--no-save', '--no-audit', '--no-fund', '--prefer-offline', ...tarballs], folder);
  return (performance.now() - start) / 1000;
}

/** Serves a built page and opens it. */
async function open(browser: Browser, output: string, base: string, buttons: readonly string[], headers: Readonly<Record<string, string>> = {}): Promise<Visit> {
  const server = await serve({ mounts: { [base]: output, [`${base}photos/`]: PHOTOS }, headers });
  try {
    return await visit(browser, `${server.origin}${base}`, buttons);
  } finally {
    await server.close();
  }
}

async function openDev(browser: Browser, { args, files }: DevServer, folder: string, buttons: readonly string[]): Promise<Visit> {
  mkdirSync(join(folder, files), { recursive: true });
  cpSync(PHOTOS, join(folder, files, 'photos'), { recursive: true });
  const server = await startServer('dev', args, folder);
  try {
    return await visit(browser, `${server.origin}/`, buttons);
  } finally {
    await server.stop();
    rmSync(join(folder, files, 'photos'), { recursive: true, force: true });
  }
}

/** Done once; a failure is told each time. */
function memoised<Value>(work: () => Value): () => Value {
  let done: { readonly value: Value } | { readonly error: unknown } | undefined;
  return () => {
    if (!done) {
      try {
        done = { value: work() };
      } catch (error) {
        done = { error };
      }
    }
    if ('error' in done) throw done.error;
    return done.value;
  };
}

async function runConsumer(consumer: Consumer, folder: string, tarballs: readonly string[], browser: Browser, wanted: AnalysisResponse): Promise<Result> {
  const { name, dev, subPath, buttons } = consumer;
  const output = join(folder, consumer.output);
  const installed = install(name, tarballs, folder);
  const build = memoised(() => npm(['run', 'build'], folder));
  const production = await timed(() => {
    build();
    return open(browser, output, '/', buttons);
  }, wanted);
  const strict = await timed(() => {
    build();
    return open(browser, output, '/', buttons, { 'content-security-policy': POLICY });
  }, wanted);
  const deep = await timed(() => {
    if (subPath) npm(['run', 'build', '--', ...(subPath.args ?? [])], folder, subPath.env);
    else build();
    return open(browser, output, SUB_PATH, buttons);
  }, wanted);
  const served = typeof dev === 'string' ? { without: dev } : await timed(() => openDev(browser, dev, folder, buttons), wanted);
  return { name, installed, outcomes: { dev: served, production, 'sub-path': deep, 'strict CSP': strict } };
}

async function referenceAnswer(): Promise<AnalysisResponse> {
  const engine = await openEngine();
  try {
    return await engine.analyze(await casePhotos(CASE));
  } finally {
    await engine.close();
  }
}

const cell = (outcome: Outcome): string => ('without' in outcome ? '–' : failed(outcome) ? '✗' : '✓');

const kilobytes = (bytes: number | undefined): string => (bytes === undefined ? '' : (bytes / 1024).toFixed(1));

function printTable(results: readonly Result[]): void {
  const rows = results.map(({ name, installed, outcomes }) => {
    const { production } = outcomes;
    const seconds = COLUMNS.reduce((sum, column) => sum + ('seconds' in outcomes[column] ? outcomes[column].seconds : 0), installed);
    const scripts = 'visit' in production ? production.visit?.scriptBytes : undefined;
    return [name, ...COLUMNS.map((column) => cell(outcomes[column])), kilobytes(scripts), seconds.toFixed(0)];
  });
  console.log(`\n${textTable(['consumer', ...COLUMNS, 'own JS, KB gzipped', 'seconds'], rows)}\n`);
  for (const { name, outcomes } of results) {
    for (const column of COLUMNS) {
      const outcome = outcomes[column];
      if ('without' in outcome) console.log(`– ${name}, ${column}: ${outcome.without}`);
      else for (const problem of outcome.problems) console.log(`✗ ${name}, ${column}: ${problem}`);
    }
  }
}

const { values } = parseArgs({ options: { only: { type: 'string' }, keep: { type: 'boolean', default: false }, out: { type: 'string' } } });
const only = values.only?.split(',');
const unknown = only?.filter((name) => !CONSUMERS.some((consumer) => consumer.name === name)) ?? [];
if (unknown.length > 0) throw new Error(`no consumer ${unknown.join(', ')}; there are ${CONSUMERS.map(({ name }) => name).join(', ')}`);

ensureBuilt();
const work = mkdtempSync(join(tmpdir(), 'consumers-'));
const tarballs = [pack('analyze-locally', work)];
const wanted = await referenceAnswer();
const browser = await launchChromium();
const results: Result[] = [];
try {
  for (const consumer of CONSUMERS) {
    if (only && !only.includes(consumer.name)) continue;
    console.log(`${consumer.name} …`);
    results.push(await runConsumer(consumer, join(work, consumer.name), tarballs, browser, wanted));
  }
} finally {
  await browser.close();
  if (values.keep) console.log(`kept: ${work}`);
  else rmSync(work, { recursive: true, force: true });
}
printTable(results);
if (values.out !== undefined) writeFileSync(values.out, `${JSON.stringify(results, null, 2)}\n`);
const outcomes = results.flatMap((result) => Object.values(result.outcomes));
const wrong = outcomes.filter(failed).length;
const without = outcomes.filter((outcome) => 'without' in outcome).length;
console.log(`\n${outcomes.length - wrong - without} passed, ${wrong} failed`);
process.exitCode = wrong > 0 ? 1 : 0;
