/**
 * `npm run bench:repeatability -- [--people N] [--variants N] [--factors F,F] [--views V,V] [--size 800x1200] [--mode M]
 * [--out FILE]`: how much the answers differ over photos of the same person in the same posture.
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { MetricName, Mode, View } from 'analyze-locally';
import { openEngine, type EncodedPhotos, type EnginePage } from '../../demo/cli/engine-page.js';
import { ensureBuilt } from '../../demo/host/ensure-built.js';
import { METRIC_NAMES } from '../../src/grades/grades.js';
import { MODES } from '../../src/pose/protocol.js';
import { loadBase } from '../ground-truth/assets.js';
import { planBodies } from '../ground-truth/bodies.js';
import { buildBody } from '../ground-truth/body.js';
import type { Camera } from '../ground-truth/camera.js';
import type { Person } from '../ground-truth/people.js';
import { FIXED_PLAN, type PlannedCase, type PlannedView, type Range } from '../ground-truth/plan.js';
import { poseBody } from '../ground-truth/pose.js';
import { drawFrom, randomOf, type Draw } from '../ground-truth/random.js';
import { caseScene } from '../ground-truth/scene.js';
import { openStudio, type Studio } from '../ground-truth/studio.js';
import { casePosture, caseTruth } from '../ground-truth/truth.js';
import { mean } from './statistics.js';
import { textTable } from './text-table.js';

const VIEWS = ['front', 'side', 'back'] as const satisfies readonly View[];

/** What is varied: one thing at a time, then all of it. */
const FACTORS = ['camera', 'distance', 'light', 'jpeg', 'resolution', 'together'] as const;

type Factor = (typeof FACTORS)[number];

/** Fixed subjects, each in a posture with several things off; random people come after them. */
const FIXED = ['m1-18', 'f1-18', 'm2-07'];

/** Random people's seed: of no training or benchmark set. */
const SEED = 'repeatability';

/** As a careful user holds a phone. Degrees, metres. */
const CAREFUL = {
  height: [0.95, 1.45],
  aim: [0.85, 0.95],
  shift: [-0.08, 0.08],
  fov: [50, 67],
  roll: [-2, 2],
  yaw: [-3, 3],
} satisfies Record<string, Range>;

/** Of the distance that fills the picture as {@link FILL}. */
const DISTANCE: Range = [0.7, 1.3];

/** Share of the picture's height that a person of 1.75 m fills, so that the nearest photo still holds them. */
const FILL = 0.55;

/** Of the JPEG. */
const QUALITY = { usual: 0.9, range: [0.5, 0.95] as Range };

/** Against the usual size: 480x720 to 1200x1800 for 800x1200. */
const SCALES = [0.6, 0.75, 1, 1.25, 1.5];

/** A camera that looks straight and upright; degrees, metres. */
const USUAL = { fov: 60, height: 1.2, aim: 0.9, shift: 0, roll: 0 };

const RADIANS = Math.PI / 180;

/** Metres. */
const distanceAt = (fov: number): number => 1.75 / (2 * Math.tan((fov * RADIANS) / 2) * FILL);

/** One photo's circumstances. */
interface Circumstances {
  readonly camera: Camera;
  /** Degrees. */
  readonly yaw: number;
}

/** The same for all three photos. */
const circumstances = (planned: PlannedCase, of: (view: View) => Circumstances): PlannedCase['views'] => {
  const view = (name: View): PlannedView => ({ ...planned.views[name], ...of(name) });
  return { front: view('front'), side: view('side'), back: view('back') };
};

/** The person as they are photographed usually. */
function usual(planned: PlannedCase, [width, height]: readonly [number, number]): PlannedCase {
  const camera: Camera = { ...USUAL, distance: distanceAt(USUAL.fov) };
  return { ...planned, width, height, setting: { ...planned.setting, quality: QUALITY.usual }, views: circumstances(planned, () => ({ camera, yaw: 0 })) };
}

