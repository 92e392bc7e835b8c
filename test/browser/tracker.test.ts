/** A person followed through made films: by the real engine, in a real browser, over photos moved about a canvas. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import type { Landmarks, TrackedPose } from 'analyze-locally';
import { launchChromium } from '../../demo/host/browser.js';
import { ensureBuilt } from '../../demo/host/ensure-built.js';
import { bodyFrame } from '../../src/keypoints/body-frame.js';
import { LANDMARK_NAMES } from '../../src/pose/landmarks.js';
import { createTracker, installFilm, trackAll, type FilmScope, type Placed, type Shot } from '../harness/film-page.js';
import { casePhoto, guardPhoto } from '../harness/fixture-photos.js';
import { LITE_PATH, startPackageHost, WORKER_PATH, type PackageHost } from '../harness/package-host.js';
import { answerOf, openPackagePage, thrownBy, type PackagePage, type PageScope } from '../harness/package-page.js';

/** A broken worker is noticed within this; milliseconds, on a busy machine. */
const PROMPT = 8_000;

/**
 * Median distance between the landmarks of two looks at a person, trunk lengths: measured 0.003 to 0.030 over the fixtures,
 * with `analyze` as between one frame and the next.
 */
const SAME = 0.05;

let host: PackageHost;
let browser: Browser;
let engine: PackagePage;

beforeAll(async () => {
  ensureBuilt();
  [host, browser] = await Promise.all([startPackageHost(), launchChromium()]);
  engine = await openPackagePage(await browser.newContext(), host.origin);
  const [front, side, other, tPose, feetOff] = await Promise.all([
    casePhoto('f1-08', 'front'),
    casePhoto('f1-08', 'side'),
    casePhoto('m1-02', 'front'),
    guardPhoto('front-tpose'),
    guardPhoto('feet-off'),
  ]);
  await engine.give({ front, side, other, tPose, feetOff });
  await installFilm(engine.page);
  await createTracker(engine.page);
});

afterEach(() => {
  host.repair();
  expect(engine.console).toEqual([]);
});

afterAll(async () => {
  await browser.close();
  await host.stop();
});

const shot = (...photos: readonly Placed[]): Shot => ({ width: 1280, height: 720, photos });
const at = (left: number, height = 640, photo = 'front'): Placed => ({ photo, left, top: 20, height });

const follow = async (...shots: readonly Shot[]): Promise<(TrackedPose | null)[]> => (await trackAll(engine.page, shots)).map(answerOf);

function seen(pose: TrackedPose | null | undefined): TrackedPose {
  if (!pose) throw new Error('nobody was seen');
  return pose;
}

/** Median distance between two sets of landmarks, trunk lengths, after the first is moved back to the photo. */
function apart(tracked: Landmarks, known: Landmarks, move: (point: readonly [number, number]) => readonly [number, number]): number {
  const { trunk } = bodyFrame(known);
  const distances = LANDMARK_NAMES.map((name) => {
    const [x, y] = move(tracked[name].point);
    return Math.hypot(x - known[name].point[0], y - known[name].point[1]) / trunk;
  });
  return distances.sort((a, b) => a - b)[Math.floor(distances.length / 2)] ?? Number.NaN;
}

/** The height of the fixtures, pixels. */
const PHOTO_HEIGHT = 1200;

const inPhoto =
  ({ left, top, height }: Placed) =>
  ([x, y]: readonly [number, number]): readonly [number, number] => [((x - left) * PHOTO_HEIGHT) / height, ((y - top) * PHOTO_HEIGHT) / height];

