import fc from 'fast-check';
import { resolveLocalApi } from '../../../src/local-api/local-api-options.js';
import { resolveAnalysis, resolveBoth, resolveCall, resolveEngine, resolveOver, type AnalyzeOptions, type EngineOptions } from '../../../src/options.js';
import { VIEWS } from '../../../src/photo/views.js';
import { MODES } from '../../../src/pose/protocol.js';
import type { Hostile } from '../hostile-kinds.js';
import { hostileObject, hostileValue } from '../hostile-values.js';
import type { FuzzTarget } from '../target.js';
import { resolvedBy } from './misuse.js';

type Options = (EngineOptions & AnalyzeOptions) | undefined;

/** Each reads options of a caller. */
const READERS = {
  resolveCall: (options: Options) => resolveCall(options),
  resolveAnalysis: (options: Options) => checkAnalysis(resolveAnalysis(options)),
  resolveOver: (options: Options) => checkAnalysis(resolveOver({ mode: 'fast' }, options)),
  resolveEngine: (options: Options) => resolveEngine(options),
  resolveBoth: (options: Options) => resolveBoth(options),
  resolveLocalApi: (options: Options) => resolveLocalApi(options),
} as const;

const FITTING: Readonly<Record<string, readonly unknown[]>> = {
  model: ['lite', 'heavy'],
  backend: ['mediapipe'],
  delegate: ['CPU'],
  assets: [[], { files: { 'a.bin': () => new URL('https://example.test/a.bin') } }],
  assetsBaseUrl: ['/assets', 'https://example.test/', new URL('https://example.test/')],
  workerUrl: ['/worker.js'],
  cache: [false],
  signal: [new AbortController().signal],
  timeout: [0, 5000],
  onProgress: [() => undefined],
  details: [true],
  mode: ['fast'],
  rollReference: ['auto'],
  overlay: [{ scale: 2 }, { colors: { left: '#fff' } }, { names: { far_tilt: 'Neigung' } }],
  jpegQuality: [0.5],
  views: [['side'], ['back', 'front']],
  credit: [3],
  creditChange: [-1],
  baseUrls: [['/api']],
};

function checkAnalysis(resolved: ReturnType<typeof resolveAnalysis>): void {
  const { views, mode, timeout, jpegQuality, credit, overlay } = resolved;
  const isSound =
    views.length > 0 &&
    views.every((view) => VIEWS.includes(view)) &&
    MODES.includes(mode) &&
    [timeout, jpegQuality, credit, overlay.scale].every(Number.isFinite) &&
    [...Object.values(overlay.names), ...Object.values<unknown>({ ...overlay.colors }), ...Object.values(overlay.sides)].every((text) => typeof text === 'string' && text.length <= 200);
  if (!isSound) throw new Error('options that fit nothing were taken');
}

/** Options of all kinds. */
export const options: FuzzTarget<readonly [reader: keyof typeof READERS, options: Hostile]> = {
  name: 'options',
  share: 0.15,
  inputs: fc.tuple(
    fc.constantFrom(...(Object.keys(READERS) as (keyof typeof READERS)[])),
    fc.oneof({ weight: 6, arbitrary: hostileObject(Object.keys(FITTING), FITTING) }, { weight: 1, arbitrary: hostileValue }),
  ),
  judge([reader, { make }]) {
    const taken = resolvedBy((given) => {
      READERS[reader](given as Options);
      return true;
    }, make());
    return taken ? 'taken' : 'TypeError';
  },
};
