/**
 * Pages whose code nobody changes, answered by the service worker: registered as it is, or taken into one that the
 * origin has already.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchChromium } from '../../demo/host/browser.js';
import { DIST, ensureBuilt } from '../../demo/host/ensure-built.js';
import { expectSameMetrics } from '../harness/answers.js';
import { casePhotos, publishedKeys } from '../harness/fixture-photos.js';
import { API, API_HOST, apiRequest, CLIENT_PAGE, CLIENT_PATH, fetchAnswer, install, openClientPage, type LocalApiScope } from '../harness/local-api-page.js';
import { sendOtherRequests } from '../harness/other-requests.js';
import { LITE_PATH, neverAnswers, PACKAGE_PATH, sends, startPackageHost, type PackageHost } from '../harness/package-host.js';
import { startRecordingServer, type RecordingServer } from '../harness/recording-server.js';

/** Where the script is on the host: beside the pages that it is for. */
const SCRIPT_PATH = '/local-api.sw.js';

/** A service worker of the origin's own. */
const OWN_PATH = '/own.sw.js';

const ASSETS = `${PACKAGE_PATH}assets/`;

let host: PackageHost;
let api: RecordingServer;
let browser: Browser;
let context: BrowserContext;
let script: Buffer;
let requests: LocalApiScope['requests'];

beforeAll(async () => {
  ensureBuilt();
  [host, api, script] = await Promise.all([startPackageHost(), startRecordingServer(), readFile(join(DIST, 'local-api.sw.js'))]);
  browser = await launchChromium(api.flagsFor(API_HOST));
  requests = { good: { ...apiRequest(await casePhotos('f1-08')), uuid: 'the client’s own' } };
});

afterAll(async () => {
  await browser.close();
  await Promise.all([host.stop(), api.close()]);
});

/** Serves the pages and scripts that the package's files are beside. */
function place(ownWorker = ''): void {
  host.faults.set(CLIENT_PATH, sends(CLIENT_PAGE, 'text/html'));
  host.faults.set(SCRIPT_PATH, sends(script, 'text/javascript'));
  host.faults.set(OWN_PATH, sends(ownWorker, 'text/javascript'));
}

beforeEach(async () => {
  place();
  context = await browser.newContext();
  api.heard.length = 0;
});

afterEach(async () => {
  await context.close();
  host.repair();
});

/** What becomes of a registration, from a page of the origin that is nobody's client. */
async function register(address: string): Promise<string> {
  const page = await context.newPage();
  await page.goto(host.origin);
  const outcome = await page.evaluate(async (url) => {
    try {
      const { installing, waiting, active } = await navigator.serviceWorker.register(url);
      const worker = installing ?? waiting ?? active;
      while (worker && worker.state !== 'activated') await new Promise((resolve) => worker.addEventListener('statechange', resolve, { once: true }));
      return 'registered';
    } catch (error) {
      return `${(error as Error).name}: ${(error as Error).message}`;
    }
  }, address);
  await page.close();
  return outcome;
}

const openClient = (): Promise<Page> => openClientPage(context, host.origin + CLIENT_PATH, requests);

const isControlled = (page: Page): Promise<boolean> => page.evaluate(() => navigator.serviceWorker.controller !== null);