/** Another lens goes with another distance: the person stays as large. */
function drawCamera(draw: Draw): Circumstances {
  const fov = draw.between(...CAREFUL.fov);
  const [height, aim, shift] = [draw.between(...CAREFUL.height), draw.between(...CAREFUL.aim), draw.between(...CAREFUL.shift)];
  const [roll, yaw] = [draw.between(...CAREFUL.roll), draw.between(...CAREFUL.yaw)];
  return { camera: { fov, distance: distanceAt(fov), height, aim, shift, roll }, yaw };
}

/** How each factor changes a case, by its variant's number; each photo has circumstances of its own. */
const CHANGE: Readonly<Record<Exclude<Factor, 'together'>, (planned: PlannedCase, draw: Draw, variant: number) => PlannedCase>> = {
  camera: (planned, draw) => ({ ...planned, views: circumstances(planned, () => drawCamera(draw)) }),
  distance: (planned, draw) => ({
    ...planned,
    views: circumstances(planned, (view) => {
      const { camera, yaw } = planned.views[view];
      return { camera: { ...camera, distance: camera.distance * draw.between(...DISTANCE) }, yaw };
    }),
  }),
  // A random person's room, lights and finish.
  light: (planned, draw) => {
    const [other] = planBodies({ count: 1, first: Math.floor(draw.between(0, 100_000)), seed: SEED, size: [planned.width, planned.height] }).cases;
    return { ...planned, setting: { ...(other ?? planned).setting, quality: planned.setting.quality ?? QUALITY.usual } };
  },
  jpeg: (planned, draw) => ({ ...planned, setting: { ...planned.setting, quality: draw.between(...QUALITY.range) } }),
  // Each size once, then by chance.
  resolution: (planned, draw, variant) => {
    const scale = SCALES[variant] ?? draw.pick(SCALES);
    return { ...planned, width: Math.round(planned.width * scale), height: Math.round(planned.height * scale) };
  },
};

function varied(planned: PlannedCase, factor: Factor, variant: number): PlannedCase {
  const draw = drawFrom(randomOf(`${factor} ${planned.id} ${String(variant)}`));
  const id = `${planned.id}-${factor}-${String(variant)}`;
  if (factor !== 'together') return { ...CHANGE[factor](planned, draw, variant), id };
  return { ...Object.values(CHANGE).reduce((changed, change) => change(changed, draw, SCALES.length), planned), id };
}

interface Subject {
  readonly person: Person;
  readonly planned: PlannedCase;
}

function subjects(count: number): Subject[] {
  const random = planBodies({ count: Math.max(1, count - FIXED.length), first: 0, seed: SEED, size: [800, 1200] });
  const found = [...FIXED.map((id) => ({ plan: FIXED_PLAN, id })), ...random.cases.map(({ id }) => ({ plan: random, id }))].map(({ plan, id }) => {
    const planned = plan.cases.find((candidate) => candidate.id === id);
    const person = planned && plan.people[planned.subject];
    if (!planned || !person) throw new Error(`there is no ${id}`);
    return { person, planned };
  });
  return found.slice(0, count);
}

/** One answer and what it should have been; degrees. */
interface Reading {
  readonly person: string;
  readonly factor: Factor;
  readonly measured: Partial<Readonly<Record<MetricName, number>>>;
  readonly truth: Readonly<Record<MetricName, number>>;
}

interface Refused {
  readonly photos: string;
  readonly status: number;
}

interface Wanted {
  readonly factors: readonly Factor[];
  readonly views: readonly View[];
  readonly variants: number;
  readonly size: readonly [number, number];
  readonly mode: Mode;
}

interface Tools {
  readonly studio: Studio;
  readonly engine: EnginePage;
  readonly folder: string;
}

