/**
 * The same package in Firefox, driven over WebDriver BiDi: answers like Chromium's, and the promises of docs/privacy.md.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, ConsoleMessage, HTTPRequest, Page } from 'puppeteer-core';
import type { AnalyzeOptions, EngineOptions, TrackedPose, View } from 'analyze-locally';
import { openEngine } from '../../demo/cli/engine-page.js';
import { ensureBuilt } from '../../demo/host/ensure-built.js';
import manifest from '../../models/manifest.json' with { type: 'json' };
import { bodyFrame } from '../../src/keypoints/body-frame.js';
import { LANDMARK_NAMES } from '../../src/pose/landmarks.js';
import { quantile } from '../bench/statistics.js';
import { expectSameMetrics, fieldsOf, metricsOf, statusOf } from '../harness/answers.js';
import { launchFirefox } from '../harness/firefox.js';
import { casePhotos } from '../harness/fixture-photos.js';
import { misbehave, MISBEHAVIOUR, MISBEHAVIOUR_IN_PAGES } from '../harness/misbehaviour.js';
import { NOTHING, readStorage, type Stored } from '../harness/origin-storage.js';
import { startOutsideWorld, type OutsideWorld } from '../harness/outside-world.js';
import { assetPath, DETECTOR_PATH, startPackageHost, WASM_PATH, WORKER_PATH, type PackageHost } from '../harness/package-host.js';
import type { Answer, PageScope } from '../harness/package-page.js';
import { prepareWorker } from '../harness/prepared-worker.js';
import { watchScope, type WatchedScope } from '../harness/watched-scope.js';

/** Degrees that a metric may differ from Chromium's by: a canvas scales photos otherwise. Measured: 0.26 (docs/browsers.md). */
const TOLERANCE = 0.5;

/** What the default options load on the CPU. */
const ASSETS = [WASM_PATH, DETECTOR_PATH, assetPath('pose_landmarks_full.tflite'), assetPath('corrector_full.bin')];

/** Trunk lengths that a frame's landmarks may lie from a photo's, median. Measured in Chromium: 0.003 to 0.030. */
const SAME_PERSON = 0.05;

const COMPATIBLE_WASM = assetPath('litert_wasm_compat_internal.wasm');

/** The strictest policy that the documentation promises to be enough. */
const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'";

/** A URL longer than this could carry part of a photo. */
const LONGEST_URL = 120;

/** How long the outside world may take to notice what a control sends, or a browser to store files; milliseconds. */
const NOTICED = 10_000;

interface FirefoxPage {
  readonly page: Page;
  readonly requests: HTTPRequest[];
  readonly console: string[];
  analyze(options?: Pick<EngineOptions, 'cache' | 'workerUrl'> & Pick<AnalyzeOptions, 'details'>): Promise<Answer>;
}

let outside: OutsideWorld;
let firefox: Browser;
let host: PackageHost;
let photos: Readonly<Record<View, string>>;
let chromiumAnswer: Answer;

beforeAll(async () => {
  ensureBuilt();
  const bytes = await casePhotos('m1-02');
  const encoded = Object.entries(bytes).map(([view, photo]) => [view, photo.toString('base64')] as const);
  photos = Object.fromEntries(encoded) as Record<View, string>;
  const engine = await openEngine();
  chromiumAnswer = await engine.analyze(bytes);
  await engine.close();
  outside = await startOutsideWorld();
  firefox = await launchFirefox(outside);
  host = await startPackageHost();
  console.log(`${await firefox.version()}`);
});

afterEach(() => host.repair());

afterAll(async () => {
  await firefox.close();
  await host.stop();
  await outside.close();
});

