/**
 * What a page and its browser do to an analysis: many calls at once, calls given up at any moment, a page that is frozen,
 * clocks that jump. Each call ends as documented, and the same analyzer works with the next.
 */
import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { launch, type Browser as PuppetBrowser, type CDPSession, type Page } from 'puppeteer-core';
import type { Progress, View } from 'analyze-locally';
import { findChromium, launchChromium, WITHOUT_GPU } from '../../demo/host/browser.js';
import { DIST, ensureBuilt } from '../../demo/host/ensure-built.js';
import { metricsOf } from '../harness/answers.js';
import { casePhotos } from '../harness/fixture-photos.js';
import { LITE_PATH, neverAnswers, sends, startPackageHost, type PackageHost } from '../harness/package-host.js';
import { answerOf, openPackagePage, thrownBy, type Answer, type Outcome, type PackagePage, type PageScope } from '../harness/package-page.js';
import { atStage, prepareWorker } from '../harness/prepared-worker.js';
import { IN_FULL, sampled } from '../harness/sampled.js';

const FROM_HOST = { model: 'lite', delegate: 'CPU', cache: false } as const;
const FRONT_ALONE = { views: ['front'], mode: 'fast' } as const;

/** What a busy machine may take for something that is soon done; milliseconds. */
const PROMPT = 20_000;

/** Calls that may wait: docs of `Analyzer.analyze`. */
const WAITING_LIMIT = 64;

let host: PackageHost;
let browser: Browser;
let engine: PackagePage;
let photos: Record<View, Buffer>;
let sound: Answer;

const analyzeFront = (timeout = 0): Promise<Outcome> => engine.analyze({ front: 'front' }, { ...FRONT_ALONE, timeout });

async function expectSound(): Promise<void> {
  expect(metricsOf(answerOf(await analyzeFront()))).toEqual(metricsOf(sound));
}

const expectNoWorker = (): Promise<void> => expect.poll(() => engine.page.workers().length, { timeout: PROMPT }).toBe(0);

beforeAll(async () => {
  ensureBuilt();
  [host, browser, photos] = await Promise.all([startPackageHost(), launchChromium(), casePhotos('f1-08')]);
  engine = await openPackagePage(await browser.newContext(), host.origin);
  await engine.give(photos);
  await engine.createAnalyzer(FROM_HOST);
  sound = answerOf(await analyzeFront());
});

afterEach(() => {
  host.repair();
  expect(engine.console.filter((line) => line.startsWith('uncaught:'))).toEqual([]);
});

afterAll(async () => {
  await browser.close();
  await host.stop();
});

