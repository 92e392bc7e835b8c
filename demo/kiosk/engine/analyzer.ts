import { signal } from '@preact/signals';
import type { Analyzer, Progress } from 'analyze-locally';
import { onWipe } from '../session/wipe.js';

let running: Promise<Analyzer> | undefined;

/**
 * The engine of the final measurement, with the better model. Its code is not part of the first load; its files come from
 * what the service worker has kept, so it keeps none itself.
 */
export function analyzer(): Promise<Analyzer> {
  running ??= import('analyze-locally').then(({ createAnalyzer }) => createAnalyzer({ cache: false, details: true }));
  // The next call tries again.
  running.catch(() => (running = undefined));
  return running;
}

/** How far {@link preloadAnalyzer} has come: a measurement that waits for it hears nothing of its own. */
export const preloading = signal<Progress | undefined>(undefined);

/** Loads the engine before somebody waits for it. A failure shows when it is needed. */
export async function preloadAnalyzer(): Promise<void> {
  await analyzer()
    // However slowly it loads, it loads.
    .then((engine) => engine.preload({ timeout: 0, onProgress: (progress) => (preloading.value = progress) }))
    .catch(() => undefined);
  preloading.value = undefined;
}

/** Ends the worker, and with it all memory that a photo has been in. */
export async function closeAnalyzer(): Promise<void> {
  const ending = running;
  running = undefined;
  await ending?.then(
    (engine) => engine.close(),
    () => undefined,
  );
}

onWipe(closeAnalyzer);