describe('registered as it is', () => {
  it('answers fetch and XMLHttpRequest of an unchanged page, and nothing is sent', async () => {
    expect(await register(`${SCRIPT_PATH}?model=lite&assets=${ASSETS}&v=1`)).toBe('registered');
    const page = await openClient();
    expect(await isControlled(page)).toBe(true);
    const { status, url, type, answer } = await fetchAnswer(page, API.full, 'good');
    expect([status, url, type]).toEqual([200, API.full, 'application/json; charset=utf-8']);
    expect(Object.keys(answer)).toEqual(await publishedKeys());
    expect(answer).toMatchObject({ state: true, uuid: 'the client’s own' });
    const viaXhr = await page.evaluate(
      (to) =>
        new Promise((resolve, reject) => {
          const xhr = new XMLHttpRequest();
          xhr.open('POST', to);
          xhr.responseType = 'json';
          xhr.onerror = reject;
          xhr.onload = () => resolve([xhr.status, xhr.responseURL, Object.keys(xhr.response as object)]);
          xhr.send(JSON.stringify((globalThis as unknown as LocalApiScope).requests['good']));
        }),
      API.side,
    );
    expect(viaXhr).toEqual([200, API.side, await publishedKeys(['side'])]);
    expect(api.heard).toEqual([]);
  });

  it('answers as the page itself would, with the default options', async () => {
    // Beside its assets, as the package has it; its scope is that folder.
    host.faults.set(`${PACKAGE_PATH}client.html`, sends(CLIENT_PAGE, 'text/html'));
    expect(await register(`${PACKAGE_PATH}local-api.sw.js`)).toBe('registered');
    const page = await openClientPage(context, `${host.origin}${PACKAGE_PATH}client.html`, requests);
    const [front, side, back] = await Promise.all([API.front, API.side, API.back].map((url) => fetchAnswer(page, url, 'good')));
    const elsewhere = await browser.newContext();
    const alone = await openClientPage(elsewhere, host.origin, requests);
    await install(alone);
    for (const [seen, url] of [[front, API.front], [side, API.side], [back, API.back]] as const) {
      if (!seen) throw new Error('no answer');
      expectSameMetrics(seen.answer, (await fetchAnswer(alone, url, 'good')).answer, 0);
    }
    await elsewhere.close();
    expect(api.heard).toEqual([]);
  });

  it('takes over pages that are open already', async () => {
    const page = await openClient();
    expect(await isControlled(page)).toBe(false);
    await register(`${SCRIPT_PATH}?model=lite&assets=${ASSETS}`);
    await expect.poll(() => isControlled(page)).toBe(true);
    expect((await fetchAnswer(page, API.front, 'good')).answer.state).toBe(true);
    expect(api.heard).toEqual([]);
  });

  it('leaves all other requests as they are', async () => {
    const base = `http://${API_HOST}/api`;
    const without = await sendOtherRequests(await openClient(), api, base);
    await context.close();
    context = await browser.newContext();
    await register(`${SCRIPT_PATH}?model=lite&assets=${ASSETS}`);
    const page = await openClient();
    expect(await isControlled(page)).toBe(true);
    expect(await sendOtherRequests(page, api, base)).toEqual(without);
  });

  it('keeps no other request waiting while it analyses: the browser does not ask it', async () => {
    await register(`${SCRIPT_PATH}?model=lite&assets=${ASSETS}`);
    const page = await openClient();
    const sources = await page.evaluate(async (url) => {
      type Routed = PerformanceEntry & { readonly workerMatchedSourceType: string };
      const sourceOf = (end: string): Promise<string> =>
        new Promise((resolve) => {
          const watch = (list: PerformanceObserverEntryList): void => {
            const entry = list.getEntries().find(({ name }) => name.endsWith(end)) as Routed | undefined;
            if (entry) resolve(entry.workerMatchedSourceType);
          };
          new PerformanceObserver(watch).observe({ type: 'resource', buffered: true });
        });
      await (await fetch('/?probe')).text();
      await (await fetch(url, { method: 'POST', body: 'no JSON' })).text();
      return [await sourceOf('/?probe'), await sourceOf(url)];
    }, API.full);
    expect(sources).toEqual(['network', '']);
  });

  it('answers the same addresses in other spellings', async () => {
    await register(`${SCRIPT_PATH}?model=lite&assets=${ASSETS}`);
    const page = await openClient();
    const spellings = [
      ...['?key=value', '/', '/?key=value#part', '//', '-front//', '#part'].map((end) => API.full + end),
      ...['//api/analysis-skeleton-v2', '/api//analysis-skeleton-v2-back', '/api/%61nalysis-skeleton-v2', '/api/analysis%2Dskeleton-v2?key', '/%61pi/analysis-skeleton-v2'].map(
        (path) => `http://${API_HOST}${path}`,
      ),
      `http://${API_HOST}./api/analysis-skeleton-v2`,
    ];
    const answers = await page.evaluate(
      (urls) => Promise.all(urls.map(async (url) => (await fetch(url, { method: 'POST', body: 'no JSON' }).catch((error: Error) => ({ status: error.message }))).status)),
      spellings,
    );
    expect(answers).toEqual(spellings.map(() => 400));
    expect(api.heard).toEqual([]);
  });

  it('answers under another base, of the own origin too', async () => {
    await register(`${SCRIPT_PATH}?model=lite&assets=${ASSETS}&base=/clinic/api&base=https://else.example/&base=/a(b):c*/%7Bd%7D/&base=/e%20f`);
    const page = await openClient();
    host.requested.length = 0;
    const own = await fetchAnswer(page, '/clinic/api/analysis-skeleton-v2-front', 'good');
    const other = await fetchAnswer(page, 'https://else.example/analysis-skeleton-v2-front', 'good');
    expect([own.answer.state, other.answer.state]).toEqual([true, true]);
    for (const odd of ['/a(b):c*/%7Bd%7D/', '/a(b):c*/{d}//', '/e%20f/', '/e f/']) {
      const url = `${host.origin}${odd}analysis-skeleton-v2`;
      expect(await page.evaluate(async (to) => (await fetch(to, { method: 'POST', body: 'no JSON' })).status, url), url).toBe(400);
    }
    expect(host.requested.filter((path) => path !== SCRIPT_PATH && !path.startsWith(PACKAGE_PATH))).toEqual([]);
    await page.evaluate((url) => fetch(url, { method: 'POST', body: 'seen' }), API.full);
    expect(api.heard).toHaveLength(1);
  });

  it.each(['model=tiny', 'mode=slow', 'base=ftp://example.test', 'delegate=NPU'])('%s is refused with the registration', async (query) => {
    expect(await register(`${SCRIPT_PATH}?${query}`)).toMatch(/^TypeError: .*(evaluat|script)/i);
  });

  it('a client that gives up is told so, and the next one is answered', async () => {
    await register(`${SCRIPT_PATH}?model=lite&assets=${ASSETS}`);
    const page = await openClient();
    const name = await page.evaluate(async (url) => {
      const body = JSON.stringify((globalThis as unknown as LocalApiScope).requests['good']);
      return fetch(url, { method: 'POST', body, signal: AbortSignal.timeout(1) }).catch((error: Error) => error.name);
    }, API.full);
    expect(name).toBe('TimeoutError');
    expect((await fetchAnswer(page, API.full, 'good')).answer.state).toBe(true);
  });
});

