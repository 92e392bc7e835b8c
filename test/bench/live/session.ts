import type { Page } from 'playwright-core';
import type { Analyzer, ModelName, Provider, Tracker, TrackingStage } from 'analyze-locally';
import type { FrameSize } from './camera.js';

/** What following the camera for a while came to. */
export interface LiveRun {
  /** How long it took, milliseconds. */
  readonly milliseconds: number;
  readonly frames: readonly LiveFrame[];
}

/** One analysed frame. */
export interface LiveFrame {
  /** From the call to its answer, milliseconds. */
  readonly whole: number;
  /** `undefined` where nobody was seen. */
  readonly found: 'tracked' | 'detected' | undefined;
  readonly provider: Provider | undefined;
  /** Milliseconds by stage; 0 where nobody was seen. */
  readonly stages: Partial<Readonly<Record<TrackingStage, number>>>;
}

interface Scope {
  readonly analyzeLocally: typeof import('analyze-locally');
  video: HTMLVideoElement;
  trackers: Record<string, Tracker>;
  analyzers: Record<string, Analyzer>;
}

/** Opens the camera, and loads each model's two engines. */
export async function openCamera(page: Page, models: readonly ModelName[], size: FrameSize): Promise<FrameSize> {
  return page.evaluate(
    async ([names, { width, height }]) => {
      const scope = globalThis as unknown as Scope;
      scope.video = document.createElement('video');
      scope.video.muted = true;
      scope.video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { width, height, frameRate: 30 } });
      document.body.append(scope.video);
      await scope.video.play();
      scope.trackers = {};
      scope.analyzers = {};
      for (const model of names) {
        await (scope.trackers[model] = scope.analyzeLocally.createTracker({ model, cache: false })).preload();
        await (scope.analyzers[model] = scope.analyzeLocally.createAnalyzer({ model, cache: false })).preload();
      }
      return { width: scope.video.videoWidth, height: scope.video.videoHeight };
    },
    [models, size] as const,
  );
}

/** Follows the camera as a page does: of the frames that come while one is tracked, the last is next. */
export const follow = (page: Page, model: ModelName, seconds: number): Promise<LiveRun> =>
  page.evaluate(
    async ([name, limit]) => {
      const { video, trackers } = globalThis as unknown as Scope;
      const tracker = trackers[name];
      if (!tracker) throw new Error('no tracker');
      // The first frame searches and compiles.
      await tracker.track(video);
      const frames: LiveFrame[] = [];
      const begun = performance.now();
      let next: Promise<unknown> = Promise.resolve();
      while (performance.now() - begun < limit * 1000) {
        await next;
        next = new Promise((resolve) => video.requestVideoFrameCallback(resolve));
        const start = performance.now();
        const pose = await tracker.track(video);
        frames.push({ whole: performance.now() - start, found: pose?.found, provider: pose?.provider, stages: pose?.milliseconds ?? {} });
      }
      return { milliseconds: performance.now() - begun, frames };
    },
    [model, seconds] as const,
  );

/** Milliseconds that one fast look of an analysis takes for the camera's frame, as it is at hand. */
export const analyzeOnce = (page: Page, model: ModelName): Promise<number> =>
  page.evaluate(async (name) => {
    const { video, analyzers } = globalThis as unknown as Scope;
    const front = await createImageBitmap(video);
    const answer = await analyzers[name]?.analyze({ front }, { views: ['front'], mode: 'fast', details: true });
    front.close();
    return answer?.details?.milliseconds.detecting ?? Number.NaN;
  }, model);
