import { abortError, AnalyzeLocallyError } from '../errors.js';

/** Calls to something that can be closed: closing it ends them all. */
export class OpenCalls {
  readonly #what: string;
  readonly #closing = new AbortController();

  /** @param what - What is closed, as its error names it. */
  constructor(what: string) {
    this.#what = what;
  }

  /** Aborted once it is closed: for calls that the caller's own signal doesn't stop. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  /** Ends the calls that run, and those to come. */
  close(): void {
    this.#closing.abort();
  }

  /**
   * Runs something that the caller's signal and {@link close} both stop.
   *
   * @throws AnalyzeLocallyError `closed`.
   * @throws DOMException named `AbortError` where the signal was aborted before.
   */
  async run<Value>(signal: AbortSignal | undefined, call: (signal: AbortSignal) => Promise<Value>): Promise<Value> {
    const closed = (): AnalyzeLocallyError => new AnalyzeLocallyError('closed', `The ${this.#what} was closed.`);
    if (this.#closing.signal.aborted) throw closed();
    if (signal?.aborted) throw abortError();
    // Not AbortSignal.any: Safari before 17.4 lacks it.
    const either = new AbortController();
    const listening = new AbortController();
    const abort = (): void => either.abort();
    for (const source of [signal, this.#closing.signal]) {
      source?.addEventListener('abort', abort, { signal: listening.signal });
    }
    try {
      return await call(either.signal);
    } catch (error) {
      if (this.#closing.signal.aborted) throw closed();
      throw error;
    } finally {
      listening.abort();
    }
  }
}
