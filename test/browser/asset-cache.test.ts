/**
 * What is kept between visits: an engine that was loaded once starts without its host; whatever is damaged, outdated or
 * refused in the browser's storage costs a download at most.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import type { Progress, View } from 'analyze-locally';
import { launchChromium } from '../../demo/host/browser.js';
import { DIST, ensureBuilt } from '../../demo/host/ensure-built.js';
import manifest from '../../models/manifest.json' with { type: 'json' };
import { metricsOf, statusOf } from '../harness/answers.js';
import { casePhotos } from '../harness/fixture-photos.js';
import { ENGINE_PATHS, LITE_PATH, sends, startPackageHost, status, WORKER_PATH, type PackageHost } from '../harness/package-host.js';
import { answerOf, openPackagePage, thrownBy, type Outcome, type PackagePage, type PageScope } from '../harness/package-page.js';
import { prepareWorker } from '../harness/prepared-worker.js';
import { sampled } from '../harness/sampled.js';

const CACHE = 'analyze-locally';
const LITE = { model: 'lite' } as const;
const FRONT_ALONE = { views: ['front'] } as const;

/** Storing ends some time after the engine has started; milliseconds, on a busy machine. */
const STORED = 10_000;

let host: PackageHost;
let browser: Browser;
let engine: PackagePage;
let photos: Record<View, Buffer>;

/** Runtime and networks of an engine with the smallest model. */
const ASSET_PATHS = ENGINE_PATHS.blazepose.assets;

/** Paths of the cache's entries for what an engine with the smallest model loads. */
const ENTRIES = ASSET_PATHS.map((path) => {
  const asset = manifest.assets.find(({ file }) => path.endsWith(`/${file}`));
  if (!asset) throw new Error(`${path} is not in the manifest`);
  return { ...asset, path: `/${CACHE}/${asset.sha256}/${asset.file}` };
});

beforeAll(async () => {
  ensureBuilt();
  [host, browser, photos] = await Promise.all([startPackageHost({ 'cache-control': 'no-store' }), launchChromium(), casePhotos('f1-08')]);
});

// A context of its own has a storage of its own.
beforeEach(async () => {
  engine = await openPackagePage(await browser.newContext(), host.origin);
  await engine.give(photos);
});

afterEach(async () => {
  host.repair();
  await engine.page.context().close();
});

afterAll(async () => {
  await browser.close();
  await host.stop();
});

const analyzeFront = (page = engine): Promise<Outcome> => page.analyze({ front: 'front' }, FRONT_ALONE);

/** SHA-256 of each entry of the cache, by path. */
const kept = (): Promise<Record<string, string>> =>
  engine.page.evaluate(async (name) => {
    const cache = await caches.open(name);
    const hashes: Record<string, string> = {};
    for (const request of await cache.keys()) {
      const bytes = await ((await cache.match(request)) as Response).arrayBuffer();
      const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
      hashes[new URL(request.url).pathname] = Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
    }
    return hashes;
  }, CACHE);

const SOUND = Object.fromEntries(ENTRIES.map(({ path, sha256 }) => [path, sha256]));

const expectAllKept = (): Promise<void> => expect.poll(kept, { timeout: STORED }).toEqual(SOUND);

/** A first visit. */
async function fill(): Promise<void> {
  await engine.createAnalyzer(LITE);
  await engine.page.evaluate(() => (globalThis as unknown as PageScope).analyzer.preload());
  await expectAllKept();
  host.requested.length = 0;
}

describe('a second start', () => {
  it('asks the host for the worker’s script alone, in another page too', async () => {
    await engine.createAnalyzer(LITE);
    const first = answerOf(await analyzeFront());
    await expectAllKept();
    host.requested.length = 0;
    await engine.createAnalyzer(LITE);
    expect(metricsOf(answerOf(await analyzeFront()))).toEqual(metricsOf(first));
    expect(host.requested).toEqual([WORKER_PATH]);

    const other = await openPackagePage(engine.page.context(), host.origin);
    await other.give(photos);
    await other.createAnalyzer(LITE);
    host.requested.length = 0;
    expect(metricsOf(answerOf(await analyzeFront(other)))).toEqual(metricsOf(first));
    expect(host.requested).toEqual([WORKER_PATH]);
    expect([...engine.console, ...other.console]).toEqual([]);
  });

  it('tells its bytes like the first', async () => {
    await fill();
    await engine.createAnalyzer(LITE);
    const events = await engine.page.evaluate(async () => {
      const seen: Progress[] = [];
      await (globalThis as unknown as PageScope).analyzer.preload({ onProgress: (progress) => void seen.push(progress) });
      return seen;
    });
    const total = ENTRIES.reduce((sum, { bytes }) => sum + bytes, 0);
    expect(events.at(-1)).toEqual({ stage: 'loading', loaded: total, total });
    expect(new Set(events.map((event) => event.stage === 'loading' && event.total))).toEqual(new Set([total]));
  });

  it('needs no host at all where the page has the worker’s script', async () => {
    const workerUrl = await engine.page.evaluate(
      async (path) => URL.createObjectURL(await (await fetch(path)).blob()),
      WORKER_PATH,
    );
    await engine.createAnalyzer({ ...LITE, workerUrl });
    const online = answerOf(await analyzeFront());
    await expectAllKept();
    await host.stop();
    await engine.createAnalyzer({ ...LITE, workerUrl });
    const offline = await analyzeFront();
    await engine.createAnalyzer({ ...LITE, workerUrl, cache: false });
    const uncached = await analyzeFront();
    await host.restart();
    expect(metricsOf(answerOf(offline))).toEqual(metricsOf(online));
    expect(thrownBy(uncached)).toMatchObject({ code: 'asset-missing' });
  });

  it('with `cache: false` asks the host for everything, and leaves alone what is kept', async () => {
    await fill();
    await engine.createAnalyzer({ ...LITE, cache: false });
    expect(statusOf(answerOf(await analyzeFront()))).toBe(200);
    expect([...host.requested].sort()).toEqual([...ASSET_PATHS, WORKER_PATH].sort());
    expect(await kept()).toEqual(SOUND);
  });

  it('says so where the host has come to forbid WebAssembly, and asks for nothing again', async () => {
    await fill();
    const script = await readFile(join(DIST, 'pose.worker.js'));
    host.faults.set(WORKER_PATH, (response) => {
      response.writeHead(200, { 'content-type': 'text/javascript', 'content-security-policy': "script-src 'self'" }).end(script);
    });
    await engine.createAnalyzer(LITE);
    const thrown = thrownBy(await analyzeFront());
    expect(thrown).toMatchObject({ code: 'unsupported' });
    expect(thrown.message).toContain('wasm-unsafe-eval');
    expect(host.requested).toEqual([WORKER_PATH]);
    expect(await kept()).toEqual(SOUND);
  });
});

