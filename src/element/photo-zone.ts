import type { View } from '../index.js';
import { cross, figure, mark } from './drawings.js';
import { button, html } from './markup.js';
import type { Picture } from './picture.js';
import type { Texts } from './texts.js';

/** What is said about a photo after an analysis. */
export interface Verdict {
  readonly kind: 'refused' | 'fine';
  readonly text: string;
}

/** What a person can do with a photo. */
export interface ZoneActions {
  readonly put: (view: View, photo: Blob | undefined) => void;
  /** Nothing where there are no cameras to take it with. */
  readonly take: ((view: View) => void) | undefined;
}

/** The place for one of the photos: choose, drop or take it, see it, replace it, remove it. */
export class PhotoZone {
  readonly view: View;
  readonly element: HTMLElement;
  readonly #texts: Texts;
  readonly #actions: ZoneActions;
  readonly #input = html('input', { type: 'file', accept: 'image/*', tabindex: '-1', hidden: '' });
  readonly #zone: HTMLButtonElement;
  readonly #picture: Picture;
  readonly #choose: HTMLElement;
  readonly #remove: HTMLButtonElement;
  readonly #hint: HTMLElement;
  readonly #verdict: HTMLElement;
  readonly #stage = html('p', { class: 'stage', 'aria-hidden': 'true' });

  /** @param picture - Where the photo is seen. */
  constructor(view: View, texts: Texts, picture: Picture, actions: ZoneActions) {
    this.view = view;
    this.#texts = texts;
    this.#picture = picture;
    this.#actions = actions;
    const { photos, views } = texts.messages;
    const id = (name: string): string => `${view}-${name}`;
    const { name, photo } = views[view];
    this.#zone = html(
      'button',
      { type: 'button', id: view, class: 'zone', part: 'zone', 'aria-labelledby': `${id('title')} ${id('choose')}` },
      figure(view),
      picture.canvas,
    );
    this.#zone.setAttribute('aria-describedby', `${id('hint')} ${id('verdict')}`);
    this.#choose = html('label', { id: id('choose'), for: view, class: 'button compact choose', part: 'button choose' });
    this.#hint = html('p', { id: id('hint'), class: 'hint small', part: 'hint' });
    this.#verdict = html('p', { id: id('verdict'), class: 'verdict small', part: 'verdict' });
    const label = (text: string): Record<string, string> => ({ 'aria-label': `${text}: ${photo}` });
    this.#remove = button({ class: 'remove', part: 'remove', title: photos.remove, ...label(photos.remove) }, '', () => {
      actions.put(view, undefined);
      this.focus();
    });
    this.#remove.append(cross());
    const { take } = actions;
    const camera = take
      ? [button({ class: 'button compact', part: 'button take', ...label(photos.take) }, photos.take, () => take(view))]
      : [];
    this.element = html(
      'div',
      { class: 'photo', part: `photo photo-${view}`, 'data-view': view },
      html('h3', { id: id('title'), class: 'photo-title' }, name),
      this.#zone,
      html('p', { class: 'call for-mouse' }, photos.drop),
      this.#stage,
      this.#remove,
      this.#input,
      this.#hint,
      this.#verdict,
      html('div', { class: 'photo-buttons' }, this.#choose, ...camera),
    );
    this.#listen();
    this.showStage(undefined);
  }

  /** Shows the photo that is there now. */
  showPhoto(photo: Blob | undefined): void {
    const { photos, views } = this.#texts.messages;
    const name = photo && 'name' in photo ? String(photo.name) : '';
    this.showVerdict(undefined);
    this.#zone.classList.toggle('filled', photo !== undefined);
    this.#remove.hidden = photo === undefined;
    this.#hint.textContent = photo ? name : views[this.view].hint;
    this.#choose.textContent = photo ? photos.replace : photos.choose;
    void this.#picture.show(photo, views[this.view].photo);
  }

  /** Says where the work on this photo is; nothing ends it. */
  showStage(text: string | undefined): void {
    this.#stage.textContent = text ?? '';
    this.#stage.hidden = text === undefined;
  }

  /** Says what came of this photo; nothing takes it back. */
  showVerdict(verdict: Verdict | undefined): void {
    this.#verdict.replaceChildren(...(verdict ? [mark(verdict.kind === 'fine' ? 'normal' : 'danger'), verdict.text] : []));
    this.#verdict.hidden = verdict === undefined;
    if (verdict) this.element.dataset['verdict'] = verdict.kind;
    else delete this.element.dataset['verdict'];
  }

  focus(): void {
    this.#zone.focus();
  }

  #listen(): void {
    this.#zone.addEventListener('click', () => this.#input.click());
    this.#input.addEventListener('change', () => {
      const file = this.#input.files?.[0];
      // Emptied, so that the same file can be chosen again after it was removed.
      this.#input.value = '';
      if (file) this.#actions.put(this.view, file);
    });
  }
}