/** Opens the host's page with the package imported, its scope watched. */
async function openPage(browser = firefox, { origin } = host): Promise<FirefoxPage> {
  const page = await browser.newPage();
  const [requests, console]: [HTTPRequest[], string[]] = [[], []];
  page.on('request', (request) => requests.push(request));
  page.on('console', (message: ConsoleMessage) => console.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => console.push(`uncaught: ${String(error)}`));
  await page.evaluateOnNewDocument(watchScope);
  await page.goto(origin);
  const analyze: FirefoxPage['analyze'] = (options = {}) =>
    page.evaluate(
      (input, given) => (globalThis as unknown as PageScope).analyzeLocally.analyzeLocally(input, given),
      photos,
      options,
    );
  return { page, requests, console, analyze };
}

const stored = ({ page }: FirefoxPage): Promise<Stored> => page.evaluate(readStorage);

const watched = ({ page }: FirefoxPage): Promise<WatchedScope> =>
  page.evaluate(() => (globalThis as unknown as { watched: WatchedScope }).watched);

/** Firefox runs no scripts of a driver in workers: what the watched one is asked comes over this channel. */
const CHANNEL = 'watch';

/** The worker's script with the watch before it, which it answers with when it is asked. */
const watchWorker = (): string =>
  prepareWorker(
    host,
    `const channel = new BroadcastChannel('${CHANNEL}');
     channel.onmessage = ({ data }) => {
       if (data.address) (${misbehave.toString()})(data.address);
       else if (data.ask) channel.postMessage({ watched: globalThis.watched });
     };
     (${watchScope.toString()})();`,
  );

const tellWorker = ({ page }: FirefoxPage, message: object): Promise<void> =>
  page.evaluate(
    (name, data) => {
      const channel = new BroadcastChannel(name);
      channel.postMessage(data);
      channel.close();
    },
    CHANNEL,
    message,
  );

const watchedInWorker = ({ page }: FirefoxPage): Promise<WatchedScope> =>
  page.evaluate(
    (name) =>
      new Promise<WatchedScope>((resolve) => {
        const channel = new BroadcastChannel(name);
        channel.onmessage = ({ data }: MessageEvent<{ readonly watched?: WatchedScope }>) => {
          if (!data.watched) return;
          channel.close();
          resolve(data.watched);
        };
        channel.postMessage({ ask: true });
      }),
    CHANNEL,
  );

const farthest = (answer: Answer): number => {
  const [found, wanted] = [metricsOf(answer), metricsOf(chromiumAnswer)];
  return Math.max(...Object.keys(wanted).map((name) => Math.abs((found[name] ?? NaN) - (wanted[name] ?? NaN))));
};

function expectChromiumsAnswer(answer: Answer): void {
  console.log(`farthest metric from Chromium's: ${farthest(answer).toFixed(3)}°`);
  expectSameMetrics(answer, chromiumAnswer, TOLERANCE);
  const grades = (of: Answer) => Object.entries(fieldsOf(of)).filter(([name]) => name.endsWith('_grade'));
  expect(grades(answer)).toEqual(grades(chromiumAnswer));
  expect(Object.keys(answer).filter((key) => key !== 'details')).toEqual(Object.keys(chromiumAnswer));
}

