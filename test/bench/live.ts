/**
 * `npm run bench:live -- [--models M,M] [--size 1280x720] [--seconds N] [--rounds N] [--photo FILE] [--out FILE]`: how many frames of a
 * camera a tracker follows a second, and what each takes.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { ModelName, TrackingStage } from 'analyze-locally';
import { launchChromium, WITHOUT_GPU } from '../../demo/host/browser.js';
import { DIST, ensureBuilt, ROOT } from '../../demo/host/ensure-built.js';
import { serve } from '../../demo/host/server.js';
import { MODELS } from '../../src/pose/protocol.js';
import { fakeCamera, writeFilm, type FrameSize } from './live/camera.js';
import { analyzeOnce, follow, openCamera, type LiveFrame } from './live/session.js';
import { GPU_FLAGS, mayHaveGpu } from './speed/browser.js';
import { quantile } from './statistics.js';
import { textTable } from './text-table.js';

/** What a model's frames came to; milliseconds are medians. */
export interface LiveFigures {
  readonly provider: string;
  /** Analysed frames a second, over all rounds. */
  readonly framesPerSecond: number;
  /** Share of the frames that showed somebody. */
  readonly seen: number;
  /** From the call to the answer. */
  readonly frame: number;
  /** Of the frames that ran the stage. */
  readonly stages: Readonly<Record<TrackingStage, number>>;
  /** One fast look of an analysis at the same camera's frame, in the same run. */
  readonly fastLook: number;
  /** A tracked frame in such looks. */
  readonly ratio: number;
}

const STAGES = ['capturing', 'reading', 'detecting', 'looking', 'judging'] as const satisfies readonly TrackingStage[];

/** Looks to compare with in each round. */
const LOOKS = 3;

const PAGE = `<!doctype html><meta charset="utf-8"><title>bench:live</title><link rel="icon" href="data:,">
<script type="module">import * as analyzeLocally from '/analyze-locally/index.js'; globalThis.analyzeLocally = analyzeLocally;</script>`;

const USAGE = `Usage: npm run bench:live -- [options]
  --models M,M   of lite, full, heavy; default lite,full
  --size WxH     the camera's; default 1280x720
  --seconds N    that each model follows in a round; default 10
  --rounds N     models take turns so often; default 3
  --photo FILE   whom the camera sees; default a rendered person
  --out FILE     writes the figures as JSON`;

/** What the command line asks for. */
interface Command {
  readonly models: readonly ModelName[];
  readonly size: FrameSize;
  readonly seconds: number;
  readonly rounds: number;
  readonly photo: string;
  readonly out: string | undefined;
}

function readCommand(): Command {
  const { values } = parseArgs({
    options: {
      models: { type: 'string', default: 'lite,full' },
      size: { type: 'string', default: '1280x720' },
      seconds: { type: 'string', default: '10' },
      rounds: { type: 'string', default: '3' },
      photo: { type: 'string' },
      out: { type: 'string' },
    },
  });
  const models = values.models.split(',');
  if (!models.every((name): name is ModelName => MODELS.includes(name as ModelName))) throw new TypeError(`--models must be of ${MODELS.join(', ')}`);
  const [, width, height] = /^(\d{3,4})x(\d{3,4})$/.exec(values.size) ?? [];
  if (width === undefined || height === undefined) throw new TypeError('--size must be width and height in pixels, such as 1280x720');
  const [seconds, rounds] = [Number(values.seconds), Number(values.rounds)];
  if (!(seconds > 0 && seconds <= 600)) throw new TypeError('--seconds must be a number above 0 and up to 600');
  if (!(Number.isInteger(rounds) && rounds > 0)) throw new TypeError('--rounds must be a whole number above 0');
  const photo = values.photo === undefined ? join(ROOT, 'test', 'fixtures', 'cases', 'm1-02', 'front.jpg') : resolve(values.photo);
  return { models, size: { width: Number(width), height: Number(height) }, seconds, rounds, photo, out: values.out };
}

