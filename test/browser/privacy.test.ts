/**
 * Photos stay on the device: nothing is asked of, or told to, any machine but the page's own host; nothing is stored but
 * the engine's own files; once loaded, no host is needed at all.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, BrowserContext, Request } from 'playwright-core';
import type { View } from 'analyze-locally';
import { launchChromium } from '../../demo/host/browser.js';
import { ensureBuilt } from '../../demo/host/ensure-built.js';
import manifest from '../../models/manifest.json' with { type: 'json' };
import { metricsOf, statusOf } from '../harness/answers.js';
import { openBrowserProfile } from '../harness/browser-profile.js';
import { casePhotos } from '../harness/fixture-photos.js';
import { misbehave, MISBEHAVIOUR, MISBEHAVIOUR_IN_PAGES } from '../harness/misbehaviour.js';
import { NOTHING, readStorage, type Stored } from '../harness/origin-storage.js';
import { startOutsideWorld, type OutsideWorld } from '../harness/outside-world.js';
import {
  ENGINE_PATHS,
  startPackageHost,
  type Backend,
  type PackageHost,
} from '../harness/package-host.js';
import { answerOf, openPackagePage, thrownBy, type Answer, type PackagePage, type PageScope } from '../harness/package-page.js';
import { prepareWorker } from '../harness/prepared-worker.js';
import { watchScope, type WatchedScope } from '../harness/watched-scope.js';

const ALL = { front: 'front', side: 'side', back: 'back' } as const;

/** A URL longer than this could carry part of a photo. */
const LONGEST_URL = 120;

/** How long the outside world may take to notice what a control sends, milliseconds. */
const NOTICED = 5000;

let outside: OutsideWorld;
let browser: Browser;
let photos: Record<View, Buffer>;

beforeAll(async () => {
  ensureBuilt();
  [outside, photos] = await Promise.all([startOutsideWorld(), casePhotos('f1-08')]);
  browser = await launchChromium();
});

afterAll(async () => {
  await browser.close();
  await outside.close();
});

/** Everything that a context asks for, pages and workers alike, and the sockets that its pages open. */
function recordRequests(context: BrowserContext): { readonly requests: Request[]; readonly sockets: string[] } {
  const requests: Request[] = [];
  const sockets: string[] = [];
  context.on('request', (request) => requests.push(request));
  context.on('page', (page) => page.on('websocket', (socket) => sockets.push(socket.url())));
  return { requests, sockets };
}

/** The worker script with the watch before it; the package's own `workerUrl` option leads to it. */
const watchWorker = (host: PackageHost, backend?: Backend): string => prepareWorker(host, `(${watchScope.toString()})();`, backend);

/** What the page's watch has noted. */
const watchedInPage = ({ page }: PackagePage): Promise<WatchedScope> =>
  page.evaluate(() => (globalThis as unknown as { watched: WatchedScope }).watched);

/** What the watch of the page's only worker has noted. */
async function watchedInWorker({ page }: PackagePage): Promise<WatchedScope> {
  const workers = page.workers();
  expect(workers).toHaveLength(1);
  return (workers[0] as (typeof workers)[0]).evaluate(() => (globalThis as unknown as { watched: WatchedScope }).watched);
}

const stored = ({ page }: PackagePage): Promise<Stored> => page.evaluate(readStorage);

