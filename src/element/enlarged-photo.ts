import { button, html } from './markup.js';
import { Picture } from './picture.js';
import type { Texts } from './texts.js';

/** A drawn photo with its name. */
export interface DrawnPhoto {
  readonly title: string;
  /** What it shows, for those who don't see it. */
  readonly label: string;
  readonly source: Blob;
}

/** Larger canvases fail on some phones, pixels. */
const LONGEST = 4096;

/** Shows drawn photos as large as the window, one after the other. */
export class EnlargedPhoto {
  readonly element: HTMLDialogElement;
  readonly #title = html('h2', { id: 'enlarged-title', 'aria-live': 'polite' });
  readonly #picture = new Picture({}, LONGEST);
  readonly #steps: readonly HTMLButtonElement[];
  #photos: readonly DrawnPhoto[] = [];
  #index = 0;

  constructor({ messages: { actions } }: Texts) {
    const look = { class: 'button', part: 'button' };
    this.#steps = [
      button(look, actions.previous, () => this.#step(-1)),
      button(look, actions.next, () => this.#step(1)),
    ];
    const dialog = html(
      'dialog',
      { class: 'enlarged', part: 'dialog', 'aria-labelledby': 'enlarged-title' },
      html('div', { class: 'bar' }, this.#title, ...this.#steps, button({ ...look, autofocus: '' }, actions.close, () => dialog.close())),
      this.#picture.canvas,
    );
    dialog.addEventListener('click', ({ target }) => {
      // The dialog itself is hit only beside the photo and the bar.
      if (target === dialog) dialog.close();
    });
    dialog.addEventListener('keydown', ({ key }) => {
      const onward = getComputedStyle(dialog).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
      if (key === 'ArrowLeft' || key === 'ArrowRight') this.#step(key === onward ? 1 : -1);
    });
    dialog.addEventListener('close', () => {
      // The event comes later; by then the dialog may be open again.
      if (!dialog.open) this.#picture.clear();
    });
    this.element = dialog;
  }

  /** Which photo is seen; nothing while the dialog is closed. */
  get index(): number | undefined {
    return this.element.open ? this.#index : undefined;
  }

  open(photos: readonly DrawnPhoto[], index: number): void {
    this.#photos = photos;
    this.#index = index;
    for (const step of this.#steps) step.hidden = photos.length < 2;
    this.#show();
    this.element.showModal();
  }

  close(): void {
    this.element.close();
    this.#picture.clear();
  }

  #step(by: number): void {
    const count = this.#photos.length;
    this.#index = (this.#index + by + count) % count;
    this.#show();
  }

  #show(): void {
    const photo = this.#photos[this.#index];
    if (!photo) return;
    this.#title.textContent = photo.title;
    void this.#picture.show(photo.source, photo.label);
  }
}
