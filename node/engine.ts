import type { ApiAnswer, ApiCall } from './engine-host.js';
import { openSession, type EngineSession, type EngineSource } from './engine-session.js';

/** Too many calls wait, or the engine is closing. */
export class BusyError extends Error {}

/** How the engine is. */
export type EngineState = 'working' | 'ready' | 'starting' | 'stopped';

/** Calls that may wait while one is worked on. */
const WAITING_LIMIT = 32;

/** How long one call may take, milliseconds. The page's own limit is shorter; this one is for a page that hangs. */
const CALL_LIMIT = 150_000;

const aborted = (signal: AbortSignal): Promise<undefined> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(undefined), { once: true }));

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
  #session: Promise<EngineSession> | undefined;
  #work: Promise<void> | undefined;
  #state: Exclude<EngineState, 'working'> = 'stopped';
  #isWorking = false;

  /** @param tell - Told what happens to the browser. */
  constructor(source: EngineSource, tell: (line: string) => void) {
    this.#source = source;
    this.#tell = tell;
  }

  get state(): EngineState {
    return this.#isWorking ? 'working' : this.#state;
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
    await this.#session?.then((session) => session.close()).catch(() => undefined);
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
    const session = await this.#open();
    if (signal.aborted) return undefined;
    this.#isWorking = true;
    const answer = Promise.race([
      session.answer(call, signal),
      session.ended.then(() => undefined),
      aborted(signal),
      aborted(AbortSignal.timeout(CALL_LIMIT)).then(() => session.close().then(() => undefined)),
    ]);
    return answer.finally(() => (this.#isWorking = false));
  }

  #open(): Promise<EngineSession> {
    this.#session ??= this.#begin();
    return this.#session;
  }

  async #begin(): Promise<EngineSession> {
    this.#state = 'starting';
    try {
      const session = await openSession(this.#source, this.#closing.signal);
      void session.ended.then(() => this.#forget('The browser has ended. The next call starts it again.'));
      this.#state = 'ready';
      return session;
    } catch (error) {
      this.#forget();
      throw error;
    }
  }

  #forget(line?: string): void {
    this.#session = undefined;
    this.#state = 'stopped';
    if (line !== undefined && !this.#closing.signal.aborted) this.#tell(line);
  }
}
