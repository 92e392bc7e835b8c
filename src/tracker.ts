import { abortError } from './errors.js';
import { resolveCall, resolveEngine, type CallOptions, type EngineOptions, type ResolvedEngine } from './options.js';
import { captureFrame, foreignFrame, type TrackedFrame } from './photo/frame-source.js';
import { spawnWorker } from './pose/asset-urls.js';
import { PoseClient } from './pose/client.js';
import { OpenCalls } from './pose/open-calls.js';
import type { FrameMessage, TrackedPose } from './pose/tracked-pose.js';
import { VERSION } from './version.js';

/** Follows one person through a film. */
export interface Tracker {
  /**
   * Finds the person in a frame: where the last frame lets expect them, else anywhere; of several people the one nearest
   * the middle who fills most of the frame. The frame is copied at once, and stays the caller's.
   *
   * Calls made while another runs wait their turn, 64 at most (`busy`). Drop the frames of a film that come meanwhile: a
   * queue of them would grow, and lag behind the person.
   *
   * @param frame - Of any size and shape; more than 1280 pixels on the longer side is only more work.
   * @param options - An aborted signal ends the wait; the engine stays warm.
   * @returns `undefined` where nobody is seen.
   * @throws TypeError for what is no frame, or a misused option.
   * @throws DOMException named `InvalidStateError` for a frame without a picture, as of a video that has not begun;
   * `SecurityError` for one of another origin; `AbortError` for an aborted signal.
   * @throws {@link AnalyzeLocallyError} where the platform fails: a missing asset, a timeout, …
   */
  track(frame: TrackedFrame, options?: CallOptions): Promise<TrackedPose | undefined>;
  /**
   * Starts the worker and loads runtime and model, so that the first frame does not wait for them.
   *
   * @throws As {@link Tracker.track} does.
   */
  preload(options?: CallOptions): Promise<void>;
  /** Forgets where the person was, as when another camera is taken: the next frame is searched as a whole. */
  reset(): void;
  /** Ends the worker and rejects what is still running (`closed`). Later calls reject too. */
  close(): void;
}

class WorkerTracker implements Tracker {
  readonly #engine: ResolvedEngine;
  readonly #client: PoseClient<never, never>;
  readonly #calls = new OpenCalls('tracker');
  #film = 0;

  constructor(engine: ResolvedEngine) {
    this.#engine = engine;
    this.#client = new PoseClient(() => spawnWorker(engine.settings.backend, engine.workerUrl, engine.assets), VERSION);
  }

  async track(frame: TrackedFrame, options?: CallOptions): Promise<TrackedPose | undefined> {
    const { signal, timeout, onProgress } = resolveCall(options);
    return this.#calls.run(signal, async (stopping) => {
      const message = await this.#capture(frame);
      // A copy that never reached the worker; closing a transferred one does nothing.
      const release = (): void => message.frame.close();
      if (stopping.aborted) {
        release();
        throw abortError();
      }
      // Without the caller's signal: a frame that nobody waits for any more is soon done, and a new worker would take longer.
      const answer = this.#client.track(this.#engine.settings, message, { timeout, onProgress, signal: this.#calls.closing });
      void answer.then(release, release);
      try {
        return await untilAborted(answer, stopping);
      } catch (error) {
        // Where there are no VideoFrames, it shows only now.
        throw error instanceof DOMException && error.name === 'DataCloneError' ? foreignFrame() : error;
      }
    });
  }

  async preload(options?: CallOptions): Promise<void> {
    const limits = resolveCall(options);
    await this.#calls.run(limits.signal, (signal) => this.#client.preload(this.#engine.settings, { ...limits, signal }));
  }

  reset(): void {
    this.#film += 1;
  }

  close(): void {
    this.#calls.close();
    this.#client.close();
  }

  async #capture(frame: TrackedFrame): Promise<FrameMessage> {
    const film = this.#film;
    const start = performance.now();
    const captured = await captureFrame(frame);
    return { ...captured, capturing: performance.now() - start, film };
  }
}

/** @throws DOMException named `AbortError` as soon as the signal is aborted, whatever becomes of the work. */
function untilAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(abortError()), { once: true });
    work.then(resolve, reject);
  });
}

/**
 * Follows a person live, as through a camera. The worker starts with the first call (or {@link Tracker.preload}) and stays
 * until {@link Tracker.close}. `model: 'lite'` is the quickest; the backend `mediapipe` looks for the person in each frame
 * anew, and is slow.
 *
 * @example
 * ```ts
 * const tracker = createTracker({ model: 'lite', assets: lite });
 * const pose = await tracker.track(video);
 * if (pose) draw(pose.landmarks, judgePhoto('front', pose.evidence));
 * ```
 * @throws TypeError for a misused option.
 */
export function createTracker(options?: EngineOptions): Tracker {
  return new WorkerTracker(resolveEngine(options));
}
