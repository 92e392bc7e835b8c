import { sha256 } from '@noble/hashes/sha2.js';
import { packageOf } from '../models/asset-package.js';
import { AnalyzeLocallyError } from '../src/errors.js';
import type { AssetUrls } from '../src/pose/protocol.js';
import type { AssetCache } from './asset-cache.js';
import { assetNamed, type Asset } from './asset-manifest.js';

/** Told after each piece that arrives. */
export type OnBytes = (loaded: number, total: number) => void;

type Bytes = Uint8Array<ArrayBuffer>;

/** An asset's bytes on their way. */
type Pieces = ReadableStream<Bytes>;

/** Verified bytes, and what is handed on for them. */
interface Received<Value> {
  readonly bytes: Bytes;
  readonly value: Value | Promise<Value>;
}

/** Takes an asset in; rejects unless it is what the build made. */
type Receive<Value> = (asset: Asset, pieces: Pieces) => Promise<Received<Value>>;

const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** Web Crypto is missing on plain-http pages, where kiosks live; then the same is counted in JavaScript. */
async function sha256Of(bytes: Bytes): Promise<string> {
  const subtle = (globalThis.crypto as Crypto | undefined)?.subtle;
  return hex(subtle ? new Uint8Array(await subtle.digest('SHA-256', bytes)) : sha256(bytes));
}

const corrupt = (asset: Asset, found: string): AnalyzeLocallyError =>
  new AnalyzeLocallyError(
    'asset-corrupt',
    `${asset.file}: the server sent ${found}. Copy the package's assets again; they must be of the same version as its script.`,
  );

function missing({ file }: Asset, url: URL, found: string, cause?: unknown): AnalyzeLocallyError {
  const owner = packageOf(file);
  const remedy =
    owner === 'analyze-locally'
      ? "Serve the package's assets folder there"
      : `It comes with the package ${owner}: install that and pass what it exports as \`assets\``;
  return new AnalyzeLocallyError(
    'asset-missing',
    `${file} could not be loaded from ${new URL('.', url).href} (${found}). ${remedy}, or say where it is with \`assetsBaseUrl\`.`,
    { cause },
  );
}

/** A body's pieces, but never more of them than the asset can have: whoever reads on is told that it is corrupt. */
function piecesOf(response: Response, asset: Asset, onLength: (bytes: number) => void): Pieces {
  let length = 0;
  const limit = new TransformStream<Bytes, Bytes>({
    transform(piece, passed) {
      length += piece.length;
      if (length > asset.bytes) throw corrupt(asset, `more than its ${asset.bytes} bytes`);
      onLength(length);
      passed.enqueue(piece);
    },
  });
  // Answers that may not have a body (204) have none.
  return (response.body ?? new Blob().stream()).pipeThrough(limit);
}

/** @throws AnalyzeLocallyError `asset-corrupt` for any other bytes than the build made. */
async function verifiedBytes(asset: Asset, pieces: Pieces): Promise<Bytes> {
  const bytes = new Uint8Array(asset.bytes);
  let length = 0;
  const reader = pieces.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes.set(value, length);
    length += value.length;
  }
  if (length !== asset.bytes) throw corrupt(asset, `${length} of its ${asset.bytes} bytes`);
  if ((await sha256Of(bytes)) !== asset.sha256) throw corrupt(asset, 'other bytes than this version was built with');
  return bytes;
}

const receiveBytes: Receive<Bytes> = async (asset, pieces) => {
  const bytes = await verifiedBytes(asset, pieces);
  return { bytes, value: bytes };
};

/** Compiles while the bytes arrive, and hands the module on only if they were the right ones. */
const receiveModule: Receive<WebAssembly.Module> = async (asset, pieces) => {
  const [toCompile, toVerify] = pieces.tee();
  const value = compileStream(toCompile);
  // Told to the caller with the module; broken bytes are told as such, not as what the compiler made of them.
  value.catch(() => undefined);
  return { bytes: await verifiedBytes(asset, toVerify), value };
};

/** @throws AnalyzeLocallyError `unsupported`. */
async function compileStream(pieces: Pieces): Promise<WebAssembly.Module> {
  try {
    // An answer of our own: many servers don't know wasm's type, and browsers insist on it.
    return await WebAssembly.compileStreaming(new Response(pieces, { headers: { 'content-type': 'application/wasm' } }));
  } catch (cause) {
    throw new AnalyzeLocallyError(
      'unsupported',
      "WebAssembly was refused: the worker's content security policy must allow 'wasm-unsafe-eval'.",
      { cause },
    );
  }
}

