import { headerFailure } from '../photo/header.js';
import { html } from './markup.js';

let last: Promise<void> = Promise.resolve();

/** One picture after the other: unpacked, each may take a quarter of a gigabyte. */
const inTurn = (work: () => Promise<void>): Promise<void> => (last = last.then(work, work));

/** Nothing for what the engine does not read either: what is no picture, and one that is too large. */
async function decoded(source: Blob): Promise<ImageBitmap | undefined> {
  try {
    const failure = headerFailure(new Uint8Array(await source.arrayBuffer()));
    if (failure !== undefined && failure !== 'too-small') return undefined;
    return await createImageBitmap(source, { imageOrientation: 'from-image' });
  } catch {
    return undefined;
  }
}

/**
 * A picture on a canvas. No URL is made of it: a strict content security policy lets pages show images of the server only,
 * neither `blob:` nor `data:`.
 */
export class Picture {
  readonly canvas: HTMLCanvasElement;
  readonly #longest: number;
  /** What shall be shown; a slower one that was asked for before is not. */
  #wanted: Blob | undefined;

  /** @param longest - The canvas' longest side, pixels; larger pictures are made smaller. */
  constructor(attributes: Readonly<Record<string, string>>, longest: number) {
    this.canvas = html('canvas', { role: 'img', ...attributes });
    this.canvas.hidden = true;
    this.#longest = longest;
  }

  /** Shows a picture that can be decoded, and nothing else; nothing for `undefined`. One that is shown stays as it is. */
  async show(source: Blob | undefined, label: string): Promise<void> {
    this.canvas.setAttribute('aria-label', label);
    if (source === this.#wanted) return;
    this.#wanted = source;
    if (source) await inTurn(() => this.#decode(source));
    else this.clear();
  }

  /** Frees the pixels. */
  clear(): void {
    this.#wanted = undefined;
    this.canvas.hidden = true;
    this.canvas.width = this.canvas.height = 0;
  }

  async #decode(source: Blob): Promise<void> {
    if (this.#wanted !== source) return;
    const bitmap = await decoded(source);
    if (this.#wanted === source) this.#draw(bitmap);
    bitmap?.close();
  }

  #draw(bitmap: ImageBitmap | undefined): void {
    this.canvas.hidden = bitmap === undefined;
    if (!bitmap) return;
    const scale = Math.min(1, this.#longest / Math.max(bitmap.width, bitmap.height));
    this.canvas.width = Math.round(bitmap.width * scale);
    this.canvas.height = Math.round(bitmap.height * scale);
    const context = this.canvas.getContext('2d');
    if (!context) return;
    context.imageSmoothingQuality = 'high';
    context.drawImage(bitmap, 0, 0, this.canvas.width, this.canvas.height);
  }
}
