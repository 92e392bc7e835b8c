/** Fits how much wider margins are where photos are doubtful. */
import { doubtsOf, DOUBT_WEIGHTS, wideningOf, type Doubts } from '../../../src/correction/doubts.js';
import { textTable } from '../text-table.js';
import { nameOf } from './degradations.js';
import type { PhotoRecord } from './record.js';

type Doubt = keyof Doubts;

/** By what the margins are multiplied at most where a doubt is full, in parts of themselves. */
export type Weights = Readonly<Record<Doubt, number>>;

/** True values that shall lie within the margins of doubtful photos, whatever they were made worse by. */
const WANTED = 0.9;

/** A doubt smaller than this says nothing of its weight. */
const TELLING = 0.3;

/** Fewer doubtful photos of one kind say nothing of it either. */
const LEAST_PHOTOS = 8;

const STEP = 0.1;
/** Wider margins than by this would be of no use to anybody. */
const MOST = 3;

/** Rounds in which each weight is found anew beside the others'. */
const ROUNDS = 4;

/** A photo's errors in parts of the margins that a clear photo would have. */
interface Sample {
  /** What the photo was made worse by. */
  readonly degradation: string;
  readonly doubts: Doubts;
  readonly errors: readonly number[];
}

function sampleOf({ kind, level, view, readings, details: { clarity, evidence, landmarks, widening = 1 } }: PhotoRecord): Sample[] {
  const told = Object.values(readings);
  if (told.length === 0 || !clarity || !evidence || !landmarks) return [];
  const errors = told.map(({ truth, value, margin }) => (Math.abs(truth - value) * widening) / margin);
  return [{ degradation: nameOf({ kind, level }), doubts: doubtsOf(view, clarity, evidence, landmarks), errors }];
}

function insideShare(samples: readonly Sample[], weights: Weights): number {
  const inside = samples.flatMap(({ doubts, errors }) => errors.map((error) => error <= wideningOf(doubts, weights)));
  return inside.filter(Boolean).length / inside.length;
}

/** The same of the degradation for which it is least. */
function leastShare(samples: readonly Sample[], weights: Weights): number {
  const each = [...new Set(samples.map(({ degradation }) => degradation))].map((name) => samples.filter(({ degradation }) => degradation === name));
  return Math.min(1, ...each.filter(({ length }) => length >= LEAST_PHOTOS).map((own) => insideShare(own, weights)));
}

/** The least weights with which the margins of doubtful photos hold as often as is wanted, one doubt after the other. */
export function fitWeights(records: readonly PhotoRecord[]): Weights {
  const samples = records.flatMap(sampleOf);
  const names = Object.keys(DOUBT_WEIGHTS) as Doubt[];
  let weights = Object.fromEntries(names.map((name) => [name, 0])) as Record<Doubt, number>;
  for (let round = 0; round < ROUNDS; round++) {
    for (const name of names) {
      const telling = samples.filter(({ doubts }) => doubts[name] >= TELLING);
      if (telling.length === 0) continue;
      let weight = 0;
      while (weight < MOST && leastShare(telling, { ...weights, [name]: weight }) < WANTED) weight += STEP;
      weights = { ...weights, [name]: Math.round(weight / STEP) * STEP };
    }
  }
  return weights;
}

/** Weights beside those that the engine has, and how often margins hold with either where each doubt is telling. */
export function fitTable(records: readonly PhotoRecord[], weights: Weights): string {
  const samples = records.flatMap(sampleOf);
  const share = (chosen: readonly Sample[], by: Weights): string => (chosen.length === 0 ? '–' : (100 * insideShare(chosen, by)).toFixed(0));
  const none = Object.fromEntries(Object.keys(weights).map((name) => [name, 0])) as unknown as Weights;
  const rows = (Object.keys(weights) as Doubt[]).map((name) => {
    const telling = samples.filter(({ doubts }) => doubts[name] >= TELLING);
    return [name, String(telling.length), DOUBT_WEIGHTS[name].toFixed(1), weights[name].toFixed(1), share(telling, none), share(telling, DOUBT_WEIGHTS), share(telling, weights)];
  });
  return ['Doubts: photos where each is telling, weight, and true values within the margins there, %', textTable(['doubt', 'n', 'weight', 'fitted', 'inside without', 'inside', 'inside fitted'], rows)].join('\n');
}
