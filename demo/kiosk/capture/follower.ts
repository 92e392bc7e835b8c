import { signal } from '@preact/signals';
import type { Tracker } from 'analyze-locally';
import type { Sight } from './body.js';

/** Whether the person is being followed. */
export type FollowerState = 'loading' | 'running' | 'failed';

/** So many failures one after another are not by chance. */
const MOST_FAILURES = 3;

/** Milliseconds before a failure's successor. */
const BREATHER = 400;

/** A frame takes a fraction of this; a worker that the browser has ended never answers. Milliseconds. */
const LONGEST_LOOK = 15_000;

/** The rate is counted over this time, milliseconds. */
const RATE_SPAN = 2_000;

async function createLiveTracker(): Promise<Tracker> {
  const [{ createTracker }, { lite }] = await Promise.all([import('analyze-locally'), import('analyze-locally-models-lite')]);
  return createTracker({ model: 'lite', assets: lite, cache: false });
}

/** Follows the person in a video. Frames that come while one is looked at are dropped. */
export class Follower {
  readonly state = signal<FollowerState>('loading');
  /** Frames a second that were looked at. */
  readonly rate = signal(0);
  readonly #video: HTMLVideoElement;
  readonly #onLook: (sight: Sight | undefined, at: number) => void;
  #tracker: Promise<Tracker> | undefined;
  #isPaused = false;
  #isBusy = false;
  #isClosed = false;
  #failures = 0;
  #times: readonly number[] = [];

  /** @param onLook - Given what was seen, and when the frame was taken, by `performance.now()`. */
  constructor(video: HTMLVideoElement, onLook: (sight: Sight | undefined, at: number) => void) {
    this.#video = video;
    this.#onLook = onLook;
  }

  /** Loads the engine, and follows from then on. */
  async start(): Promise<void> {
    this.state.value = 'loading';
    this.#failures = 0;
    if (!(await this.#load())) return;
    this.state.value = 'running';
    this.#video.requestVideoFrameCallback(this.#onFrame);
  }

  /** Leaves frames out for a while. */
  pause(isPaused: boolean): void {
    this.#isPaused = isPaused;
  }

  /** Another camera looks: nobody is where they were. */
  reset(): void {
    this.#tracker?.then((tracker) => tracker.reset(), () => undefined);
  }

  /**
   * Looks at one frame.
   *
   * @returns `undefined` where nobody is seen.
   * @throws AnalyzeLocallyError, or a DOMException for a frame without a picture.
   */
  async look(frame: HTMLVideoElement | ImageBitmap): Promise<Sight | undefined> {
    const tracker = await this.#tracker;
    return tracker?.track(frame, { timeout: LONGEST_LOOK });
  }

  close(): void {
    this.#isClosed = true;
    this.#closeTracker();
  }

  /** Starts a tracker. @returns Whether it can be used. */
  async #load(): Promise<boolean> {
    this.#closeTracker();
    this.#tracker = createLiveTracker();
    try {
      await (await this.#tracker).preload();
    } catch {
      if (!this.#isClosed) this.#end();
      return false;
    }
    return !this.#isClosed;
  }

  readonly #onFrame = (): void => {
    if (this.#isClosed || this.state.value !== 'running') return;
    this.#video.requestVideoFrameCallback(this.#onFrame);
    if (!this.#isBusy && !this.#isPaused) void this.#lookAtFrame();
  };

  async #lookAtFrame(): Promise<void> {
    this.#isBusy = true;
    const at = performance.now();
    try {
      const sight = await this.look(this.#video);
      this.#failures = 0;
      if (!this.#isClosed && !this.#isPaused) {
        this.#count();
        this.#onLook(sight, at);
      }
    } catch {
      await this.#onFailure();
    }
    this.#isBusy = false;
  }

  async #onFailure(): Promise<void> {
    // Between two cameras there is nothing to look at.
    if (this.#isClosed || this.#video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
    this.#failures += 1;
    if (this.#failures >= MOST_FAILURES) return this.#end();
    await new Promise((resolve) => setTimeout(resolve, BREATHER));
    // A worker that the browser has ended is not told from one that hangs: neither comes back.
    if (!this.#isClosed) await this.#load();
  }

  #end(): void {
    this.#closeTracker();
    this.rate.value = 0;
    this.state.value = 'failed';
  }

  #closeTracker(): void {
    this.#tracker?.then((tracker) => tracker.close(), () => undefined);
    this.#tracker = undefined;
  }

  #count(): void {
    const now = performance.now();
    this.#times = [...this.#times.filter((time) => now - time < RATE_SPAN), now];
    const [first = now] = this.#times;
    this.rate.value = this.#times.length < 2 ? 0 : ((this.#times.length - 1) * 1000) / (now - first);
  }
}