async function readPerson({ person, planned }: Subject, wanted: Wanted, { studio, engine, folder }: Tools): Promise<{ readings: Reading[]; refused: Refused[] }> {
  const readings: Reading[] = [];
  const refused: Refused[] = [];
  const body = buildBody(loadBase(), person);
  const pose = poseBody(body, casePosture(planned));
  const key = planned.subject;
  await studio.admit(key, body);
  await studio.strike(key, body, pose);
  for (const factor of wanted.factors) {
    for (let variant = 0; variant < wanted.variants; variant++) {
      const other = varied(usual(planned, wanted.size), factor, variant);
      process.stderr.write(`\r${other.id}   `);
      const photos: EncodedPhotos = {};
      const place = join(folder, other.id);
      await mkdir(place);
      for (const view of wanted.views) {
        const file = join(place, `${view}.jpg`);
        await writeFile(file, await studio.draw(caseScene(other, view, pose)));
        photos[view] = await readFile(file);
      }
      const response = await engine.analyze(photos, { mode: wanted.mode });
      await rm(place, { recursive: true });
      if (!response.state) {
        refused.push({ photos: other.id, status: response.status });
        continue;
      }
      const fields = response as unknown as Readonly<Record<string, number | undefined>>;
      const measured = Object.fromEntries(METRIC_NAMES.map((name) => [name, fields[`${name}_m_`]])) as Reading['measured'];
      readings.push({ person: planned.id, factor, measured, truth: caseTruth(other, pose).metrics });
    }
  }
  await studio.forget(key);
  return { readings, refused };
}

/** How much one metric differs within a person; degrees. */
export interface Repeatability {
  /** Photos or sets of photos. */
  readonly n: number;
  readonly people: number;
  /** Standard deviation of measured less true: other cameras show the true angle itself a little otherwise. */
  readonly errorSd: number;
  readonly measuredSd: number;
  /** Two measurements that differ by more than this differ by more than chance would have it, 95 %. */
  readonly detectableChange: number;
}

/** Standard deviation within groups: the groups' variances, each weighted by its degrees of freedom. */
function sdWithin(groups: readonly (readonly number[])[]): number {
  const squares = groups.map((values) => values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0));
  const freedom = groups.reduce((sum, values) => sum + values.length - 1, 0);
  return Math.sqrt(squares.reduce((sum, value) => sum + value, 0) / freedom);
}

function repeatability(readings: readonly Reading[], name: MetricName): Repeatability | undefined {
  const people = [...new Set(readings.map(({ person }) => person))];
  const groups = people
    .map((person) =>
      readings.flatMap(({ person: whose, measured, truth }) => {
        const value = measured[name];
        return whose === person && value !== undefined ? [{ value, error: value - truth[name] }] : [];
      }),
    )
    // A single photo does not differ from itself.
    .filter((group) => group.length > 1);
  if (groups.length === 0) return undefined;
  const measuredSd = sdWithin(groups.map((group) => group.map(({ value }) => value)));
  return {
    n: groups.flat().length,
    people: groups.length,
    errorSd: sdWithin(groups.map((group) => group.map(({ error }) => error))),
    measuredSd,
    // Of the measured values: that is what somebody who measures twice has.
    detectableChange: 1.96 * Math.SQRT2 * measuredSd,
  };
}

type Figures = Partial<Record<Factor, Partial<Record<MetricName, Repeatability>>>>;

const figures = (readings: readonly Reading[], factors: readonly Factor[]): Figures =>
  Object.fromEntries(
    factors.map((factor) => {
      const own = readings.filter((reading) => reading.factor === factor);
      return [factor, Object.fromEntries(METRIC_NAMES.flatMap((name) => {
        const found = repeatability(own, name);
        return found ? [[name, found] as const] : [];
      }))];
    }),
  );

