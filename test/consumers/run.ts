/**
 * `npm run test:consumers -- [--only NAME,NAME] [--keep] [--out FILE]`: the packed package in the projects of users. Each
 * is installed, built and opened in a real browser, and has to answer like the repository's own engine page.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { AnalysisResponse } from 'analyze-locally';
import { openEngine } from '../../demo/cli/engine-page.js';
import { launchChromium } from '../../demo/host/browser.js';
import { ensureBuilt } from '../../demo/host/ensure-built.js';
import { textTable } from '../bench/text-table.js';
import { casePhotos } from '../harness/fixture-photos.js';
import { pack } from '../harness/packed.js';
import { BUNDLE_BUDGET, type Bundle } from './bundles.js';
import { COMPANIONS } from './companions.js';
import { CONSUMERS, type Consumer } from './consumers.js';
import { CASE, COLUMNS, runConsumer, type Outcome, type Result, type Wanted } from './project.js';

const failed = (outcome: Outcome): boolean => 'problems' in outcome && outcome.problems.length > 0;

const isTooLarge = ({ scriptBytes }: Bundle): boolean => scriptBytes >= BUNDLE_BUDGET;

async function answerOf(options: Parameters<typeof openEngine>[0]): Promise<AnalysisResponse> {
  const engine = await openEngine(options);
  try {
    return await engine.analyze(await casePhotos(CASE));
  } finally {
    await engine.close();
  }
}

const wantedAnswers = async (): Promise<Wanted> => ({
  default: await answerOf({}),
  lite: await answerOf(COMPANIONS.lite.options),
  mediapipe: await answerOf(COMPANIONS.mediapipe.options),
});

function chosenConsumers(only: string | undefined): readonly Consumer[] {
  const names = only?.split(',') ?? CONSUMERS.map(({ name }) => name);
  return names.map((wanted) => {
    const consumer = CONSUMERS.find(({ name }) => name === wanted);
    if (!consumer) throw new Error(`no consumer ${wanted}; there are ${CONSUMERS.map(({ name }) => name).join(', ')}`);
    return consumer;
  });
}

const cell = (outcome: Outcome): string => ('without' in outcome ? '–' : failed(outcome) ? '✗' : '✓');

const kilobytes = (bytes: number | undefined): string => (bytes === undefined ? '' : (bytes / 1024).toFixed(1));

const megabytes = (bytes: number | undefined): string => (bytes === undefined ? '' : (bytes / 1024 ** 2).toFixed(1));

function printPages(results: readonly Result[]): void {
  const rows = results.map(({ name, seconds, outcomes }) => {
    const seen = 'seen' in outcomes.production ? outcomes.production.seen : undefined;
    return [name, ...COLUMNS.map((column) => cell(outcomes[column])), kilobytes(seen?.scriptBytes), megabytes(seen?.engineBytes), seconds.toFixed(0)];
  });
  console.log(`\n${textTable(['consumer', ...COLUMNS, 'own JS, KB gzipped', 'engine, MB', 'seconds'], rows)}\n`);
  for (const { name, outcomes } of results) {
    for (const column of COLUMNS) {
      const outcome = outcomes[column];
      if ('without' in outcome) console.log(`– ${name}, ${column}: ${outcome.without}`);
      else for (const problem of outcome.problems) console.log(`✗ ${name}, ${column}: ${problem}`);
    }
  }
}

function printBundles(results: readonly Result[]): void {
  const rows = results.flatMap(({ name, bundles }) =>
    bundles.map((bundle) => [`${name}, ${bundle.script} alone`, isTooLarge(bundle) ? '✗' : '✓', kilobytes(bundle.scriptBytes), String(bundle.others.length)]),
  );
  if (rows.length > 0) console.log(`\n${textTable(['bundle', 'small', 'KB gzipped', 'files besides'], rows)}`);
}

const { values } = parseArgs({ options: { only: { type: 'string' }, keep: { type: 'boolean', default: false }, out: { type: 'string' } } });
const chosen = chosenConsumers(values.only);

ensureBuilt();
const work = mkdtempSync(join(tmpdir(), 'consumers-'));
const results: Result[] = [];
try {
  const tarballs = (['analyze-locally', 'analyze-locally-models-lite', 'analyze-locally-mediapipe'] as const).map((name) => pack(name, work));
  const wanted = await wantedAnswers();
  const browser = await launchChromium();
  try {
    for (const consumer of chosen) {
      console.log(`${consumer.name} …`);
      const needed = typeof consumer.companions === 'string' ? tarballs.slice(0, 1) : tarballs;
      results.push(await runConsumer(consumer, needed, join(work, consumer.name), browser, wanted));
    }
  } finally {
    await browser.close();
  }
} finally {
  if (values.keep) console.log(`kept: ${work}`);
  else rmSync(work, { recursive: true, force: true, maxRetries: 5 });
}
printPages(results);
printBundles(results);
const outcomes = results.flatMap((result) => Object.values(result.outcomes));
const bundles = results.flatMap((result) => result.bundles);
const failures = outcomes.filter(failed).length + bundles.filter(isTooLarge).length;
const without = outcomes.filter((outcome) => 'without' in outcome).length;
const passes = outcomes.length - without + bundles.length - failures;
if (values.out !== undefined) writeFileSync(values.out, `${JSON.stringify({ passed: passes, failed: failures, results }, null, 2)}\n`);
console.log(`\n${passes} passed, ${failures} failed`);
process.exitCode = failures > 0 ? 1 : 0;
