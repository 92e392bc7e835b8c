import type { AnalysisDetails, AnalysisFailure, Progress, View } from 'analyze-locally';
import { settings } from '../kiosk/settings.js';
import { photos, takenViews, type Answer } from '../session/session.js';
import type { PerView } from '../session/views.js';
import { analyzer, closeAnalyzer, preloading } from './analyzer.js';

/** A photo that cannot be measured is an answer too. */
export type Refusal = AnalysisFailure<AnalysisDetails>;

/** Silence after which an engine counts as dead, milliseconds: the longest step takes a slow device a third of it. */
const SILENCE = 60_000;

/** The engine says nothing any more: where a browser ends a worker for its memory, nobody is told. */
class SilenceError extends Error {
  readonly code = 'timeout';
}

/**
 * Measures the photos of the visit.
 *
 * @throws DOMException named `AbortError`; AnalyzeLocallyError where the platform fails; an error of code `timeout` where
 *   the engine has died without a word.
 */
export async function measureVisit(signal: AbortSignal, onProgress: (progress: Progress) => void): Promise<Answer | Refusal> {
  const ending = new AbortController();
  const end = (): void => ending.abort();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const hear = (progress?: Progress): void => {
    clearTimeout(timer);
    timer = setTimeout(end, SILENCE);
    if (progress) onProgress(progress);
  };
  const stopListening = preloading.subscribe(hear);
  signal.addEventListener('abort', end);
  try {
    return await analyse(ending.signal, hear);
  } catch (error) {
    if (!ending.signal.aborted || signal.aborted) throw error;
    // What else waits for the dead engine, as its loading may without an end, would keep the next measurement waiting.
    await closeAnalyzer();
    throw new SilenceError('The engine says nothing any more.');
  } finally {
    clearTimeout(timer);
    stopListening();
    signal.removeEventListener('abort', end);
  }
}

async function analyse(signal: AbortSignal, onProgress: (progress: Progress) => void): Promise<Answer | Refusal> {
  const views = takenViews.value;
  const blobs: PerView<Blob> = Object.fromEntries(Object.entries(photos.value).map(([view, { blob }]) => [view, blob]));
  const engine = await analyzer();
  return engine.analyze<View>(blobs, { views, mode: settings.value.precision, details: true, timeout: 0, signal, onProgress });
}
