import { html } from './markup.js';

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

  /** Shows a picture that can be decoded, and nothing else; nothing for `undefined`. */
  async show(source: Blob | undefined, label: string): Promise<void> {
    this.#wanted = source;
    this.canvas.setAttribute('aria-label', label);
    if (!source) this.clear();
    else {
      const bitmap = await createImageBitmap(source, { imageOrientation: 'from-image' }).catch(() => undefined);
      if (this.#wanted === source) this.#draw(bitmap);
      bitmap?.close();
    }
  }

  /** Frees the pixels. */
  clear(): void {
    this.#wanted = undefined;
    this.canvas.hidden = true;
    this.canvas.width = this.canvas.height = 0;
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
