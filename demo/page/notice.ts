import { find, html, type Child } from './element.js';
import type { Trouble } from './failure-words.js';

/** The page's one place for news that belongs to no photo. */
export class Notice {
  readonly #box = find('#notice', HTMLElement);

  /** @param extras - What stands below the text, a button for example. */
  show(kind: 'error' | 'info', { title, text }: Trouble, ...extras: readonly Child[]): void {
    this.#box.dataset['kind'] = kind;
    this.#box.hidden = false;
    this.#box.replaceChildren(html('strong', {}, title), html('p', {}, text), ...extras);
  }

  clear(): void {
    this.#box.hidden = true;
    this.#box.replaceChildren();
  }
}
