import { check, isRecord, listed, misuse, readable, shown, shownName } from './option-checks.js';
import { resolveOverlay } from './overlay-options.js';
import type { OverlayOptions, OverlayStyle } from './overlay/style.js';
import { VIEWS, type View } from './photo/views.js';
import type { AssetPackage } from './pose/asset-files.js';
import { resolveAssets } from './pose/asset-urls.js';
import {
  BACKENDS,
  DELEGATES,
  MODELS,
  MODES,
  ROLL_REFERENCES,
  type AssetUrls,
  type BackendName,
  type Delegate,
  type EngineSettings,
  type Mode,
  type ModelName,
  type Progress,
  type RollReference,
} from './pose/protocol.js';

/** Which engine runs, and where its files are. */
export interface EngineOptions {
  /**
   * The pose network: `lite`, `full` (default) or `heavy` (6, 9 and 31 MB with the detector). `full` is what the
   * corrector is fitted on.
   */
  readonly model?: ModelName | undefined;
  /**
   * What runs the network: `blazepose` (default), this package's own engine, or `mediapipe`, Google's MediaPipe Tasks,
   * which is slower and wants WebGL 2.
   */
  readonly backend?: BackendName | undefined;
  /**
   * Where it runs. `auto` (default): by WebGPU where the browser has an adapter worth it, else on the CPU. `CPU`. `GPU`:
   * also over a software adapter. Where there is no GPU, or it fails, `blazepose` runs on the CPU all the same, and
   * `details` tells; `mediapipe` takes WebGL 2 for `GPU` alone.
   */
  readonly delegate?: Delegate | undefined;
  /**
   * What companion packages bring: `lite`, `heavy` or `mediapipe` of `analyze-locally-models-lite`, `…-models-heavy`,
   * `…-mediapipe`. Not needed where `assetsBaseUrl` names a folder that has everything.
   */
  readonly assets?: AssetPackage | readonly AssetPackage[] | undefined;
  /**
   * The folder with the runtime and the models; relative to the page. By default they are where the bundler has put them,
   * or in the folder `assets/` beside this package's main file; on the same origin.
   */
  readonly assetsBaseUrl?: string | URL | undefined;
  /** The worker's script, for bundlers that don't find it by themselves; relative to the page. */
  readonly workerUrl?: string | URL | undefined;
  /**
   * Keeps runtime and model on this device, in the page origin's Cache storage under the name `analyze-locally`: a later
   * visit loads neither again and needs no server for them. They are verified each time they are read. Where the browser
   * refuses to store them, they are loaded as usual. Default true; photos and results are never stored.
   */
  readonly cache?: boolean | undefined;
}

/** How one analysis is done and answered. */
export interface AnalyzeOptions<V extends View = View> {
  /** Stops the work: the call rejects with an `AbortError` and the worker ends. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Milliseconds for the whole call, loading and waiting included; 0 for no limit. Default 120 000. A call during which the
   * page was frozen or the device asleep gets them once more.
   */
  readonly timeout?: number | undefined;
  /** Told bytes while loading, then stage and view. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /**
   * How often the network looks at each photo: the more often, the longer it takes and the more exact it is
   * (docs/accuracy.md). `fast`: once. `balanced` (default): as it is and mirrored. `accurate`: ten times, in five crops,
   * each as it is and mirrored. The backend `mediapipe` looks at most twice.
   */
  readonly mode?: Mode | undefined;
  /**
   * What counts as the horizon of front and back photos, from which their angles are measured. `ankles` (default): the
   * line through both ankles, the web API's definition. `level`: the picture's own horizontal, for a camera on a level
   * stand. `auto`: the mean of the two, weighted by how sure each is for a camera held by hand. Other than `ankles` turns
   * the two ankles about their middle: answered and drawn are the turned ones. Margins hold for `ankles`; with `level` the
   * camera's own roll comes on top.
   */
  readonly rollReference?: RollReference | undefined;
  /** Adds `details` to the answer: landmarks, margins, warnings, timings. Default false. */
  readonly details?: boolean | undefined;
  /** How the result is drawn. */
  readonly overlay?: OverlayOptions | undefined;
  /** JPEG quality of the drawn photos, above 0 and up to 1. Default 0.9. */
  readonly jpegQuality?: number | undefined;
  /**
   * Which photos are analysed; by default all three, and a missing one is refused with 411. One view alone is the web
   * API's single-view call.
   */
  readonly views?: readonly V[] | undefined;
  /** What the answer says as `credit`. Default 0. */
  readonly credit?: number | undefined;
  /** What a successful answer says as `credit_change`. Default 0. */
  readonly creditChange?: number | undefined;
}

/** What {@link EngineOptions} come to. */
export interface ResolvedEngine {
  readonly settings: EngineSettings;
  readonly assets: readonly AssetPackage[];
  readonly workerUrl: string | URL | undefined;
}

