/**
 * `npm run fuzz -- [--pure N] [--browser N] [--seed N] [--only TARGET] [--path PATH] [--out FILE]`: hands everything that takes
 * something from others what nobody should hand in. Exit code 1: an input was answered otherwise than is documented.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { ensureBuilt } from '../../demo/host/ensure-built.js';
import { MisuseError, runProgram } from '../../demo/host/port.js';
import { BROWSER_TARGETS, openFuzzPage } from './browser/fuzz-page.js';
import { photoCorpus } from './corpus.js';
import { report, runTargets, table, type FuzzRun, type Inputs, type Runnable } from './runs.js';

const USAGE = `Usage: npm run fuzz -- [options]
  --pure N       inputs to what runs without a browser; default 20000
  --browser N    inputs to the built package in a browser; default 500
  --seed N       makes the same inputs again; default another one each time
  --only TARGET  one target alone
  --path PATH    with --only and --seed: one input of an earlier run
  --out FILE     writes the figures as JSON`;

const MOST = 10_000_000;

function wholeNumber(option: string, text: string, most: number): number {
  if (!/^\d{1,10}$/.test(text) || Number(text) > most) throw new MisuseError(`--${option} must be a whole number up to ${String(most)}, not ${text}`);
  return Number(text);
}

function readCommand() {
  try {
    const { values } = parseArgs({
      options: {
        pure: { type: 'string', default: '20000' },
        browser: { type: 'string', default: '500' },
        seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
        only: { type: 'string' },
        path: { type: 'string' },
        out: { type: 'string' },
      },
    });
    return {
      pure: wholeNumber('pure', values.pure, MOST),
      browser: wholeNumber('browser', values.browser, MOST),
      seed: wholeNumber('seed', values.seed, 2 ** 31 - 1),
      only: values.only,
      path: values.path,
      out: values.out,
    };
  } catch (error) {
    throw new MisuseError(error instanceof Error ? error.message : String(error));
  }
}

type Targets = readonly Runnable[];

const wantedOf = (targets: Targets, only: string | undefined): Targets => (only === undefined ? targets : targets.filter(({ name }) => name === only));

async function fuzzInBrowser(inputs: Inputs, only: string | undefined, onDone: (run: FuzzRun) => void): Promise<FuzzRun[]> {
  const page = await openFuzzPage(await photoCorpus());
  try {
    const runs = await runTargets(wantedOf(page.targets, only), inputs, onDone);
    await page.checkLeaks();
    return runs;
  } finally {
    await page.close();
  }
}

await runProgram(USAGE, async () => {
  const { pure, browser, seed, only, path, out } = readCommand();
  // The app's own modules import the built package.
  ensureBuilt();
  const { pureTargets } = await import('./pure/targets.js');
  const targets = pureTargets(await photoCorpus());
  const isPure = wantedOf(targets, only).length > 0;
  const isInBrowser = only === undefined || BROWSER_TARGETS.includes(only);
  if (!isPure && !isInBrowser) throw new MisuseError(`--only must be one of ${[...targets.map(({ name }) => name), ...BROWSER_TARGETS].join(', ')}`);
  console.log(`seed ${seed}`);
  const tell = (run: FuzzRun): void => console.error(run.failure ? report(run) : `${run.target}: ${run.inputs}`);
  const runs = [
    ...(isPure && pure > 0 ? await runTargets(wantedOf(targets, only), { runs: pure, seed, path }, tell) : []),
    ...(isInBrowser && browser > 0 ? await fuzzInBrowser({ runs: browser, seed, path }, only, tell) : []),
  ];
  console.log(`\n${table(runs)}`);
  if (out !== undefined) await writeFile(out, `${JSON.stringify({ seed, runs: runs.map((run) => ({ ...run, outcomes: Object.fromEntries(run.outcomes) })) }, null, 2)}\n`);
  return runs.some(({ failure }) => failure) ? 1 : 0;
});