describe('an analysis of three photos', () => {
  let page: FirefoxPage;
  let before: Stored;
  let answer: Answer;
  let inPage: WatchedScope;

  beforeAll(async () => {
    page = await openPage();
    before = await stored(page);
    await page.page.evaluate(() => ((globalThis as unknown as { watched: WatchedScope }).watched.uses.length = 0));
    host.requested.length = 0;
    answer = await page.analyze({ details: true, workerUrl: watchWorker() });
    inPage = await watched(page);
  });

  it('answers like Chromium, by the runtime with relaxed SIMD', () => {
    expectChromiumsAnswer(answer);
    expect(answer.details).toMatchObject({ backend: 'blazepose', provider: 'wasm', notUsed: [{ provider: 'webgpu', reason: 'unsupported' }] });
    expect(host.requested).toContain(WASM_PATH);
  });

  it('asks its own host alone, for the engine’s own files', () => {
    expect(outside.heard).toEqual([]);
    const asked = page.requests.map((request) => new URL(request.url())).filter(({ protocol }) => protocol !== 'data:');
    expect(new Set(asked.map(({ origin }) => origin))).toEqual(new Set([host.origin]));
    expect(asked.map(({ pathname }) => pathname)).toEqual(expect.arrayContaining(ASSETS));
    expect(new Set(host.requested.filter((path) => !path.endsWith('.js') && path !== '/'))).toEqual(new Set(ASSETS));
    expect(host.requested.filter((path) => path.endsWith('.worker.js'))).toEqual(['/prepared.worker.js', WORKER_PATH]);
  });

  it('sends nothing along: plain GETs with short addresses', () => {
    for (const request of page.requests) {
      expect(request.method()).toBe('GET');
      expect(request.hasPostData()).toBe(false);
      expect(request.url().length, request.url()).toBeLessThan(LONGEST_URL);
      expect(request.url()).not.toContain('?');
    }
  });

  it('uses nothing that sends or stores but to load and keep its assets', async () => {
    expect({ uses: inPage.uses, requests: inPage.requests }).toEqual({ uses: [], requests: [] });
    const { uses, requests } = await watchedInWorker(page);
    expect(uses).toEqual(['caches.open', ...ASSETS.map(() => 'cache.put')]);
    expect(requests).toHaveLength(ASSETS.length);
    expect(requests).toEqual(expect.arrayContaining(ASSETS.map((path) => ({ url: `${host.origin}${path}`, method: 'GET', hasBody: false }))));
  });

  it('keeps the console clean', () => {
    expect(page.console).toEqual([]);
  });

  it('leaves nothing behind on the device but the engine’s own files, byte for byte', async () => {
    expect(before).toMatchObject(NOTHING);
    const entries = manifest.assets
      .filter(({ file }) => ASSETS.includes(assetPath(file)))
      .map(({ file, bytes, sha256 }) => ({ cache: 'analyze-locally', path: `/analyze-locally/${sha256}/${file}`, bytes, sha256 }));
    const order = (listed: Stored['cached']): Stored['cached'] => [...listed].sort((a, b) => a.path.localeCompare(b.path));
    await expect.poll(async () => order((await stored(page)).cached), { timeout: NOTICED }).toEqual(order(entries));
    const after = await stored(page);
    expect(after).toMatchObject({ ...NOTHING, caches: ['analyze-locally'], cached: after.cached });
  });

  it('starts again without the host, from what was kept', async () => {
    const next = await openPage();
    const workerUrl = await next.page.evaluate(async (path) => URL.createObjectURL(await (await fetch(path)).blob()), WORKER_PATH);
    await host.stop();
    try {
      expect(metricsOf(await next.analyze({ workerUrl }))).toEqual(metricsOf(answer));
    } finally {
      await host.restart();
    }
  });
});

describe('what watches would have seen it', () => {
  let page: FirefoxPage;

  beforeAll(async () => {
    page = await openPage();
    await page.analyze({ workerUrl: watchWorker() });
    outside.heard.length = 0;
  });

  afterAll(() => {
    outside.heard.length = 0;
  });

  const hears = async (lines: readonly string[]): Promise<void> => {
    for (const line of lines) await expect.poll(() => outside.heard, { timeout: NOTICED }).toContain(`${line} HTTP/1.1`);
  };

  it('in the page', async () => {
    await page.page.evaluate(misbehave, 'page.example');
    await hears(['POST http://page.example/fetched', 'GET http://page.example/events', 'GET http://page.example/xhr']);
    await hears(['POST http://page.example/beacon', 'GET http://page.example/image']);
    await hears(['CONNECT page.example:80', 'CONNECT page.example:443']);
    const { uses, requests } = await watched(page);
    expect(uses).toEqual(expect.arrayContaining(MISBEHAVIOUR_IN_PAGES));
    expect(requests).toContainEqual({ url: 'http://page.example/fetched', method: 'POST', hasBody: true });
    expect(page.requests.map((request) => request.url())).toContain('http://page.example/fetched');
    expect(page.console.join('\n')).toContain('noise');
    await expect
      .poll(() => stored(page), { timeout: NOTICED })
      .toMatchObject({ databases: [{ name: 'database' }], caches: expect.arrayContaining(['cache']) as string[], cookies: 'name=value', local: ['key'] });
  });

  it('in the worker', async () => {
    await tellWorker(page, { address: 'worker.example' });
    await hears(['POST http://worker.example/fetched', 'GET http://worker.example/events']);
    await hears(['CONNECT worker.example:80', 'CONNECT worker.example:443']);
    const { uses } = await watchedInWorker(page);
    expect(uses).toEqual(expect.arrayContaining(MISBEHAVIOUR));
    expect(page.requests.map((request) => request.url())).toContain('http://worker.example/fetched');
  });
});

