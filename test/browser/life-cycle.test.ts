/**
 * What becomes of an engine that is stopped, breaks or is badly served: a documented error in bounded time, and the next
 * call of the same analyzer works.
 */
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { basename, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import type { Progress, View } from 'analyze-locally';
import { launchChromium } from '../../demo/host/browser.js';
import { DIST, ensureBuilt, ROOT } from '../../demo/host/ensure-built.js';
import { metricsOf, statusOf } from '../harness/answers.js';
import { casePhotos } from '../harness/fixture-photos.js';
import {
  assetPath,
  breaksOff,
  DETECTOR_PATH,
  ENGINE_PATHS,
  INDEX_PAGE,
  LITE_PATH,
  neverAnswers,
  sends,
  startPackageHost,
  status,
  WASM_PATH,
  WORKER_PATH,
  type Fault,
  type PackageHost,
} from '../harness/package-host.js';
import { answerOf, openPackagePage, thrownBy, type Outcome, type PackagePage, type PageScope } from '../harness/package-page.js';
import { IN_FULL, sampled } from '../harness/sampled.js';
import { startUntrustedHost } from '../harness/untrusted-host.js';

/** A broken host is noticed, a stopped call rejected, within this; milliseconds, on a busy machine. */
const PROMPT = 8_000;

/** A rejected promise reaches its caller within this after an abort; milliseconds, on a busy machine. */
const AT_ONCE = 1_000;

let host: PackageHost;
let browser: Browser;
let engine: PackagePage;
let photos: Record<View, Buffer>;
let files: Record<'detector' | 'model' | 'wasm' | 'worker', Buffer>;

/** What the host does to an asset is seen only by an engine that asks for it. */
const FROM_HOST = { model: 'lite', cache: false } as const;

const FRONT_ALONE = { views: ['front'] } as const;
const ALL = { front: 'front', side: 'side', back: 'back' } as const;

const timed = async <Value>(work: () => Promise<Value>): Promise<{ readonly value: Value; readonly milliseconds: number }> => {
  const start = performance.now();
  return { value: await work(), milliseconds: performance.now() - start };
};

/** The same analyzer answers rightly. */
async function expectWorks(): Promise<void> {
  expect(statusOf(answerOf(await engine.analyze({ front: 'front' }, FRONT_ALONE)))).toBe(200);
}

/** The browser tells of an ended worker a moment later. */
const expectNoWorker = (): Promise<void> => expect.poll(() => engine.page.workers().length, { timeout: PROMPT }).toBe(0);

beforeAll(async () => {
  ensureBuilt();
  const read = (file: string): Promise<Buffer> => readFile(join(DIST, file));
  const [detector, model, wasm, worker] = await Promise.all([
    read('assets/pose_detector.tflite'),
    read('assets/pose_landmarks_lite.tflite'),
    read('assets/litert_wasm_internal.wasm'),
    read('pose.worker.js'),
  ]);
  files = { detector, model, wasm, worker };
  [host, browser, photos] = await Promise.all([startPackageHost(), launchChromium(), casePhotos('f1-08')]);
  engine = await openPackagePage(await browser.newContext(), host.origin);
  await engine.give(photos);
});

afterEach(() => {
  host.repair();
  expect(engine.console.filter((line) => line.startsWith('uncaught:'))).toEqual([]);
});

afterAll(async () => {
  await browser.close();
  await host.stop();
});

describe('importing the package', () => {
  it('starts and fetches nothing', () => {
    expect(host.requested.filter((path) => path !== '/' && path !== '/page.js' && !/^\/package\/(index|chunks\/.*)\.js$/.test(path))).toEqual([]);
    expect(engine.page.workers()).toHaveLength(0);
  });

  it('nor does making an analyzer', async () => {
    host.requested.length = 0;
    await engine.createAnalyzer(FROM_HOST);
    expect(host.requested).toEqual([]);
    expect(engine.page.workers()).toHaveLength(0);
  });
});

describe('a host that serves badly', () => {
  const flipped = (bytes: Buffer): Buffer => {
    const copy = Buffer.from(bytes);
    const middle = Math.floor(copy.length / 2);
    copy[middle] = (copy[middle] ?? 0) ^ 1;
    return copy;
  };
  const cutConnection: Fault = (response) => response.destroy();
  const BINARY = 'application/octet-stream';

  it.each(sampled<readonly [what: string, path: string, fault: () => Fault, code: string, says: RegExp]>([
    ['a missing model', LITE_PATH, () => status(404), 'asset-missing', /pose_landmarks_lite\.tflite.*404/],
    ['a missing detector', DETECTOR_PATH, () => status(404), 'asset-missing', /pose_detector\.tflite.*404/],
    ['a missing runtime', WASM_PATH, () => status(404), 'asset-missing', /litert_wasm_internal\.wasm.*404/],
    ['a server error for the model', LITE_PATH, () => status(500), 'asset-missing', /500/],
    ['a server that is overloaded, for the model', LITE_PATH, () => status(503), 'asset-missing', /503/],
    ['a refused connection for the model', LITE_PATH, () => cutConnection, 'asset-missing', /no answer/],
    ['a model that breaks off', LITE_PATH, () => breaksOff(files.model.subarray(0, 1_000_000), files.model.length), 'asset-missing', /broke off/],
    ['a corrupt model of the right length', LITE_PATH, () => sends(flipped(files.model), BINARY), 'asset-corrupt', /other bytes/],
    ['a corrupt runtime of the right length', WASM_PATH, () => sends(flipped(files.wasm), 'application/wasm'), 'asset-corrupt', /other bytes/],
    ['a corrupt detector of the right length', DETECTOR_PATH, () => sends(flipped(files.detector), BINARY), 'asset-corrupt', /other bytes/],
    ['a truncated model', LITE_PATH, () => sends(files.model.subarray(0, -1000), BINARY), 'asset-corrupt', /of its 2819852 bytes/],
    ['a model with more at its end', LITE_PATH, () => sends(Buffer.concat([files.model, Buffer.from('x')]), BINARY), 'asset-corrupt', /more than/],
    ['an empty model', LITE_PATH, () => sends('', BINARY), 'asset-corrupt', /0 of its/],
    ['another model under the name', LITE_PATH, () => sends(files.wasm.subarray(0, files.model.length), BINARY), 'asset-corrupt', /other bytes/],
    ['the index page instead of the runtime', WASM_PATH, () => sends(INDEX_PAGE, 'text/html'), 'asset-missing', /web page/],
    ['the index page called a runtime', WASM_PATH, () => sends(INDEX_PAGE, 'application/wasm'), 'asset-corrupt', /of its/],
    ['a missing worker script', WORKER_PATH, () => status(404), 'worker-failed', /failed to load/],
    ['the index page instead of the worker script', WORKER_PATH, () => sends(INDEX_PAGE, 'text/html'), 'worker-failed', /failed to load/],
    ['the index page called JavaScript', WORKER_PATH, () => sends(INDEX_PAGE, 'text/javascript'), 'worker-failed', /failed to load/],
    ['an empty answer for the worker script', WORKER_PATH, () => cutConnection, 'worker-failed', /failed to load/],
    ['a worker script that throws', WORKER_PATH, () => sends('throw new Error("no")', 'text/javascript'), 'worker-failed', /failed to load or run/],
    ['a worker script cut off half way', WORKER_PATH, () => sends(files.worker.subarray(0, files.worker.length / 2), 'text/javascript'), 'worker-failed', /failed to load/],
    ['a worker script of another version', WORKER_PATH, () => sends(ofAnotherVersion(), 'text/javascript'), 'worker-failed', /version 0\.0\.0-other/],
  ], 8))('%s', async (_, path, fault, code, says) => {
    await engine.createAnalyzer(FROM_HOST);
    host.faults.set(path, fault());
    const { value: outcome, milliseconds } = await timed(() => engine.analyze({ front: 'front' }, FRONT_ALONE));
    expect(thrownBy(outcome)).toMatchObject({ type: 'AnalyzeLocallyError', name: 'AnalyzeLocallyError', code });
    expect(thrownBy(outcome).message).toMatch(says);
    expect(milliseconds).toBeLessThan(PROMPT);
    host.repair();
    await expectWorks();
  });

  /** The worker script with the package's version replaced. */
  function ofAnotherVersion(): string {
    const script = files.worker.toString('utf8');
    const { version } = JSON.parse(packageJson) as { version: string };
    expect(script).toContain(version);
    return script.replaceAll(version, '0.0.0-other');
  }
  let packageJson: string;
  beforeAll(async () => {
    packageJson = await readFile(join(ROOT, 'package.json'), 'utf8');
  });

  it('nobody at the address', async () => {
    await engine.createAnalyzer(FROM_HOST);
    await host.stop();
    const { value: outcome, milliseconds } = await timed(() => engine.analyze({ front: 'front' }, FRONT_ALONE));
    await host.restart();
    expect(thrownBy(outcome)).toMatchObject({ type: 'AnalyzeLocallyError', code: 'worker-failed' });
    expect(milliseconds).toBeLessThan(PROMPT);
    await expectWorks();
  });

  it.each(sampled([
    ['the worker script', WORKER_PATH, neverAnswers],
    ['the model', LITE_PATH, neverAnswers],
    ['a worker script that is another program', WORKER_PATH, sends('globalThis.other = true;', 'text/javascript')],
  ]))('no answer (%s) ends with the timeout', async (_, path, fault) => {
    await engine.createAnalyzer(FROM_HOST);
    host.faults.set(path, fault);
    const { value: outcome, milliseconds } = await timed(() => engine.analyze({ front: 'front' }, { ...FRONT_ALONE, timeout: 1500 }));
    expect(thrownBy(outcome)).toMatchObject({ type: 'AnalyzeLocallyError', code: 'timeout' });
    expect(thrownBy(outcome).message).toContain('1500 ms');
    expect(milliseconds).toBeGreaterThanOrEqual(1500);
    expect(milliseconds).toBeLessThan(PROMPT);
    host.repair();
    await expectWorks();
  });

  it.runIf(IN_FULL)('a slow one is waited for as long as the timeout lets it, and no longer', async () => {
    const answers: ServerResponse[] = [];
    const half = files.model.length / 2;
    host.faults.set(LITE_PATH, (response) => {
      response.writeHead(200, { 'content-type': BINARY, 'content-length': files.model.length });
      response.write(files.model.subarray(0, half));
      answers.push(response);
    });
    await engine.createAnalyzer(FROM_HOST);
    expect(thrownBy(await engine.analyze({ front: 'front' }, { ...FRONT_ALONE, timeout: 1500 }))).toMatchObject({ code: 'timeout' });
    const call = engine.analyze({ front: 'front' }, FRONT_ALONE);
    await expect.poll(() => answers.length, { timeout: PROMPT }).toBe(2);
    answers.at(-1)?.end(files.model.subarray(half));
    expect(statusOf(answerOf(await call))).toBe(200);
  });

  it.runIf(IN_FULL)('assets from a host whose certificate is not trusted', async () => {
    const untrusted = await startUntrustedHost((request, response) => {
      response.writeHead(200, { 'access-control-allow-origin': '*' });
      createReadStream(join(DIST, 'assets', basename(request.url ?? ''))).pipe(response);
    });
    const options = { ...FROM_HOST, assetsBaseUrl: untrusted.origin };
    await engine.createAnalyzer(options);
    const thrown = thrownBy(await engine.analyze({ front: 'front' }, FRONT_ALONE));
    expect(thrown).toMatchObject({ type: 'AnalyzeLocallyError', code: 'asset-missing' });
    expect(thrown.message).toMatch(/no answer/);

    // It is the certificate.
    const trusting = await openPackagePage(await browser.newContext({ ignoreHTTPSErrors: true }), host.origin);
    await trusting.give(photos);
    await trusting.createAnalyzer(options);
    expect(statusOf(answerOf(await trusting.analyze({ front: 'front' }, FRONT_ALONE)))).toBe(200);
    await trusting.page.context().close();
    await untrusted.close();
  });

  it.runIf(IN_FULL)('assets at another address, absolute or relative to the page, with or without a slash', async () => {
    for (const assetsBaseUrl of ['/package/assets', './package/assets/', `${host.origin}/package/assets?x=1#y`]) {
      await engine.createAnalyzer({ ...FROM_HOST, assetsBaseUrl });
      await expectWorks();
    }
  });

  it('assets at a wrong address are named in the message', async () => {
    await engine.createAnalyzer({ ...FROM_HOST, assetsBaseUrl: '/elsewhere/' });
    const thrown = thrownBy(await engine.analyze({ front: 'front' }, FRONT_ALONE));
    expect(thrown.code).toBe('asset-missing');
    expect(thrown.message).toContain(`${host.origin}/elsewhere/`);
  });

  it.each(sampled(['application/octet-stream', 'text/plain']))('a runtime that is called %s', async (type) => {
    host.faults.set(WASM_PATH, sends(files.wasm, type));
    await engine.createAnalyzer(FROM_HOST);
    await expectWorks();
  });

  it('a worker script at another address', async () => {
    host.faults.set('/scripts/renamed.js', sends(files.worker, 'text/javascript'));
    await engine.createAnalyzer({ ...FROM_HOST, workerUrl: 'scripts/renamed.js' });
    await expectWorks();
    host.repair();
  });
});

describe('a page without a secure context, as kiosks in a local network have', () => {
  /** A name that leads to this machine; unlike its address, browsers do not trust it. */
  const NAME = 'kiosk.test';

  it('is analysed on as well', async () => {
    const plain = await launchChromium([`--host-resolver-rules=MAP ${NAME} 127.0.0.1 , MAP * ~NOTFOUND , EXCLUDE 127.0.0.1`]);
    const kiosk = await openPackagePage(await plain.newContext(), host.origin.replace('127.0.0.1', NAME));
    await kiosk.give(photos);
    await kiosk.createAnalyzer();
    expect(await kiosk.page.evaluate(() => [isSecureContext, 'randomUUID' in crypto, 'subtle' in crypto])).toEqual([false, false, false]);
    const answer = answerOf(await kiosk.analyze(ALL));
    await plain.close();
    expect(statusOf(answer)).toBe(200);
    expect(answer.uuid).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });
});

/** Aborts a call at its first progress event of a stage, and tells when it came back. */
const abortedAt = (stage: Progress['stage'] | 'at once' | 'before'): Promise<Outcome & { readonly after: number }> =>
  engine.page.evaluate(async (wanted) => {
    const scope = globalThis as unknown as PageScope;
    const controller = new AbortController();
    let aborted = 0;
    const abort = (): void => {
      aborted = performance.now();
      controller.abort(new Error('a reason of the caller’s'));
    };
    if (wanted === 'before') abort();
    const { front, side, back } = scope.photos;
    const answer = scope.outcomeOf(() =>
      scope.analyzer.analyze(
        { front, side, back },
        { signal: controller.signal, onProgress: ({ stage: current }) => void (current === wanted && aborted === 0 && abort()) },
      ),
    );
    if (wanted === 'at once') abort();
    const outcome = await answer;
    return { ...outcome, after: performance.now() - aborted };
  }, stage);

describe('an aborted call', () => {
  it.each(sampled(['before', 'at once', 'loading', 'decoding', 'detecting', 'drawing']))('%s', async (stage) => {
    await engine.createAnalyzer(FROM_HOST);
    if (stage === 'decoding' || stage === 'detecting' || stage === 'drawing') await expectWorks();
    host.requested.length = 0;
    const { after, ...outcome } = await abortedAt(stage);
    expect(thrownBy(outcome)).toMatchObject({ type: 'DOMException', name: 'AbortError' });
    expect(after).toBeLessThan(AT_ONCE);
    if (stage === 'before') expect(host.requested, 'no worker was started').not.toContain(WORKER_PATH);
    await expectNoWorker();
    await expectWorks();
  });

  it('after its end changes nothing', async () => {
    await engine.createAnalyzer(FROM_HOST);
    const outcome = await engine.page.evaluate(async () => {
      const scope = globalThis as unknown as PageScope;
      const controller = new AbortController();
      const { front } = scope.photos;
      const answer = await scope.outcomeOf(() => scope.analyzer.analyze({ front }, { views: ['front'], signal: controller.signal }));
      controller.abort();
      return answer;
    });
    expect(statusOf(answerOf(outcome))).toBe(200);
    host.requested.length = 0;
    await expectWorks();
    expect(host.requested, 'the engine stayed loaded').toEqual([]);
  });

  it.runIf(IN_FULL)('preload too', async () => {
    await engine.createAnalyzer(FROM_HOST);
    const outcome = await engine.page.evaluate(() => {
      const scope = globalThis as unknown as PageScope;
      const controller = new AbortController();
      return scope.outcomeOf(() =>
        scope.analyzer.preload({ signal: controller.signal, onProgress: () => controller.abort() }),
      );
    });
    expect(thrownBy(outcome)).toMatchObject({ type: 'DOMException', name: 'AbortError' });
    await expectWorks();
  });

  it('while it waits for its turn leaves the others alone', async () => {
    await engine.createAnalyzer(FROM_HOST);
    await expectWorks();
    host.requested.length = 0;
    const [first, second, third] = await engine.page.evaluate(() => {
      const scope = globalThis as unknown as PageScope;
      const controller = new AbortController();
      const { front } = scope.photos;
      const call = (signal?: AbortSignal): Promise<Outcome> =>
        scope.outcomeOf(() => scope.analyzer.analyze({ front }, { views: ['front'], signal }));
      const calls = [call(), call(controller.signal), call()];
      controller.abort();
      return Promise.all(calls);
    });
    expect(thrownBy(second as Outcome)).toMatchObject({ name: 'AbortError' });
    expect([first, third].map((outcome) => statusOf(answerOf(outcome as Outcome)))).toEqual([200, 200]);
    expect(host.requested, 'the worker went on').toEqual([]);
  });

  it('while it works leaves those that wait alone', async () => {
    await engine.createAnalyzer(FROM_HOST);
    const [first, second] = await engine.page.evaluate(() => {
      const scope = globalThis as unknown as PageScope;
      const controller = new AbortController();
      const { front } = scope.photos;
      return Promise.all([
        scope.outcomeOf(() =>
          scope.analyzer.analyze({ front }, { views: ['front'], signal: controller.signal, onProgress: () => controller.abort() }),
        ),
        scope.outcomeOf(() => scope.analyzer.analyze({ front }, { views: ['front'] })),
      ]);
    });
    expect(thrownBy(first)).toMatchObject({ name: 'AbortError' });
    expect(statusOf(answerOf(second))).toBe(200);
  });

  // An analyzer's options hold for each analysis "that its own call does not set".
  it.runIf(IN_FULL)('by the signal that the analyzer was made with', async () => {
    const [preload, analysis] = await engine.page.evaluate(async () => {
      const scope = globalThis as unknown as PageScope;
      const analyzer: PageScope['analyzer'] = scope.analyzeLocally.createAnalyzer({ model: 'lite', signal: AbortSignal.abort() });
      const { front } = scope.photos;
      const outcomes = [
        await scope.outcomeOf(() => analyzer.preload()),
        await scope.outcomeOf(() => analyzer.analyze({ front }, { views: ['front'] })),
      ] as const;
      analyzer.close();
      return outcomes;
    });
    expect(thrownBy(preload)).toMatchObject({ name: 'AbortError' });
    expect(thrownBy(analysis)).toMatchObject({ name: 'AbortError' });
  });
});

describe('the timeout', () => {
  it('is the whole call’s, loading included', async () => {
    await engine.createAnalyzer(FROM_HOST);
    const thrown = thrownBy(await engine.analyze(ALL, { timeout: 1 }));
    expect(thrown).toMatchObject({ type: 'AnalyzeLocallyError', code: 'timeout' });
    await expectNoWorker();
    await expectWorks();
  });

  it('of the analyzer holds where the call has none, and 0 is none', async () => {
    const [short, endless] = await engine.page.evaluate(async () => {
      const scope = globalThis as unknown as PageScope;
      const analyzer: PageScope['analyzer'] = scope.analyzeLocally.createAnalyzer({ model: 'lite', timeout: 1 });
      const { front } = scope.photos;
      const outcomes = [
        await scope.outcomeOf(() => analyzer.analyze({ front }, { views: ['front'] })),
        await scope.outcomeOf(() => analyzer.analyze({ front }, { views: ['front'], timeout: 0 })),
      ] as const;
      analyzer.close();
      return outcomes;
    });
    expect(thrownBy(short).code).toBe('timeout');
    expect(statusOf(answerOf(endless))).toBe(200);
  });

  /** A call with a picture whose server never answers; ended by the test where the library does not. */
  const withStuckPicture = async (options: string): Promise<Outcome> => {
    host.faults.set('/stuck.jpg', neverAnswers);
    const outcome = await engine.page.evaluate(`(() => {
      const stuck = Object.assign(new Image(), { src: '/stuck.jpg' });
      const controller = new AbortController();
      const call = outcomeOf(() => analyzer.analyze({ front: stuck }, { views: ['front'], ${options} }));
      controller.abort();
      const giveUp = new Promise((resolve) => setTimeout(resolve, 3000, { value: 'still waiting' }));
      return Promise.race([call, giveUp]).finally(() => { stuck.src = ''; });
    })()`);
    host.repair();
    return outcome as Outcome;
  };

  // An img element is waited for before the worker is asked; the call's limits hold there too.
  it.runIf(IN_FULL)('holds while an img element is still loading', async () => {
    await engine.createAnalyzer(FROM_HOST);
    expect(thrownBy(await withStuckPicture('timeout: 500'))).toMatchObject({ code: 'timeout' });
    await expectWorks();
  });

  it('and so does a signal', async () => {
    await engine.createAnalyzer(FROM_HOST);
    expect(thrownBy(await withStuckPicture('signal: controller.signal'))).toMatchObject({ name: 'AbortError' });
    await expectWorks();
  });
});

describe('several calls at once', () => {
  it('are answered in their order, each with its own answer', async () => {
    await engine.createAnalyzer(FROM_HOST);
    const found = await engine.page.evaluate(async () => {
      const scope = globalThis as unknown as PageScope;
      const { front, side, back } = scope.photos;
      const order: string[] = [];
      const call = async (name: string, work: Promise<Outcome>): Promise<Outcome> => {
        const outcome = await work;
        order.push(name);
        return outcome;
      };
      const { analyzer } = scope;
      const outcomes = await Promise.all([
        call('front', scope.outcomeOf(() => analyzer.analyze({ front, uuid: 'front' }, { views: ['front'] }))),
        call('wrong', scope.outcomeOf(() => analyzer.analyze({ front: side, uuid: 'wrong' }, { views: ['front'] }))),
        call('side', scope.outcomeOf(() => analyzer.analyze({ side, uuid: 'side' }, { views: ['side'] }))),
        call('back', scope.outcomeOf(() => analyzer.analyze({ back, uuid: 'back' }, { views: ['back'] }))),
        call('all', scope.outcomeOf(() => analyzer.analyze({ front, side, back, uuid: 'all' }))),
      ]);
      return { outcomes, order };
    });
    expect(found.order).toEqual(['front', 'wrong', 'side', 'back', 'all']);
    const answers = found.outcomes.map(answerOf);
    expect(answers.map(({ uuid }) => uuid)).toEqual(found.order);
    expect(answers.map(statusOf)).toEqual([200, 514, 200, 200, 200]);
    const [front, , side, back, all] = answers as [(typeof answers)[0], unknown, (typeof answers)[0], (typeof answers)[0], (typeof answers)[0]];
    expect(metricsOf(all)).toMatchObject({ ...metricsOf(front), ...metricsOf(back) });
    // Rounded shoulders and turtle neck also use the front photo where there is one.
    expect(metricsOf(all)).toMatchObject({ sar_tilt_m_: metricsOf(side)['sar_tilt_m_'], sar_head_tilt_m_: metricsOf(side)['sar_head_tilt_m_'] });
  });

  it.runIf(IN_FULL)('one that fails does not spoil the next', async () => {
    await engine.createAnalyzer(FROM_HOST);
    const outcomes = await engine.page.evaluate(() => {
      const scope = globalThis as unknown as PageScope;
      const { front } = scope.photos;
      return Promise.all([
        scope.outcomeOf(() => scope.analyzer.analyze({ front }, { views: ['front'], timeout: 1 })),
        scope.outcomeOf(() => scope.analyzer.analyze({ front }, { views: ['front'] })),
        scope.outcomeOf(() => scope.analyzer.analyze({ front }, { views: ['front'] })),
      ]);
    });
    expect(thrownBy(outcomes[0]).code).toBe('timeout');
    expect(outcomes.slice(1).map((outcome) => statusOf(answerOf(outcome)))).toEqual([200, 200]);
  });

  it('analyzeLocally shares one warm engine for the same options, and starts another for others', async () => {
    host.requested.length = 0;
    const fresh = await openPackagePage(engine.page.context(), host.origin);
    await fresh.give(photos);
    const analyze = (model: string): Promise<Outcome> =>
      fresh.page.evaluate((name) => {
        const scope = globalThis as unknown as PageScope;
        const { front } = scope.photos;
        const analyzeFront = scope.analyzeLocally.analyzeLocally<View>;
        return scope.outcomeOf(() => analyzeFront({ front }, { views: ['front'], model: name as 'lite', cache: false }));
      }, model);
    const both = await Promise.all([analyze('lite'), analyze('lite')]);
    expect(both.map((outcome) => statusOf(answerOf(outcome)))).toEqual([200, 200]);
    expect(fresh.page.workers()).toHaveLength(1);
    expect(host.requested.filter((path) => path === LITE_PATH)).toHaveLength(1);
    expect(statusOf(answerOf(await analyze('full')))).toBe(200);
    expect(fresh.page.workers()).toHaveLength(2);
    expect(host.requested).toContain(assetPath('pose_landmarks_full.tflite'));
    await fresh.page.close();
  });
});

describe('close', () => {
  it.each(sampled(['loading', 'decoding', 'detecting', 'drawing']))('while it is %s', async (stage) => {
    await engine.createAnalyzer(FROM_HOST);
    const outcome = await engine.page.evaluate((wanted) => {
      const scope = globalThis as unknown as PageScope;
      const { analyzer } = scope;
      const { front = '' } = scope.photos;
      const onProgress = ({ stage: current }: Progress): void => void (current === wanted && analyzer.close());
      return scope.outcomeOf(() => analyzer.analyze({ front }, { views: ['front'], onProgress }));
    }, stage);
    expect(thrownBy(outcome)).toMatchObject({ type: 'AnalyzeLocallyError', code: 'closed' });
    await expectNoWorker();
    await engine.createAnalyzer(FROM_HOST);
    await expectWorks();
  });

  it('during work rejects what runs and what waits with `closed`', async () => {
    await engine.createAnalyzer(FROM_HOST);
    const outcomes = await engine.page.evaluate(() => {
      const scope = globalThis as unknown as PageScope;
      const { front } = scope.photos;
      const { analyzer } = scope;
      return Promise.all([
        scope.outcomeOf(() => analyzer.preload({ onProgress: () => analyzer.close() })),
        scope.outcomeOf(() => analyzer.analyze({ front }, { views: ['front'] })),
        scope.outcomeOf(() => analyzer.preload()),
      ]);
    });
    for (const outcome of outcomes) expect(thrownBy(outcome)).toMatchObject({ type: 'AnalyzeLocallyError', code: 'closed' });
    await expectNoWorker();
  });

  it('makes later calls reject, and may be called again', async () => {
    await engine.createAnalyzer(FROM_HOST);
    await expectWorks();
    const outcomes = await engine.page.evaluate(async () => {
      const scope = globalThis as unknown as PageScope;
      const { front } = scope.photos;
      scope.analyzer.close();
      scope.analyzer.close();
      return [
        await scope.outcomeOf(() => scope.analyzer.analyze({ front }, { views: ['front'] })),
        await scope.outcomeOf(() => scope.analyzer.preload()),
      ] as const;
    });
    for (const outcome of outcomes) expect(thrownBy(outcome)).toMatchObject({ type: 'AnalyzeLocallyError', code: 'closed' });
    await expectNoWorker();
    await engine.createAnalyzer(FROM_HOST);
    await expectWorks();
  });
});

/** All progress that a call tells. */
const progressOf = (call: 'preload' | 'analyze'): Promise<Progress[]> =>
  engine.page.evaluate(async (name) => {
    const scope = globalThis as unknown as PageScope;
    const events: Progress[] = [];
    const onProgress = (progress: Progress): void => void events.push(progress);
    const { front, side, back } = scope.photos;
    await (name === 'preload' ? scope.analyzer.preload({ onProgress }) : scope.analyzer.analyze({ front, side, back }, { onProgress }));
    return events;
  }, call);

describe('loading', () => {
  const loadingOf = (events: readonly Progress[]) => events.flatMap((event) => (event.stage === 'loading' ? [event] : []));

  /** Bytes only grow, of one known total, and all arrive. */
  function expectComplete(events: readonly Progress[]): void {
    const loading = loadingOf(events);
    const total = files.wasm.length + files.detector.length + files.model.length;
    expect(loading.length).toBeGreaterThan(2);
    expect(new Set(loading.map((event) => event.total))).toEqual(new Set([total]));
    const loaded = loading.map((event) => event.loaded);
    expect(loaded).toEqual([...loaded].sort((a, b) => a - b));
    expect(loaded[0]).toBeLessThan(total);
    expect(loaded.at(-1)).toBe(total);
  }

  const STAGES = (['decoding', 'detecting', 'drawing'] as const).flatMap((stage) =>
    (['front', 'side', 'back'] as const).map((view) => ({ stage, view })),
  );

  it('is told in bytes, then each stage by view', async () => {
    await engine.createAnalyzer(FROM_HOST);
    const events = await progressOf('analyze');
    expectComplete(events);
    expect(events.slice(loadingOf(events).length)).toEqual(STAGES);
  });

  it('is done once: preload, then analyses that load nothing', async () => {
    await engine.createAnalyzer(FROM_HOST);
    host.requested.length = 0;
    const events = await progressOf('preload');
    expectComplete(events);
    expect(loadingOf(events)).toHaveLength(events.length);
    expect([...host.requested].sort()).toEqual([...ENGINE_PATHS.blazepose.assets, WORKER_PATH].sort());
    host.requested.length = 0;
    expect(await progressOf('analyze')).toEqual(STAGES);
    expect(await progressOf('preload')).toEqual([]);
    await expectWorks();
    expect(host.requested).toEqual([]);
  });

  it('goes on where onProgress throws', async () => {
    await engine.createAnalyzer(FROM_HOST);
    const outcome = await engine.page.evaluate(() => {
      const scope = globalThis as unknown as PageScope;
      const { front } = scope.photos;
      const seen = (event: ErrorEvent): void => event.preventDefault();
      addEventListener('error', seen);
      const onProgress = (): void => {
        throw new Error('the caller’s own');
      };
      return scope
        .outcomeOf(() => scope.analyzer.analyze({ front }, { views: ['front'], onProgress }))
        .finally(() => removeEventListener('error', seen));
    });
    expect(statusOf(answerOf(outcome))).toBe(200);
    engine.console.length = 0;
  });
});

describe('the main thread', () => {
  /** What is asked of an idle machine, and what a busy one may take; milliseconds. */
  const GOAL = 50;
  const BOUND = 200;

  /** Tasks of 50 ms and more on the page's thread while something runs: their lengths, milliseconds. */
  const longTasksDuring = (work: string): Promise<number[]> =>
    engine.page.evaluate(`(async () => {
      const lengths = [];
      const observer = new PerformanceObserver((list) => lengths.push(...list.getEntries().map((entry) => entry.duration)));
      observer.observe({ type: 'longtask' });
      await (${work})();
      // Entries are delivered with the next frames.
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      await new Promise((resolve) => setTimeout(resolve));
      lengths.push(...observer.takeRecords().map((entry) => entry.duration));
      observer.disconnect();
      return lengths;
    })()`);

  it('is watched: a task of 150 ms is seen', async () => {
    const busy = '() => new Promise((resolve) => setTimeout(() => { const end = performance.now() + 150; while (performance.now() < end); resolve(); }))';
    expect(Math.max(0, ...(await longTasksDuring(busy)))).toBeGreaterThanOrEqual(150);
  });

  it.each([
    ['a cold analysis, loading included', '{ model: "lite" }', '() => analyzer.analyze({ front: photos.front, side: photos.side, back: photos.back })'],
    ['a warm analysis', undefined, '() => analyzer.analyze({ front: photos.front, side: photos.side, back: photos.back })'],
    ['a warm analysis of base64 text', undefined, '() => analyzer.analyze(globalThis.texts)'],
  ])('is free during %s', async (what, options, work) => {
    if (options !== undefined) await engine.createAnalyzer(FROM_HOST);
    await engine.page.evaluate(`(async () => {
      const text = async (blob) => btoa(Array.from(new Uint8Array(await blob.arrayBuffer()), (byte) => String.fromCharCode(byte)).join(''));
      globalThis.texts = { forigimg: await text(photos.front), sorigimg: await text(photos.side), borigimg: await text(photos.back) };
    })()`);
    const longest = Math.max(0, ...(await longTasksDuring(work)));
    console.log(`longest main-thread task during ${what}: ${longest === 0 ? `under ${String(GOAL)}` : longest.toFixed(0)} ms (goal: under ${String(GOAL)} ms)`);
    expect(longest).toBeLessThan(BOUND);
  });
});
