import { transfer, wrap, type Endpoint, type Remote, type UnproxyOrClone } from 'comlink';
import { abortError, AnalyzeLocallyError, type AnalyzeLocallyErrorCode } from '../errors.js';
import type { EngineSettings, PoseWorker, Progress, WireResult } from './protocol.js';
import type { FrameMessage, TrackedPose } from './tracked-pose.js';
import { afterRunning } from './running-time.js';
import { Turns } from './turns.js';

/** What a call may be limited by, and whom it tells how far it has come. */
export interface CallLimits {
  readonly signal?: AbortSignal | undefined;
  /**
   * Milliseconds from the call to its answer, waiting included; 0 for no limit. A call during which the page was frozen or
   * the machine asleep gets them once more.
   */
  readonly timeout: number;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** Where the engine runs: a worker, or what is spoken to like one. */
export interface EngineHost extends Endpoint {
  /** Ends what runs there, as far as it can be ended. */
  terminate(): void;
}

/** A running worker and the promise that rejects when it breaks. */
interface Running<Job, Result> {
  readonly worker: EngineHost;
  readonly remote: Remote<PoseWorker<Job, Result>>;
  readonly broken: Promise<never>;
  ready: Promise<unknown>;
  /** Aborted with the worker. */
  readonly ended: AbortController;
}

/** A job and what of it moves to the worker. */
export interface PreparedJob<Job> {
  readonly job: Job;
  readonly transferable: ImageBitmap[];
}

/** Puts one question to the worker. */
type Ask<Job, Result, Value> = (
  remote: Remote<PoseWorker<Job, Result>>,
  progress: MessagePort,
) => Promise<WireResult<Value>>;

/**
 * The main thread's side of the worker: starts it when it is needed, asks one thing at a time, and ends it on abort,
 * timeout and {@link PoseClient.close}. After any of them the next call starts a fresh worker.
 */
export class PoseClient<Job, Result> {
  readonly #spawn: () => EngineHost;
  readonly #version: string;
  #running: Running<Job, Result> | undefined;
  readonly #turns = new Turns();

  /**
   * @param spawn - Starts the worker.
   * @param version - The package's version; a worker of another one is refused.
   */
  constructor(spawn: () => EngineHost, version: string) {
    this.#spawn = spawn;
    this.#version = version;
  }

  /** Starts the worker and loads the engine. */
  async preload(settings: EngineSettings, limits: CallLimits): Promise<void> {
    await this.#call((remote, port) => remote.preload(settings, port), limits);
  }