describe('a person in a film', () => {
  it.each(['front', 'side', 'other'])('is where `analyze` finds them in a photo, all the way across the frame (%s)', async (photo) => {
    await engine.createAnalyzer({ model: 'lite' });
    const view = photo === 'side' ? 'side' : 'front';
    const answer = answerOf(await engine.analyze({ [view]: photo }, { views: [view], mode: 'fast', details: true }));
    const known = answer.details?.photos[view]?.landmarks;
    if (!known) throw new Error('the photo was not analysed');
    const places = Array.from({ length: 8 }, (_, index) => at(200 + 40 * index, 560 + 15 * index, photo));
    await engine.page.evaluate(() => (globalThis as unknown as FilmScope).tracker.reset());
    const poses = (await follow(...places.map((place) => shot(place)))).map(seen);
    expect(poses.map(({ found }) => found)).toEqual(['detected', ...places.slice(1).map(() => 'tracked')]);
    poses.forEach((pose, index) => {
      expect(apart(pose.landmarks, known, inPhoto(places[index] ?? at(0))), `frame ${String(index)}`).toBeLessThan(SAME);
      expect([pose.width, pose.height, pose.provider]).toEqual([1280, 720, 'wasm']);
      expect(pose.milliseconds.detecting > 0).toBe(pose.found === 'detected');
    });
  });

  it('is judged as a photo is', async () => {
    const judged = await engine.page.evaluate(
      async (shots) => {
        const scope = globalThis as unknown as FilmScope;
        const results = [];
        for (const [slot, given] of shots) {
          scope.tracker.reset();
          const pose = await scope.tracker.track(await scope.shoot(given));
          results.push(pose && (scope.analyzeLocally.judgePhoto(slot, pose.evidence) ?? 'accepted'));
        }
        return results;
      },
      [
        ['front', shot(at(400))],
        ['back', shot(at(400))],
        ['side', shot(at(400, 640, 'side'))],
        ['front', shot(at(400, 640, 'tPose'))],
        ['front', shot(at(400, 700, 'feetOff'))],
        // The head is above the frame's edge.
        ['front', shot({ ...at(400, 900), top: -270 })],
      ] as const,
    );
    expect(judged).toEqual(['accepted', 'wrong-view', 'accepted', 'not-a-pose', 'not-whole-body', 'not-whole-body']);
  });

  it('who leaves is nobody, and is found again elsewhere', async () => {
    const [here, gone, stillGone, back, then] = await follow(shot(at(200)), shot(), shot(), shot(at(700, 500)), shot(at(720, 500)));
    expect(seen(here)).toBeTruthy();
    expect([gone, stillGone]).toEqual([null, null]);
    expect(seen(back).found).toBe('detected');
    expect(seen(then).found).toBe('tracked');
  });

  it('is looked for anew after `reset`, and in a frame of another size', async () => {
    await follow(shot(at(400)));
    await engine.page.evaluate(() => (globalThis as unknown as FilmScope).tracker.reset());
    const [anew, known, resized] = await follow(shot(at(400)), shot(at(400)), { width: 960, height: 720, photos: [at(240)] });
    expect([anew, known, resized].map((pose) => seen(pose).found)).toEqual(['detected', 'tracked', 'detected']);
  });

  it('gives way to whoever stands in the middle and is larger, within 30 frames', async () => {
    const aside = at(0, 520);
    const taken = shot(aside, at(500, 700, 'other'));
    await engine.page.evaluate(() => (globalThis as unknown as FilmScope).tracker.reset());
    const poses = (await follow(shot(aside), ...Array.from({ length: 31 }, () => taken))).map(seen);
    const middles = poses.map(({ landmarks }) => bodyFrame(landmarks).midHip[0]);
    expect(middles[1]).toBeLessThan(400);
    expect(middles.at(-1)).toBeGreaterThan(500);
    expect(poses.filter(({ found }) => found === 'detected')).toHaveLength(2);
  });
});

