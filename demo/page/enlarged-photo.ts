import { find } from './element.js';

/** A drawn photo with its name. */
export interface DrawnPhoto {
  readonly title: string;
  readonly source: string;
}

/** Shows drawn photos as large as the window, one after the other. */
export class EnlargedPhoto {
  readonly #dialog = find('#enlarged', HTMLDialogElement);
  readonly #title = find('#enlarged-title', HTMLElement);
  readonly #image = find('#enlarged-photo', HTMLImageElement);
  readonly #steps = [find('#enlarged-previous', HTMLButtonElement), find('#enlarged-next', HTMLButtonElement)] as const;
  #photos: readonly DrawnPhoto[] = [];
  #index = 0;

  constructor() {
    const close = find('#enlarged-close', HTMLButtonElement);
    close.addEventListener('click', () => this.#dialog.close());
    this.#steps[0].addEventListener('click', () => this.#step(-1));
    this.#steps[1].addEventListener('click', () => this.#step(1));
    this.#dialog.addEventListener('click', ({ target }) => {
      // The dialog itself is hit only beside the photo and the bar.
      if (target === this.#dialog) this.#dialog.close();
    });
    this.#dialog.addEventListener('keydown', ({ key }) => {
      if (key === 'ArrowLeft') this.#step(-1);
      if (key === 'ArrowRight') this.#step(1);
    });
    this.#dialog.addEventListener('close', () => this.#image.removeAttribute('src'));
  }

  open(photos: readonly DrawnPhoto[], index: number): void {
    this.#photos = photos;
    this.#index = index;
    for (const button of this.#steps) button.hidden = photos.length < 2;
    this.#show();
    this.#dialog.showModal();
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
    this.#image.src = photo.source;
    this.#image.alt = `${photo.title} with the measured lines drawn in`;
  }
}