describe('taken into a service worker of the origin’s own', () => {
  const own = (options: object): string => `
    self.analyzeLocallyOptions = ${JSON.stringify({ model: 'lite', assetsBaseUrl: ASSETS, ...options })};
    importScripts('${SCRIPT_PATH}');
    addEventListener('fetch', (event) => {
      if (new URL(event.request.url).pathname !== '${CLIENT_PATH}') event.respondWith(new Response('the origin’s own'));
    });`;

  it('answers the web API alone, and takes over no page', async () => {
    place(own({ details: true }));
    const open = await openClient();
    expect(await register(OWN_PATH)).toBe('registered');
    const page = await openClient();
    const { answer } = await fetchAnswer(page, API.full, 'good');
    expect(answer).toMatchObject({ state: true, details: { backend: 'blazepose', model: 'lite' } });
    expect(await page.evaluate(async () => (await fetch('/anything')).text())).toBe('the origin’s own');
    expect(await page.evaluate(async (url) => (await fetch(url)).text(), `http://${API_HOST}/api/analysis-skeleton`)).toBe('the origin’s own');
    expect(await isControlled(open)).toBe(false);
    expect(api.heard).toEqual([]);
  });

  it('a call that hangs is answered, and the next one starts afresh', async () => {
    place(own({ cache: false, timeout: 10_000 }));
    host.faults.set(LITE_PATH, neverAnswers);
    await register(OWN_PATH);
    const page = await openClient();
    expect((await fetchAnswer(page, API.full, 'good')).answer).toMatchObject({ state: false, status: 550, message: expect.stringContaining('within 10000 ms') as string });
    host.faults.delete(LITE_PATH);
    expect((await fetchAnswer(page, API.front, 'good')).answer.state).toBe(true);
  });
});
