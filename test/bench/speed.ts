/**
 * `npm run bench:speed -- [--quick] [--only PATTERN] [--rounds N] [--photos DIR] [--megapixels N] [--memory] [--out FILE]`: this package
 * beside the other ways to find poses in a browser, on the same photos in the same run.
 */
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt, ROOT } from '../../demo/host/ensure-built.js';
import { openBenchBrowser, type BenchBrowser } from './speed/browser.js';
import { baselineOf, chooseContenders, isSoftware, keyOf, type Contender } from './speed/contenders.js';
import { startBenchHost, type BenchHost } from './speed/host.js';
import type { Memory } from './speed/memory.js';
import type { WarmRun } from './speed/page/contract.js';
import { speedFigures, speedTables, type Measured, type MemoryGrowth } from './speed/report.js';
import { openSession, type ColdResult, type Session } from './speed/session.js';

/** How much is measured. */
interface Effort {
  /** Fresh contexts a contender. */
  readonly colds: number;
  /** Warm runs that are not counted: they let the browser's compiler finish its work. The cold run alone does most of it. */
  readonly warmUps: number;
  readonly rounds: number;
  /** Milliseconds for one run of one contender. */
  readonly timeout: number;
  /** Milliseconds from the start after which no further contender is begun that could be spared. */
  readonly spareAfter: number;
  /** Milliseconds from the start at which the rounds must be over. */
  readonly until: number;
}

const QUICK: Effort = { colds: 1, warmUps: 0, rounds: 7, timeout: 15_000, spareAfter: 20_000, until: 42_000 };

const FULL: Effort = { colds: 3, warmUps: 1, rounds: 15, timeout: 300_000, spareAfter: Number.POSITIVE_INFINITY, until: Number.POSITIVE_INFINITY };

/** The analyses after which `--memory` reads memory. */
const FEW = 20;
const MANY = 200;

/** A contender on its way. */
interface Runner {
  readonly contender: Contender;
  readonly session: Session;
  readonly cold: readonly ColdResult[];
  readonly warm: WarmRun[];
}

/** One run of the benchmark. */
class SpeedBench {
  readonly #host: BenchHost;
  readonly #browser: BenchBrowser;
  readonly #effort: Effort;
  readonly #begun: number;
  /** Why a contender has no figures, by key. */
  readonly failed: Record<string, string> = {};
  /** Why one was not begun, which is no failure, by key. */
  readonly spared: Record<string, string> = {};

  /** @param begun - When the run began, on this process's clock. */
  constructor(host: BenchHost, browser: BenchBrowser, effort: Effort, begun: number) {
    this.#host = host;
    this.#browser = browser;
    this.#effort = effort;
    this.#begun = begun;
  }

