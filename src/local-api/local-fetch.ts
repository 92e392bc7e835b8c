import type { LocalApi } from './device-api.js';
import type { Method } from './replaced-method.js';

const isRequest = (input: unknown): input is Request =>
  // By name: one of an iframe's is not `instanceof` ours.
  typeof input === 'object' && Object.prototype.toString.call(input) === '[object Request]';

/** Where a call of `fetch` goes to; `undefined` where `fetch` itself shall say what is wrong with it. */
function addressOf(input: unknown): string | undefined {
  try {
    return isRequest(input) ? input.url : String(input);
  } catch {
    return undefined;
  }
}

/** A response made here has no URL of its own; clients read it, of copies too. */
const withUrl = (response: Response, url: string): Response =>
  Object.defineProperties(response, {
    url: { value: url },
    clone: { value: () => withUrl(Response.prototype.clone.call(response), url) },
  });

async function answered(api: LocalApi, ...args: ConstructorParameters<typeof Request>): Promise<Response> {
  // Takes every kind of body, header and signal, and throws what `fetch` would reject with.
  const request = new Request(...args);
  return withUrl(await api.respond(request), request.url.replace(/#.*/, ''));
}

/**
 * `fetch` that asks this device for what is the web API's, and the usual one for all else, untouched.
 *
 * @param isOn - False once this one shall only pass on.
 */
export const localFetch =
  (api: LocalApi, isOn: () => boolean) =>
  (usual: Method): Method =>
    function (...args) {
      const address = isOn() && args.length > 0 ? addressOf(args[0]) : undefined;
      if (address === undefined || !api.matches(address)) return Reflect.apply(usual, this, args);
      return answered(api, ...(args as ConstructorParameters<typeof Request>));
    };
