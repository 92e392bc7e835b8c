import type { LocalApi } from './device-api.js';
import { LocalExchange } from './local-exchange.js';
import type { Method } from './replaced-method.js';

/** Requests that were last opened on the web API. */
const exchanges = new WeakMap<object, LocalExchange>();

const exchangeOf = (xhr: unknown): LocalExchange | undefined => exchanges.get(xhr as object);

/** Calls the usual method for all requests that are not answered here. */
const unlessLocal =
  (local: (exchange: LocalExchange, ...args: unknown[]) => unknown) =>
  (usual: Method): Method =>
    function (...args) {
      const exchange = exchangeOf(this);
      return exchange ? local(exchange, ...args) : Reflect.apply(usual, this, args);
    };

/** Opens a request on the web API. The real one is opened on the page itself, which every policy allows, and never sent. */
function openLocally(xhr: XMLHttpRequest, usual: Method, api: LocalApi, args: readonly unknown[]): void {
  const [method, url] = args as [string, string | URL];
  if (args.length > 2 && !args[2]) {
    throw new DOMException('The web API is answered on this device, which a synchronous request cannot wait for.', 'InvalidAccessError');
  }
  const was = exchangeOf(xhr);
  was?.leave();
  exchanges.set(xhr, new LocalExchange(xhr, api, String(method), url));
  try {
    Reflect.apply(usual, xhr, [method, globalThis.location.href, true]);
  } catch (error) {
    forget(xhr);
    throw error;
  }
  if (was && !was.isOpened) xhr.dispatchEvent(new Event('readystatechange'));
}

function forget(xhr: object): void {
  exchangeOf(xhr)?.leave();
  exchanges.delete(xhr);
}

/**
 * Methods of XMLHttpRequest that ask this device for what is the web API's; every other request passes through the usual
 * ones, untouched.
 *
 * @param isOn - False once these shall only pass on.
 */
export const localMethods = (api: LocalApi, isOn: () => boolean): Readonly<Record<string, (usual: Method) => Method>> => ({
  open: (usual) =>
    function (...args) {
      const xhr = this as XMLHttpRequest;
      if (isOn() && xhr instanceof XMLHttpRequest && args.length > 1 && api.matches(args[1] as string)) return openLocally(xhr, usual, api, args);
      const was = exchangeOf(xhr);
      if (was) forget(xhr);
      const opened = Reflect.apply(usual, xhr, args);
      // The real one was open already, and says nothing.
      if (was && !was.isOpened) xhr.dispatchEvent(new Event('readystatechange'));
      return opened;
    },
  // The real one takes them, and would take them too late as well: it was never sent.
  setRequestHeader: (usual) =>
    function (...args) {
      exchangeOf(this)?.expectOpened();
      return Reflect.apply(usual, this, args);
    },
  send: unlessLocal((exchange, body) => exchange.send(body)),
  abort: unlessLocal((exchange) => exchange.abort()),
  getResponseHeader: unlessLocal((exchange, name) => exchange.header(String(name))),
  getAllResponseHeaders: unlessLocal((exchange) => exchange.headers()),
});