/** How one call may be limited, and whom it tells how far it has come. */
export type CallOptions = Pick<AnalyzeOptions, 'signal' | 'timeout' | 'onProgress'>;

/** What {@link CallOptions} come to. */
export interface ResolvedCall {
  readonly signal: AbortSignal | undefined;
  readonly timeout: number;
  readonly onProgress: ((progress: Progress) => void) | undefined;
}

/** What {@link AnalyzeOptions} come to. */
export interface ResolvedAnalysis extends ResolvedCall {
  readonly details: boolean;
  readonly mode: Mode;
  readonly rollReference: RollReference;
  readonly overlay: OverlayStyle;
  readonly jpegQuality: number;
  readonly views: readonly View[];
  readonly credit: number;
  readonly creditChange: number;
}

/** What is used where the caller says nothing. */
const DEFAULTS = Object.freeze({
  // What the corrector is fitted on.
  model: 'full',
  backend: 'blazepose',
  delegate: 'auto',
  cache: true,
  timeout: 120_000,
  details: false,
  mode: 'balanced',
  rollReference: 'ankles',
  jpegQuality: 0.9,
  views: VIEWS,
  credit: 0,
  creditChange: 0,
} as const);

/** Browsers count timers in 32 bits, milliseconds. */
const MAX_TIMEOUT = 2 ** 31 - 1;

const ENGINE_FIELDS = ['model', 'backend', 'delegate', 'assets', 'assetsBaseUrl', 'workerUrl', 'cache'];
const CALL_FIELDS = ['signal', 'timeout', 'onProgress'];
const ANALYZE_FIELDS = [
  ...CALL_FIELDS,
  'details',
  'mode',
  'rollReference',
  'overlay',
  'jpegQuality',
  'views',
  'credit',
  'creditChange',
];

const oneOf = <Name extends string>(field: string, value: unknown, names: readonly Name[]): Name =>
  check(field, value as Name, `one of ${names.map((name) => `'${name}'`).join(', ')}`, names.includes(value as Name));

const isUrl = (field: string, value: unknown): value is string | URL =>
  (typeof value === 'string' && value !== '') || readable(`option \`${field}\``, () => value instanceof URL);

const isSignal = (value: unknown): boolean =>
  isRecord(value) && readable('option `signal`', () => typeof value['aborted'] === 'boolean' && typeof value['addEventListener'] === 'function');

const finite = (field: string, value: number): number => check(field, value, 'a finite number', Number.isFinite(value));

/**
 * Options as an object of their own, as they are at this moment: getters run once, and nothing is inherited.
 *
 * @throws TypeError for anything else, and for fields that there are none of: a misspelt option would silently do
 * nothing.
 */
function fieldsOf<Options extends object>(options: Options | undefined, known: readonly string[]): Partial<Options> {
  if (options === undefined) return {};
  if (!isRecord(options)) throw new TypeError(`options must be an object, not ${shown(options)}`);
  const names = readable('the options', () => Object.keys(options));
  for (const name of names) {
    if (!known.includes(name)) throw new TypeError(`unknown option \`${shownName(name)}\`; there are ${[...new Set(known)].join(', ')}`);
  }
  return readable('the options', () => Object.assign(Object.create(null), options) as Options);
}

/** What of an engine's options can be told before anything is looked for. */
function checkedEngine(options: EngineOptions | undefined, alsoKnown: readonly string[]) {
  const {
    model = DEFAULTS.model,
    backend = DEFAULTS.backend,
    delegate = DEFAULTS.delegate,
    assets = [],
    assetsBaseUrl,
    workerUrl,
    cache = DEFAULTS.cache,
  } = fieldsOf(options, [...ENGINE_FIELDS, ...alsoKnown]);
  oneOf('model', model, MODELS);
  oneOf('backend', backend, BACKENDS);
  oneOf('delegate', delegate, DELEGATES);
  check('assetsBaseUrl', assetsBaseUrl, 'a URL', assetsBaseUrl === undefined || isUrl('assetsBaseUrl', assetsBaseUrl));
  check('workerUrl', workerUrl, 'a URL', workerUrl === undefined || isUrl('workerUrl', workerUrl));
  check('cache', cache, 'true or false', typeof cache === 'boolean');
  return { settings: { model, backend, delegate, cache }, assets: assetPackages(assets), assetsBaseUrl, workerUrl };
}

/** @throws TypeError naming the field and showing the value. */
export function resolveEngine(options: EngineOptions | undefined, alsoKnown: readonly string[] = []): ResolvedEngine {
  const { settings, assets, assetsBaseUrl, workerUrl } = checkedEngine(options, alsoKnown);
  return { settings: { ...settings, ...assetUrls(assetsBaseUrl, assets) }, assets, workerUrl };
}

