import type { Progress, View } from '../index.js';
import { html } from './markup.js';
import type { PhotoZone } from './photo-zone.js';
import { filled, type Texts } from './texts.js';

type Work = Exclude<Progress['stage'], 'loading'>;

const STAGES: readonly Work[] = ['decoding', 'detecting', 'drawing'];

/** How far an analysis is: a bar, a line of text, a mark on the photo at hand, and now and then a word to be spoken. */
export class ProgressView {
  readonly element: HTMLElement;
  readonly #texts: Texts;
  readonly #bar = html('progress', { 'aria-labelledby': 'progress-text', max: '1' });
  readonly #text = html('p', { id: 'progress-text', class: 'small' });
  readonly #announcer: HTMLElement;
  readonly #zones: readonly PhotoZone[];

  /** @param announcer - What is spoken stands here. */
  constructor(texts: Texts, zones: readonly PhotoZone[], announcer: HTMLElement) {
    this.#texts = texts;
    this.#zones = zones;
    this.#announcer = announcer;
    this.element = html('div', { class: 'progress', part: 'progress', hidden: '' }, this.#bar, this.#text);
  }

  start(): void {
    this.element.hidden = false;
    const { start } = this.#texts.messages.progress;
    this.#say(undefined, start, start);
  }

  /** @param views - The photos that are analysed. */
  show(progress: Progress, views: readonly View[]): void {
    if (progress.stage === 'loading') this.#showBytes(progress.loaded, progress.total);
    else this.#showWork(progress.stage, progress.view, views);
  }

  end(): void {
    this.element.hidden = true;
    this.#announcer.textContent = '';
    for (const zone of this.#zones) zone.showStage(undefined);
  }

  #showBytes(loaded: number, total: number): void {
    const { engine, loading, loadingSpoken } = this.#texts.messages.progress;
    if (loaded >= total) {
      this.#say(undefined, engine, engine);
      return;
    }
    const megabytes = (bytes: number): string => this.#texts.number(bytes / 1e6, 1);
    // Spoken at every quarter, not at every piece that arrives.
    const percent = Math.floor((loaded / total) * 4) * 25;
    const shown = filled(loading, { loaded: megabytes(loaded), total: megabytes(total) });
    this.#say(loaded / total, shown, filled(loadingSpoken, { percent: this.#texts.number(percent) }));
  }

  #showWork(stage: Work, view: View, views: readonly View[]): void {
    const { progress, views: names } = this.#texts.messages;
    const step = STAGES.indexOf(stage) * views.length + views.indexOf(view);
    const text = `${names[view].photo}: ${progress[stage].toLocaleLowerCase(this.#texts.language)}`;
    this.#say(step / (STAGES.length * views.length), text, text);
    for (const zone of this.#zones) zone.showStage(zone.view === view ? progress[stage] : undefined);
  }

  /** @param share - 0 to 1, or nothing while nobody knows. */
  #say(share: number | undefined, shown: string, spoken: string): void {
    if (share === undefined) this.#bar.removeAttribute('value');
    else this.#bar.value = share;
    this.#text.textContent = `${shown} …`;
    if (this.#announcer.textContent !== spoken) this.#announcer.textContent = spoken;
  }
}
