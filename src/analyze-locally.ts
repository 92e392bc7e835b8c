import type { AnalysisDetails, Job, JobResult } from './analysis.js';
import {
  resolveBoth,
  resolveOver,
  type AnalyzeOptions,
  type CallOptions,
  type EngineOptions,
  type ResolvedAnalysis,
  type ResolvedEngine,
} from './options.js';
import type { PhotoMessage } from './photo/photo-message.js';
import { photoMessage, type PhotoSource } from './photo/photo-source.js';
import type { View } from './photo/views.js';
import { spawnWorker } from './pose/asset-urls.js';
import { PoseClient, type EngineHost } from './pose/client.js';
import { OpenCalls } from './pose/open-calls.js';
import { parseRequest, randomUuid, type AnalysisInput, type ParsedRequest } from './request.js';
import { failureResponse, successResponse, type AnalysisResponse, type AnsweredPhoto } from './response/response.js';
import { failureAnswer, type PhotoFailures } from './response/status.js';
import { VERSION } from './version.js';

/** An engine that is kept warm between analyses. */
export interface Analyzer {
  /**
   * Analyses photos. Calls made at the same time are worked on one after the other, in the order in which they came; at
   * most 64 wait, each with a copy of its photos, and one more is refused (`busy`) before anything is copied.
   *
   * @returns The web API's answer; a photo that cannot be analysed is an answer too (`state: false`).
   * @throws TypeError for a misused option.
   * @throws DOMException named `AbortError` for an aborted signal.
   * @throws {@link AnalyzeLocallyError} where the platform fails: a missing asset, a timeout, …
   */
  analyze<V extends View = View>(
    input: AnalysisInput,
    options?: AnalyzeOptions<V>,
  ): Promise<AnalysisResponse<V, AnalysisDetails>>;
  /**
   * Starts the worker and loads runtime and model, so that the first analysis does not wait for them.
   *
   * @throws As {@link Analyzer.analyze} does.
   */
  preload(options?: CallOptions): Promise<void>;
  /** Ends the worker and rejects what is still running (`closed`). Later calls reject too. */
  close(): void;
}

/** Ends a worker that {@link analyzeLocally} keeps warm after this long without work, milliseconds. */
const IDLE_LIMIT = 60_000;

/**
 * The one kind of {@link Analyzer} there is.
 *
 * @internal
 */
export class WorkerAnalyzer implements Analyzer {
  readonly #engine: ResolvedEngine;
  readonly #defaults: AnalyzeOptions;
  readonly #client: PoseClient<Job, JobResult>;
  readonly #calls = new OpenCalls('analyzer');

  /** @param spawn - Starts what the engine runs in. */
  constructor(engine: ResolvedEngine, defaults: AnalyzeOptions, spawn: () => EngineHost) {
    this.#engine = engine;
    this.#defaults = defaults;
    this.#client = new PoseClient(spawn, VERSION);
  }

  async analyze<V extends View = View>(
    input: AnalysisInput,
    options?: AnalyzeOptions<V>,
  ): Promise<AnalysisResponse<V, AnalysisDetails>> {
    const resolved = resolveOver(this.#defaults, options);
    return this.#calls.run(resolved.signal, (signal) => this.#answer<V>(input, { ...resolved, signal }));
  }

  async preload(options?: CallOptions): Promise<void> {
    const limits = resolveOver(this.#defaults, options);
    await this.#calls.run(limits.signal, (signal) =>
      this.#client.preload(this.#engine.settings, { ...limits, signal }),
    );
  }

  /** A worker is running. */
  get warm(): boolean {
    return this.#client.running;
  }

  close(): void {
    this.#calls.close();
    this.#client.close();
  }

  async #answer<V extends View>(
    input: unknown,
    options: ResolvedAnalysis,
  ): Promise<AnalysisResponse<V, AnalysisDetails>> {
    const request = parseRequest(input, options.views);
    const frame = { uuid: uuidOf(request), credit: options.credit, creditChange: options.creditChange };
    if ('wrong' in request) return failureResponse({ status: 400, message: request.wrong }, frame);

    const missing = options.views.filter((view) => request.photos[view] === undefined);
    const absent: PhotoFailures = Object.fromEntries(missing.map((view) => [view, 'missing'] as const));
    const incomplete = failureAnswer(absent);
    if (incomplete) return failureResponse(incomplete, frame);

    const prepare = (): ReturnType<typeof prepareJob> => prepareJob(request.photos, options);
    const result = await this.#client.analyze(this.#engine.settings, prepare, options);
    // An engine that broke is not asked again; its memory goes with its worker.
    if (!result.accepted && result.failure.status >= 550) this.#client.close();
    const answer = result.accepted
      ? successResponse<V>(result.photos as Record<V, AnsweredPhoto>, result.metrics, frame)
      : failureResponse(result.failure, frame);
    return result.details ? { ...answer, details: result.details } : answer;
  }
}

