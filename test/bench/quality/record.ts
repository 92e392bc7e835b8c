/** What the engine says of degraded photos, kept so that tables and fits need no second run. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AnalysisDetails, AnalysisResponse, MetricName, PhotoDetails, View } from 'analyze-locally';
import type { EncodedPhotos, EnginePage } from '../../../demo/cli/engine-page.js';
import { METRIC_NAMES } from '../../../src/grades/grades.js';
import { nameKeypoints } from '../../../src/keypoints/names.js';
import { failureAnswer } from '../../../src/response/status.js';
import { randomOf } from '../../ground-truth/random.js';
import { metricsOf, type ViewTruth } from '../../ground-truth/truth.js';
import { readCase, type Truth } from '../ground-truth.js';
import { DEGRADATIONS, nameOf, turnedBy, TURNS, type Degradation, type Depicted } from './degradations.js';
import type { TurnedPeople } from './turned-person.js';

const VIEWS = ['front', 'side', 'back'] as const satisfies readonly View[];

/** One metric of one photo, degrees. */
export interface Reading {
  readonly truth: number;
  readonly value: number;
  readonly margin: number;
}

/** One degraded photo and what became of it. */
export interface PhotoRecord {
  readonly case: string;
  readonly kind: string;
  readonly level: string;
  readonly view: View;
  /** What the photo alone is answered with: 200, or why it is refused. */
  readonly status: number;
  /** Empty where the photo is refused. */
  readonly readings: Partial<Readonly<Record<MetricName, Reading>>>;
  readonly details: PhotoDetails;
}

type Answer = AnalysisResponse<View, AnalysisDetails>;

/** A case made worse in one way. */
interface Specimen {
  readonly photos: EncodedPhotos;
  readonly truth: Readonly<Record<MetricName, number>>;
}

const viewOf = (name: MetricName): View => (name.startsWith('far_') ? 'front' : name.startsWith('bar_') ? 'back' : 'side');

/** Of a body by its exact points, pixels. */
function heightOf({ keypoints, joints }: Truth['views'][View]): number {
  const heels = [joints['l_heel'], joints['r_heel']].flatMap((heel) => (heel ? [heel[1]] : []));
  return Math.max(...heels) - nameKeypoints(keypoints).head_top[1];
}

const depictedIn = (view: View, truth: Truth['views'][View]): Depicted => ({ view, keypoints: nameKeypoints(truth.keypoints), height: heightOf(truth) });

/** The metrics of points that were moved with their photos. */
function movedTruth(truth: Truth, moves: Partial<Readonly<Record<View, (point: readonly [number, number]) => readonly [number, number]>>>): Specimen['truth'] {
  if (Object.keys(moves).length === 0) return truth.metrics;
  const seen = (view: View): Pick<ViewTruth, 'keypoints' | 'joints'> => {
    const { keypoints, joints } = truth.views[view] as ViewTruth;
    const move = moves[view] ?? ((point) => point);
    const moved = Object.entries(joints).map(([name, point]) => [name, move(point)]);
    return { keypoints: keypoints.map(move), joints: Object.fromEntries(moved) as ViewTruth['joints'] };
  };
  return metricsOf({ front: seen('front'), side: seen('side'), back: seen('back') });
}

async function specimenOf(truth: Truth, whole: EncodedPhotos, degradation: Degradation, seed: string): Promise<Specimen> {
  const photos: EncodedPhotos = {};
  const moves: Parameters<typeof movedTruth>[1] = {};
  for (const view of VIEWS) {
    const photo = whole[view];
    if (!photo) continue;
    const random = randomOf(`${seed}${nameOf(degradation)} ${truth.id} ${view}`);
    const degraded = await degradation.apply(Buffer.from(photo), depictedIn(view, truth.views[view]), random);
    if (!degraded) continue;
    photos[view] = degraded.photo;
    if (degraded.moved) Object.assign(moves, { [view]: degraded.moved });
  }
  return { photos, truth: movedTruth(truth, moves) };
}

