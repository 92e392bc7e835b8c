/**
 * The engine beside others and in pages that forbid much: it gives the right analysis or says what to do, hears nobody but
 * who started it, and changes nothing that is not its own.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, BrowserContext, Frame, Page } from 'playwright-core';
import type { EngineOptions } from 'analyze-locally';
import { launchChromium } from '../../demo/host/browser.js';
import { DIST, ensureBuilt } from '../../demo/host/ensure-built.js';
import { metricsOf } from '../harness/answers.js';
import { casePhoto } from '../harness/fixture-photos.js';
import { freezePrototypes, watchGlobalObjects, type GlobalObjectsScope } from '../harness/global-objects.js';
import { API, apiRequest, CLIENT_PAGE, fetchAnswer, openClientPage } from '../harness/local-api-page.js';
import { PACKAGE_PATH, sends, startPackageHost, WORKER_PATH, type PackageHost } from '../harness/package-host.js';
import { answerOf, openPackagePage, thrownBy, type Answer, type Outcome, type PackagePage, type PageScope, type TestAnalyzer } from '../harness/package-page.js';
import { prepareWorker } from '../harness/prepared-worker.js';

type Metrics = ReturnType<typeof metricsOf>;

let browser: Browser;
let photo: Buffer;
/** What an ordinary page finds in the photo. */
let wanted: Metrics;
const hosts: PackageHost[] = [];
const contexts: BrowserContext[] = [];

/** A host whose every file carries these headers; ended with the test. */
async function hostWith(headers: Readonly<Record<string, string>> = {}): Promise<PackageHost> {
  const host = await startPackageHost(headers);
  hosts.push(host);
  return host;
}

async function newContext(): Promise<BrowserContext> {
  const context = await browser.newContext();
  contexts.push(context);
  return context;
}

/** Opens a host's page with the photo in it. */
async function openPage(host: PackageHost, context?: BrowserContext): Promise<PackagePage> {
  const engine = await openPackagePage(context ?? (await newContext()), host.origin);
  await engine.give({ front: photo });
  return engine;
}

/** Analyses the photo with a new engine, in a page or a frame; in one look, as it is not about exactness. */
function analyzeIn(frame: Page | Frame, options: EngineOptions = {}): Promise<Outcome> {
  return frame.evaluate(
    ([text, given]) => {
      const scope = globalThis as unknown as PageScope;
      return scope.outcomeOf(async () => {
        const front = new Blob([Uint8Array.from(atob(text), (character) => character.charCodeAt(0))]);
        const analyzer: TestAnalyzer = scope.analyzeLocally.createAnalyzer({ model: 'lite', mode: 'fast', ...given });
        return analyzer.analyze({ front }, { views: ['front'] }).finally(() => analyzer.close());
      });
    },
    [photo.toString('base64'), options] as const,
  );
}

/** A script that imports entries of the package. As text: here, imports are rewritten. */
const importing = (entries: readonly string[]): string => `Promise.all([${entries.map((name) => `import('${PACKAGE_PATH}${name}.js')`).join(', ')}])`;

const metricsIn = async (frame: Page | Frame, options?: EngineOptions): Promise<Metrics> => metricsOf(answerOf(await analyzeIn(frame, options)));

beforeAll(async () => {
  ensureBuilt();
  [browser, photo] = await Promise.all([launchChromium(), casePhoto('f1-08', 'front')]);
  const { page } = await openPage(await hostWith());
  expect(await page.evaluate(() => [globalThis.crossOriginIsolated, Object.isFrozen(Object.prototype)])).toEqual([false, false]);
  wanted = await metricsIn(page);
});

afterEach(async () => {
  await Promise.all(contexts.splice(0).map((context) => context.close()));
  await Promise.all(hosts.splice(0).map((host) => host.stop()));
});

afterAll(() => browser.close());

it('the photo that all of this is about has metrics', () => {
  expect(Object.keys(wanted)).toHaveLength(7);
});