describe('a frame', () => {
  it('may be a canvas, a bitmap, a video or a VideoFrame, and stays the caller’s', async () => {
    const found = await engine.page.evaluate(
      async (given) => {
        const scope = globalThis as unknown as FilmScope;
        const canvas = await scope.shoot(given);
        const nose = async (frame: Parameters<typeof scope.tracker.track>[0]): Promise<readonly number[] | undefined> => {
          scope.tracker.reset();
          return (await scope.tracker.track(frame))?.landmarks.nose.point;
        };
        const offscreen = new OffscreenCanvas(canvas.width, canvas.height);
        offscreen.getContext('2d')?.drawImage(canvas, 0, 0);
        const bitmap = await createImageBitmap(canvas);
        const frame = new VideoFrame(canvas, { timestamp: 0 });
        const video = document.createElement('video');
        video.muted = true;
        video.srcObject = canvas.captureStream(10);
        const drawing = setInterval(() => canvas.getContext('2d')?.drawImage(bitmap, 0, 0), 100);
        await video.play();
        const noses = { canvas: await nose(canvas), offscreen: await nose(offscreen), bitmap: await nose(bitmap), frame: await nose(frame), video: await nose(video) };
        clearInterval(drawing);
        const usable = [bitmap.width, frame.format !== null, video.videoWidth];
        bitmap.close();
        frame.close();
        return { noses, usable };
      },
      shot(at(400)),
    );
    expect(found.usable).toEqual([1280, true, 1280]);
    const [x, y] = found.noses.canvas ?? [];
    for (const [kind, point] of Object.entries(found.noses)) {
      expect(Math.hypot((point?.[0] ?? Infinity) - (x ?? 0), (point?.[1] ?? Infinity) - (y ?? 0)), kind).toBeLessThan(4);
    }
  });

  it.each(['I420', 'NV12'] as const)('as a camera gives it (%s) shows the same', async (format) => {
    const [drawn, planar] = await engine.page.evaluate(
      async ([given, wanted]) => {
        const scope = globalThis as unknown as FilmScope;
        const canvas = await scope.shoot(given);
        const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? new ImageData(1, 1);
        const { width, height } = canvas;
        const quarter = (width * height) / 4;
        const planes = new Uint8Array(6 * quarter);
        for (let pixel = 0; pixel < width * height; pixel++) {
          const [r, g, b] = [data[4 * pixel] ?? 0, data[4 * pixel + 1] ?? 0, data[4 * pixel + 2] ?? 0];
          planes[pixel] = 16 + 0.1826 * r + 0.6142 * g + 0.062 * b;
          const [column, row] = [pixel % width, Math.floor(pixel / width)];
          if (column % 2 || row % 2) continue;
          const colour = (row / 2) * (width / 2) + column / 2;
          const [u, v] = wanted === 'I420' ? [colour, quarter + colour] : [2 * colour, 2 * colour + 1];
          planes[4 * quarter + u] = 128 - 0.1006 * r - 0.3386 * g + 0.4392 * b;
          planes[4 * quarter + v] = 128 + 0.4392 * r - 0.3989 * g - 0.0403 * b;
        }
        const frame = new VideoFrame(planes, { format: wanted, codedWidth: width, codedHeight: height, timestamp: 0, colorSpace: { matrix: 'bt709', fullRange: false } });
        scope.tracker.reset();
        const first = (await scope.tracker.track(canvas))?.landmarks;
        scope.tracker.reset();
        const second = (await scope.tracker.track(frame))?.landmarks;
        frame.close();
        return [first, second];
      },
      [shot(at(400)), format] as const,
    );
    if (!drawn || !planar) throw new Error('nobody was seen');
    expect(apart(planar, drawn, (point) => point)).toBeLessThan(0.01);
  });

  it.each([
    ['a text', '"frame"', 'TypeError', 'TypeError', /must be a video/],
    ['nothing', 'undefined', 'TypeError', 'TypeError', /must be a video/],
    ['a closed bitmap', '(bitmap.close(), bitmap)', 'DOMException', 'InvalidStateError', /no picture/],
    ['an empty canvas', 'Object.assign(document.createElement("canvas"), { width: 0 })', 'DOMException', 'InvalidStateError', /no picture/],
    ['a video that has not begun', 'document.createElement("video")', 'DOMException', 'InvalidStateError', /no picture/],
  ])('that is %s is refused, and the next one is tracked by the same engine', async (_, expression, type, name, says) => {
    await follow(shot(at(400)));
    await engine.page.evaluate(`(async () => { globalThis.bitmap = await createImageBitmap(new ImageData(64, 64)); })()`);
    const outcome = await engine.page.evaluate(`outcomeOf(() => tracker.track(${expression}))`);
    expect(thrownBy(outcome as Parameters<typeof thrownBy>[0])).toMatchObject({ type, name });
    expect(thrownBy(outcome as Parameters<typeof thrownBy>[0]).message).toMatch(says);
    expect(seen((await follow(shot(at(400))))[0]).found).toBe('tracked');
  });

  /** Tracks a canvas that shows a picture of another origin. */
  async function trackForeign({ page }: PackagePage) {
    const elsewhere = await startPackageHost();
    elsewhere.faults.set('/foreign.svg', (response) => response.writeHead(200, { 'content-type': 'image/svg+xml' }).end('<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"/>'));
    const outcome = await page.evaluate(async (url) => {
      const scope = globalThis as unknown as FilmScope;
      const image = new Image();
      image.src = url;
      await image.decode();
      const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 480 });
      canvas.getContext('2d')?.drawImage(image, 0, 0);
      return scope.outcomeOf(async () => (await scope.tracker.track(canvas)) ?? null);
    }, `${elsewhere.origin}/foreign.svg`);
    await elsewhere.stop();
    return outcome;
  }
  const REFUSED = { type: 'DOMException', name: 'SecurityError', message: expect.stringContaining('another origin') as string };

  it('of another origin is refused, and the next one is tracked by the same engine', async () => {
    await follow(shot(at(400)));
    expect(thrownBy(await trackForeign(engine))).toMatchObject(REFUSED);
    expect(seen((await follow(shot(at(400))))[0]).found).toBe('tracked');
  });

  it('is drawn where the browser has no VideoFrame', async () => {
    const old = await openPackagePage(await browser.newContext(), host.origin);
    await old.page.evaluate('delete globalThis.VideoFrame');
    await old.give({ front: await casePhoto('f1-08', 'front') });
    await installFilm(old.page);
    await createTracker(old.page);
    const [outcome] = await trackAll(old.page, [shot(at(400))]);
    const [usual] = await follow(shot(at(400)));
    const foreign = await trackForeign(old);
    await old.page.close();
    expect(thrownBy(foreign)).toMatchObject(REFUSED);
    expect(apart(seen(outcome && answerOf(outcome)).landmarks, seen(usual).landmarks, (point) => point)).toBeLessThan(SAME);
  });
});

