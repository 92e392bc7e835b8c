import type { View } from 'analyze-locally';
import { drawing, find } from './element.js';
import { VIEW_HINTS, VIEW_TITLES } from './views.js';

/** What the page says about a photo after an analysis. */
export interface Verdict {
  readonly kind: 'refused' | 'fine';
  readonly text: string;
}

/** The place for one of the photos: choose or drop it, see it, replace it, remove it. */
export class PhotoSlot {
  readonly view: View;
  readonly element: HTMLElement;
  readonly #onChange: () => void;
  readonly #input: HTMLInputElement;
  readonly #zone: HTMLElement;
  readonly #image: HTMLImageElement;
  readonly #choose: HTMLElement;
  readonly #remove: HTMLButtonElement;
  readonly #hint: HTMLElement;
  readonly #verdict: HTMLElement;
  readonly #stage: HTMLElement;
  #photo: Blob | undefined;
  #url: string | undefined;

  /** @param onChange - Called when a photo was put in or taken out. */
  constructor(view: View, onChange: () => void) {
    this.view = view;
    this.#onChange = onChange;
    const copy = find('#slot-template', HTMLTemplateElement).content.cloneNode(true) as DocumentFragment;
    this.element = find('.slot', HTMLElement, copy);
    this.#input = find('.slot-input', HTMLInputElement, copy);
    this.#zone = find('.slot-zone', HTMLElement, copy);
    this.#image = find('.slot-photo', HTMLImageElement, copy);
    this.#choose = find('.slot-choose', HTMLElement, copy);
    this.#remove = find('.slot-remove', HTMLButtonElement, copy);
    this.#hint = find('.slot-hint', HTMLElement, copy);
    this.#verdict = find('.slot-verdict', HTMLElement, copy);
    this.#stage = find('.slot-stage', HTMLElement, copy);
    find('.slot-title', HTMLElement, copy).textContent = VIEW_TITLES[view];
    find('use', SVGUseElement, copy).setAttribute('href', `#figure-${view}`);
    this.#name();
    this.#listen();
    this.#show(undefined);
  }

  /** The photo that was chosen. */
  get photo(): Blob | undefined {
    return this.#photo;
  }

  /** Puts a photo in. */
  put(photo: Blob, name: string): void {
    this.#photo = photo;
    this.#show(name);
    this.#onChange();
  }

  /** Says where the work on this photo is; nothing ends it. */
  showStage(text: string | undefined): void {
    this.#stage.textContent = text ?? '';
    this.#stage.hidden = text === undefined;
  }

  /** Says what came of this photo; nothing takes it back. */
  showVerdict(verdict: Verdict | undefined): void {
    this.#verdict.replaceChildren(...(verdict ? [drawing(verdict.kind === 'fine' ? 'mark-normal' : 'mark-danger', 'mark'), verdict.text] : []));
    this.#verdict.hidden = verdict === undefined;
    this.#input.setAttribute('aria-invalid', String(verdict?.kind === 'refused'));
    if (verdict) this.element.dataset['verdict'] = verdict.kind;
    else delete this.element.dataset['verdict'];
  }

  focus(): void {
    this.#input.focus();
  }

  #name(): void {
    const id = `photo-${this.view}`;
    this.#input.id = id;
    this.#hint.id = `${id}-hint`;
    this.#verdict.id = `${id}-verdict`;
    this.#input.setAttribute('aria-describedby', `${this.#hint.id} ${this.#verdict.id}`);
    this.#choose.setAttribute('for', id);
    this.#remove.setAttribute('aria-label', `Remove the ${this.view} photo`);
  }

  #listen(): void {
    this.#input.addEventListener('change', () => {
      const file = this.#input.files?.[0];
      // Emptied, so that the same file can be chosen again after it was removed.
      this.#input.value = '';
      if (file) this.put(file, file.name);
    });
    this.#remove.addEventListener('click', () => {
      this.#photo = undefined;
      this.#show(undefined);
      this.#onChange();
      this.focus();
    });
    for (const done of ['load', 'error']) this.#image.addEventListener(done, () => this.#revoke());
    this.#image.addEventListener('error', () => {
      this.#image.hidden = true;
    });
  }

  #show(name: string | undefined): void {
    const photo = this.#photo;
    this.#revoke();
    this.showVerdict(undefined);
    this.#image.hidden = photo === undefined;
    if (photo) {
      this.#url = URL.createObjectURL(photo);
      this.#image.src = this.#url;
    } else this.#image.removeAttribute('src');
    this.#zone.classList.toggle('filled', photo !== undefined);
    this.#remove.hidden = photo === undefined;
    this.#hint.textContent = name ?? VIEW_HINTS[this.view];
    this.#choose.textContent = photo ? 'Replace' : 'Choose photo';
    this.#input.setAttribute('aria-label', photo ? `Replace, ${this.view}` : `Choose photo, ${this.view}`);
  }

  /** The picture stays on the page; only its address goes. */
  #revoke(): void {
    if (this.#url !== undefined) URL.revokeObjectURL(this.#url);
    this.#url = undefined;
  }
}