describe.each(['blazepose', 'mediapipe'] as const)('an analysis of three photos (%s)', (backend) => {
  const { assets, worker } = ENGINE_PATHS[backend];
  let host: PackageHost;
  let context: BrowserContext;
  let engine: PackagePage;
  let recorded: ReturnType<typeof recordRequests>;
  let answer: Answer;
  let before: Stored;
  let inPage: WatchedScope;

  beforeAll(async () => {
    host = await startPackageHost();
    context = await browser.newContext({ proxy: outside.proxy });
    recorded = recordRequests(context);
    await context.addInitScript(watchScope);
    engine = await openPackagePage(context, host.origin);
    await engine.createAnalyzer({ backend, model: 'lite', workerUrl: watchWorker(host, backend) });
    await engine.give(photos);
    before = await stored(engine);
    await engine.page.evaluate(() => ((globalThis as unknown as { watched: WatchedScope }).watched.uses.length = 0));
    answer = answerOf(await engine.analyze(ALL));
    // Before the test itself looks into the origin's caches and files again.
    inPage = await watchedInPage(engine);
  });

  afterAll(async () => {
    await context.close();
    await host.stop();
  });

  it('succeeds', () => {
    expect(statusOf(answer)).toBe(200);
  });

  it('asks its own host alone, for the engine’s own files', () => {
    expect(recorded.sockets).toEqual([]);
    expect(outside.heard).toEqual([]);
    expect(new Set(recorded.requests.map((request) => new URL(request.url()).origin))).toEqual(new Set([host.origin]));
    const files = new Set(host.requested.filter((path) => !path.endsWith('.js') && path !== '/'));
    expect(files).toEqual(new Set(assets));
    const scripts = host.requested.filter((path) => path.endsWith('.worker.js'));
    expect(scripts).toEqual(['/prepared.worker.js', worker]);
  });

  it('the worker’s requests were among those recorded', () => {
    const paths = recorded.requests.map((request) => new URL(request.url()).pathname);
    expect(paths).toEqual(expect.arrayContaining([...assets, '/prepared.worker.js']));
  });

  it('sends nothing along: plain GETs with short addresses', () => {
    for (const request of recorded.requests) {
      expect(request.method()).toBe('GET');
      expect(request.postDataBuffer()).toBeNull();
      expect(request.url().length, request.url()).toBeLessThan(LONGEST_URL);
      expect(request.url()).not.toContain('?');
    }
  });

  it('uses nothing in the page that sends or stores', () => {
    expect(inPage.uses).toEqual([]);
    expect(inPage.requests).toEqual([]);
  });

  it('fetches its assets in the worker, stores these, and uses nothing else there that sends or stores', async () => {
    const { uses, requests } = await watchedInWorker(engine);
    expect(uses.filter((use) => !use.startsWith('console.'))).toEqual(['caches.open', ...assets.map(() => 'cache.put')]);
    expect(requests).toHaveLength(assets.length);
    expect(requests).toEqual(
      expect.arrayContaining(assets.map((path) => ({ url: `${host.origin}${path}`, method: 'GET', hasBody: false }))),
    );
  });

  // MediaPipe's own warnings come through `globalThis.custom_dbg`, which its script sets to console.warn.
  it('keeps the console clean', async () => {
    const { uses } = await watchedInWorker(engine);
    expect({ shown: engine.console, used: uses.filter((use) => use.startsWith('console.')) }).toEqual({ shown: [], used: [] });
  });

  it('says nothing of a photo on the console', () => {
    for (const line of engine.console) {
      expect(line.length, line).toBeLessThan(400);
      expect(line).not.toMatch(/[A-Za-z0-9+/=]{100}|data:|blob:/);
    }
  });

  it('leaves nothing behind on the device but the engine’s own files, byte for byte', async () => {
    expect(before).toMatchObject(NOTHING);
    const files = manifest.assets.filter(({ file }) => assets.some((path) => path.endsWith(`/${file}`)));
    const entries = files.map(({ file, bytes, sha256 }) => ({
      cache: 'analyze-locally',
      path: `/analyze-locally/${sha256}/${file}`,
      bytes,
      sha256,
    }));
    expect(entries).toHaveLength(assets.length);
    const order = (listed: Stored['cached']): Stored['cached'] => [...listed].sort((a, b) => a.path.localeCompare(b.path));
    // The answer does not wait for them to be stored.
    await expect.poll(async () => order((await stored(engine)).cached), { timeout: NOTICED }).toEqual(order(entries));
    const after = await stored(engine);
    expect(after).toMatchObject({ ...NOTHING, caches: ['analyze-locally'], cached: after.cached });
  });
});

describe('an analysis with `cache: false`', () => {
  it('leaves nothing at all behind on the device', async () => {
    const host = await startPackageHost();
    const context = await browser.newContext({ proxy: outside.proxy });
    await context.addInitScript(watchScope);
    const engine = await openPackagePage(context, host.origin);
    await engine.createAnalyzer({ model: 'lite', cache: false, workerUrl: watchWorker(host) });
    await engine.give(photos);
    const before = await stored(engine);
    expect(statusOf(answerOf(await engine.analyze(ALL)))).toBe(200);
    const after = await stored(engine);
    const { uses } = await watchedInWorker(engine);
    await context.close();
    await host.stop();
    expect(after).toEqual(before);
    expect(after).toMatchObject(NOTHING);
    expect(uses.filter((use) => !use.startsWith('console.'))).toEqual([]);
  });
});

