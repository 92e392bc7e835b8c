/**
 * One answer whatever runs the networks, and what runs them where the browser lacks something: WebGPU, WebGL 2, both,
 * or relaxed SIMD.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import type { Mode, View } from 'analyze-locally';
import { launchChromium } from '../../demo/host/browser.js';
import { ensureBuilt } from '../../demo/host/ensure-built.js';
import { expectSameMetrics, metricsOf } from '../harness/answers.js';
import { casePhotos } from '../harness/fixture-photos.js';
import { engineOf, SOFTWARE_GPU } from '../harness/gpu-page.js';
import { assetPath, DETECTOR_PATH, ENGINE_PATHS, LITE_PATH, startPackageHost, WASM_PATH, type Backend, type PackageHost } from '../harness/package-host.js';
import { answerOf, openPackagePage, thrownBy, type Answer, type Outcome, type PackagePage, type PageScope } from '../harness/package-page.js';
import { prepareWorker } from '../harness/prepared-worker.js';
import { sampled } from '../harness/sampled.js';

const ALL = { front: 'front', side: 'side', back: 'back' } as const;
const ONE_LOOK = { mode: 'fast', details: true } as const;
const FRONT_ALONE = { ...ONE_LOOK, views: ['front'] } as const;

/** Providers and builds of a runtime round differently; degrees. */
const SAME = 0.05;

/** A software adapter takes 20 s a photo, and a busy machine takes its time; milliseconds. */
const SOFTWARE_TIME = 400_000;

let host: PackageHost;
let photos: Record<View, Buffer>;
/** With WebGPU on a software adapter. */
let browser: Browser;
let engine: PackagePage;
let onCpu: Answer;

beforeAll(async () => {
  ensureBuilt();
  [host, browser, photos] = await Promise.all([startPackageHost(), launchChromium(SOFTWARE_GPU), casePhotos('f1-08')]);
  engine = await openPackagePage(await browser.newContext(), host.origin);
  await engine.give(photos);
  await engine.createAnalyzer({ model: 'lite', delegate: 'CPU' });
  onCpu = answerOf(await engine.analyze(ALL, ONE_LOOK));
});

afterEach(() => {
  host.repair();
  engine.console.length = 0;
});

afterAll(async () => {
  await browser.close();
  await host.stop();
});

describe('WebGPU in a module worker', () => {
  it(`gives the metrics of the CPU within ${String(SAME)}°`, { timeout: SOFTWARE_TIME }, async () => {
    const views = sampled(['front', 'side', 'back']);
    const given = Object.fromEntries(views.map((view) => [view, view]));
    const options = { ...ONE_LOOK, views: [...views], timeout: SOFTWARE_TIME };
    const reference = answerOf(await engine.analyze(given, options));
    host.requested.length = 0;
    await engine.createAnalyzer({ model: 'lite', delegate: 'GPU' });
    const onGpu = answerOf(await engine.analyze(given, options));
    expect(engineOf(onGpu)).toEqual({ backend: 'blazepose', provider: 'webgpu', notUsed: [] });
    expect(engineOf(reference).provider).toBe('wasm');
    const [found, wanted] = [metricsOf(onGpu), metricsOf(reference)];
    const differences = Object.entries(wanted).map(([name, value]) => Math.abs((found[name] ?? NaN) - value));
    console.log(`largest difference of ${String(differences.length)} metrics, WebGPU and CPU: ${Math.max(...differences).toFixed(3)}°`);
    expect(differences.length).toBeGreaterThan(5);
    expectSameMetrics(onGpu, reference, SAME);
    expect(host.requested.filter((path) => ENGINE_PATHS.blazepose.assets.includes(path)), 'the CPU’s files').toEqual([]);
    expect(engine.console).toEqual([]);
  });
});