/** Copies all photos at once: what the caller does to them after the call changes nothing. */
async function prepareJob(
  sources: ParsedRequest['photos'],
  { overlay, jpegQuality, details, mode, rollReference }: ResolvedAnalysis,
): Promise<{ readonly job: Job; readonly transferable: ImageBitmap[] }> {
  const entries = await Promise.all(
    (Object.entries(sources) as [View, PhotoSource][]).map(
      async ([view, source]) => [view, await photoMessage(source)] as const,
    ),
  );
  const transferable = entries.flatMap(([, photo]) => (photo.kind === 'bitmap' ? [photo.bitmap] : []));
  const photos: Partial<Record<View, PhotoMessage>> = Object.fromEntries(entries);
  return { job: { photos, overlay, jpegQuality, details, mode, rollReference }, transferable };
}

const uuidOf = (request: ReturnType<typeof parseRequest>): string => request.uuid ?? randomUuid();

/**
 * An engine to keep: the worker starts with the first call (or {@link Analyzer.preload}) and stays until
 * {@link Analyzer.close}.
 *
 * @param options - The engine's options, and those of each analysis that its own call does not set. Which views are
 * wanted is said with each call: the answer's type follows from it.
 * @throws TypeError for a misused option.
 */
export function createAnalyzer(options: EngineOptions & Omit<AnalyzeOptions, 'views'> = {}): Analyzer {
  const { engine, own } = resolveBoth(options);
  return inWorker(engine, own);
}

const inWorker = (engine: ResolvedEngine, defaults: AnalyzeOptions): WorkerAnalyzer =>
  new WorkerAnalyzer(engine, defaults, () => spawnWorker(engine.settings.backend, engine.workerUrl, engine.assets));

/** Engines that {@link analyzeLocally} keeps warm, by what they were asked to be. */
const shared = new Map<string, { readonly analyzer: WorkerAnalyzer; users: number; idle?: ReturnType<typeof setTimeout> }>();

/**
 * Analyses the posture of a standing person in three photos, on this device: the web API's request in, its answer out.
 * The first call starts a worker and loads runtime and model from this page's origin; it stays warm for a minute.
 *
 * @example
 * ```ts
 * const answer = await analyzeLocally({ front, side, back });
 * if (answer.state) console.log(answer.far_shoulder_bal_m_, answer.far_shoulder_bal_grade);
 * ```
 * @param input - Photos by name, or the web API's request object.
 * @param options - Model, asset URLs, signal, progress, …
 * @returns The web API's answer; a photo that cannot be analysed is an answer too (`state: false`, `status`, `message`).
 * @throws TypeError for a misused option.
 * @throws DOMException named `AbortError` for an aborted signal.
 * @throws {@link AnalyzeLocallyError} where the platform fails: a missing asset, a timeout, …
 */
export async function analyzeLocally<V extends View = View>(
  input: AnalysisInput,
  options?: EngineOptions & AnalyzeOptions<V>,
): Promise<AnalysisResponse<V, AnalysisDetails>> {
  const { engine, own } = resolveBoth<AnalyzeOptions<V>>(options);
  const key = JSON.stringify([engine.settings, engine.workerUrl === undefined ? null : String(engine.workerUrl)]);
  const entry = shared.get(key) ?? { analyzer: inWorker(engine, {}), users: 0 };
  shared.set(key, entry);
  clearTimeout(entry.idle);
  entry.users += 1;
  try {
    return await entry.analyzer.analyze<V>(input, own);
  } finally {
    entry.users -= 1;
    if (entry.users === 0) {
      const end = (): void => {
        shared.delete(key);
        entry.analyzer.close();
      };
      // Without a worker there is nothing to keep warm, and no timer that would keep a program from ending.
      if (entry.analyzer.warm) entry.idle = setTimeout(end, IDLE_LIMIT);
      else end();
    }
  }
}