  #elapsed(): number {
    return performance.now() - this.#begun;
  }

  /** Contenders on real processors take turns, so that what else the machine does hits all alike. */
  async measure(contenders: readonly Contender[], withGrowth: boolean): Promise<Measured[]> {
    const software = contenders.filter((contender) => isSoftware(contender, this.#browser.adapters));
    const real = contenders.filter((contender) => !software.includes(contender));
    const runners: Runner[] = [];
    for (const contender of real) {
      const runner = await this.#start(contender, this.#effort.colds);
      if (runner) runners.push(runner);
    }
    await this.#takeTurns(runners);
    const measured: Measured[] = [];
    for (const runner of runners) measured.push(...(await this.#finish(runner, withGrowth && runner.contender.own)));
    // Theirs are seconds to minutes that nobody will compare.
    for (const contender of software) {
      const runner = await this.#start(contender, 1);
      if (!runner) continue;
      await this.#attempt(contender, async () => runner.warm.push(await runner.session.warm()));
      measured.push(...(await this.#finish(runner, false)));
    }
    return measured;
  }

  /** What goes wrong with one contender is noted and stops none of the others. */
  async #attempt<Value>(contender: Contender, work: () => Promise<Value>): Promise<Value | undefined> {
    const key = keyOf(contender);
    if (key in this.failed) return undefined;
    try {
      return await work();
    } catch (error) {
      const { message } = error as Error;
      this.failed[key] = message.split('\n')[0] ?? '';
      return undefined;
    }
  }

  #start(contender: Contender, colds: number): Promise<Runner | undefined> {
    return this.#attempt(contender, async () => {
      progress(`cold ${keyOf(contender)}`);
      const spared = !contender.own && baselineOf(contender.model) !== contender;
      if (spared && this.#elapsed() > this.#effort.spareAfter) {
        this.spared[keyOf(contender)] = 'this machine is too busy for it now';
        return undefined;
      }
      const cold: ColdResult[] = [];
      for (;;) {
        const session = await openSession(this.#browser.browser, this.#host, contender, this.#effort.timeout);
        cold.push(session.cold);
        if (cold.length === colds) return { contender, session, cold, warm: [] };
        await session.close();
      }
    });
  }

  async #takeTurns(runners: readonly Runner[]): Promise<void> {
    let longest = 0;
    const { warmUps, rounds, until } = this.#effort;
    for (let round = 1 - warmUps; round <= rounds; round += 1) {
      const start = this.#elapsed();
      if (round > 1 && start + longest > until) return;
      // Each begins a round in turn: the first may find the machine in another state than the last.
      const order = runners.map((_, place) => runners[(place + round) % runners.length]);
      for (const runner of order) {
        if (!runner) continue;
        progress(`round ${String(round)}/${String(rounds)} ${keyOf(runner.contender)}`);
        const run = await this.#attempt(runner.contender, () => runner.session.warm());
        if (run && round > 0) runner.warm.push(run);
      }
      longest = Math.max(longest, this.#elapsed() - start);
    }
  }

  async #finish({ contender, session, cold, warm }: Runner, withGrowth: boolean): Promise<Measured[]> {
    const measured = await this.#attempt(contender, async () => {
      const memory = await session.memory();
      const growth = withGrowth ? await this.#growth(contender) : undefined;
      return { contender, software: isSoftware(contender, this.#browser.adapters), cold, warm, memory, growth };
    });
    await session.close();
    return measured ? [measured] : [];
  }

  async #growth(contender: Contender): Promise<MemoryGrowth> {
    const session = await openSession(this.#browser.browser, this.#host, contender, this.#effort.timeout);
    const after = async (from: number, to: number): Promise<Memory> => {
      for (let done = from; done < to; done += 1) {
        progress(`memory ${keyOf(contender)} ${String(done)}/${String(MANY)}`);
        await session.warm();
      }
      return session.memory();
    };
    try {
      // The cold run was the first analysis.
      return { after20: await after(1, FEW), after200: await after(FEW, MANY) };
    } finally {
      await session.close();
    }
  }
}

function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${text.padEnd(70)}`);
}

const USAGE = `Usage: npm run bench:speed -- [options]
  --quick         under 50 s: small models, fewer rounds, no slow software adapters
  --only PATTERN  contenders whose name matches the regular expression, and what they are compared with
  --rounds N      warm runs a contender
  --photos DIR    a folder with front.jpg, side.jpg and back.jpg
  --megapixels N  brings the photos to this size first: phones take 12
  --memory        also memory after ${String(FEW)} and ${String(MANY)} analyses (minutes a contender)
  --out FILE      writes the figures as JSON`;

/** What the command line asks for. */
interface Command {
  readonly quick: boolean;
  readonly memory: boolean;
  readonly only: RegExp | undefined;
  readonly rounds: number | undefined;
  readonly photos: string;
  readonly megapixels: number | undefined;
  readonly out: string | undefined;
}

function readCommand(): Command {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      memory: { type: 'boolean', default: false },
      only: { type: 'string' },
      rounds: { type: 'string' },
      photos: { type: 'string' },
      megapixels: { type: 'string' },
      out: { type: 'string' },
    },
  });
  const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
  if (rounds !== undefined && !(Number.isInteger(rounds) && rounds > 0)) throw new TypeError('--rounds must be a whole number above 0');
  const megapixels = values.megapixels === undefined ? undefined : Number(values.megapixels);
  if (megapixels !== undefined && !(megapixels >= 0.1 && megapixels <= 60)) throw new TypeError('--megapixels must be a number from 0.1 to 60');
  return {
    quick: values.quick,
    memory: values.memory,
    only: values.only === undefined ? undefined : new RegExp(values.only),
    rounds,
    photos: values.photos === undefined ? join(ROOT, 'test', 'fixtures', 'cases', 'm1-02') : resolve(values.photos),
    megapixels,
    out: values.out,
  };
}

function printNotes(title: string, notes: Readonly<Record<string, string>>): void {
  const lines = Object.entries(notes).map(([key, reason]) => `  ${key}: ${reason}`);
  if (lines.length > 0) console.log(`\n${title}\n${lines.join('\n')}`);
}

async function run({ quick, memory, only, rounds, photos, megapixels, out }: Command): Promise<number> {
  ensureBuilt();
  const begun = performance.now();
  const effort = quick ? QUICK : FULL;
  const host = await startBenchHost(photos, megapixels);
  try {
    const opened = await openBenchBrowser(host.origin);
    const { browser, adapters } = opened;
    try {
      const { run: contenders, leftOut } = chooseContenders(adapters, quick, only);
      const bench = new SpeedBench(host, opened, { ...effort, rounds: rounds ?? effort.rounds }, begun);
      const figures = speedFigures(await bench.measure(contenders, memory));
      progress('');
      const machine = {
        browser: `Chromium ${browser.version()}`,
        processor: `${String(cpus().length)} × ${cpus()[0]?.model.trim() ?? 'unknown'}`,
        adapters,
      };
      const named = (adapter: (typeof adapters)['webgl']): string => (adapter ? `${adapter.name}${adapter.software ? ' (software)' : ''}` : 'none');
      console.log(`${machine.browser}, ${machine.processor}\nWebGL: ${named(adapters.webgl)}\nWebGPU: ${named(adapters.webgpu)}\n`);
      console.log(speedTables(figures));
      const absent = { ...leftOut, ...bench.spared };
      printNotes('Left out', absent);
      printNotes('Failed', bench.failed);
      if (out !== undefined) await writeFile(out, `${JSON.stringify({ ...machine, quick, ...figures, leftOut: absent, failed: bench.failed }, null, 2)}\n`);
      return Object.keys(bench.failed).length === 0 ? 0 : 1;
    } finally {
      await browser.close();
    }
  } finally {
    await host.close();
  }
}

let command: Command | undefined;
try {
  command = readCommand();
} catch (error) {
  console.error(`${(error as Error).message}\n\n${USAGE}`);
  process.exitCode = 2;
}
if (command) process.exitCode = await run(command);
