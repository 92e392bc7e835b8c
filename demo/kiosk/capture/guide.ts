import type { Instruction } from './guidance.js';

/** What is said at a moment: what to do, or that it is right. */
export type Said = Instruction | 'holdStill' | 'right';

/** What a look at the person found. */
export interface Finding {
  /** Milliseconds, of the clock that {@link Guide.tick} is given too. */
  readonly at: number;
  /** What is wrong, the first thing to put right first. */
  readonly problems: readonly Instruction[];
  /** 1 is the most that is still; `undefined` where it is not known. */
  readonly movement: number | undefined;
}

/** Where the guide is. */
export type Phase =
  /** Something is wrong, or the person moves. */
  | 'guiding'
  /** All is right; it must last. */
  | 'steady'
  | 'counting'
  /** The photo is being taken. */
  | 'taking';

/** What the guide says. */
export interface Guidance {
  readonly phase: Phase;
  readonly said: Said;
  /** Seconds left, while counting. */
  readonly count: number | undefined;
}

/** How long all must be right before the countdown, milliseconds. */
const STEADY = 1_000;

/** How long an instruction stays at least, so that it can be read and heard; milliseconds. */
const SHORTEST_SAYING = 1_200;

/** A problem that has been gone so long is solved; milliseconds. */
const SOLVED = 350;

/** Without a look for so long nobody knows how the person stands; milliseconds. */
const BLIND = 5_000;

/** Leads one person to one photo: what to say, when to count, when to take it. Keeps no clock of its own. */
export class Guide {
  readonly #countdown: number;
  #said: Said;
  #saidAt = -Infinity;
  /** When what is said was last found to be wrong. */
  #foundAt = -Infinity;
  #phase: Phase = 'guiding';
  #phaseAt = 0;
  #lookedAt = -Infinity;
  #now = 0;

  /** @param countdown - Seconds from all being right to the photo. */
  constructor(countdown: number, said: Said = 'stepIn') {
    this.#countdown = countdown * 1000;
    this.#said = said;
  }

  get now(): Guidance {
    const left = this.#countdown - (this.#now - this.#phaseAt);
    return { phase: this.#phase, said: this.#said, count: this.#phase === 'counting' ? Math.max(1, Math.ceil(left / 1000)) : undefined };
  }

  /** Whether all was right at the last look: it may then be a little less so. */
  get isRight(): boolean {
    return this.#phase !== 'guiding';
  }

  /** Takes what a look has found. One that is not right stops a countdown at once. */
  look({ at, problems, movement }: Finding): Guidance {
    this.#now = at;
    this.#lookedAt = at;
    if (this.#phase === 'taking') return this.now;
    const isStill = movement !== undefined && movement <= 1;
    if (problems.length > 0 || !isStill) {
      this.#enter('guiding');
      this.#choose(problems.length > 0 ? problems : ['holdStill']);
    } else {
      if (this.#phase === 'guiding') this.#enter('steady');
      this.#say('right');
    }
    return this.tick(at);
  }

  /** Lets time pass. */
  tick(at: number): Guidance {
    this.#now = at;
    const lasted = at - this.#phaseAt;
    // One look counts for what lies behind it only: without a second one at its end, no second of stillness has been seen.
    const isSeen = at - this.#lookedAt <= BLIND;
    if (!isSeen && this.isRight && this.#phase !== 'taking') this.#enter('guiding');
    else if (this.#phase === 'steady' && this.#lookedAt - this.#phaseAt >= STEADY) this.#enter('counting');
    else if (this.#phase === 'counting' && lasted >= this.#countdown) this.#enter('taking');
    return this.now;
  }

  /** The photo did not come about, or the person waits for the next: begins again. */
  restart(at: number): Guidance {
    this.#now = at;
    this.#enter('guiding');
    return this.now;
  }

  #enter(phase: Phase): void {
    if (this.#phase !== phase) this.#phaseAt = this.#now;
    this.#phase = phase;
  }

  #choose(wrong: readonly Said[]): void {
    const [first] = wrong;
    // Praise ends with what it is for.
    if (this.#said === 'right' && first !== undefined) return this.#say(first);
    if (wrong.includes(this.#said)) this.#foundAt = this.#now;
    const isSolved = this.#now - this.#foundAt > SOLVED;
    const wasRead = this.#now - this.#saidAt >= SHORTEST_SAYING;
    if (first !== undefined && (isSolved || wasRead)) this.#say(first);
  }

  #say(said: Said): void {
    this.#foundAt = this.#now;
    if (said === this.#said) return;
    this.#said = said;
    this.#saidAt = this.#now;
  }
}
