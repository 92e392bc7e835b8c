/**
 * A GPU that does not start, breaks or lies: the analysis is finished on the CPU with the CPU's own answer, which says
 * so, and the GPU is not asked again. On a software adapter, whose faults are made by a script before the worker's own.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../../demo/host/browser.js';
import { ensureBuilt } from '../../demo/host/ensure-built.js';
import { expectSameMetrics, metricsOf } from '../harness/answers.js';
import { casePhoto } from '../harness/fixture-photos.js';
import { engineOf, SOFTWARE_GPU } from '../harness/gpu-page.js';
import { assetPath, ENGINE_PATHS, sends, startPackageHost, status, type PackageHost } from '../harness/package-host.js';
import { answerOf, openPackagePage, type Answer, type PackagePage, type PageScope } from '../harness/package-page.js';
import { atStage, prepareWorker } from '../harness/prepared-worker.js';
import { IN_FULL, sampled } from '../harness/sampled.js';

/** Bytes by which a fault knows a buffer: the picture of a photo of 800 × 1200 pixels, and the detector's input. */
const PHOTO_BYTES = 428 * 642 * 4;
const DETECTOR_BYTES = 224 * 224 * 3 * 4;

/** The GPU's part of a faulty run; milliseconds, on a busy machine. It would take minutes if a hang were waited for. */
const SOON = 60_000;

/** GPU and CPU round differently; degrees. */
const SAME = 0.05;

const FRONT_ALONE = { views: ['front'], mode: 'fast', details: true } as const;

/** What each fault builds on: who asked for an adapter how often, and promises that nobody looked after. */
const WATCH = `
  globalThis.asked = 0;
  globalThis.unhandled = [];
  addEventListener('unhandledrejection', ({ reason }) => unhandled.push(String(reason)));
  const requestAdapter = GPU.prototype.requestAdapter;
  GPU.prototype.requestAdapter = function (...options) {
    asked += 1;
    return requestAdapter.apply(this, options);
  };
  const { createBuffer, createShaderModule } = GPUDevice.prototype;
`;

/** A script that does something in place of making a buffer of a size. */
const inPlaceOfBuffer = (bytes: number, statements: string): string => `
  GPUDevice.prototype.createBuffer = function (descriptor) {
    if (descriptor.size === ${String(bytes)}) { ${statements} }
    return createBuffer.call(this, descriptor);
  };`;

/** A script that changes the shaders that hold a word. */
const inShaders = (word: string, statements: string): string => `
  GPUDevice.prototype.createShaderModule = function (descriptor) {
    if (descriptor.code.includes('${word}')) { ${statements} }
    return createShaderModule.call(this, descriptor);
  };`;

const NO_WORK = 'GPUComputePassEncoder.prototype.dispatchWorkgroups = () => undefined;';

/** A script that has the GPU do nothing, and instead of its results gives a value by its index: quick. */
const gives = (value: string): string => `
  ${NO_WORK}
  const { mapAsync, getMappedRange } = GPUBuffer.prototype;
  const read = new WeakSet();
  GPUBuffer.prototype.mapAsync = function (mode, ...range) {
    if (mode === GPUMapMode.READ) read.add(this);
    return mapAsync.call(this, mode, ...range);
  };
  GPUBuffer.prototype.getMappedRange = function (...range) {
    const bytes = getMappedRange.apply(this, range);
    if (read.has(this)) new Float32Array(bytes).forEach((_, index, values) => { values[index] = ${value}; });
    return bytes;
  };`;

/** A script that loses the GPU where the worker tells the page of a stage. */
const lostAt = (stage: 'decoding' | 'detecting' | 'drawing'): string => `
  const { requestDevice } = GPUAdapter.prototype;
  GPUAdapter.prototype.requestDevice = async function (...options) {
    globalThis.device = await requestDevice.apply(this, options);
    return device;
  };
  ${atStage(stage, 'device.destroy();')}`;

/** Numbers that a network might give. */
const SOUND = gives('Math.sin(index)');

let host: PackageHost;
let browser: Browser;
let engine: PackagePage;
let onCpu: Answer;