describe('what is kept', () => {
  /** Puts what a maker makes of each entry's bytes in its place. */
  const damage = (make: string): Promise<void> =>
    engine.page.evaluate(`(async () => {
      const cache = await caches.open('${CACHE}');
      for (const request of await cache.keys()) {
        const bytes = new Uint8Array(await (await cache.match(request)).arrayBuffer());
        await cache.put(request, new Response((${make})(bytes)));
      }
    })()`);

  it.each(sampled([
    ['a flipped bit', '(bytes) => { bytes[bytes.length >> 1] ^= 1; return bytes; }'],
    ['a lost end', '(bytes) => bytes.subarray(0, -1000)'],
    ['something at the end', '(bytes) => new Blob([bytes, "x"])'],
    ['nothing left', '() => ""'],
    ['no body', '() => null'],
    ['a web page instead', '() => "<!doctype html>"'],
  ], 6))('is fetched anew where it is damaged: %s', async (_, make) => {
    await fill();
    await damage(make);
    await engine.createAnalyzer(LITE);
    expect(statusOf(answerOf(await analyzeFront()))).toBe(200);
    expect([...host.requested].sort()).toEqual([...ASSET_PATHS, WORKER_PATH].sort());
    await expectAllKept();
    expect(engine.console).toEqual([]);
  });

  it('is never used damaged, also where nobody has better', async () => {
    await fill();
    await damage('(bytes) => { bytes[bytes.length >> 1] ^= 1; return bytes; }');
    for (const path of ASSET_PATHS) host.faults.set(path, status(404));
    await engine.createAnalyzer(LITE);
    expect(thrownBy(await analyzeFront())).toMatchObject({ code: 'asset-missing' });
    await expect.poll(kept, { timeout: STORED }).toEqual({});
  });

  it('was verified before: a corrupt download is not kept', async () => {
    const model = await readFile(join(DIST, 'assets/pose_landmarks_lite.tflite'));
    host.faults.set(LITE_PATH, sends(Buffer.from(model).fill(0, model.length - 100), 'application/octet-stream'));
    await engine.createAnalyzer(LITE);
    expect(thrownBy(await analyzeFront())).toMatchObject({ code: 'asset-corrupt' });
    host.repair();
    expect(Object.keys(await kept()).filter((path) => path.endsWith('_lite.tflite'))).toEqual([]);
    expect(statusOf(answerOf(await analyzeFront()))).toBe(200);
    await expectAllKept();
  });

  it('makes room for the present version’s files, and for those alone', async () => {
    await engine.page.evaluate(async (name) => {
      const own = await caches.open(name);
      await own.put(`/${name}/${'0'.repeat(64)}/pose_landmarks_lite.tflite`, new Response('an older model'));
      await own.put(`/${name}/${'1'.repeat(64)}/a_runtime_of_old.wasm`, new Response('an older runtime'));
      await (await caches.open('the page’s own')).put('/kept', new Response('the page’s own'));
    }, CACHE);
    await fill();
    const others = await engine.page.evaluate(async () => (await (await caches.open('the page’s own')).keys()).length);
    expect(others).toBe(1);
  });
});

describe('a browser that refuses to store', () => {
  it.each(sampled([
    ['has no caches', 'delete globalThis.caches; delete WorkerGlobalScope.prototype.caches;'],
    ['forbids them', "CacheStorage.prototype.open = () => Promise.reject(new DOMException('no', 'SecurityError'));"],
    ['throws', "CacheStorage.prototype.open = () => { throw new DOMException('no', 'SecurityError'); };"],
    ['has no room', "Cache.prototype.put = () => Promise.reject(new DOMException('no', 'QuotaExceededError'));"],
    ['cannot read', "Cache.prototype.match = () => Promise.reject(new DOMException('no', 'UnknownError'));"],
    ['cannot list or delete', "Cache.prototype.keys = Cache.prototype.delete = () => Promise.reject(new DOMException('no', 'UnknownError'));"],
  ], 6))('%s: the engine starts all the same, and says nothing', async (_, prelude) => {
    const workerUrl = prepareWorker(host, prelude);
    for (const start of ['first', 'second']) {
      await engine.createAnalyzer({ ...LITE, workerUrl });
      expect(statusOf(answerOf(await analyzeFront())), start).toBe(200);
    }
    expect(engine.console).toEqual([]);
  });
});
