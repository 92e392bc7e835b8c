import type { LocalApi } from './device-api.js';
import { LocalExchange } from './local-exchange.js';
import { replaceMethods, type Method, type Replacing } from './replaced-method.js';

/** Requests that were last opened on the web API. */
const exchanges = new WeakMap<object, LocalExchange>();

/** The same, to be gone through at the end. */
const opened = new Set<WeakRef<XMLHttpRequest>>();

/** Adds a request and forgets those that are of no more interest: pages open many and drop them. */
function remember(xhr: XMLHttpRequest): void {
  for (const reference of opened) {
    const known = reference.deref();
    if (known === xhr || !exchangeOf(known)) opened.delete(reference);
  }
  opened.add(new WeakRef(xhr));
}

const exchangeOf = (xhr: unknown): LocalExchange | undefined => exchanges.get(xhr as object);

/** Calls the usual method for all requests that are not answered here. */
const unlessLocal =
  (local: (exchange: LocalExchange, ...args: unknown[]) => unknown): Replacing =>
  (usual) =>
    function (...args) {
      const exchange = exchangeOf(this);
      return exchange ? local(exchange, ...args) : Reflect.apply(usual, this, args);
    };

/** Where the real request is opened, which is never sent. Not even by mistake: nothing can be sent there. */
const NOWHERE = 'about:blank';

/** Opens a request on the web API. */
function openLocally(xhr: XMLHttpRequest, usual: Method, api: LocalApi, args: readonly unknown[]): void {
  const [method, url] = args as [string, string | URL];
  if (args.length > 2 && !args[2]) {
    throw new DOMException('The web API is answered on this device, which a synchronous request cannot wait for.', 'InvalidAccessError');
  }
  const was = exchangeOf(xhr);
  was?.leave();
  exchanges.set(xhr, new LocalExchange(xhr, api, String(method), url));
  try {
    Reflect.apply(usual, xhr, [method, NOWHERE, true]);
    remember(xhr);
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

/** Methods that ask this device for what is the web API's; every other request passes through the usual ones, untouched. */
const localMethods = (api: LocalApi, isOn: () => boolean): Readonly<Record<string, Replacing>> => ({
  open: (usual) =>
    function (...args) {
      const xhr = this as XMLHttpRequest;
      // Whether it is one, the usual method tells: the global of that name may be somebody's wrapper by now.
      if (isOn() && args.length > 1 && api.matches(args[1] as string)) return openLocally(xhr, usual, api, args);
      const was = exchangeOf(xhr);
      if (was) forget(xhr);
      // One that kept these methods goes by those of today: they may be another installation's.
      const result = Reflect.apply(was?.hasKept ? (Reflect.get(xhr, 'open') as Method) : usual, xhr, args);
      // The real one was open already, and says nothing.
      if (was && !was.isOpened) xhr.dispatchEvent(new Event('readystatechange'));
      return result;
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

/**
 * Has XMLHttpRequest ask this device for what is the web API's.
 *
 * @param isOn - False once it shall only pass calls on.
 * @returns Puts its methods back. Requests that are open on the web API by then keep ours until they are opened anew: what
 * was meant for this device is not sent, and what was answered stays readable.
 * @throws TypeError where they can't be replaced; none is, then.
 */
export function replaceXmlHttpRequest(api: LocalApi, isOn: () => boolean): () => void {
  // Held, as the global may be another one at the end.
  const { prototype } = XMLHttpRequest;
  const replacements = localMethods(api, isOn);
  const restore = replaceMethods(prototype, replacements);
  const ours = Object.keys(replacements).map((name) => [name, Reflect.get(prototype, name) as unknown] as const);
  return () => {
    // Those under somebody's wrapper stay where they are.
    const lost = ours.filter(([name, method]) => Reflect.get(prototype, name) === method);
    for (const reference of opened) exchangeOf(reference.deref())?.keep(lost);
    opened.clear();
    restore();
  };
}