const analyzeFront = async (): Promise<Answer> => answerOf(await engine.analyze({ front: 'front' }, FRONT_ALONE));

const watchedInWorker = async (): Promise<{ readonly asked: number; readonly unhandled: readonly string[] }> => {
  const [worker, ...others] = engine.page.workers();
  if (!worker || others.length > 0) throw new Error(`${String(others.length)} workers too many`);
  return worker.evaluate('({ asked, unhandled })');
};

/** Answered by the CPU as if there were no GPU; and again, by the same worker, without a look at the GPU. */
async function expectOnCpu(reason: string): Promise<void> {
  const start = performance.now();
  let askedBefore: number | undefined;
  for (const call of ['first', 'second']) {
    const answer = await analyzeFront();
    expect(metricsOf(answer), call).toEqual(metricsOf(onCpu));
    expect(engineOf(answer), call).toEqual({ backend: 'blazepose', provider: 'wasm', notUsed: [{ provider: 'webgpu', reason }] });
    const { asked, unhandled } = await watchedInWorker();
    expect(unhandled, call).toEqual([]);
    expect(asked, 'adapters asked for').toBe((askedBefore ??= asked));
  }
  expect(askedBefore).toBeGreaterThan(0);
  expect(engine.console).toEqual([]);
  expect(performance.now() - start).toBeLessThan(SOON);
}

beforeAll(async () => {
  ensureBuilt();
  [host, browser] = await Promise.all([startPackageHost(), launchChromium(SOFTWARE_GPU)]);
  engine = await openPackagePage(await browser.newContext(), host.origin);
  await engine.give({ front: await casePhoto('f1-08', 'front') });
  await engine.createAnalyzer({ model: 'lite', delegate: 'CPU' });
  onCpu = await analyzeFront();
});

afterEach(() => {
  host.repair();
  engine.console.length = 0;
});

afterAll(async () => {
  await browser.close();
  await host.stop();
});

describe('a GPU that does not start', () => {
  it.each(sampled([
    ['gives no device', `GPUAdapter.prototype.requestDevice = () => Promise.reject(new DOMException('no', 'OperationError'));`],
    ['is lost at once', inShaders('@compute', 'this.destroy();')],
    ['does not compile the shader that halves photos', inShaders('halfWidth', "return createShaderModule.call(this, { code: 'no shader' });")],
    ['does not compile the shader that cuts photos', inShaders('isBlack', "return createShaderModule.call(this, { code: 'no shader' });")],
    [
      'has no memory left for its runtime',
      `const { instantiate } = WebAssembly;
       WebAssembly.instantiate = (...given) => {
         WebAssembly.instantiate = instantiate;
         return Promise.reject(new RangeError('out of memory'));
       };`,
    ],
  ]))('%s', async (_, fault) => {
    await engine.createAnalyzer({ model: 'lite', delegate: 'GPU', workerUrl: prepareWorker(host, WATCH + fault) });
    await expectOnCpu('start-failed');
  });
});

describe('a GPU whose files are not there', () => {
  it.each(sampled([
    ['no runtime', 'ort-wasm-simd-threaded.jspi.wasm', status(404)],
    ['no detector', 'pose_detector.onnx', status(404)],
    ['no landmark network', 'pose_landmarks_lite.onnx', status(503)],
    ['a corrupt landmark network', 'pose_landmarks_lite.onnx', sends('no network', 'application/octet-stream')],
  ]))('%s', async (_, file, fault) => {
    const workerUrl = prepareWorker(host, WATCH);
    host.faults.set(assetPath(file), fault);
    host.requested.length = 0;
    await engine.createAnalyzer({ model: 'lite', delegate: 'GPU', cache: false, workerUrl });
    // Chromium itself says on the console that a file was not there.
    const answers = [await analyzeFront(), await analyzeFront()];
    for (const answer of answers) {
      expect(metricsOf(answer)).toEqual(metricsOf(onCpu));
      expect(engineOf(answer)).toEqual({ backend: 'blazepose', provider: 'wasm', notUsed: [{ provider: 'webgpu', reason: 'assets-failed' }] });
    }
    expect(await watchedInWorker()).toEqual({ asked: 1, unhandled: [] });
    expect(engine.console.filter((line) => !line.includes('Failed to load resource'))).toEqual([]);
    expect(host.requested).toEqual(expect.arrayContaining([...ENGINE_PATHS.blazepose.assets]));
    expect(host.requested.filter((path) => path === assetPath(file)), 'asked for once').toHaveLength(1);
  });
});