function assetPackages(assets: unknown): readonly AssetPackage[] {
  const list = isRecord(assets) ? [assets] : listed('assets', assets);
  const isPackage = (value: unknown): boolean =>
    isRecord(value) && isRecord(value['files']) && Object.values(value['files']).every((url) => typeof url === 'function');
  const fits = readable('option `assets`', () => list?.every(isPackage) === true);
  check('assets', assets, 'what companion packages export', fits);
  return list as readonly AssetPackage[];
}

function assetUrls(base: string | URL | undefined, packages: readonly AssetPackage[]): AssetUrls {
  try {
    return resolveAssets(base, packages);
  } catch (error) {
    if (base === undefined) throw error;
    throw misuse('assetsBaseUrl', 'a URL', base);
  }
}

function resolveViews(views: unknown): readonly View[] {
  const wanted = `a list of at least one of ${VIEWS.map((view) => `'${view}'`).join(', ')}`;
  const list = listed('views', views) ?? [];
  check('views', views, wanted, list.length > 0 && list.every((view) => VIEWS.includes(view as View)));
  return VIEWS.filter((view) => list.includes(view));
}

/** @throws TypeError naming the field and showing the value. */
export function resolveCall(options: CallOptions | undefined, alsoKnown: readonly string[] = []): ResolvedCall {
  const { signal, timeout = DEFAULTS.timeout, onProgress } = fieldsOf(options, [...CALL_FIELDS, ...alsoKnown]);
  return {
    signal: check('signal', signal, 'an AbortSignal', signal === undefined || isSignal(signal)),
    timeout: check('timeout', timeout, `milliseconds, 0 to ${MAX_TIMEOUT}`, Number.isFinite(timeout) && timeout >= 0 && timeout <= MAX_TIMEOUT),
    onProgress: check('onProgress', onProgress, 'a function', onProgress === undefined || typeof onProgress === 'function'),
  };
}

/** @throws TypeError naming the field and showing the value. */
export function resolveAnalysis(options: AnalyzeOptions | undefined, alsoKnown: readonly string[] = []): ResolvedAnalysis {
  const given = fieldsOf(options, [...ANALYZE_FIELDS, ...alsoKnown]);
  const call = resolveCall(given, [...ANALYZE_FIELDS, ...alsoKnown]);
  const {
    details = DEFAULTS.details,
    mode = DEFAULTS.mode,
    rollReference = DEFAULTS.rollReference,
    overlay,
    jpegQuality = DEFAULTS.jpegQuality,
    views = DEFAULTS.views,
    credit = DEFAULTS.credit,
    creditChange = DEFAULTS.creditChange,
  } = given;
  return {
    ...call,
    details: check('details', details, 'true or false', typeof details === 'boolean'),
    mode: oneOf('mode', mode, MODES),
    rollReference: oneOf('rollReference', rollReference, ROLL_REFERENCES),
    overlay: resolveOverlay(overlay),
    jpegQuality: check('jpegQuality', jpegQuality, 'a number above 0 and up to 1', Number.isFinite(jpegQuality) && jpegQuality > 0 && jpegQuality <= 1),
    views: resolveViews(views),
    credit: finite('credit', credit),
    creditChange: finite('creditChange', creditChange),
  };
}

/**
 * A call's own options over an analyzer's; `undefined` stands for "as the analyzer was told".
 *
 * @throws TypeError naming the field and showing the value.
 */
export function resolveOver(defaults: AnalyzeOptions, options: AnalyzeOptions | undefined): ResolvedAnalysis {
  const given = fieldsOf(options, ANALYZE_FIELDS);
  resolveAnalysis(given);
  return resolveAnalysis({ ...defaults, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) });
}

/** Options of the engine and of an analysis in one object, told apart; each is checked by its own rules. */
export function resolveBoth<Options extends AnalyzeOptions>(
  options: (EngineOptions & Options) | undefined,
): { readonly engine: ResolvedEngine; readonly own: Omit<Options, keyof EngineOptions> } {
  const given = fieldsOf(options, [...ENGINE_FIELDS, ...ANALYZE_FIELDS]);
  resolveAnalysis(given, ENGINE_FIELDS);
  const own = Object.entries(given).filter(([name]) => !ENGINE_FIELDS.includes(name));
  return {
    engine: resolveEngine(given, ANALYZE_FIELDS),
    own: Object.fromEntries(own) as Omit<Options, keyof EngineOptions>,
  };
}

/**
 * Checks options that are resolved later, elsewhere.
 *
 * @param alsoKnown - Names of fields that the caller checks.
 * @returns They as they are at this moment.
 * @throws TypeError naming the field and showing the value.
 */
export function checkOptions<Options extends EngineOptions & AnalyzeOptions>(options: Options | undefined, alsoKnown: readonly string[]): Partial<Options> {
  const given = fieldsOf(options, [...ENGINE_FIELDS, ...ANALYZE_FIELDS, ...alsoKnown]);
  resolveAnalysis(given, [...ENGINE_FIELDS, ...alsoKnown]);
  checkedEngine(given, [...ANALYZE_FIELDS, ...alsoKnown]);
  return given;
}