describe('beside others', () => {
  it('two analyzers on one page work at the same time, and one’s end is not the other’s', async () => {
    const { page } = await openPage(await hostWith());
    const outcomes = await page.evaluate(async () => {
      const scope = globalThis as unknown as PageScope;
      const create = (): TestAnalyzer => scope.analyzeLocally.createAnalyzer({ model: 'lite', mode: 'fast' });
      const [one, other] = [create(), create()];
      const work = (analyzer: TestAnalyzer) => scope.outcomeOf(() => analyzer.analyze({ front: scope.photos['front'] as Blob }, { views: ['front'] }));
      const together = await Promise.all([work(one), work(other)]);
      const running = work(other);
      one.close();
      return { together, after: [await running, await work(other)], closed: await work(one) };
    });
    expect(outcomes.together.map((outcome) => metricsOf(answerOf(outcome)))).toEqual([wanted, wanted]);
    expect(outcomes.after.map((outcome) => metricsOf(answerOf(outcome)))).toEqual([wanted, wanted]);
    expect(thrownBy(outcomes.closed)).toMatchObject({ code: 'closed' });
    expect(page.workers()).toHaveLength(1);
  });

  it('two tabs fill the same cache at the same time, and one’s end is not the other’s', async () => {
    const host = await hostWith();
    const context = await newContext();
    const tabs = [await openPage(host, context), await openPage(host, context)] as const;
    const outcomes = await Promise.all(tabs.map(({ page }) => analyzeIn(page)));
    expect(outcomes.map((outcome) => metricsOf(answerOf(outcome)))).toEqual([wanted, wanted]);
    const last = analyzeIn(tabs[1].page);
    await tabs[0].page.close();
    expect(metricsOf(answerOf(await last))).toEqual(wanted);
  });
});

describe('a frame', () => {
  const FRAME_PATH = '/frame.html';

  /** Opens a page with a frame in which the package is imported. */
  async function openFrame(sandbox: string): Promise<Frame> {
    // A document without an origin gets modules only from hosts that say that anybody may have them.
    const host = await hostWith({ 'access-control-allow-origin': '*' });
    host.faults.set(FRAME_PATH, sends('<!doctype html><title>Frame</title><script type="module" src="/page.js"></script>', 'text/html'));
    const { page } = await openPage(host);
    await page.evaluate(
      ([src, flags]) =>
        new Promise((resolve) => {
          const frame = Object.assign(document.createElement('iframe'), { src, onload: resolve });
          frame.setAttribute('sandbox', flags);
          document.body.append(frame);
        }),
      [FRAME_PATH, sandbox] as const,
    );
    const frame = page.frame({ url: host.origin + FRAME_PATH });
    if (!frame) throw new Error('the frame is not there');
    await frame.waitForFunction(() => 'analyzeLocally' in globalThis);
    return frame;
  }

  it('without an origin of its own: the error says what to do', async () => {
    const frame = await openFrame('allow-scripts');
    expect(await frame.evaluate(() => globalThis.origin)).toBe('null');
    const thrown = thrownBy(await analyzeIn(frame));
    expect(thrown).toMatchObject({ type: 'AnalyzeLocallyError', code: 'worker-failed' });
    expect(thrown.message).toContain('sandbox="allow-scripts allow-same-origin"');
  });

  it('as that error says it shall be', async () => {
    const frame = await openFrame('allow-scripts allow-same-origin');
    expect(await metricsIn(frame)).toEqual(wanted);
  });
});

