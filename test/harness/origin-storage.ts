/** What a page's origin keeps on this device. */
export interface Stored {
  readonly usage: number | undefined;
  /** Every entry of every cache. */
  readonly cached: readonly { readonly cache: string; readonly path: string; readonly bytes: number; readonly sha256: string }[];
  readonly [kind: string]: unknown;
}

/** What an origin keeps that has nothing. */
export const NOTHING = { databases: [], caches: [], cached: [], files: [], cookies: '', local: [], session: [], serviceWorkers: 0 };

/** Reads it. Runs in the page, as text. */
export async function readStorage(): Promise<Stored> {
  const root = await navigator.storage.getDirectory();
  const files: string[] = [];
  for await (const name of (root as unknown as { keys(): AsyncIterable<string> }).keys()) files.push(name);
  const names = await caches.keys();
  const cached: Stored['cached'][number][] = [];
  for (const name of names) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const bytes = await ((await cache.match(request)) as Response).arrayBuffer();
      const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
      const sha256 = Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
      cached.push({ cache: name, path: new URL(request.url).pathname, bytes: bytes.byteLength, sha256 });
    }
  }
  // Firefox hides the keys from Object.keys where a driver asks.
  const keysOf = (storage: Storage): (string | null)[] => Array.from({ length: storage.length }, (_, index) => storage.key(index));
  return {
    usage: (await navigator.storage.estimate()).usage,
    databases: await indexedDB.databases(),
    caches: names,
    cached,
    files,
    cookies: document.cookie,
    local: keysOf(localStorage),
    session: keysOf(sessionStorage),
    serviceWorkers: (await navigator.serviceWorker.getRegistrations()).length,
  };
}
