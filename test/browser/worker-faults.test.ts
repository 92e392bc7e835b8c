/**
 * A worker that dies, runs out of memory or loses its graphics in the middle of its work: a documented error or a right
 * answer in bounded time, and the same analyzer works with the next call.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import type { Progress } from 'analyze-locally';
import { launchChromium } from '../../demo/host/browser.js';
import { ensureBuilt } from '../../demo/host/ensure-built.js';
import { metricsOf, statusOf } from '../harness/answers.js';
import { casePhoto } from '../harness/fixture-photos.js';
import { sends, startPackageHost, type Backend, type PackageHost } from '../harness/package-host.js';
import { answerOf, openPackagePage, thrownBy, type Answer, type Outcome, type PackagePage } from '../harness/package-page.js';
import { atStage, prepareWorker } from '../harness/prepared-worker.js';
import { sampled } from '../harness/sampled.js';

/** Of the call, far more than it takes; milliseconds. */
const PATIENCE = 240_000;

/** A fault is told within this; milliseconds, on a busy machine. */
const SOON = 20_000;

const STAGES = ['loading', 'decoding', 'detecting', 'drawing'] as const satisfies readonly Progress['stage'][];

let host: PackageHost;
let browser: Browser;
let engine: PackagePage;
const sound: Partial<Record<Backend, Answer>> = {};

const analyzeFront = (timeout = PATIENCE): Promise<Outcome> => engine.analyze({ front: 'front' }, { views: ['front'], mode: 'fast', timeout });

/** An analyzer whose worker meets a fault. */
async function spoil(prelude: string, backend: Backend, delegate: 'CPU' | 'GPU' = 'CPU'): Promise<void> {
  await engine.createAnalyzer({ model: 'lite', backend, delegate, cache: false, workerUrl: prepareWorker(host, prelude, backend) });
}

/** The next worker meets none. */
const mend = (): void => void host.faults.set('/prelude.js', sends('', 'text/javascript'));

/** The same analyzer answers as if nothing had been. */
async function expectSound(backend: Backend): Promise<void> {
  expect(metricsOf(answerOf(await analyzeFront()))).toEqual(metricsOf(sound[backend] as Answer));
}

beforeAll(async () => {
  ensureBuilt();
  [host, browser] = await Promise.all([startPackageHost(), launchChromium()]);
  engine = await openPackagePage(await browser.newContext(), host.origin);
  await engine.give({ front: await casePhoto('f1-08', 'front') });
  for (const backend of ['blazepose', 'mediapipe'] as const) {
    await engine.createAnalyzer({ model: 'lite', backend, delegate: 'CPU' });
    sound[backend] = answerOf(await analyzeFront());
  }
});

afterEach(() => {
  host.repair();
  expect(engine.console.filter((line) => line.startsWith('uncaught:'))).toEqual([]);
});

afterAll(async () => {
  await browser.close();
  await host.stop();
});

describe('a worker that is ended without a word', () => {
  const rows = (['blazepose', 'mediapipe'] as const).flatMap((backend) => STAGES.map((stage) => [stage, backend] as const));

  /** A call whose time is over as soon as its worker has gone. */
  async function expectTimeout(): Promise<void> {
    await engine.page.evaluate((limit) => {
      const usual = setTimeout;
      const held = (callback: () => void, wait: number): unknown =>
        wait === limit ? Object.assign(globalThis, { ring: callback }) && 0 : usual(callback, wait);
      Object.assign(globalThis, { setTimeout: held, usualTimeout: usual });
    }, PATIENCE);
    const started = engine.page.waitForEvent('worker');
    const call = analyzeFront();
    await (await started).waitForEvent('close', { timeout: SOON });
    await engine.page.evaluate('globalThis.setTimeout = usualTimeout; ring();');
    expect(thrownBy(await call)).toMatchObject({ type: 'AnalyzeLocallyError', code: 'timeout' });
  }

  it.each(sampled([['starting', 'blazepose'] as const, ...rows]))('while it is %s (%s)', async (stage, backend) => {
    await spoil(stage === 'starting' ? 'self.close();' : atStage(stage, 'self.close();'), backend);
    await expectTimeout();
    mend();
    await expectSound(backend);
  });
});

