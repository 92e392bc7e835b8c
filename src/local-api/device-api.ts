import type { Analyzer } from '../analyze-locally.js';
import { abortError, AnalyzeLocallyError } from '../errors.js';
import type { View } from '../photo/views.js';
import { randomUuid, uuidIn, type AnalysisInput } from '../request.js';
import { failureResponse, type AnalysisResponse } from '../response/response.js';
import type { FailureAnswer } from '../response/status.js';
import type { ResolvedLocalApi } from './local-api-options.js';

/** The web API, answered on this device: an HTTP request in, an HTTP response out. */
export interface LocalApi {
  /** Whether an address is one of the web API's; relative ones count from the page. Anything else is `false`. */
  matches(url: string | URL): boolean;
  /**
   * Answers a request as the web API would. Every answer of the analysis has HTTP status 200, a refused photo and a
   * platform that fails included (`state: false`, `status`, `message`); a request that is no JSON gets 400.
   *
   * @throws TypeError for an address that does not match.
   * @throws The reason of the request's signal, an `AbortError` mostly, once that is aborted; the analysis then stops.
   */
  respond(request: Request): Promise<Response>;
  /**
   * Loads the engine, so that the first request does not wait for it.
   *
   * @throws AnalyzeLocallyError where the platform fails.
   */
  preload(): Promise<void>;
  /** Ends the engine once the requests under way are answered; later ones are answered with a failure. */
  close(): void;
}

/** A body that is JSON, and its HTTP status. */
type Answer = readonly [httpStatus: 200 | 400, body: AnalysisResponse];

/** Told by name: the engine comes from another script, which has a class of its own. */
const isPlatformError = (error: unknown): error is AnalyzeLocallyError =>
  error instanceof Error && error.name === 'AnalyzeLocallyError';

/** What went wrong outside of the photos, by the web API's codes for it. */
function platformFailure(error: unknown): FailureAnswer {
  if (!isPlatformError(error)) return { status: 559, message: 'The photos could not be processed: try again' };
  return { status: error.code === 'engine-failed' || error.code === 'timeout' ? 550 : 559, message: error.message };
}

const closedError = (): AnalyzeLocallyError => new AnalyzeLocallyError('closed', 'The local API was closed.');

const reasonOf = (signal: AbortSignal): Error => (signal.reason as Error | undefined) ?? abortError();

/** Settles as the work does, or rejects once the signal is aborted: reading a body and loading a script can't be stopped. */
function untilAborted<Value>(signal: AbortSignal, work: () => Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(reasonOf(signal));
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    work()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', stop));
  });
}

/** The one kind of {@link LocalApi} there is. */
export class DeviceApi implements LocalApi {
  readonly #resolved: ResolvedLocalApi;
  readonly #load: () => Promise<Analyzer>;
  #analyzer: Promise<Analyzer> | undefined;
  #underWay = 0;
  #isClosed = false;

  /** @param load - Loads the engine; called with the first request, and again after it failed. */
  constructor(resolved: ResolvedLocalApi, load: () => Promise<Analyzer>) {
    this.#resolved = resolved;
    this.#load = load;
  }

  matches(url: string | URL): boolean {
    return this.#resolved.viewsAt(url) !== undefined;
  }

  async respond(request: Request): Promise<Response> {
    const views = this.#resolved.viewsAt(request.url);
    if (!views) throw new TypeError('the request is not for the web API');
    this.#underWay += 1;
    const [status, body] = await untilAborted(request.signal, () => this.#answer(request, views)).finally(() => {
      this.#underWay -= 1;
      if (this.#isClosed) this.#endWhenIdle();
    });
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    return new Response(JSON.stringify(body), { status, statusText: status === 200 ? 'OK' : 'Bad Request', headers });
  }

  async preload(): Promise<void> {
    if (this.#isClosed) throw closedError();
    await (await this.#open()).preload();
  }

  close(): void {
    this.#isClosed = true;
    this.#endWhenIdle();
  }

  #endWhenIdle(): void {
    if (this.#underWay > 0) return;
    this.#analyzer?.then(
      (analyzer) => analyzer.close(),
      () => undefined,
    );
  }

  async #answer(request: Request, views: readonly View[]): Promise<Answer> {
    if (this.#isClosed) return [200, this.#failure(platformFailure(closedError()))];
    if (request.method !== 'POST') return this.#badRequest('The request must be a POST with a JSON body');
    let input: unknown;
    try {
      input = JSON.parse(await request.text());
    } catch {
      return this.#badRequest('The request body must be JSON');
    }
    try {
      const analyzer = await this.#open();
      return [200, await analyzer.analyze(input as AnalysisInput, { views, signal: request.signal })];
    } catch (error) {
      return [200, this.#failure(platformFailure(error), uuidIn(input))];
    }
  }

  #badRequest(message: string): Answer {
    return [400, this.#failure({ status: 400, message })];
  }

  #failure(answer: FailureAnswer, uuid = randomUuid()): AnalysisResponse {
    return failureResponse(answer, { uuid, credit: this.#resolved.engine.credit ?? 0, creditChange: 0 });
  }

  #open(): Promise<Analyzer> {
    this.#analyzer ??= this.#load().catch((cause: unknown) => {
      this.#analyzer = undefined;
      throw new AnalyzeLocallyError('worker-failed', `The engine's script could not be started: ${(cause as Error).message}`, { cause });
    });
    return this.#analyzer;
  }
}
