import { DeviceApi, type LocalApi } from './device-api.js';
import { resolveLocalApi, type LocalApiOptions } from './local-api-options.js';

/**
 * The web API on this device, for whoever has requests at hand: a service worker of one's own, a test, a client with an
 * exchangeable transport. {@link installLocalApi} puts it behind `fetch` and XMLHttpRequest.
 *
 * The engine's script is loaded with the first request.
 *
 * @throws TypeError for a misused option.
 */
export function createLocalApi(options?: LocalApiOptions): LocalApi {
  const resolved = resolveLocalApi(options);
  return new DeviceApi(resolved, async () => (await import('../index.js')).createAnalyzer(resolved.engine));
}