describe('what runs, and why nothing faster', () => {
  const NO_GPU = 'delete WorkerNavigator.prototype.gpu;';

  it.each(sampled<readonly [what: string, delegate: 'auto' | 'CPU' | 'GPU', reason: string, prelude: string]>([
    ['the CPU is asked for', 'CPU', 'not-wanted', ''],
    ['the GPU is a program', 'auto', 'software-adapter', ''],
    ['there is no WebGPU', 'auto', 'unsupported', NO_GPU],
    ['there is no WebGPU, and it is asked for', 'GPU', 'unsupported', NO_GPU],
    ['WebAssembly cannot wait for a GPU', 'GPU', 'unsupported', 'delete WebAssembly.Suspending;'],
    ['there is no adapter', 'GPU', 'no-adapter', 'GPU.prototype.requestAdapter = () => Promise.resolve(null);'],
    ['asking for an adapter fails', 'GPU', 'start-failed', "GPU.prototype.requestAdapter = () => Promise.reject(new DOMException('no', 'OperationError'));"],
  ]))('%s (delegate %s): %s', async (_, delegate, reason, prelude) => {
    host.requested.length = 0;
    await engine.createAnalyzer({ model: 'lite', delegate, cache: false, workerUrl: prepareWorker(host, prelude) });
    const answer = answerOf(await engine.analyze({ front: 'front' }, FRONT_ALONE));
    expect(engineOf(answer)).toEqual({ backend: 'blazepose', provider: 'wasm', notUsed: [{ provider: 'webgpu', reason }] });
    expect(host.requested.filter((path) => path.endsWith('.onnx') || path.includes('ort-'))).toEqual([]);
    expect(engine.console).toEqual([]);
  });
});

/** `analyzeLocally` on three photos with the standard delegate. */
const analyzeLocally = (page: PackagePage, workerUrl?: string, backend: Backend = 'blazepose'): Promise<Outcome> =>
  page.page.evaluate((engineOptions) => {
    const scope = globalThis as unknown as PageScope;
    const { front, side, back } = scope.photos;
    return scope.outcomeOf(() =>
      scope.analyzeLocally.analyzeLocally<View>({ front, side, back }, { ...engineOptions, model: 'lite', mode: 'fast', details: true }),
    );
  }, { workerUrl, backend });

/** What a browser offers in a worker: WebGPU with an adapter, WebGL 2. */
const offered = ({ page }: PackagePage): Promise<{ readonly webgpu: boolean; readonly webgl: boolean }> =>
  page.evaluate(async () => {
    const script = `(async () => postMessage({
      webgpu: Boolean(await navigator.gpu?.requestAdapter()),
      webgl: Boolean(new OffscreenCanvas(1, 1).getContext('webgl2')),
    }))();`;
    const worker = new Worker(URL.createObjectURL(new Blob([script], { type: 'text/javascript' })));
    const answer = new Promise<{ webgpu: boolean; webgl: boolean }>((resolve) => worker.addEventListener('message', ({ data }) => resolve(data as never)));
    return answer.finally(() => worker.terminate());
  });

/** Gives a page of a browser of its own, which ends with the work. */
async function inBrowser<Value>(flags: readonly string[], work: (page: PackagePage) => Promise<Value>): Promise<Value> {
  const other = await launchChromium(flags);
  try {
    const page = await openPackagePage(await other.newContext(), host.origin);
    await page.give(photos);
    return await work(page);
  } finally {
    await other.close();
  }
}

const NO_WEBGL = `
  const { getContext } = OffscreenCanvas.prototype;
  OffscreenCanvas.prototype.getContext = function (kind, ...rest) {
    return kind.startsWith('webgl') ? null : getContext.call(this, kind, ...rest);
  };`;

describe('analyzeLocally', () => {
  const onWasm = (reason: string) => ({ backend: 'blazepose', provider: 'wasm', notUsed: [{ provider: 'webgpu', reason }] });

  it('works where there is no WebGPU', async () => {
    await inBrowser([], async (page) => {
      expect(await offered(page)).toEqual({ webgpu: false, webgl: true });
      const answer = answerOf(await analyzeLocally(page));
      expect(engineOf(answer)).toEqual(onWasm('no-adapter'));
      expectSameMetrics(answer, onCpu, SAME);
    });
  });

  it('works where there is neither WebGPU nor WebGL 2', async () => {
    await inBrowser(['--use-gl=disabled'], async (page) => {
      expect(await offered(page)).toEqual({ webgpu: false, webgl: false });
      const answer = answerOf(await analyzeLocally(page));
      expect(engineOf(answer)).toEqual(onWasm('no-adapter'));
      expectSameMetrics(answer, onCpu, SAME);

      const thrown = thrownBy(await analyzeLocally(page, undefined, 'mediapipe'));
      expect(thrown).toMatchObject({ type: 'AnalyzeLocallyError', code: 'unsupported' });
      expect(thrown.message).toMatch(/WebGL 2.*'blazepose'/);
    });
  });

  it('works where there is no WebGL 2 but WebGPU, and asks for no WebGL at all', async () => {
    const counting = `globalThis.contexts = 0; ${NO_WEBGL.replace('return kind', "contexts += kind.startsWith('webgl') ? 1 : 0;\n    return kind")}`;
    const answer = answerOf(await analyzeLocally(engine, prepareWorker(host, counting)));
    expect(engineOf(answer)).toEqual(onWasm('software-adapter'));
    expectSameMetrics(answer, onCpu, SAME);
    const counted = await Promise.all(engine.page.workers().map((worker) => worker.evaluate('globalThis.contexts')));
    expect(counted).toContain(0);
    expect(counted.filter((count) => count !== undefined && count !== 0)).toEqual([]);
  });

  it('says what to do where mediapipe finds no WebGL 2', async () => {
    const thrown = thrownBy(await analyzeLocally(engine, prepareWorker(host, NO_WEBGL, 'mediapipe'), 'mediapipe'));
    expect(thrown).toMatchObject({ type: 'AnalyzeLocallyError', code: 'unsupported' });
    expect(thrown.message).toMatch(/WebGL 2.*'blazepose'/);
  });
});

