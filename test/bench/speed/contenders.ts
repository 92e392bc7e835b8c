import type { Adapters, ContenderSettings } from './page/contract.js';

/** What a contender computes with. */
export type Processor = 'cpu' | 'webgl' | 'webgpu';

/** How often the landmark network sees a photo. */
export type Mode =
  /** Once. */
  | 'single'
  /** Twice: the photo and its mirror image. */
  | 'mirrored'
  /** Ten times: both, of five crops. */
  | 'tenfold';

/** A way to find poses in a browser. */
export interface Contender {
  readonly backend: string;
  readonly provider: string;
  readonly model: string;
  readonly mode: Mode;
  readonly processor: Processor;
  /** This package, which targets hold for. */
  readonly own: boolean;
  /** Its module under `page/`, which exports `open`. */
  readonly script: 'engine' | 'tasks-vision' | 'pose-detection' | 'human';
  readonly settings: ContenderSettings;
  /** It takes part in `--quick`. */
  readonly quick: boolean;
}

/** `backend/provider/model/mode`: what a contender is called in tables and JSON. */
export const keyOf = ({ backend, provider, model, mode }: Contender): string => `${backend}/${provider}/${model}/${mode}`;

const MODELS = ['lite', 'full', 'heavy'] as const;

type ModelName = (typeof MODELS)[number];

/** This package. The page checks that what ran is what was asked for. */
const engine = (backend: string, provider: string, processor: Processor, model: ModelName, mode: Mode, options: ContenderSettings): Contender => ({
  backend,
  provider,
  model,
  mode,
  processor,
  own: true,
  script: 'engine',
  settings: { ...options, backend, model, expectedBackend: backend, expectedProvider: provider },
  // MediaPipe's graph behind ours is there for comparison; one of its networks is enough of it.
  quick: mode !== 'tenfold' && (backend === 'mediapipe' ? model === 'lite' : model !== 'heavy'),
});

const engines = (model: ModelName): readonly Contender[] => [
  engine('blazepose', 'wasm', 'cpu', model, 'single', { delegate: 'CPU', mode: 'fast' }),
  engine('blazepose', 'wasm', 'cpu', model, 'mirrored', { delegate: 'CPU', mode: 'balanced' }),
  engine('blazepose', 'wasm', 'cpu', model, 'tenfold', { delegate: 'CPU', mode: 'accurate' }),
  engine('blazepose', 'webgpu', 'webgpu', model, 'single', { delegate: 'GPU', mode: 'fast' }),
  engine('blazepose', 'webgpu', 'webgpu', model, 'mirrored', { delegate: 'GPU', mode: 'balanced' }),
  engine('blazepose', 'webgpu', 'webgpu', model, 'tenfold', { delegate: 'GPU', mode: 'accurate' }),
  engine('mediapipe', 'wasm', 'cpu', model, 'mirrored', { delegate: 'CPU', mode: 'balanced' }),
];

/** What all others are compared with. */
const tasksVision = (model: ModelName): Contender => ({
  backend: 'tasks-vision',
  provider: 'cpu',
  model,
  mode: 'single',
  processor: 'cpu',
  own: false,
  script: 'tasks-vision',
  settings: { model, delegate: 'CPU' },
  quick: model !== 'heavy',
});

/** Its graph is MediaPipe's for GPUs: the networks run in WebGL. */
const poseDetection = (model: ModelName): Contender => ({
  backend: 'pose-detection',
  provider: 'mediapipe',
  model,
  mode: 'single',
  processor: 'webgl',
  own: false,
  script: 'pose-detection',
  settings: { model },
  quick: model === 'lite',
});

const human = (backend: 'wasm' | 'webgl', model: string, modelPath: string, quick: boolean): Contender => ({
  backend: 'human',
  provider: backend,
  model,
  mode: 'single',
  processor: backend === 'wasm' ? 'cpu' : 'webgl',
  own: false,
  script: 'human',
  settings: { backend, modelPath },
  quick,
});

/** All that can be measured. Another one is another entry, and a module under `page/` where none of those there fits. */
export const CONTENDERS: readonly Contender[] = [
  ...MODELS.map(tasksVision),
  ...MODELS.flatMap(engines),
  ...MODELS.map(poseDetection),
  ...MODELS.map((model) => human('wasm', model, `blazepose-${model}.json`, model === 'lite')),
  // The body model that it takes by itself; the network is another one, and has no counterpart elsewhere.
  human('wasm', 'movenet-lightning', 'movenet-lightning.json', false),
  human('webgl', 'lite', 'blazepose-lite.json', false),
  human('webgl', 'full', 'blazepose-full.json', false),
];

/** The plain tasks-vision on the CPU that ratios of a model are taken to; undefined for models that it has not. */
export const baselineOf = (model: string): Contender | undefined =>
  CONTENDERS.find(({ backend, provider, model: other }) => backend === 'tasks-vision' && provider === 'cpu' && other === model);

/** A contender's processor is imitated by the CPU here. */
export const isSoftware = ({ processor }: Contender, adapters: Adapters): boolean => processor !== 'cpu' && adapters[processor]?.software === true;

/** Which contenders run. */
export interface Choice {
  readonly run: readonly Contender[];
  /** Why others that were asked for don't, by key. */
  readonly leftOut: Readonly<Record<string, string>>;
}

function reasonAgainst(contender: Contender, adapters: Adapters, quick: boolean, byName: boolean): string | undefined {
  const { processor, model } = contender;
  if (processor !== 'cpu' && !adapters[processor]) return `this browser offers no ${processor}`;
  if (!isSoftware(contender, adapters)) return undefined;
  if (quick) return 'up to minutes a run on a software adapter: not with --quick';
  return byName || model === 'lite' ? undefined : 'minutes a run on a software adapter: with --only';
}

/**
 * Chooses contenders, and with them what they are compared with.
 *
 * @param pattern - Of keys; all where it is undefined.
 */
export function chooseContenders(adapters: Adapters, quick: boolean, pattern?: RegExp): Choice {
  const asked = CONTENDERS.filter((contender) => (pattern ? pattern.test(keyOf(contender)) : !quick || contender.quick));
  const baselines = asked.flatMap(({ model }) => baselineOf(model) ?? []);
  const leftOut = asked.flatMap((contender) => {
    const reason = reasonAgainst(contender, adapters, quick, pattern !== undefined);
    return reason === undefined ? [] : [[keyOf(contender), reason] as const];
  });
  const names = new Map(leftOut);
  const run = CONTENDERS.filter((contender) => (asked.includes(contender) || baselines.includes(contender)) && !names.has(keyOf(contender)));
  return { run, leftOut: Object.fromEntries(leftOut) };
}
