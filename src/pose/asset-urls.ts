import { AnalyzeLocallyError } from '../errors.js';
import { OWN_ASSETS, type AssetPackage } from './asset-files.js';
import { pageUrl } from './page-url.js';
import type { AssetUrls, BackendName } from './protocol.js';
import { startLiteral, startScript } from './worker-script.js';

// Kept apart from `new URL`: bundlers would take the folder for a file to copy. A classic script has none.
const MODULE_URL = import.meta.url as string | undefined;

/**
 * Finds the runtime and the models.
 *
 * @param assetsBaseUrl - A folder that has them all; by default each is where this package has it.
 * @param assets - What companion packages bring; goes before both.
 */
export function resolveAssets(assetsBaseUrl: string | URL | undefined, assets: readonly AssetPackage[]): AssetUrls {
  const base = assetsBaseUrl === undefined ? new URL('./assets/', moduleUrl('assetsBaseUrl')) : pageUrl(assetsBaseUrl);
  base.search = '';
  base.hash = '';
  if (!base.pathname.endsWith('/')) base.pathname += '/';
  const packages = assetsBaseUrl === undefined ? [OWN_ASSETS, ...assets] : assets;
  // Turbopack makes URLs without an origin.
  const urls = packages.flatMap(({ files }) => Object.entries(files).map(([file, url]) => [file, pageUrl(url().href).href] as const));
  return { assetsBaseUrl: base.href, assetUrls: Object.fromEntries(urls) };
}

/** @throws TypeError where a bundler has made a classic script of this module. */
function moduleUrl(option: string): string {
  if (MODULE_URL) return MODULE_URL;
  throw new TypeError(
    `option \`${option}\` must be set: this script was bundled as a classic script, which doesn't know where its files are. \`npx analyze-locally copy-assets DIR\` copies them.`,
  );
}

/**
 * Starts the worker.
 *
 * @param backend - What its script shall hold: each has its own, so that a page loads one only.
 * @param workerUrl - Where its script is; by default beside this package's main file.
 * @param assets - Companion packages; one may bring the worker.
 */
export function spawnWorker(backend: BackendName, workerUrl: string | URL | undefined, assets: readonly AssetPackage[]): Worker {
  if (typeof Worker === 'undefined') {
    throw new AnalyzeLocallyError('unsupported', 'Photos are analysed in a browser: there are no module workers here.');
  }
  if (workerUrl !== undefined) return startScript(pageUrl(workerUrl));
  const companion = backend === 'mediapipe' ? assets.find(({ startWorker }) => startWorker !== undefined) : undefined;
  if (companion?.startWorker) return startLiteral(companion.startWorker);
  const base = moduleUrl('workerUrl');
  const beside = new URL(`${backend === 'mediapipe' ? 'mediapipe' : 'pose'}.worker.js`, base);
  // Not an expression that bundlers follow: the script is in the companion package.
  if (backend === 'mediapipe') return startScript(beside);
  // Bundlers recognise exactly this expression and take the worker along.
  return startLiteral(() => new Worker(new URL('./pose.worker.js', import.meta.url), { type: 'module' }), beside);
}