describe('a worker without memory', () => {
  const NO_INSTANCE = "WebAssembly.instantiate = () => Promise.reject(new RangeError('Out of memory'));";
  const NO_GROWTH = "WebAssembly.Memory.prototype.grow = () => { throw new RangeError('Out of memory'); };";

  it.each(sampled<readonly [what: string, backend: Backend, prelude: string, seen: string | number]>([
    ['for the runtime', 'blazepose', NO_INSTANCE, 'engine-failed'],
    ['for the runtime', 'mediapipe', NO_INSTANCE, 'engine-failed'],
    ['for the networks', 'blazepose', NO_GROWTH, 'engine-failed'],
    ['for the networks', 'mediapipe', NO_GROWTH, 'engine-failed'],
    ['for what the network computes', 'blazepose', atStage('detecting', NO_GROWTH), 550],
    ['for what the network computes', 'mediapipe', atStage('detecting', NO_GROWTH), 550],
    ['for the decoded photo', 'blazepose', `{
      const usual = createImageBitmap;
      globalThis.createImageBitmap = () => {
        globalThis.createImageBitmap = usual;
        return Promise.reject(new DOMException('no', 'InvalidStateError'));
      };
    }`, 413],
    ['for a picture of the photo', 'blazepose', atStage('detecting', "OffscreenCanvas.prototype.getContext = () => null;"), 550],
    ['for the drawn photo', 'blazepose', atStage('drawing', "OffscreenCanvas.prototype.convertToBlob = () => Promise.reject(new DOMException('no', 'EncodingError'));"), 559],
  ]))('%s (%s)', async (_, backend, prelude, seen) => {
    await spoil(prelude, backend);
    const start = performance.now();
    const outcome = await analyzeFront();
    if (typeof seen === 'string') expect(thrownBy(outcome)).toMatchObject({ type: 'AnalyzeLocallyError', code: seen });
    else expect(answerOf(outcome)).toMatchObject({ state: false, status: seen });
    expect(performance.now() - start).toBeLessThan(SOON);
    mend();
    await expectSound(backend);
  });
});

describe('a graphics context that is lost', () => {
  const WATCHED = `
    const { getContext } = OffscreenCanvas.prototype;
    OffscreenCanvas.prototype.getContext = function (kind, ...rest) {
      const context = getContext.call(this, kind, ...rest);
      if (kind.startsWith('webgl')) globalThis.graphics = context;
      return context;
    };`;
  const LOSE = "globalThis.graphics?.getExtension('WEBGL_lose_context')?.loseContext();";

  // CI tries the first and the fifth: the GPU is a program here, and slow.
  it.each(sampled([
    ['detecting', 'CPU', 550],
    ['decoding', 'GPU', 550],
    ['detecting', 'GPU', 550],
    ['drawing', 'GPU', 200],
    ['drawing', 'CPU', 200],
    ['decoding', 'CPU', 550],
  ] as const))('while it is %s (mediapipe, delegate %s): %i', { timeout: 3 * PATIENCE }, async (stage, delegate, status) => {
    await engine.createAnalyzer({ model: 'lite', backend: 'mediapipe', delegate });
    const usual = metricsOf(answerOf(await analyzeFront()));
    await spoil(WATCHED + atStage(stage, LOSE), 'mediapipe', delegate);
    const first = answerOf(await analyzeFront());
    expect(statusOf(first)).toBe(status);
    if (status === 200) expect(metricsOf(first)).toEqual(usual);
    mend();
    expect(metricsOf(answerOf(await analyzeFront()))).toEqual(usual);
  });
});