describe('a tracker', () => {
  it('refuses misused options', async () => {
    const outcomes = await engine.page.evaluate(async () => {
      const scope = globalThis as unknown as FilmScope;
      const canvas = document.createElement('canvas');
      return [
        await scope.outcomeOf(() => Promise.resolve(scope.analyzeLocally.createTracker({ model: 'tiny' as 'lite' }).close())),
        await scope.outcomeOf(async () => void (await scope.tracker.track(canvas, { mode: 'fast' } as object))),
      ];
    });
    for (const outcome of outcomes) expect(thrownBy(outcome).type).toBe('TypeError');
  });

  it('loads once, and asks nothing of anybody while it tracks', async () => {
    await createTracker(engine.page, { model: 'lite', cache: false });
    host.requested.length = 0;
    await engine.page.evaluate(() => (globalThis as unknown as FilmScope).tracker.preload());
    expect(host.requested).toContain(WORKER_PATH);
    expect(host.requested).toContain(LITE_PATH);
    host.requested.length = 0;
    await follow(shot(at(400)), shot(at(410)), shot());
    expect(host.requested).toEqual([]);
  });

  it('takes calls made at once one after the other', async () => {
    const found = await engine.page.evaluate(
      async (given) => {
        const scope = globalThis as unknown as FilmScope;
        scope.tracker.reset();
        const canvas = await scope.shoot(given);
        return (await Promise.all([scope.tracker.track(canvas), scope.tracker.track(canvas)])).map((pose) => pose?.found);
      },
      shot(at(400)),
    );
    expect(found).toEqual(['detected', 'tracked']);
  });

  it('stops waiting for an aborted frame, and stays warm', async () => {
    await follow(shot(at(400)));
    host.requested.length = 0;
    const [before, during, next] = await engine.page.evaluate(
      async (given) => {
        const scope = globalThis as unknown as FilmScope;
        const canvas = await scope.shoot(given);
        const tracked = (signal?: AbortSignal) => scope.outcomeOf(async () => (await scope.tracker.track(canvas, { signal }))?.found);
        const controller = new AbortController();
        const running = tracked(controller.signal);
        const waiting = tracked();
        controller.abort();
        return [await tracked(controller.signal), await running, await waiting] as const;
      },
      shot(at(400)),
    );
    for (const outcome of [before, during]) expect(thrownBy(outcome)).toMatchObject({ type: 'DOMException', name: 'AbortError' });
    expect(answerOf(next)).toBe('tracked');
    expect(host.requested, 'the engine stayed loaded').toEqual([]);
  });

  it('that is closed rejects what runs, and later calls', async () => {
    const outcomes = await engine.page.evaluate(
      async (given) => {
        const scope = globalThis as unknown as FilmScope;
        const canvas = await scope.shoot(given);
        const tracked = () => scope.outcomeOf(async () => void (await scope.tracker.track(canvas)));
        const running = [tracked(), tracked()];
        scope.tracker.close();
        scope.tracker.close();
        return [...(await Promise.all(running)), await tracked()];
      },
      shot(at(400)),
    );
    for (const outcome of outcomes) expect(thrownBy(outcome)).toMatchObject({ type: 'AnalyzeLocallyError', code: 'closed' });
    await expect.poll(() => engine.page.workers().length, { timeout: PROMPT }).toBe(1);
    await createTracker(engine.page);
  });

  it.each([
    ['while it is idle', false],
    ['while a frame is looked at', true],
  ])('whose worker breaks %s starts another one', async (_, isBusy) => {
    await follow(shot(at(400)));
    const worker = engine.page.workers().at(-1);
    if (!worker) throw new Error('no worker');
    const broken = isBusy
      ? engine.page.evaluate(
          async (given) => {
            const scope = globalThis as unknown as FilmScope;
            const canvas = await scope.shoot(given);
            return scope.outcomeOf(async () => {
              for (;;) await scope.tracker.track(canvas);
            });
          },
          shot(at(400)),
        )
      : undefined;
    await worker.evaluate('setTimeout(() => { throw new Error("broken on purpose"); })');
    if (broken) expect(thrownBy(await broken)).toMatchObject({ type: 'AnalyzeLocallyError', code: 'worker-failed' });
    else await new Promise((resolve) => worker.once('close', resolve));
    engine.console.length = 0;
    expect(seen((await follow(shot(at(400))))[0]).found).toBe('detected');
  });

  it('of the backend `mediapipe` finds the person in each frame anew', async () => {
    await createTracker(engine.page, { model: 'lite', backend: 'mediapipe' });
    const poses = await follow(shot(at(400)), shot(at(420)), shot());
    await createTracker(engine.page);
    const [usual] = await follow(shot(at(400)));
    expect(poses.map((pose) => pose?.found)).toEqual(['detected', 'detected', undefined]);
    expect(apart(seen(poses[0]).landmarks, seen(usual).landmarks, (point) => point)).toBeLessThan(SAME);
  });
});

it('a page’s own analyzer is not in the way', async () => {
  const both = await engine.page.evaluate(
    async (given) => {
      const scope = globalThis as unknown as FilmScope & PageScope;
      const canvas = await scope.shoot(given);
      const { front } = scope.photos;
      const [answer, pose] = await Promise.all([scope.analyzer.analyze({ front }, { views: ['front'] }), scope.tracker.track(canvas)]);
      return [answer.state, pose !== undefined];
    },
    shot(at(400)),
  );
  expect(both).toEqual([true, true]);
});
