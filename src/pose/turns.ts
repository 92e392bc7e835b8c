import { AnalyzeLocallyError } from '../errors.js';

/** Calls that may wait while one is worked on; each holds its photos. */
export const WAITING_LIMIT = 64;

/** One call's place in the queue. */
export interface Turn {
  /** Settles when it has come. */
  readonly come: Promise<void>;
  /** Gives it up, come or not: the next one's comes when none before it is left. */
  end(): void;
}

/** Lets calls through one at a time, in the order in which they came. */
export class Turns {
  readonly #waiting: (() => void)[] = [];
  #isTaken = false;

  /** @throws AnalyzeLocallyError `busy` where {@link WAITING_LIMIT} wait already. */
  take(): Turn {
    if (!this.#isTaken) {
      this.#isTaken = true;
      return { come: Promise.resolve(), end: () => this.#pass() };
    }
    if (this.#waiting.length >= WAITING_LIMIT) throw busyError();
    let begin: () => void = () => undefined;
    const come = new Promise<void>((resolve) => (begin = resolve));
    this.#waiting.push(begin);
    const end = (): void => {
      const place = this.#waiting.indexOf(begin);
      if (place >= 0) this.#waiting.splice(place, 1);
      else this.#pass();
    };
    return { come, end };
  }

  #pass(): void {
    const next = this.#waiting.shift();
    this.#isTaken = next !== undefined;
    next?.();
  }
}

const busyError = (): AnalyzeLocallyError =>
  new AnalyzeLocallyError('busy', `${WAITING_LIMIT} calls wait already. Wait for one of them before the next.`);