const median = (values: readonly number[]): number => (values.length === 0 ? 0 : quantile(values, 0.5));

function figuresOf(frames: readonly LiveFrame[], milliseconds: number, looks: readonly number[]): LiveFigures {
  const frame = median(frames.map(({ whole }) => whole));
  const fastLook = median(looks);
  const stage = (name: TrackingStage): number => median(frames.map(({ stages }) => stages[name] ?? 0).filter((value) => name !== 'detecting' || value > 0));
  return {
    provider: frames.find(({ provider }) => provider !== undefined)?.provider ?? 'none',
    framesPerSecond: (1000 * frames.length) / milliseconds,
    seen: frames.filter(({ found }) => found !== undefined).length / frames.length,
    frame,
    stages: Object.fromEntries(STAGES.map((name) => [name, stage(name)])) as LiveFigures['stages'],
    fastLook,
    ratio: frame / fastLook,
  };
}

function table(figures: Readonly<Record<string, LiveFigures>>): string {
  const rows = Object.entries(figures).map(([model, { provider, framesPerSecond, seen, frame, stages, fastLook, ratio }]) => [
    `${model} (${provider})`,
    framesPerSecond.toFixed(1),
    `${(100 * seen).toFixed(0)} %`,
    ...[frame, ...STAGES.map((name) => stages[name]), fastLook].map((value) => value.toFixed(1)),
    ratio.toFixed(2),
  ]);
  return textTable(['', 'frames/s', 'seen', 'ms/frame', ...STAGES, 'fast look', 'ratio'], rows);
}

async function run({ models, size, seconds, rounds, photo, out }: Command): Promise<void> {
  ensureBuilt();
  const folder = await mkdtemp(join(tmpdir(), 'bench-live-'));
  const film = join(folder, 'film.mjpeg');
  await writeFilm(photo, size, film);
  const server = await serve({
    mounts: { '/analyze-locally/': DIST },
    answer: (path, response) => {
      if (path !== '/') return false;
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(PAGE);
      return true;
    },
  });
  const browser = await launchChromium([...(mayHaveGpu() ? GPU_FLAGS : WITHOUT_GPU), ...fakeCamera(film)]);
  try {
    const context = await browser.newContext({ permissions: ['camera'] });
    const page = await context.newPage();
    await page.goto(server.origin);
    await page.waitForFunction('globalThis.analyzeLocally !== undefined');
    const given = await openCamera(page, models, size);
    const measured = new Map(models.map((model) => [model, { frames: [] as LiveFrame[], milliseconds: 0, looks: [] as number[] }]));
    for (let round = 0; round < rounds; round++) {
      for (const [model, so] of measured) {
        const { frames, milliseconds } = await follow(page, model, seconds);
        so.frames.push(...frames);
        so.milliseconds += milliseconds;
        for (let look = 0; look < LOOKS; look++) so.looks.push(await analyzeOnce(page, model));
      }
    }
    const figures = Object.fromEntries([...measured].map(([model, { frames, milliseconds, looks }]) => [model, figuresOf(frames, milliseconds, looks)]));
    const machine = { browser: `Chromium ${browser.version()}`, processor: `${String(cpus().length)} × ${cpus()[0]?.model.trim() ?? 'unknown'}`, camera: given };
    console.log(`${machine.browser}, ${machine.processor}, camera ${String(given.width)} × ${String(given.height)}\n\n${table(figures)}`);
    if (out !== undefined) await writeFile(out, `${JSON.stringify({ ...machine, models: figures }, null, 2)}\n`);
  } finally {
    await browser.close();
    await server.close();
    await rm(folder, { recursive: true, force: true });
  }
}

let command: Command | undefined;
try {
  command = readCommand();
} catch (error) {
  console.error(`${(error as Error).message}\n\n${USAGE}`);
  process.exitCode = 2;
}
if (command) await run(command);