describe('a strict host', () => {
  it('with a content security policy on page and worker', async () => {
    const strict = await startPackageHost({ 'content-security-policy': POLICY });
    const page = await openPage(firefox, strict);
    const answer = await page.analyze({ cache: false });
    const { violations } = await watched(page);
    await strict.stop();
    expect(statusOf(answer)).toBe(200);
    // The page's own icon, which is a data URL.
    expect(violations.filter((violation) => !violation.startsWith('img-src'))).toEqual([]);
  });
});

describe('a tracker', () => {
  it('follows a person who moves, where an analysis finds them, by frames that are not drawn', async () => {
    const page = await openPage();
    const [width, height] = [800, 1200];
    const { known, tracked, formats } = await page.page.evaluate(
      async (front, [across, down]) => {
        const { analyzeLocally, createTracker } = (globalThis as unknown as PageScope).analyzeLocally;
        const answer = await analyzeLocally({ front }, { views: ['front'], mode: 'fast', details: true });
        const photo = await createImageBitmap(await (await fetch(`data:image/jpeg;base64,${front}`)).blob());
        const canvas = Object.assign(document.createElement('canvas'), { width: across, height: down });
        const tracker = createTracker();
        const poses: (TrackedPose | undefined)[] = [];
        for (const left of [0, 10, 20]) {
          canvas.getContext('2d')?.drawImage(photo, left, 0);
          poses.push(await tracker.track(canvas));
        }
        tracker.close();
        const frame = new VideoFrame(canvas, { timestamp: 0 });
        const kinds = [frame.format, frame.allocationSize({ format: 'RGBA' })];
        frame.close();
        return { known: answer.details?.photos.front?.landmarks, tracked: poses, formats: kinds };
      },
      photos.front,
      [width, height] as const,
    );
    if (!known) throw new Error('the photo was not analysed');
    console.log(`a canvas's VideoFrame: ${formats.join(', ')} bytes`);
    expect(tracked.map((pose) => pose?.found)).toEqual(['detected', 'tracked', 'tracked']);
    const { trunk } = bodyFrame(known);
    tracked.forEach((pose, index) => {
      const distances = LANDMARK_NAMES.map((name) => {
        const [x, y] = pose?.landmarks[name].point ?? [NaN, NaN];
        return Math.hypot(x - 10 * index - known[name].point[0], y - known[name].point[1]) / trunk;
      });
      expect(quantile(distances, 0.5)).toBeLessThan(SAME_PERSON);
    });
    expect(page.console).toEqual([]);
  });
});

describe('a Firefox without relaxed SIMD', () => {
  it('answers like Chromium, by the compatible runtime', async () => {
    const older = await launchFirefox(outside, { 'javascript.options.wasm_relaxed_simd': false });
    try {
      host.requested.length = 0;
      expectChromiumsAnswer(await (await openPage(older)).analyze());
      expect(host.requested).toContain(COMPATIBLE_WASM);
      expect(host.requested).not.toContain(WASM_PATH);
    } finally {
      await older.close();
    }
  });
});
