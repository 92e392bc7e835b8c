import { AnalyzeLocallyError } from '../errors.js';
import type { BackendName } from './protocol.js';

// Kept apart from `new URL`: bundlers would take the folder for a file to copy.
const MODULE_URL: string = import.meta.url;

/** The folder of the runtime and the models, absolute and with a closing slash. */
export function resolveAssetsBase(assetsBaseUrl: string | URL | undefined): string {
  const base = assetsBaseUrl === undefined ? new URL('./assets/', MODULE_URL) : pageUrl(assetsBaseUrl);
  base.search = '';
  base.hash = '';
  if (!base.pathname.endsWith('/')) base.pathname += '/';
  return base.href;
}

/** A URL as the page means it: relative ones count from the document. */
const pageUrl = (url: string | URL): URL =>
  new URL(url, typeof document === 'undefined' ? globalThis.location?.href : document.baseURI);

/**
 * Starts the worker.
 *
 * @param backend - What its script shall hold: each has its own, so that a page loads one only.
 * @param workerUrl - Where its script is; by default beside this package's main file.
 */
export function spawnWorker(backend: BackendName, workerUrl: string | URL | undefined): Worker {
  if (typeof Worker === 'undefined') {
    throw new AnalyzeLocallyError('unsupported', 'Photos are analysed in a browser: there are no module workers here.');
  }
  if (workerUrl !== undefined) return new Worker(pageUrl(workerUrl), { type: 'module' });
  // Bundlers recognise exactly these expressions and take the workers along.
  if (backend === 'mediapipe') return new Worker(new URL('./mediapipe.worker.js', import.meta.url), { type: 'module' });
  return new Worker(new URL('./pose.worker.js', import.meta.url), { type: 'module' });
}
