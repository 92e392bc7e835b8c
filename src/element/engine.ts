import type {
  AnalysisDetails,
  AnalysisFailure,
  AnalysisResponse,
  AnalysisSuccess,
  AnalyzeOptions,
  Analyzer,
  EngineOptions,
  Progress,
  View,
} from '../index.js';
import type { PerView } from './views.js';

/** What an analysis answers, its details included. With one or two photos it has only their fields. */
export type PostureAnswer = AnalysisResponse<View, AnalysisDetails>;

/** An answer with measurements. */
export type PostureResult = AnalysisSuccess<View, AnalysisDetails>;

/** An answer that refuses photos. */
export type PostureRefusal = AnalysisFailure<AnalysisDetails>;

/** Options of the engine and of an analysis; those that the element sets by itself are left out. */
export type PostureOptions = EngineOptions & Omit<AnalyzeOptions, 'details' | 'onProgress' | 'signal' | 'views'>;

/** How one analysis is watched and stopped. */
export interface Watch {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

/** Options that each analysis may have others of; all else needs another engine. */
const OF_ONE_ANALYSIS = ['timeout', 'mode', 'rollReference', 'overlay', 'jpegQuality', 'credit', 'creditChange'];

interface Running {
  readonly options: Readonly<Record<string, unknown>>;
  readonly analyzer: Promise<Analyzer>;
}

const isSame = (a: Running['options'], b: Running['options']): boolean =>
  [...Object.keys(a), ...Object.keys(b)].every((name) => Object.is(a[name], b[name]));

/** Keeps an analyzer as long as its options stay, so that only the first analysis waits for the model. */
export class Engine {
  #running: Running | undefined;

  /** Loads the engine where that is not done, and analyses. */
  async analyze(photos: PerView<Blob>, views: readonly View[], options: PostureOptions, watch: Watch): Promise<PostureAnswer> {
    const entries = Object.entries(options).filter(([, value]) => value !== undefined);
    const part = (isOwn: boolean): PostureOptions => Object.fromEntries(entries.filter(([name]) => OF_ONE_ANALYSIS.includes(name) === isOwn));
    const analyzer = await this.#analyzerWith(part(false));
    return analyzer.analyze<View>(photos, { ...part(true), ...watch, views, details: true });
  }

  /** Ends the worker; the next analysis starts another one. */
  close(): void {
    void this.#running?.analyzer.then((analyzer) => analyzer.close(), () => undefined);
    this.#running = undefined;
  }

  #analyzerWith(options: PostureOptions): Promise<Analyzer> {
    if (!this.#running || !isSame(this.#running.options, { ...options })) {
      this.close();
      const analyzer = import('../index.js').then(({ createAnalyzer }) => createAnalyzer(options));
      this.#running = { options: { ...options }, analyzer };
      // The next call tries again.
      analyzer.catch(() => {
        if (this.#running?.analyzer === analyzer) this.#running = undefined;
      });
    }
    return this.#running.analyzer;
  }
}