  /**
   * Analyses photos.
   *
   * @param prepare - Makes the job, and what of it moves to the worker. Called at once unless too many calls wait; awaited
   * within the limits.
   */
  async analyze(settings: EngineSettings, prepare: () => Promise<PreparedJob<Job>>, limits: CallLimits): Promise<Result> {
    const turn = this.#turns.take();
    const prepared = prepare();
    // Told to the caller when it is asked for; until then it is no unhandled rejection.
    prepared.catch(() => undefined);
    try {
      return await this.#call(async (remote, port) => {
        const { job, transferable } = await prepared;
        return remote.analyze(settings, transfer(job, transferable) as UnproxyOrClone<Job>, port);
      }, limits, turn);
    } finally {
      // Those that never reached the worker; closing a transferred one does nothing.
      prepared.then(({ transferable }) => transferable.forEach((bitmap) => bitmap.close()), () => undefined);
    }
  }

  /**
   * Finds a person in a frame.
   *
   * @param message - Its copy of the frame moves to the worker.
   * @returns `undefined` where nobody is seen.
   */
  track(settings: EngineSettings, message: FrameMessage, limits: CallLimits): Promise<TrackedPose | undefined> {
    return this.#call((remote, port) => remote.track(settings, transfer(message, [message.frame]), port), limits);
  }

  /** A worker is there. */
  get running(): boolean {
    return this.#running !== undefined;
  }

  /** Ends the worker. */
  close(): void {
    this.#running?.worker.terminate();
    this.#running?.ended.abort();
    this.#running = undefined;
  }

  /** Waits for its turn, then asks. Abort and timeout count from here, so that they also end a wait. */
  async #call<Value>(ask: Ask<Job, Result, Value>, limits: CallLimits, turn = this.#turns.take()): Promise<Value> {
    const { signal, timeout, onProgress } = limits;
    const listening = new AbortController();
    let isStopped = false;
    let endTimer: () => void = () => undefined;
    const stopped = new Promise<never>((_, reject) => {
      const stop = (error: Error): void => {
        isStopped = true;
        reject(error);
      };
      if (signal?.aborted) stop(abortError());
      signal?.addEventListener('abort', () => stop(abortError()), { signal: listening.signal });
      if (timeout > 0) endTimer = afterRunning(timeout, () => stop(timeoutError(timeout)));
    });
    // Told to the caller by the races below; without one it is no unhandled rejection.
    stopped.catch(() => undefined);
    try {
      await Promise.race([turn.come, stopped]);
      // Between the turn and this line the caller may have given up.
      return isStopped ? await stopped : await this.#ask(ask, stopped, onProgress);
    } finally {
      endTimer();
      listening.abort();
      turn.end();
    }
  }

  async #ask<Value>(
    ask: Ask<Job, Result, Value>,
    stopped: Promise<never>,
    onProgress: CallLimits['onProgress'],
  ): Promise<Value> {
    const channel = new MessageChannel();
    channel.port1.onmessage = ({ data }: MessageEvent<Progress>) => onProgress?.(data);
    try {
      const running = this.#start();
      const answer = (async () => {
        await running.ready;
        return ask(running.remote, transfer(channel.port2, [channel.port2]));
      })();
      const result = await Promise.race([answer, running.broken, stopped]);
      if (result.ok) return result.value;
      throw new AnalyzeLocallyError(result.error.code as AnalyzeLocallyErrorCode, result.error.message);
    } catch (error) {
      // Work that nobody waits for any more is stopped by ending its worker; so is a worker in an unknown state.
      this.close();
      throw error;
    } finally {
      channel.port1.close();
    }
  }

  #start(): Running<Job, Result> {
    if (this.#running) return this.#running;
    let worker: EngineHost;
    try {
      worker = this.#spawn();
    } catch (cause) {
      if (cause instanceof AnalyzeLocallyError) throw cause;
      throw new AnalyzeLocallyError('worker-failed', globalThis.origin === 'null' ? NO_ORIGIN : workerHint('could not be started'), { cause });
    }
    const remote = wrap<PoseWorker<Job, Result>>(worker);
    // A script that fails to load leaves comlink's calls pending for ever.
    const broken = new Promise<never>((_, reject) => {
      worker.addEventListener('error', (event) => {
        event.preventDefault();
        reject(new AnalyzeLocallyError('worker-failed', workerHint('failed to load or run')));
      });
      worker.addEventListener('messageerror', () =>
        reject(new AnalyzeLocallyError('worker-failed', 'The worker sent a message that could not be read.')),
      );
    });
    // One that breaks while nothing is asked of it is replaced with the next call.
    broken.catch(() => {
      if (this.#running?.worker === worker) this.close();
    });
    const ready = remote.version().then((version) => {
      if (version === this.#version) return;
      throw new AnalyzeLocallyError(
        'worker-failed',
        `The worker script is of version ${version}, this package of ${this.#version}: deploy both together.`,
      );
    });
    const ended = new AbortController();
    wakeOnResume(remote, ended.signal);
    this.#running = { worker, remote, broken, ready, ended };
    return this.#running;
  }
}

/**
 * Tells a worker when its page goes on after it was frozen. Apart from what listens to the worker: comlink keeps a worker for as long as
 * its remote lives, and listeners that see the remote would keep that.
 */
function wakeOnResume(remote: { resume(): unknown }, signal: AbortSignal): void {
  if (typeof document !== 'undefined') document.addEventListener('resume', () => void remote.resume(), { signal });
}

const workerHint = (what: string): string =>
  `The worker script ${what}. It must be served from this page's origin as JavaScript, next to the package's main file or at \`workerUrl\`.`;

const NO_ORIGIN =
  'This page has no origin of its own, so that browsers start no worker in it: give its frame `sandbox="allow-scripts allow-same-origin"`, or analyse in the page around it.';

const timeoutError = (timeout: number): AnalyzeLocallyError =>
  new AnalyzeLocallyError('timeout', `No answer within ${timeout} ms. Raise the \`timeout\` option, or preload the engine first.`);