describe('a page that has frozen all that objects inherit from', () => {
  const isFrozen = (): boolean => [Object, Array, Function, Promise, Error, Map].every(({ prototype }) => Object.isFrozen(prototype));

  it('before the package is imported, and in its worker too', async () => {
    const context = await newContext();
    await context.addInitScript(freezePrototypes);
    const host = await hostWith();
    const { page, console } = await openPage(host, context);
    expect(await page.evaluate(isFrozen)).toBe(true);
    const workerUrl = prepareWorker(host, `(${freezePrototypes.toString()})(); if (!(${isFrozen.toString()})()) throw new Error('not frozen');`);
    expect(await metricsIn(page, { workerUrl })).toEqual(wanted);
    await page.evaluate(`${importing(['element', 'metrics', 'editing', 'local-api'])}.then(([{ definePostureAnalyzer }]) => {
      definePostureAnalyzer();
      document.body.append(document.createElement('posture-analyzer'));
    })`);
    expect(await page.locator('posture-analyzer').evaluate(({ shadowRoot }) => shadowRoot?.querySelectorAll('button').length)).toBeGreaterThan(0);
    expect(console).toEqual([]);
  });

  it('and gets errors as ever', async () => {
    const context = await newContext();
    await context.addInitScript(freezePrototypes);
    const { page } = await openPage(await hostWith(), context);
    expect(await page.evaluate(isFrozen)).toBe(true);
    expect(thrownBy(await analyzeIn(page, { assetsBaseUrl: '/nowhere/' }))).toMatchObject({ type: 'AnalyzeLocallyError', name: 'AnalyzeLocallyError', code: 'asset-missing' });
  });
});

describe('a page that enforces Trusted Types', () => {
  const ENFORCED = "require-trusted-types-for 'script'";
  const ALLOWED = `${ENFORCED}; trusted-types analyze-locally`;
  const STRICT = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'";

  /** Opens a page under a policy, and lists by which directives it refuses what has to do with Trusted Types. */
  async function openUnder(policy: string): Promise<PackagePage & { readonly refused: () => Promise<readonly string[]> }> {
    const context = await newContext();
    await context.addInitScript(() => {
      const refusals: string[] = [];
      addEventListener('securitypolicyviolation', ({ effectiveDirective }) => /trusted-types/.test(effectiveDirective) && refusals.push(effectiveDirective));
      Object.assign(globalThis, { refusals });
    });
    const engine = await openPage(await hostWith({ 'content-security-policy': policy }), context);
    return { ...engine, refused: () => engine.page.evaluate(() => (globalThis as unknown as { refusals: string[] }).refusals) };
  }

  it('does so: a worker can not just be started there', async () => {
    const { page, refused } = await openUnder(ALLOWED);
    const thrown = await page.evaluate((url) => {
      try {
        new Worker(url, { type: 'module' });
        return 'started';
      } catch (error) {
        return (error as Error).name;
      }
    }, WORKER_PATH);
    expect(thrown).toBe('TypeError');
    await expect.poll(refused).toEqual(['require-trusted-types-for']);
  });

  it('and allows the policy `analyze-locally`, also beside the strictest content security policy', async () => {
    const { page, refused } = await openUnder(`${STRICT}; ${ALLOWED}`);
    expect(await metricsIn(page)).toEqual(wanted);
    // The expression that bundlers want is tried first.
    expect(await refused()).toEqual(['require-trusted-types-for']);
  });

  it('and whose package is told where the script is: the browser has nothing to refuse, with one engine or more', async () => {
    const { page, refused } = await openUnder(`${STRICT}; ${ALLOWED}`);
    expect(await metricsIn(page, { workerUrl: WORKER_PATH })).toEqual(wanted);
    expect(thrownBy(await analyzeIn(page, { workerUrl: WORKER_PATH, cache: false, assetsBaseUrl: '/nowhere/' }))).toMatchObject({ code: 'asset-missing' });
    expect(await refused()).toEqual([]);
  });

  it('and allows no policy, or another: the error says which', async () => {
    for (const policy of ["trusted-types 'none'", 'trusted-types their-own']) {
      const { page } = await openUnder(`${ENFORCED}; ${policy}`);
      const thrown = thrownBy(await analyzeIn(page, { workerUrl: WORKER_PATH }));
      expect(thrown, policy).toMatchObject({ type: 'AnalyzeLocallyError', code: 'worker-failed' });
      expect(thrown.message).toContain('`trusted-types analyze-locally`');
    }
  });

  it('is not led past them: only scripts of its own origin are trusted', async () => {
    const { page } = await openUnder(ALLOWED);
    for (const workerUrl of ['data:text/javascript,postMessage(1)', 'https://other.example/worker.js', await page.evaluate(() => URL.createObjectURL(new Blob(['postMessage(1)'])))]) {
      expect(thrownBy(await analyzeIn(page, { workerUrl })), workerUrl).toMatchObject({ type: 'AnalyzeLocallyError', code: 'worker-failed' });
      expect(page.workers()).toEqual([]);
    }
  });
});