describe('what watches would have seen it', () => {
  let host: PackageHost;
  let context: BrowserContext;
  let engine: PackagePage;
  let recorded: ReturnType<typeof recordRequests>;

  beforeAll(async () => {
    host = await startPackageHost();
    context = await browser.newContext({ proxy: outside.proxy });
    recorded = recordRequests(context);
    await context.addInitScript(watchScope);
    engine = await openPackagePage(context, host.origin);
    await engine.createAnalyzer({ model: 'lite', workerUrl: watchWorker(host) });
    await engine.page.evaluate(() => (globalThis as unknown as PageScope).analyzer.preload());
    outside.heard.length = 0;
  });

  afterAll(async () => {
    await context.close();
    await host.stop();
    outside.heard.length = 0;
  });

  const hears = async (lines: readonly string[]): Promise<void> => {
    for (const line of lines) await expect.poll(() => outside.heard, { timeout: NOTICED }).toContain(`${line} HTTP/1.1`);
  };

  it('in the page', async () => {
    const was = await stored(engine);
    await engine.page.evaluate(misbehave, 'page.example');
    await hears(['POST http://page.example/fetched', 'GET http://page.example/events', 'GET http://page.example/xhr']);
    await hears(['POST http://page.example/beacon', 'GET http://page.example/image']);
    await hears(['CONNECT page.example:80', 'CONNECT page.example:443']);
    const { uses, requests } = await watchedInPage(engine);
    expect(uses).toEqual(expect.arrayContaining(MISBEHAVIOUR_IN_PAGES));
    expect(requests).toContainEqual({ url: 'http://page.example/fetched', method: 'POST', hasBody: true });
    expect(requests).toContainEqual({ url: 'http://page.example/xhr', method: 'GET', hasBody: false });
    expect(recorded.sockets).toEqual(['ws://page.example/socket']);
    expect(recorded.requests.map((request) => request.url())).toContain('http://page.example/fetched');
    expect(engine.console.join('\n')).toContain('noise');
    await expect
      .poll(() => stored(engine), { timeout: NOTICED })
      .toMatchObject({ databases: [{ name: 'database' }], caches: expect.arrayContaining(['cache']) as string[], cookies: 'name=value', local: ['key'] });
    expect(await stored(engine)).not.toEqual(was);
  });

  it('in the worker', async () => {
    const [worker] = engine.page.workers();
    await worker?.evaluate(misbehave, 'worker.example');
    await hears(['POST http://worker.example/fetched', 'GET http://worker.example/events']);
    await hears(['CONNECT worker.example:80', 'CONNECT worker.example:443']);
    const { uses, requests } = await watchedInWorker(engine);
    expect(uses).toEqual(expect.arrayContaining(MISBEHAVIOUR));
    expect(requests).toContainEqual({ url: 'http://worker.example/fetched', method: 'POST', hasBody: true });
    expect(recorded.requests.map((request) => request.url())).toContain('http://worker.example/fetched');
  });
});

describe('without a host', () => {
  it('a loaded engine goes on', async () => {
    const host = await startPackageHost();
    const engine = await openPackagePage(await browser.newContext(), host.origin);
    await engine.give(photos);
    await engine.createAnalyzer();
    const online = answerOf(await engine.analyze(ALL));
    await host.stop();
    const offline = answerOf(await engine.analyze(ALL));
    expect(metricsOf(offline)).toEqual(metricsOf(online));
    await engine.page.context().close();
  });

  it('a new engine starts from the browser’s own cache, where the host lets it be cached', async () => {
    const host = await startPackageHost({ 'cache-control': 'public, max-age=31536000, immutable' });
    const profile = await openBrowserProfile();
    const engine = await openPackagePage(profile.context, host.origin);
    await engine.give(photos);
    await engine.createAnalyzer({ model: 'lite', cache: false });
    const online = answerOf(await engine.analyze(ALL));
    await host.stop();
    await engine.createAnalyzer({ model: 'lite', cache: false });
    const offline = answerOf(await engine.analyze(ALL));
    await profile.close();
    expect(metricsOf(offline)).toEqual(metricsOf(online));
  });

  it('where it does not, a new engine says what is missing', async () => {
    const host = await startPackageHost({ 'cache-control': 'no-store' });
    const engine = await openPackagePage(await browser.newContext(), host.origin);
    await engine.give(photos);
    await engine.createAnalyzer({ model: 'lite', cache: false });
    await engine.page.evaluate(() => (globalThis as unknown as PageScope).analyzer.preload());
    await host.stop();
    await engine.createAnalyzer({ model: 'lite', cache: false });
    expect(thrownBy(await engine.analyze(ALL))).toMatchObject({ type: 'AnalyzeLocallyError', code: 'worker-failed' });
    await engine.page.context().close();
  });
});

describe('a strict host', () => {
  const POLICY =
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'; img-src 'self' data:";

  /** Analyses on a page whose every file carries these headers. */
  async function analyzeUnder(headers: Readonly<Record<string, string>>) {
    const host = await startPackageHost(headers);
    const context = await browser.newContext();
    await context.addInitScript(watchScope);
    const engine = await openPackagePage(context, host.origin);
    await engine.give(photos);
    await engine.createAnalyzer({ model: 'lite' });
    const outcome = await engine.analyze(ALL);
    const { violations } = await watchedInPage(engine);
    const shown = engine.console.filter((line) => /content security policy|refused/i.test(line));
    await context.close();
    await host.stop();
    return { outcome, violations, shown };
  }

  it('with a content security policy on page and worker', async () => {
    const { outcome, violations, shown } = await analyzeUnder({ 'content-security-policy': POLICY });
    expect(statusOf(answerOf(outcome))).toBe(200);
    expect({ violations, shown }).toEqual({ violations: [], shown: [] });
  });

  it('with the strictest one that the documentation can promise', async () => {
    const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'";
    const { outcome } = await analyzeUnder({ 'content-security-policy': policy });
    expect(statusOf(answerOf(outcome))).toBe(200);
  });

  it('whose policy forbids WebAssembly: the error says what is needed', async () => {
    const { outcome } = await analyzeUnder({ 'content-security-policy': POLICY.replace(" 'wasm-unsafe-eval'", '') });
    expect(thrownBy(outcome)).toMatchObject({ type: 'AnalyzeLocallyError', code: 'unsupported' });
    expect(thrownBy(outcome).message).toContain('wasm-unsafe-eval');
  });
});