function readingsOf(response: Answer, view: View, truth: Specimen['truth']): PhotoRecord['readings'] {
  const told = response.details?.metrics ?? {};
  return Object.fromEntries(
    METRIC_NAMES.filter((name) => viewOf(name) === view).flatMap((name) => {
      const { value, margin } = told[name] ?? {};
      return value === undefined || margin === undefined ? [] : [[name, { truth: truth[name], value, margin }] as const];
    }),
  );
}

/** Nobody looks at the drawn photos: they may be small. */
const OPTIONS = { details: true, mode: 'balanced', jpegQuality: 0.1 } as const;

/** Analyses the photos; where some are refused, the others once more without them. */
async function recordsOf(engine: EnginePage, name: string, { kind, level }: Pick<Degradation, 'kind' | 'level'>, { photos, truth }: Specimen): Promise<PhotoRecord[]> {
  if (Object.keys(photos).length === 0) return [];
  const response = await engine.analyze(photos, OPTIONS);
  const told = response.details?.photos ?? {};
  const refused = VIEWS.filter((view) => told[view]?.failure !== undefined);
  const others = Object.fromEntries(VIEWS.flatMap((view) => (photos[view] && !refused.includes(view) ? [[view, photos[view]]] : [])));
  const again = refused.length > 0 && Object.keys(others).length > 0 ? await engine.analyze(others, OPTIONS) : response;
  return VIEWS.flatMap((view): PhotoRecord[] => {
    const details = told[view];
    if (!details) return [];
    const status = failureAnswer(details.failure ? { [view]: details.failure } : {})?.status ?? 200;
    const kept = again.details?.photos[view] ?? details;
    return [{ case: name, kind, level, view, status, readings: status === 200 ? readingsOf(again, view, truth) : {}, details: kept }];
  });
}

/** What is measured, and with what. */
export interface Recorder {
  readonly engine: EnginePage;
  readonly people: TurnedPeople;
  /** The folder of the cases. */
  readonly cases: string;
  /** Where records are kept, a file a case. */
  readonly records: string;
  /** Which degradations by {@link nameOf}. */
  readonly only: RegExp;
  /** Of noise, materials and turns. */
  readonly seed: string;
  /** Told what is next. */
  readonly progress: (text: string) => void;
}

const fileOf = (folder: string, name: string): string => join(folder, `${name}.json`);

/** The records of a case that are there. */
export const keptRecords = async (folder: string, name: string): Promise<PhotoRecord[]> =>
  existsSync(fileOf(folder, name)) ? (JSON.parse(await readFile(fileOf(folder, name), 'utf8')) as PhotoRecord[]) : [];

/** Measures what is not recorded yet of a case, and records it. */
export async function recordCase({ engine, people, cases, records, only, seed, progress }: Recorder, name: string): Promise<PhotoRecord[]> {
  await mkdir(records, { recursive: true });
  const kept = await keptRecords(records, name);
  const wanted = (degradation: Pick<Degradation, 'kind' | 'level'>): boolean =>
    only.test(nameOf(degradation)) && !kept.some(({ kind, level }) => kind === degradation.kind && level === degradation.level);
  const keep = async (found: readonly PhotoRecord[]): Promise<void> => {
    kept.push(...found);
    await writeFile(fileOf(records, name), JSON.stringify(kept));
  };
  const { truth, photos } = await readCase(cases, name);
  for (const degradation of DEGRADATIONS.filter(wanted)) {
    progress(`${name} ${nameOf(degradation)}`);
    await keep(await recordsOf(engine, name, degradation, await specimenOf(truth, photos, degradation, seed)));
  }
  for (const degrees of TURNS) {
    const degradation = turnedBy(degrees);
    if (!wanted(degradation)) continue;
    progress(`${name} ${nameOf(degradation)}`);
    const turned = await people.drawn(name, degrees, seed);
    if (turned) await keep(await recordsOf(engine, name, degradation, { photos: turned.photos, truth: turned.truth.metrics }));
  }
  return kept.filter((record) => only.test(nameOf(record)));
}
