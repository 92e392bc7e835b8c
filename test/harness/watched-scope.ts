/** What a watched page or worker did that could send or keep something. */
export interface WatchedScope {
  /** Names of what was used, in order. */
  readonly uses: string[];
  /** Requests that scripts made themselves. */
  readonly requests: { readonly url: string; readonly method: string; readonly hasBody: boolean }[];
  /** What the content security policy refused. */
  readonly violations: string[];
}

/**
 * Wraps everything in a page or worker that sends or stores: what is used is noted in `globalThis.watched`, and then
 * done as usual. Runs in the browser, as text.
 */
export function watchScope(): void {
  const watched: WatchedScope = { uses: [], requests: [], violations: [] };
  const scope = globalThis as unknown as Record<string, unknown>;
  scope['watched'] = watched;
  const note = (name: string): void => void watched.uses.push(name);

  for (const name of ['WebSocket', 'EventSource', 'RTCPeerConnection', 'WebTransport', 'BroadcastChannel', 'SharedWorker', 'Notification']) {
    const usual = scope[name];
    if (typeof usual !== 'function') continue;
    scope[name] = new Proxy(usual, {
      construct(target, args) {
        note(name);
        return Reflect.construct(target, args) as object;
      },
    });
  }

  const wrap = (owner: unknown, label: string, names: readonly string[]): void => {
    if (owner === undefined || owner === null) return;
    const methods = owner as Record<string, unknown>;
    for (const name of names) {
      const usual = methods[name];
      if (typeof usual !== 'function') continue;
      methods[name] = function (this: unknown, ...args: unknown[]): unknown {
        note(`${label}.${name}`);
        return Reflect.apply(usual, this, args) as unknown;
      };
    }
  };
  const prototype = (name: string): unknown => (scope[name] as { prototype?: unknown } | undefined)?.prototype;
  wrap(prototype('Navigator'), 'navigator', ['sendBeacon']);
  wrap(prototype('Storage'), 'Storage', ['setItem']);
  wrap(prototype('IDBFactory'), 'indexedDB', ['open', 'deleteDatabase']);
  wrap(prototype('CacheStorage'), 'caches', ['open', 'match', 'has', 'delete']);
  wrap(prototype('Cache'), 'cache', ['put', 'add', 'addAll']);
  wrap(prototype('StorageManager'), 'navigator.storage', ['getDirectory', 'persist']);
  wrap(prototype('CookieStore'), 'cookieStore', ['set', 'delete']);
  wrap(prototype('ServiceWorkerContainer'), 'serviceWorker', ['register']);
  wrap(prototype('HTMLAnchorElement'), 'a', ['click']);
  wrap(prototype('HTMLFormElement'), 'form', ['submit', 'requestSubmit']);
  wrap(prototype('Clipboard'), 'clipboard', ['write', 'writeText']);
  wrap(scope, 'globalThis', ['open', 'importScripts', 'requestFileSystem', 'showSaveFilePicker']);
  wrap(scope['console'], 'console', ['log', 'info', 'warn', 'error', 'debug', 'trace', 'dir', 'table']);

  const documentPrototype = prototype('Document') as object | undefined;
  const cookie = documentPrototype && Object.getOwnPropertyDescriptor(documentPrototype, 'cookie');
  if (documentPrototype && cookie) {
    Object.defineProperty(documentPrototype, 'cookie', {
      ...cookie,
      set(this: Document, value: string) {
        note('document.cookie');
        cookie.set?.call(this, value);
      },
    });
  }

  const usualFetch = globalThis.fetch;
  globalThis.fetch = (input, init) => {
    const request = new Request(input, init);
    // Firefox shows no request's body.
    const hasBody = 'body' in request ? request.body !== null : (init?.body ?? null) !== null;
    watched.requests.push({ url: request.url, method: request.method, hasBody });
    return usualFetch(input, init);
  };
  const requestPrototype = prototype('XMLHttpRequest') as Record<string, unknown> | undefined;
  const usualOpen = requestPrototype?.['open'];
  if (requestPrototype && typeof usualOpen === 'function') {
    requestPrototype['open'] = function (this: unknown, method: string, url: string | URL, ...rest: unknown[]): void {
      watched.requests.push({ url: String(url), method, hasBody: false });
      Reflect.apply(usualOpen, this, [method, url, ...rest]);
    };
  }

  globalThis.addEventListener('securitypolicyviolation', (event) => {
    watched.violations.push(`${event.violatedDirective} ${event.blockedURI}`);
  });
}
