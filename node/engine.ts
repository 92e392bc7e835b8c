import type { ApiAnswer, ApiCall } from './engine-host.js';
import { runEngine, type EngineSource, type RunningEngine } from './running-engine.js';

/** Too many calls wait, or the engine is closing. */
export class BusyError extends Error {}

/** How the engine is. */
export type EngineState = 'working' | 'ready' | 'starting' | 'stopped';

/** Calls that may wait while one is worked on. */
const WAITING_LIMIT = 32;

/** How long one call may take, milliseconds. The page's own limit is shorter; this one is for a page that hangs. */
const CALL_LIMIT = 150_000;

interface WaitingCall {
  readonly call: ApiCall;
  readonly signal: AbortSignal;
  readonly resolve: (answer: ApiAnswer | undefined) => void;
  readonly reject: (error: Error) => void;
}

/**
 * The engine in its browser: one call after the other. A browser that ended is started again by the next call.
 */
export class Engine {
  readonly #source: EngineSource;
  readonly #tell: (line: string) => void;
  readonly #waiting: WaitingCall[] = [];
  readonly #closing = new AbortController();
  #running: RunningEngine | undefined;
  #starting: Promise<RunningEngine> | undefined;
  #work: Promise<void> | undefined;
  #isWorking = false;

  /** @param tell - Told what happens to the browser. */
  constructor(source: EngineSource, tell: (line: string) => void) {
    this.#source = source;
    this.#tell = tell;
  }

  get state(): EngineState {
    if (this.#isWorking) return 'working';
    if (this.#starting) return 'starting';
    return this.#running?.isOver === false ? 'ready' : 'stopped';
  }

  /** Calls that wait. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** @throws CommandError where it can't be started. */
  async start(): Promise<void> {
    await this.#open();
  }

  /**
   * Answers a call of the web API.
   *
   * @param signal - The client has gone.
   * @returns `undefined` where the engine failed, or the client has gone.
   * @throws BusyError
   */
  answer(call: ApiCall, signal: AbortSignal): Promise<ApiAnswer | undefined> {
    if (this.#closing.signal.aborted || this.#waiting.length >= WAITING_LIMIT) return Promise.reject(new BusyError());
    return new Promise((resolve, reject) => {
      this.#waiting.push({ call, signal, resolve, reject });
      signal.addEventListener('abort', () => this.#leave(signal), { once: true });
      this.#work ??= this.#workOff().finally(() => (this.#work = undefined));
    });
  }

  /** Finishes the call that is worked on, refuses those that wait, and ends the browser. */
  async close(): Promise<void> {
    this.#closing.abort();
    for (const { reject } of this.#waiting.splice(0)) reject(new BusyError());
    await this.#work;
    await this.#starting?.catch(() => undefined);
    await this.#running?.close();
  }

  #leave(signal: AbortSignal): void {
    const index = this.#waiting.findIndex((entry) => entry.signal === signal);
    if (index >= 0) this.#waiting.splice(index, 1)[0]?.resolve(undefined);
  }

  async #workOff(): Promise<void> {
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      next.resolve(await this.#answerOne(next).catch((error: unknown) => this.#tell((error as Error).message) as undefined));
    }
  }

  async #answerOne({ call, signal }: WaitingCall): Promise<ApiAnswer | undefined> {
    const running = await this.#open();
    if (signal.aborted) return undefined;
    this.#isWorking = true;
    const late = setTimeout(() => void running.close(), CALL_LIMIT);
    try {
      return await running.answer(call, signal);
    } finally {
      clearTimeout(late);
      this.#isWorking = false;
    }
  }

  async #open(): Promise<RunningEngine> {
    if (this.#running?.isOver === false) return this.#running;
    this.#starting ??= this.#begin().finally(() => (this.#starting = undefined));
    return this.#starting;
  }

  async #begin(): Promise<RunningEngine> {
    const running = await runEngine(this.#source, this.#closing.signal);
    this.#running = running;
    void running.ended.then(() => {
      if (!this.#closing.signal.aborted) this.#tell('The browser has ended. The next call starts it again.');
    });
    return running;
  }
}