function tables(found: Figures): string {
  const factors = FACTORS.filter((factor) => found[factor]);
  const names = METRIC_NAMES.filter((name) => factors.some((factor) => found[factor]?.[name]));
  const table = (title: string, of: (figure: Repeatability) => number): string => {
    const cell = (figure: Repeatability | undefined): string => (figure ? of(figure).toFixed(2) : '–');
    return `${title}\n${textTable(['metric', ...factors], names.map((name) => [name, ...factors.map((factor) => cell(found[factor]?.[name]))]))}`;
  };
  return [
    table('Within a person, standard deviation of measured less true, degrees', ({ errorSd }) => errorSd),
    table('Within a person, standard deviation of measured, degrees', ({ measuredSd }) => measuredSd),
    table('Smallest detectable change (95 %: 1.96 · √2 · standard deviation of measured), degrees', ({ detectableChange }) => detectableChange),
  ].join('\n\n');
}

const USAGE = `Usage: npm run bench:repeatability -- [--people N] [--variants N] [--factors ${FACTORS.join(',')}] [--views ${VIEWS.join(',')}] [--size 800x1200] [--mode ${MODES.join('|')}] [--out FILE]`;

function misuse(message: string): never {
  console.error(`${message}\n${USAGE}`);
  process.exit(2);
}

function parsed() {
  try {
    return parseArgs({
      options: {
        people: { type: 'string', default: '4' },
        variants: { type: 'string', default: '5' },
        factors: { type: 'string', default: FACTORS.join(',') },
        views: { type: 'string', default: VIEWS.join(',') },
        size: { type: 'string', default: '800x1200' },
        mode: { type: 'string', default: 'balanced' },
        out: { type: 'string' },
      },
    }).values;
  } catch (error) {
    return misuse(error instanceof Error ? error.message : String(error));
  }
}

function oneOrMore<Name extends string>(option: string, text: string, known: readonly Name[]): Name[] {
  const names = text.split(',');
  if (!names.every((name): name is Name => known.includes(name as Name))) return misuse(`--${option} must be of ${known.join(', ')}, not ${text}`);
  return names;
}

function wholeNumber(option: string, text: string, least: number): number {
  if (!/^\d{1,4}$/.test(text) || Number(text) < least) misuse(`--${option} must be a whole number from ${String(least)} on, not ${text}`);
  return Number(text);
}

const values = parsed();
const people = wholeNumber('people', values.people, 1);
const [mode, ...furtherModes] = oneOrMore('mode', values.mode, MODES);
const [, width = '', height = ''] = /^(\d{3,4})x(\d{3,4})$/.exec(values.size) ?? misuse(`--size must be such as 800x1200, not ${values.size}`);
if (mode === undefined || furtherModes.length > 0) misuse('--mode must be one');
const wanted: Wanted = {
  factors: oneOrMore('factors', values.factors, FACTORS),
  views: oneOrMore('views', values.views, VIEWS),
  variants: wholeNumber('variants', values.variants, 2),
  size: [Number(width), Number(height)],
  mode,
};
ensureBuilt();
const folder = await mkdtemp(join(tmpdir(), 'bench-repeatability-'));
const studio = await openStudio();
const engine = await openEngine();
try {
  const readings: Reading[] = [];
  const refused: Refused[] = [];
  for (const subject of subjects(people)) {
    const read = await readPerson(subject, wanted, { studio, engine, folder });
    readings.push(...read.readings);
    refused.push(...read.refused);
  }
  process.stderr.write('\n');
  const found = figures(readings, wanted.factors);
  console.log(`${mode}: ${String(people)} people, ${String(wanted.variants)} variants of each factor, ${String(readings.length)} answers`);
  for (const { photos, status } of refused) console.log(`  refused: ${photos} ${String(status)}`);
  console.log(`\n${tables(found)}`);
  if (values.out !== undefined) {
    await writeFile(values.out, `${JSON.stringify({ mode, people, variants: wanted.variants, answers: readings.length, refused, factors: found }, null, 2)}\n`);
  }
} finally {
  await Promise.all([engine.close(), studio.close(), rm(folder, { recursive: true, force: true })]);
}