describe('cross-origin isolation', () => {
  const ISOLATED = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp', 'cross-origin-resource-policy': 'same-origin' };

  it('on: the same analysis as without', async () => {
    const { page } = await openPage(await hostWith(ISOLATED));
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    expect(await metricsIn(page)).toEqual(wanted);
  });
});

describe('messages', () => {
  /** A question as the worker understands it, of any owner. */
  const QUESTION = { id: 'not-yours', type: 'APPLY', path: ['version'], argumentList: [] };

  it('to the page are nobody’s: the package listens to its own worker and ports alone', async () => {
    const context = await newContext();
    await context.addInitScript(() => {
      const listened: string[] = [];
      const usual = Reflect.get(EventTarget.prototype, 'addEventListener') as (...args: unknown[]) => void;
      EventTarget.prototype.addEventListener = function (this: EventTarget | undefined, ...args: [type: string, ...unknown[]]) {
        if (args[0].startsWith('message')) listened.push((this ?? globalThis).constructor.name);
        Reflect.apply(usual, this ?? globalThis, args);
      };
      const scope = globalThis as unknown as Record<string, new (...args: unknown[]) => object>;
      for (const name of ['BroadcastChannel', 'SharedWorker']) {
        const known = scope[name];
        if (!known) throw new Error(`there is no ${name}`);
        scope[name] = new Proxy(known, {
          construct(target, args: unknown[]) {
            listened.push(name);
            return new target(...args);
          },
        });
      }
      Object.assign(globalThis, { listened });
    });
    const host = await hostWith();
    host.faults.set('/stranger.html', sends(`<!doctype html><script>const tell = () => { parent.postMessage(${JSON.stringify(QUESTION)}, '*'); parent.postMessage({ id: '1', type: 'RAW', value: { ok: true, value: 'forged' } }, '*'); setTimeout(tell, 1); }; tell();</script>`, 'text/html'));
    const { page } = await openPage(host, context);
    await page.evaluate(importing(['editing', 'element', 'local-api']));
    await page.evaluate(async () => {
      const arrived = new Promise((resolve) => Object.assign(globalThis, { onmessage: resolve }));
      document.body.append(Object.assign(document.createElement('iframe'), { src: '/stranger.html' }));
      await arrived;
    });
    expect(await metricsIn(page)).toEqual(wanted);
    const listened = await page.evaluate(() => (globalThis as unknown as { listened: string[] }).listened);
    expect(new Set(listened)).toEqual(new Set(['Worker']));
  });

  it('to the service worker are not heard: it answers requests alone', async () => {
    const host = await hostWith();
    host.faults.set('/client.html', sends(CLIENT_PAGE, 'text/html'));
    host.faults.set('/local-api.sw.js', sends(await readFile(join(DIST, 'local-api.sw.js')), 'text/javascript'));
    const context = await newContext();
    const page = await openClientPage(context, `${host.origin}/client.html`, { front: apiRequest({ front: photo, side: photo, back: photo }) });
    // The question is one: who owns a worker gets an answer.
    expect(
      await page.evaluate(
        ([question, script]) =>
          new Promise((resolve) => {
            const worker = new Worker(script, { type: 'module' });
            worker.addEventListener('message', ({ data }: MessageEvent<{ id: string; value: string }>) => resolve([data.id, typeof data.value]));
            worker.postMessage(question);
          }),
        [QUESTION, WORKER_PATH] as const,
      ),
    ).toEqual(['not-yours', 'string']);
    await page.evaluate(async (url) => {
      await navigator.serviceWorker.register(url);
      await navigator.serviceWorker.ready;
      if (!navigator.serviceWorker.controller) await new Promise((resolve) => navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true }));
    }, `/local-api.sw.js?model=lite&mode=fast&assets=${PACKAGE_PATH}assets/`);
    await page.evaluate((question) => {
      const answers: unknown[] = [];
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => answers.push(data);
      navigator.serviceWorker.onmessage = ({ data }) => answers.push(data);
      const { controller } = navigator.serviceWorker;
      for (const message of [question, { type: 'take-over' }, null]) controller?.postMessage(message);
      controller?.postMessage(question, [port2]);
      Object.assign(globalThis, { answers });
    }, QUESTION);
    const { answer } = await fetchAnswer(page, API.front, 'front');
    expect(metricsOf(answer)).toEqual(wanted);
    // Messages are delivered in order, so that those above were there before the request was answered.
    expect(await page.evaluate(() => (globalThis as unknown as { answers: unknown[] }).answers)).toEqual([]);
  });
});