describe('many calls at once', () => {
  it('fifty: answered in their order by one worker, each stopped alone', async () => {
    await engine.createAnalyzer(FROM_HOST);
    const { outcomes, order, workers } = await engine.page.evaluate(async () => {
      const scope = globalThis as unknown as PageScope;
      const usual = Worker;
      let started = 0;
      globalThis.Worker = class extends usual {
        constructor(...given: ConstructorParameters<typeof Worker>) {
          super(...given);
          started += 1;
        }
      };
      const ended: number[] = [];
      const { front = '' } = scope.photos;
      const stops = Array.from({ length: 50 }, () => new AbortController());
      const calls = stops.map(({ signal }, number) =>
        scope
          .outcomeOf(() => scope.analyzer.analyze({ front, uuid: String(number) }, { views: ['front'], mode: 'fast', signal }))
          .finally(() => ended.push(number)),
      );
      // All of these wait by then, whatever is worked on.
      await calls[0];
      for (const number of [5, 49, 20, 21]) stops[number]?.abort();
      const all = await Promise.all(calls);
      globalThis.Worker = usual;
      return { outcomes: all, order: ended, workers: started };
    });
    const stopped = [5, 49, 20, 21];
    expect(order).toEqual([0, ...stopped, ...Array.from({ length: 49 }, (_, index) => index + 1).filter((number) => !stopped.includes(number))]);
    expect(workers, 'one that waits is stopped without ending the worker').toBe(1);
    for (const [number, outcome] of outcomes.entries()) {
      if (stopped.includes(number)) expect(thrownBy(outcome)).toMatchObject({ type: 'DOMException', name: 'AbortError' });
      else expect({ ...answerOf(outcome), uuid: '' }).toEqual({ ...sound, uuid: '' });
    }
    expect(outcomes.filter(({ value }) => value).map(({ value }) => value?.uuid)).toEqual(order.filter((number) => !stopped.includes(number)).map(String));
  });

  it('one more than may wait is refused at once, and nothing of it is copied', async () => {
    host.faults.set(LITE_PATH, neverAnswers);
    await engine.createAnalyzer(FROM_HOST);
    const { refused, copies, late, others } = await engine.page.evaluate(async (limit) => {
      const scope = globalThis as unknown as PageScope;
      const { analyzer } = scope;
      const usual = createImageBitmap;
      let count = 0;
      globalThis.createImageBitmap = (source: ImageBitmapSource) => {
        count += 1;
        return usual(source);
      };
      const front = new OffscreenCanvas(200, 300);
      front.getContext('2d')?.fillRect(0, 0, 200, 300);
      const stops = Array.from({ length: 1 + limit }, () => new AbortController());
      const call = (signal?: AbortSignal): Promise<Outcome> => scope.outcomeOf(() => analyzer.analyze({ front }, { views: ['front'], signal }));
      const waiting = stops.map(({ signal }) => call(signal));
      const tooMany = [await call(), await scope.outcomeOf(() => analyzer.preload())] as const;
      const copied = count;
      // Where one that waits gives up, there is room for another.
      stops[30]?.abort();
      await waiting[30];
      const last = new AbortController();
      const room = call(last.signal);
      const full = await call();
      for (const stop of [...stops, last]) stop.abort();
      globalThis.createImageBitmap = usual;
      return { refused: tooMany, copies: copied, late: [await room, full] as const, others: await Promise.all(waiting) };
    }, WAITING_LIMIT);
    for (const outcome of [...refused, late[1]]) expect(thrownBy(outcome)).toMatchObject({ type: 'AnalyzeLocallyError', code: 'busy' });
    expect(thrownBy(refused[0]).message).toContain(String(WAITING_LIMIT));
    expect(copies).toBe(1 + WAITING_LIMIT);
    for (const outcome of [...others, late[0]]) expect(thrownBy(outcome)).toMatchObject({ name: 'AbortError' });
    await expectNoWorker();
    host.repair();
    await expectSound();
  });
});

