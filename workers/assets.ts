import { sha256 } from '@noble/hashes/sha2.js';
import manifest from '../models/manifest.json' with { type: 'json' };
import { AnalyzeLocallyError } from '../src/errors.js';

/** A file of the runtime or a model, as the build left it. */
interface Asset {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Told after each piece that arrives. */
export type OnBytes = (loaded: number, total: number) => void;

const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** Web Crypto is missing on plain-http pages, where kiosks live; then the same is counted in JavaScript. */
async function sha256Of(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const subtle = (globalThis.crypto as Crypto | undefined)?.subtle;
  return hex(subtle ? new Uint8Array(await subtle.digest('SHA-256', bytes)) : sha256(bytes));
}

function assetNamed(file: string): Asset {
  const asset = manifest.assets.find((entry) => entry.file === file);
  if (!asset) throw new AnalyzeLocallyError('engine-failed', `${file} is not in the manifest`);
  return asset;
}

/** Reads a body piece by piece, but never more than the asset can have. */
async function readBody(response: Response, asset: Asset, onPiece: (bytes: number) => void): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(asset.bytes);
  let length = 0;
  const reader = response.body?.getReader();
  if (!reader) return new Uint8Array(await response.arrayBuffer());
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return bytes.subarray(0, length);
    if (length + value.length > asset.bytes) {
      await reader.cancel();
      throw corrupt(asset, `more than its ${asset.bytes} bytes`);
    }
    bytes.set(value, length);
    length += value.length;
    onPiece(length);
  }
}

const corrupt = (asset: Asset, found: string): AnalyzeLocallyError =>
  new AnalyzeLocallyError(
    'asset-corrupt',
    `${asset.file}: the server sent ${found}. Copy the package's assets again; they must be of the same version as its script.`,
  );

const missing = (asset: Asset, base: string, found: string, cause?: unknown): AnalyzeLocallyError =>
  new AnalyzeLocallyError(
    'asset-missing',
    `${asset.file} could not be loaded from ${base} (${found}). Serve the package's assets folder there, or say where it is with \`assetsBaseUrl\`.`,
    { cause },
  );

/**
 * Fetches the engine's own files from one folder, and hands on only bytes that are what the build made: a single-page
 * host answers a missing file with its index page and status 200.
 */
export class AssetLoader {
  readonly #base: string;
  readonly #onBytes: OnBytes;
  readonly #arrived = new Map<string, number>();
  readonly #expected = new Map<string, number>();

  /**
   * @param base - Absolute URL of the assets' folder, with a closing slash.
   * @param onBytes - Told how many bytes of all requested files have arrived.
   */
  constructor(base: string, onBytes: OnBytes) {
    this.#base = base;
    this.#onBytes = onBytes;
  }

  /** @throws AnalyzeLocallyError `asset-missing` or `asset-corrupt`. */
  async load(file: string): Promise<Uint8Array<ArrayBuffer>> {
    const asset = assetNamed(file);
    this.#expected.set(file, asset.bytes);
    const bytes = await this.#fetch(asset);
    if (bytes.length !== asset.bytes) throw corrupt(asset, `${bytes.length} of its ${asset.bytes} bytes`);
    if ((await sha256Of(bytes)) !== asset.sha256) throw corrupt(asset, 'other bytes than this version was built with');
    return bytes;
  }

  /** Interim. */
  async compile(file: string): Promise<WebAssembly.Module> {
    return WebAssembly.compile(await this.load(file));
  }

  async #fetch(asset: Asset): Promise<Uint8Array<ArrayBuffer>> {
    let response: Response;
    try {
      response = await fetch(new URL(asset.file, this.#base), { credentials: 'same-origin', redirect: 'error' });
    } catch (cause) {
      throw missing(asset, this.#base, 'no answer', cause);
    }
    if (!response.ok) throw missing(asset, this.#base, `status ${response.status}`);
    if (response.headers.get('content-type')?.startsWith('text/html')) {
      throw missing(asset, this.#base, 'the server answered with a web page');
    }
    try {
      return await readBody(response, asset, (bytes) => this.#report(asset.file, bytes));
    } catch (cause) {
      if (cause instanceof AnalyzeLocallyError) throw cause;
      throw missing(asset, this.#base, 'the transfer broke off', cause);
    }
  }

  #report(file: string, bytes: number): void {
    this.#arrived.set(file, bytes);
    const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);
    this.#onBytes(sum(this.#arrived.values()), sum(this.#expected.values()));
  }
}
