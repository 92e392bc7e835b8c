import type { Progress, View } from 'analyze-locally';
import { find } from './element.js';
import type { PhotoSlot } from './photo-slot.js';
import { VIEW_TITLES } from './views.js';

type Work = Exclude<Progress['stage'], 'loading'>;

const STAGES: readonly Work[] = ['decoding', 'detecting', 'drawing'];
const STAGE_WORDS: Readonly<Record<Work, string>> = {
  decoding: 'reading',
  detecting: 'finding the person',
  drawing: 'drawing the result',
};

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);

/** How far an analysis is: a bar, a line of text, a mark on the photo at hand, and now and then a word to be spoken. */
export class ProgressView {
  readonly #box = find('#progress', HTMLElement);
  readonly #bar = find('#progress-bar', HTMLProgressElement);
  readonly #text = find('#progress-text', HTMLElement);
  readonly #announcer = find('#announcer', HTMLElement);
  readonly #slots: readonly PhotoSlot[];

  constructor(slots: readonly PhotoSlot[]) {
    this.#slots = slots;
  }

  start(): void {
    this.#box.hidden = false;
    this.#say(undefined, 'Starting', 'Starting');
  }

  /** @param views - The photos that are analysed. */
  show(progress: Progress, views: readonly View[]): void {
    if (progress.stage === 'loading') this.#showBytes(progress.loaded, progress.total);
    else this.#showWork(progress.stage, progress.view, views);
  }

  end(): void {
    this.#box.hidden = true;
    this.#announcer.textContent = '';
    for (const slot of this.#slots) slot.showStage(undefined);
  }

  #showBytes(loaded: number, total: number): void {
    if (loaded >= total) {
      this.#say(undefined, 'Starting the engine', 'Starting the engine');
      return;
    }
    // Spoken at every quarter, not at every piece that arrives.
    const quarter = Math.floor((loaded / total) * 4) * 25;
    this.#say(
      loaded / total,
      `Loading the engine: ${megabytes(loaded)} of ${megabytes(total)} MB`,
      `Loading the engine: ${String(quarter)} percent`,
    );
  }

  #showWork(stage: Work, view: View, views: readonly View[]): void {
    const step = STAGES.indexOf(stage) * views.length + views.indexOf(view);
    const text = `${VIEW_TITLES[view]} photo: ${STAGE_WORDS[stage]}`;
    this.#say(step / (STAGES.length * views.length), text, text);
    for (const slot of this.#slots) {
      const word = STAGE_WORDS[stage];
      slot.showStage(slot.view === view ? word.charAt(0).toUpperCase() + word.slice(1) : undefined);
    }
  }

  /** @param share - 0 to 1, or nothing while nobody knows. */
  #say(share: number | undefined, shown: string, spoken: string): void {
    if (share === undefined) this.#bar.removeAttribute('value');
    else this.#bar.value = share;
    this.#text.textContent = `${shown} …`;
    if (this.#announcer.textContent !== spoken) this.#announcer.textContent = spoken;
  }
}