describe('the page’s global objects', () => {
  /** A page that imports nothing by itself. */
  async function openWatched(): Promise<Page> {
    const host = await hostWith();
    host.faults.set('/blank.html', sends('<!doctype html><title>Blank</title><link rel="icon" href="data:,"><body></body>', 'text/html'));
    const page = await (await newContext()).newPage();
    await page.goto(`${host.origin}/blank.html`);
    await page.evaluate(watchGlobalObjects);
    return page;
  }

  const changesIn = (page: Page): Promise<readonly string[]> => page.evaluate(() => (globalThis as unknown as GlobalObjectsScope).changesOfGlobals());

  it('are as they were after every entry is imported', async () => {
    const page = await openWatched();
    await page.evaluate(`${importing(['index', 'metrics', 'editing', 'element', 'local-api'])}.then(() => undefined)`);
    expect(await changesIn(page)).toEqual([]);
    expect(await page.evaluate(() => customElements.get('posture-analyzer') === undefined)).toBe(true);
  });

  it('and after an analysis, and after the local API is gone again', async () => {
    const page = await openWatched();
    const answer: Answer = await page.evaluate(`${importing(['index', 'local-api'])}.then(async ([{ createAnalyzer }, { installLocalApi }]) => {
      const analyzer = createAnalyzer({ model: 'lite', mode: 'fast' });
      const answer = await analyzer.analyze({ front: '${photo.toString('base64')}' }, { views: ['front'] });
      analyzer.close();
      installLocalApi().uninstall();
      return answer;
    })`);
    expect(metricsOf(answer)).toEqual(wanted);
    expect(await changesIn(page)).toEqual([]);
  });

  it('would be seen to change', async () => {
    const page = await openWatched();
    await page.evaluate(() => {
      Object.assign(globalThis, { added: 1 });
      Object.defineProperty(Array.prototype, 'last', { value: () => undefined, configurable: true });
      const then = Reflect.get(Promise.prototype, 'then') as (...args: unknown[]) => unknown;
      Reflect.set(Promise.prototype, 'then', function (this: unknown, ...args: unknown[]) {
        return Reflect.apply(then, this, args);
      });
      Reflect.deleteProperty(Worker.prototype, 'terminate');
    });
    const changes = (await changesIn(page)).map((path) => path.split('.').at(-1));
    expect(changes).toEqual(expect.arrayContaining(['added', 'last', 'terminate', 'then']));
    expect(changes).toHaveLength(4);
  });
});
