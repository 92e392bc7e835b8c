import {
  createAnalyzer,
  type AnalysisDetails,
  type AnalysisResponse,
  type Analyzer,
  type ModelName,
  type Progress,
  type View,
} from 'analyze-locally';
import { METRIC_TITLES } from './metric-words.js';
import { VIEWS, type PerView } from './views.js';

/** What the package answers when it is asked for details. */
export type Answer = AnalysisResponse<View, AnalysisDetails>;

/** How one analysis is watched and stopped. */
export interface Watch {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

/**
 * Where this page has the package's `assets/` folder (runtime and models, too big for a bundler); relative to the page.
 * The worker's script needs no such address: Vite finds `new Worker(new URL('./pose.worker.js', …))` in the package and
 * takes it along. Without a bundler that does, copy the script too and name it with `workerUrl`.
 */
const ASSETS_BASE_URL = './analyze-locally/assets/';

/** Keeps the chosen model's analyzer, so that only the first analysis waits for the model. */
export class Engine {
  #current: { readonly model: ModelName; readonly analyzer: Analyzer } | undefined;

  /** Analyses the photos that are there: one, two or three. */
  analyze(model: ModelName, photos: PerView<Blob>, watch: Watch): Promise<Answer> {
    const views = VIEWS.filter((view) => photos[view] !== undefined);
    return this.#analyzerOf(model).analyze<View>(photos, { ...watch, views, details: true });
  }

  #analyzerOf(model: ModelName): Analyzer {
    if (this.#current?.model !== model) {
      this.#current?.analyzer.close();
      // The labels on the photos say what the tables say.
      const overlay = { names: METRIC_TITLES };
      this.#current = { model, analyzer: createAnalyzer({ model, overlay, assetsBaseUrl: ASSETS_BASE_URL }) };
    }
    return this.#current.analyzer;
  }
}
