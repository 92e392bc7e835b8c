/** Numbers in [0, 1), the same at every run. */
export type Random = () => number;

/** The generator "mulberry32", from a 32-bit seed. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Random numbers from a text, such as what they are for and the case's id. */
export function randomOf(text: string): Random {
  let hash = 1779033703 ^ text.length;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 3432918353);
    hash = (hash << 13) | (hash >>> 19);
  }
  return randomFrom(hash);
}

/** Draws what a plan is made of. Each call takes one number: their order is part of what a seed stands for. */
export interface Draw {
  /** In [0, 1). */
  readonly number: Random;
  /** Uniform in [low, high). */
  between(low: number, high: number): number;
  pick<T>(list: readonly T[]): T;
  /** True with this probability. */
  chance(probability: number): boolean;
}

export function drawFrom(random: Random): Draw {
  return {
    number: random,
    between: (low, high) => low + (high - low) * random(),
    pick: <T>(list: readonly T[]) => list[Math.floor(list.length * random())] as T,
    chance: (probability) => random() < probability,
  };
}
