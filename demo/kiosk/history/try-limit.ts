import { signal, type ReadonlySignal } from '@preact/signals';

const FREE_TRIES = 3;
const FIRST_WAIT = 5_000;
const LONGEST_WAIT = 60_000;

/** Slows down who guesses. Against somebody who has copied the data, only the derivation's work and the passphrase help. */
export interface TryLimit {
  /** Until when no further try is taken, milliseconds since 1970; 0 for now. */
  readonly until: ReadonlySignal<number>;
  /** Counts a wrong try. */
  miss(): void;
  /** Forgets them. */
  clear(): void;
}

/** How long to wait after so many wrong tries in a row, milliseconds. */
export const waitAfter = (misses: number): number =>
  misses < FREE_TRIES ? 0 : Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (misses - FREE_TRIES));

export function makeTryLimit(): TryLimit {
  let misses = 0;
  const until = signal(0);
  return {
    until,
    miss() {
      misses += 1;
      const wait = waitAfter(misses);
      until.value = wait === 0 ? 0 : Date.now() + wait;
    },
    clear() {
      misses = 0;
      until.value = 0;
    },
  };
}
