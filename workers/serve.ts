import { expose, type Endpoint } from 'comlink';
import type { Job, JobResult } from '../src/analysis.js';
import type { EngineSettings, PoseWorker, Progress, WireResult } from '../src/pose/protocol.js';
import { shown } from '../src/option-checks.js';
import { VERSION } from '../src/version.js';
import { AssetCache } from './asset-cache.js';
import { AssetLoader } from './assets.js';
import type { PoseBackend } from './backend.js';
import { callsOnly } from './calls-only.js';
import type { KeypointCorrector } from './keypoint-corrector.js';
import { AnalyzeLocallyError } from '../src/errors.js';
import { Analysis, DetectionError } from './pipeline.js';
import { trackedPose } from './live.js';
import { checkBrowser } from './requirements.js';

/** Tells the page how far a call has come. */
type Report = (progress: Progress) => void;

type LoadCorrector = (settings: EngineSettings, assets: AssetLoader) => Promise<KeypointCorrector | undefined>;

/** What a worker works with. */
interface Engine {
  readonly backend: PoseBackend;
  readonly corrector: KeypointCorrector | undefined;
}

/** Errors as plain objects: cloning would drop their codes, and a stack may name what is none of the page's business. */
async function wired<Value>(progress: MessagePort, work: (report: Report) => Promise<Value>): Promise<WireResult<Value>> {
  const report: Report = (value) => {
    progress.postMessage(value);
  };
  try {
    return { ok: true, value: await work(report) };
  } catch (error) {
    const code = error instanceof AnalyzeLocallyError ? error.code : 'engine-failed';
    const message = error instanceof AnalyzeLocallyError ? error.message : 'The engine could not be started on this device.';
    return { ok: false, error: { code, message } };
  } finally {
    progress.close();
  }
}

/** How many each method takes. */
const ARGUMENTS: Readonly<Record<keyof PoseWorker<Job, JobResult>, number>> = { version: 0, preload: 2, analyze: 3, track: 3, resume: 0 };

const failed = (status: 550 | 559, message: string): JobResult => ({
  accepted: false,
  failure: { status, message },
  details: undefined,
});

/**
 * Answers questions with one backend. Called once by a worker's script; where the engine has no worker of its own, once
 * for each client.
 *
 * @param create - Makes the backend, again after it failed to load.
 * @param loadCorrector - Loads what corrects its keypoints; left out where nothing does.
 * @param endpoint - Where the questions come from; by default the page that started this worker.
 * @returns Ends the engine, for where there is no worker to end.
 */
export function servePose(create: () => PoseBackend, loadCorrector?: LoadCorrector, endpoint: Endpoint = globalThis): () => void {
  /** The one engine here: a client's settings never change. */
  let engine: Promise<Engine> | undefined;
  const ending = new AbortController();
  let assets: AssetLoader | undefined;

  /** A load is memoised; a failed one is forgotten, so that the next call tries again, and so is one that was lost since. */
  const load = async (settings: EngineSettings, report: Report): Promise<Engine> => {
    const running = await engine;
    if (running?.backend.isLost) {
      running.backend.close();
      engine = undefined;
    }
    engine ??= started(create(), loadCorrector, settings, (assets = loader(settings, report, ending.signal))).catch((error: unknown) => {
      engine = undefined;
      throw error;
    });
    return engine;
  };

  const analyze = async (settings: EngineSettings, job: Job, report: Report): Promise<JobResult> => {
    const start = performance.now();
    const { backend, corrector } = await load(settings, report);
    try {
      return await new Analysis(backend, corrector, job, report).run(settings, performance.now() - start);
    } catch (error) {
      if (error instanceof AnalyzeLocallyError) throw error;
      if (!(error instanceof DetectionError)) return failed(559, 'The photos could not be processed: try again');
      // A wasm that has aborted stays broken: the page ends this worker with the answer.
      return failed(550, 'The engine failed while analysing: try again');
    }
  };

  const api: PoseWorker<Job, JobResult> = {
    version: () => VERSION,
    resume: () => assets?.resume(),
    preload: (settings, progress) =>
      wired(progress, async (report) => {
        const { backend } = await load(settings, report);
        await backend.warmUp();
        return undefined;
      }),
    analyze: (settings, job, progress) => wired(progress, (report) => analyze(settings, job, report)),
    track: (settings, message, progress) =>
      wired(progress, async (report) => {
        try {
          const { backend } = await load(settings, report);
          return await trackedPose(backend, message);
        } catch (error) {
          if (error instanceof AnalyzeLocallyError) throw error;
          throw new AnalyzeLocallyError('engine-failed', 'The engine failed while it followed the film: try again.', { cause: error });
        } finally {
          message.frame.close();
        }
      }),
  };

  // A message that can't be read would leave its sender waiting: an error ends the worker and the wait.
  endpoint.addEventListener('messageerror', () => {
    throw new Error('a message could not be read');
  });

  expose(api, callsOnly(endpoint, ARGUMENTS));
  return () => {
    ending.abort();
    // What still runs on it stops at its next look.
    engine?.then(
      ({ backend }) => {
        backend.close();
      },
      () => undefined,
    );
  };
}

function loader(settings: EngineSettings, report: Report, signal: AbortSignal): AssetLoader {
  const cache = settings.cache ? AssetCache.open() : Promise.resolve(undefined);
  return new AssetLoader(settings, cache, (loaded, total) => report({ stage: 'loading', loaded, total }), signal);
}

async function started(
  backend: PoseBackend,
  loadCorrector: LoadCorrector | undefined,
  settings: EngineSettings,
  assets: AssetLoader,
): Promise<Engine> {
  if (settings.backend !== backend.name) {
    throw new AnalyzeLocallyError(
      'worker-failed',
      `This worker script runs the backend '${backend.name}', not ${shown(settings.backend)}: check \`workerUrl\`.`,
    );
  }
  checkBrowser();
  // Side by side; a failure of the first is told after the engine is there, which nobody else would close.
  const loading = loadCorrector?.(settings, assets);
  loading?.catch(() => undefined);
  await backend.load(settings, assets);
  try {
    return { backend, corrector: await loading };
  } catch (error) {
    backend.close();
    throw error;
  }
}