describe('a GPU that fails at work', () => {
  // So what is noticed below is noticed by what the GPU says of itself. A software adapter takes 20 s for a photo.
  it.runIf(IN_FULL)('would not be noticed by numbers that a network might give', async () => {
    await engine.createAnalyzer({ model: 'lite', delegate: 'GPU', workerUrl: prepareWorker(host, WATCH + SOUND) });
    const answer = await analyzeFront();
    expect(engineOf(answer)).toEqual({ backend: 'blazepose', provider: 'webgpu', notUsed: [] });
    expect(answer).toMatchObject({ state: false, status: 511 });
  });

  it.each(sampled([
    ['is lost when the photo comes', inPlaceOfBuffer(PHOTO_BYTES, 'this.destroy();')],
    [
      'is lost while the network runs',
      `${inPlaceOfBuffer(DETECTOR_BYTES, 'globalThis.working = this;')}
       const { submit } = GPUQueue.prototype;
       let submitted = 0;
       GPUQueue.prototype.submit = function (commands) {
         if (globalThis.working && ++submitted === 3) working.destroy();
         return submit.call(this, commands);
       };`,
    ],
    ['has no memory for the photo', inPlaceOfBuffer(PHOTO_BYTES, "throw new RangeError('out of memory');")],
    // So Chromium tells of most: the call succeeds, and nothing that uses the buffer is done.
    [
      'has no memory for the photo, and says so later',
      SOUND + inPlaceOfBuffer(PHOTO_BYTES, 'return createBuffer.call(this, { ...descriptor, size: this.limits.maxBufferSize + 4 });'),
    ],
    [
      'has no memory for the network’s input, and says so later',
      SOUND + inPlaceOfBuffer(DETECTOR_BYTES, 'return createBuffer.call(this, { ...descriptor, size: this.limits.maxBufferSize + 4 });'),
    ],
    [
      'does not compile the network’s shaders',
      `${inPlaceOfBuffer(DETECTOR_BYTES, 'globalThis.working = this;')}
       ${inShaders('@compute', "if (globalThis.working) return createShaderModule.call(this, { code: 'no shader' });")}`,
    ],
    ['does nothing', NO_WORK],
    ['gives no numbers', gives('NaN')],
    ['is lost while the photo is decoded', lostAt('decoding')],
    ['is lost before the network is asked', lostAt('detecting')],
  ], 12))('%s', async (_, fault) => {
    await engine.createAnalyzer({ model: 'lite', delegate: 'GPU', workerUrl: prepareWorker(host, WATCH + fault) });
    await expectOnCpu('failed');
  });

  it.runIf(IN_FULL)('is lost while the photo is drawn: that one is answered, the next by the CPU', async () => {
    await engine.createAnalyzer({ model: 'lite', delegate: 'GPU', workerUrl: prepareWorker(host, WATCH + lostAt('drawing')) });
    const [first, second] = [await analyzeFront(), await analyzeFront()];
    expect(engineOf(first)).toEqual({ backend: 'blazepose', provider: 'webgpu', notUsed: [] });
    expectSameMetrics(first, onCpu, SAME);
    expect(engineOf(second)).toEqual({ backend: 'blazepose', provider: 'wasm', notUsed: [{ provider: 'webgpu', reason: 'failed' }] });
    expect(metricsOf(second)).toEqual(metricsOf(onCpu));
  });

  it.runIf(IN_FULL)('also while the engine is preloaded', async () => {
    // Preloading runs both networks.
    const workerUrl = prepareWorker(host, WATCH + inPlaceOfBuffer(DETECTOR_BYTES, 'this.destroy();'));
    await engine.createAnalyzer({ model: 'lite', delegate: 'GPU', workerUrl });
    await engine.page.evaluate(() => (globalThis as unknown as PageScope).analyzer.preload());
    await expectOnCpu('failed');
  });
});
