import { createLocalApi } from './create.js';
import type { LocalApi } from './device-api.js';
import { localFetch } from './local-fetch.js';
import type { LocalApiOptions } from './local-api-options.js';
import { replaceXmlHttpRequest } from './local-xml-http-request.js';
import { replaceMethod } from './replaced-method.js';

/** A page whose calls to the web API are answered on the device. */
export interface LocalApiHandle {
  /**
   * Loads the engine, so that the first call does not wait for it.
   *
   * @throws AnalyzeLocallyError where the platform fails.
   */
  preload(): Promise<void>;
  /**
   * Puts `fetch` and XMLHttpRequest back exactly as they were; where somebody has wrapped them since, they only pass
   * calls on. Calls under way are answered, then the engine ends. An XMLHttpRequest that was opened on the web API before
   * and is sent after gets a failure: it is not sent.
   */
  uninstall(): void;
}

/** The one that is installed: two would not know whose calls are whose. */
let installed: LocalApiHandle | undefined;

/** Replaces what there is here of `fetch` and XMLHttpRequest: all of it or nothing. */
function patch(api: LocalApi, isOn: () => boolean): () => void {
  const restoreFetch = replaceMethod(globalThis, 'fetch', localFetch(api, isOn));
  if (typeof XMLHttpRequest !== 'function') return restoreFetch;
  try {
    const restoreXmlHttpRequest = replaceXmlHttpRequest(api, isOn);
    return () => {
      restoreXmlHttpRequest();
      restoreFetch();
    };
  } catch (error) {
    restoreFetch();
    throw error;
  }
}

/**
 * Answers this page's calls to the web API on the device: `fetch` and XMLHttpRequest to its addresses send nothing and
 * get the web API's answer; all other requests go out as they are. Clients need no change; install before they run.
 *
 * The engine's script is loaded with the first call.
 *
 * @example
 * ```ts
 * const localApi = installLocalApi();
 * const answer = await (await fetch('http://api.remo.re.kr/api/analysis-skeleton-v2', { method: 'POST', body })).json();
 * ```
 * @throws TypeError for a misused option, where one is installed already, and where `fetch` or XMLHttpRequest is frozen.
 */
export function installLocalApi(options?: LocalApiOptions): LocalApiHandle {
  if (installed) throw new TypeError('the local API is installed already: uninstall it first');
  const api = createLocalApi(options);
  let isOn = true;
  const restore = patch(api, () => isOn);
  const handle: LocalApiHandle = {
    preload: () => api.preload(),
    uninstall() {
      if (!isOn) return;
      isOn = false;
      installed = undefined;
      restore();
      api.close();
    },
  };
  installed = handle;
  return handle;
}
