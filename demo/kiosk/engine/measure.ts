import type { AnalysisDetails, AnalysisFailure, Progress, View } from 'analyze-locally';
import { settings } from '../kiosk/settings.js';
import { photos, takenViews, type Answer } from '../session/session.js';
import type { PerView } from '../session/views.js';
import { analyzer } from './analyzer.js';

/** A photo that cannot be measured is an answer too. */
export type Refusal = AnalysisFailure<AnalysisDetails>;

/**
 * Measures the photos of the visit.
 *
 * @throws DOMException named `AbortError`; AnalyzeLocallyError where the platform fails.
 */
export async function measureVisit(signal: AbortSignal, onProgress: (progress: Progress) => void): Promise<Answer | Refusal> {
  const views = takenViews.value;
  const blobs: PerView<Blob> = Object.fromEntries(Object.entries(photos.value).map(([view, { blob }]) => [view, blob]));
  const engine = await analyzer();
  return engine.analyze<View>(blobs, { views, mode: settings.value.precision, details: true, signal, onProgress });
}