describe('the backend mediapipe', () => {
  it.each(sampled([
    ['auto', 'wasm', [{ provider: 'webgl', reason: 'not-wanted' }]],
    ['GPU', 'webgl', []],
    ['CPU', 'wasm', [{ provider: 'webgl', reason: 'not-wanted' }]],
  ] as const, 2))('runs with delegate %s on %s', async (delegate, provider, notUsed) => {
    await engine.createAnalyzer({ backend: 'mediapipe', model: 'lite', delegate });
    const answer = answerOf(await engine.analyze({ front: 'front' }, FRONT_ALONE));
    expect(engineOf(answer)).toEqual({ backend: 'mediapipe', provider, notUsed });
  });

  it.each([
    ['blazepose', 'mediapipe'],
    ['mediapipe', 'blazepose'],
  ] as const)('%s is not run by the script of %s', async (backend, other) => {
    await engine.createAnalyzer({ backend, model: 'lite', workerUrl: ENGINE_PATHS[other].worker });
    const thrown = thrownBy(await engine.analyze({ front: 'front' }, FRONT_ALONE));
    expect(thrown).toMatchObject({ type: 'AnalyzeLocallyError', code: 'worker-failed' });
    expect(thrown.message).toContain('workerUrl');
  });
});

describe('a browser without relaxed SIMD', () => {
  it(`loads the compatible runtime, with the same metrics within ${String(SAME)}°`, async () => {
    // The probe is a module of a few bytes.
    const prelude = `
      const { validate } = WebAssembly;
      WebAssembly.validate = (bytes) => bytes.byteLength > 100 && validate(bytes);`;
    host.requested.length = 0;
    await engine.createAnalyzer({ model: 'lite', delegate: 'CPU', cache: false, workerUrl: prepareWorker(host, prelude) });
    const answer = answerOf(await engine.analyze(ALL, ONE_LOOK));
    const assets = host.requested.filter((path) => path.startsWith(assetPath('')));
    expect(assets.sort()).toEqual([assetPath('litert_wasm_compat_internal.wasm'), DETECTOR_PATH, LITE_PATH].sort());
    expect(assets).not.toContain(WASM_PATH);
    expectSameMetrics(answer, onCpu, SAME);
    expect(engine.console).toEqual([]);
  });
});

describe('modes', () => {
  it('fast has nothing to disagree with, balanced has and is the standard, accurate has more', async () => {
    await engine.createAnalyzer({ model: 'lite', delegate: 'CPU' });
    const disagreement = async (options: { readonly mode?: Mode }): Promise<number | undefined> => {
      const answer = answerOf(await engine.analyze({ front: 'front' }, { ...options, views: ['front'], details: true }));
      expect(answer.state).toBe(true);
      return answer.details?.photos.front?.disagreement;
    };
    expect(await disagreement({ mode: 'fast' })).toBeUndefined();
    const balanced = await disagreement({ mode: 'balanced' });
    expect(balanced).toBeGreaterThan(0);
    expect(await disagreement({})).toBe(balanced);
    expect(await disagreement({ mode: 'accurate' })).toBeGreaterThanOrEqual(balanced ?? Number.NaN);
  });
});
