import { ASSETS, type Asset } from './asset-manifest.js';

/** The name of the one cache, and the first folder of its entries' addresses. */
const NAME = 'analyze-locally';

/** An address that nobody is ever asked for. It carries the hash: two versions of the package never mix. */
const addressOf = ({ file, sha256 }: Asset): string => new URL(`/${NAME}/${sha256}/${file}`, globalThis.origin).href;

/** Nobody is owed a cache: what fails in it counts as not there. */
async function attempt<Value>(work: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await work();
  } catch {
    return undefined;
  }
}

/**
 * Keeps assets on this device between visits, in the page origin's Cache storage. Nothing here throws: where there is no
 * such storage (plain-http pages, private windows, opaque origins) or no room, there are no entries.
 */
export class AssetCache {
  readonly #entries: Cache;

  private constructor(entries: Cache) {
    this.#entries = entries;
  }

  /** @returns Undefined where this page may not store anything. */
  static open(): Promise<AssetCache | undefined> {
    return attempt(async () => new AssetCache(await caches.open(NAME)));
  }

  /** @returns What was kept, to be verified anew: a disk forgets bits, and the page's scripts may write here too. */
  find(asset: Asset): Promise<Response | undefined> {
    return attempt(() => this.#entries.match(addressOf(asset)));
  }

  /**
   * Keeps an asset, and then removes what other versions of the package have left.
   *
   * @param bytes - Verified ones. Copied before this returns: what their owner does with them later is not kept.
   */
  async keep(asset: Asset, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const copy = new Response(bytes);
    await attempt(async () => {
      await this.#entries.put(addressOf(asset), copy);
      const current = new Set(ASSETS.map(addressOf));
      const kept = await this.#entries.keys();
      await Promise.all(kept.filter(({ url }) => !current.has(url)).map((entry) => this.#entries.delete(entry)));
    });
  }

  /** Removes an asset that turned out to be damaged. */
  async drop(asset: Asset): Promise<void> {
    await attempt(() => this.#entries.delete(addressOf(asset)));
  }
}