/**
 * Fetches the engine's own files, and hands on only bytes that are what the build made: a single-page
 * host answers a missing file with its index page and status 200. What was fetched once is kept, and verified again when
 * it is read.
 */
export class AssetLoader {
  readonly #urls: AssetUrls;
  readonly #cache: Promise<AssetCache | undefined>;
  readonly #onBytes: OnBytes;
  readonly #signal: AbortSignal | null;
  readonly #arrived = new Map<string, number>();
  readonly #expected = new Map<string, number>();
  #pageRuns = new AbortController();

  /**
   * @param urls - Where they are.
   * @param cache - Where files are kept between visits; undefined for nowhere.
   * @param onBytes - Told how many bytes of all requested files have arrived.
   * @param signal - Stops what is on its way, for where there is no worker to end.
   */
  constructor(urls: AssetUrls, cache: Promise<AssetCache | undefined>, onBytes: OnBytes, signal: AbortSignal | null = null) {
    this.#urls = urls;
    this.#cache = cache;
    this.#onBytes = onBytes;
    this.#signal = signal;
  }

  /** The page goes on after it was frozen: in workers, Chromium forgets what was on its way by then. */
  resume(): void {
    this.#pageRuns.abort();
    this.#pageRuns = new AbortController();
  }

  /** @throws AnalyzeLocallyError `asset-missing` or `asset-corrupt`. */
  load(file: string): Promise<Bytes> {
    return this.#obtain(file, receiveBytes);
  }

  /**
   * Loads WebAssembly, compiling it while it arrives.
   *
   * @throws AnalyzeLocallyError `asset-missing`, `asset-corrupt`, or `unsupported` where the page's policy forbids it.
   */
  compile(file: string): Promise<WebAssembly.Module> {
    return this.#obtain(file, receiveModule);
  }

  async #obtain<Value>(file: string, receive: Receive<Value>): Promise<Value> {
    const asset = assetNamed(file);
    this.#expected.set(file, asset.bytes);
    const cache = await this.#cache;
    const cached = cache && (await this.#recall(cache, asset, receive));
    if (cached) return cached.value;
    const received = await this.#download(asset, receive);
    // Not waited for: the engine starts meanwhile. Begun at once, as the worker may be ended at any time.
    void cache?.keep(asset, received.bytes);
    return received.value;
  }

  /** What the cache has, if it is sound. */
  async #recall<Value>(cache: AssetCache, asset: Asset, receive: Receive<Value>): Promise<Received<Value> | undefined> {
    const entry = await cache.find(asset);
    if (!entry) return undefined;
    try {
      const received = await receive(asset, piecesOf(entry, asset, () => undefined));
      // Told when they have proved right: bytes that are fetched anew after all would count twice.
      this.#report(asset.file, asset.bytes);
      return received;
    } catch {
      await cache.drop(asset);
      return undefined;
    }
  }

  /** Asks, and once more where the page was frozen before all was there. */
  async #download<Value>(asset: Asset, receive: Receive<Value>): Promise<Received<Value>> {
    const { signal: resumed } = this.#pageRuns;
    const request = new AbortController();
    const end = (): void => request.abort();
    const sources = [resumed, this.#signal];
    for (const source of sources) source?.addEventListener('abort', end);
    if (this.#signal?.aborted) end();
    try {
      return await this.#received(asset, receive, request.signal);
    } catch (error) {
      if (!resumed.aborted || this.#signal?.aborted) throw error;
      return await this.#download(asset, receive);
    } finally {
      for (const source of sources) source?.removeEventListener('abort', end);
    }
  }

  async #received<Value>(asset: Asset, receive: Receive<Value>, signal: AbortSignal): Promise<Received<Value>> {
    const url = new URL(this.#urls.assetUrls[asset.file] ?? asset.file, this.#urls.assetsBaseUrl);
    let response: Response;
    try {
      response = await fetch(url, { credentials: 'same-origin', redirect: 'error', signal });
    } catch (cause) {
      throw missing(asset, url, 'no answer', cause);
    }
    if (!response.ok) throw missing(asset, url, `status ${response.status}`);
    if (response.headers.get('content-type')?.startsWith('text/html')) {
      throw missing(asset, url, 'the server answered with a web page');
    }
    try {
      return await receive(asset, piecesOf(response, asset, (bytes) => this.#report(asset.file, bytes)));
    } catch (cause) {
      if (cause instanceof AnalyzeLocallyError) throw cause;
      throw missing(asset, url, 'the transfer broke off', cause);
    }
  }

  #report(file: string, bytes: number): void {
    this.#arrived.set(file, bytes);
    const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);
    this.#onBytes(sum(this.#arrived.values()), sum(this.#expected.values()));
  }
}