describe('calls that are given up', () => {
  const CALLS = IN_FULL ? 1000 : 8;
  const SEED = 20261130;

  it(`${String(CALLS)} at random moments: an AbortError or a right answer, and nothing is left`, { timeout: 3_600_000 }, async () => {
    await engine.createAnalyzer(FROM_HOST);
    await expectSound();
    const found = await engine.page.evaluate(
      async ([count, seed]) => {
        const scope = globalThis as unknown as PageScope;
        const { analyzer, photos: given } = scope;
        let state = seed;
        const random = (): number => {
          // Park and Miller's generator.
          state = (state * 48_271) % 2_147_483_647;
          return state / 2_147_483_647;
        };
        const { front = '' } = given;
        const analyze = async (wait: number): Promise<{ readonly outcome: Outcome; readonly stage: string }> => {
          const stop = new AbortController();
          let stage = 'starting';
          const timer = setTimeout(() => stop.abort(), wait);
          const outcome = await scope.outcomeOf(() =>
            analyzer.analyze({ front }, { views: ['front'], mode: 'fast', signal: stop.signal, onProgress: (progress) => void (stage = progress.stage) }),
          );
          clearTimeout(timer);
          return { outcome, stage };
        };
        const seen = new Map<string, number>();
        const answers = new Set<string>();
        const wrong: Outcome[] = [];
        // An engine that was given up is loaded again, and takes longer.
        const longest = { loaded: 0, new: 0 };
        let engine: keyof typeof longest = 'loaded';
        for (let call = 0; call < count; call += 1) {
          const isWhole = call % 10 < 2;
          const begun = performance.now();
          const { outcome, stage } = await analyze(isWhole ? 2 ** 30 : random() * longest[engine]);
          if (outcome.value) longest[engine] = performance.now() - begun;
          if (longest.new === 0) longest.new = 2 * longest.loaded;
          engine = outcome.value ? 'loaded' : 'new';
          const { thrown, value } = outcome;
          const what = thrown ? `${thrown.name} while ${stage}` : String(value.status_code);
          seen.set(what, (seen.get(what) ?? 0) + 1);
          if (value) answers.add(JSON.stringify({ ...value, uuid: '' }));
          else if (thrown.name !== 'AbortError') wrong.push(outcome);
        }
        return { seen: Object.fromEntries(seen), answers: [...answers], wrong };
      },
      [CALLS, SEED] as const,
    );
    console.log(found.seen);
    expect(found.wrong).toEqual([]);
    for (const answer of found.answers) expect({ ...(JSON.parse(answer) as Answer), uuid: '' }).toEqual({ ...sound, uuid: '' });
    const stages = Object.keys(found.seen);
    expect(stages).toContainEqual(expect.stringContaining('AbortError'));
    if (IN_FULL) expect(stages.sort()).toEqual(['200', ...['decoding', 'detecting', 'drawing', 'loading', 'starting'].map((stage) => `AbortError while ${stage}`)]);
    await expectSound();
    expect(engine.page.workers()).toHaveLength(1);
  });
});

describe('a page that is frozen', () => {
  /** A timer that rings so much later than it should tells that the page did not run; milliseconds, with some to spare. */
  const LONG = 7_000;

  interface FrozenScope {
    readonly analyzeLocally: PageScope['analyzeLocally'];
    analyzer: PageScope['analyzer'];
    call: Promise<Answer>;
  }

  let puppet: PuppetBrowser;
  let page: Page;
  let session: CDPSession;

  // Playwright has its pages believe that they are in front, and such a page is never frozen.
  beforeAll(async () => {
    puppet = await launch({ executablePath: findChromium(), args: ['--no-sandbox', ...WITHOUT_GPU, '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1'] });
    page = await puppet.newPage();
    session = await page.createCDPSession();
    await page.goto(host.origin);
    await page.waitForFunction('globalThis.analyzeLocally');
  });
  afterAll(() => puppet.close());

  /** Begins an analysis in it; settles where that is in a stage. */
  async function begin(stage: Progress['stage'], timeout = 0): Promise<void> {
    host.faults.set('/front.jpg', sends(photos.front, 'image/jpeg'));
    await page.evaluate(
      async (wanted, limit, engineOptions) => {
        const scope = globalThis as unknown as FrozenScope;
        scope.analyzer = scope.analyzeLocally.createAnalyzer(engineOptions);
        const front = await (await fetch('/front.jpg')).blob();
        await new Promise<void>((resolve) => {
          const onProgress = ({ stage: current }: Progress): void => void (current === wanted && resolve());
          scope.call = scope.analyzer.analyze({ front }, { views: ['front'], mode: 'fast', timeout: limit, onProgress });
        });
      },
      stage,
      timeout,
      FROM_HOST,
    );
  }

  async function frozen(meanwhile: () => Promise<void>): Promise<void> {
    await page.evaluate(() => {
      document.addEventListener('freeze', () => Object.assign(globalThis, { isFrozen: true }), { once: true });
    });
    await session.send('Page.setWebLifecycleState', { state: 'frozen' });
    expect(await page.evaluate('globalThis.isFrozen')).toBe(true);
    await meanwhile();
    await session.send('Page.setWebLifecycleState', { state: 'active' });
  }

  async function expectAnswered(): Promise<void> {
    const first = await page.evaluate(() => (globalThis as unknown as FrozenScope).call);
    expect(metricsOf(answerOf({ value: first }))).toEqual(metricsOf(sound));
    const next = await page.evaluate(async () => {
      const { analyzer } = globalThis as unknown as FrozenScope;
      const front = await (await fetch('/front.jpg')).blob();
      return analyzer.analyze({ front }, { views: ['front'], mode: 'fast' }).finally(() => analyzer.close());
    });
    expect(metricsOf(answerOf({ value: next }))).toEqual(metricsOf(sound));
  }

  it.each(sampled(['detecting', 'loading', 'decoding', 'drawing'] as const))('while it is %s goes on when it is shown again', async (stage) => {
    await begin(stage);
    await frozen(() => Promise.resolve());
    await expectAnswered();
  });

  it.runIf(IN_FULL)('for longer than its timeout has all of it once more', async () => {
    const model = await readFile(join(DIST, 'assets/pose_landmarks_lite.tflite'));
    const asked: ServerResponse[] = [];
    host.faults.set(LITE_PATH, (response) => void asked.push(response));
    const timeout = 6_000;
    const begun = performance.now();
    await begin('loading', timeout);
    await expect.poll(() => asked.length, { timeout: PROMPT }).toBe(1);
    await frozen(() => expect.poll(() => performance.now() - begun, { timeout: PROMPT }).toBeGreaterThan(timeout + LONG));
    host.faults.delete(LITE_PATH);
    asked[0]?.writeHead(200, { 'content-type': 'application/octet-stream' }).end(model);
    await expectAnswered();
  });
});

describe('a clock that jumps', () => {
  /** A script that moves one of a page's or worker's clocks by a day. */
  const jump = (clock: 'Date' | 'performance', days: 1 | -1): string => `{
    const { now } = ${clock};
    ${clock}.now = () => now.call(${clock}) + ${String(days * 86_400_000)};
  }`;
  const rows = (['Date', 'performance'] as const).flatMap((clock) => ([1, -1] as const).map((days) => [clock, days] as const));

  it.each(sampled(rows))('%s by %i days in the middle of the work changes nothing', async (clock, days) => {
    await engine.createAnalyzer({ ...FROM_HOST, workerUrl: prepareWorker(host, atStage('detecting', jump(clock, days))) });
    const outcome = await engine.page.evaluate(async (script) => {
      const scope = globalThis as unknown as PageScope;
      const { front = '' } = scope.photos;
      const [date, time] = [Date.now.bind(Date), performance.now.bind(performance)];
      let hasJumped = false;
      const leap = (): void => {
        if (!hasJumped) globalThis.eval(script);
        hasJumped = true;
      };
      const found = await scope.outcomeOf(() =>
        scope.analyzer.analyze({ front }, { views: ['front'], mode: 'fast', onProgress: ({ stage }) => void (stage === 'decoding' && leap()) }),
      );
      Object.assign(Date, { now: date });
      Object.assign(performance, { now: time });
      return found;
    }, jump(clock, days));
    expect(metricsOf(answerOf(outcome))).toEqual(metricsOf(sound));
    await expectSound();
  });

  it.each([1, -1] as const)('performance by %i days: a timeout ends the call all the same', async (days) => {
    host.faults.set(LITE_PATH, neverAnswers);
    await engine.createAnalyzer(FROM_HOST);
    const outcome = await engine.page.evaluate(async (script) => {
      const scope = globalThis as unknown as PageScope;
      const { front = '' } = scope.photos;
      const time = performance.now.bind(performance);
      const call = scope.outcomeOf(() => scope.analyzer.analyze({ front }, { views: ['front'], timeout: 500 }));
      globalThis.eval(script);
      const found = await call;
      Object.assign(performance, { now: time });
      return found;
    }, jump('performance', days));
    expect(thrownBy(outcome)).toMatchObject({ code: 'timeout' });
    host.repair();
    await expectSound();
  });
});
