import type fc from 'fast-check';
import { CANARY } from './canary.js';

/** Something that takes what others hand in, and what may come of it. */
export interface FuzzTarget<Input> {
  readonly name: string;
  /** What is handed in. It prints as what it is, so that a failure tells. */
  readonly inputs: fc.Arbitrary<Input>;
  /** Of the inputs of a run that is shared by several targets. */
  readonly share: number;
  /**
   * Hands an input in.
   *
   * @returns How it was answered, in a word or two: for the table.
   * @throws Error where it was answered otherwise than is documented.
   */
  judge(input: Input): string | Promise<string>;
}

/** Nothing that is answered takes longer, milliseconds; on a busy machine much less is usual. */
const LONGEST = 10_000;

/** Longer messages are no messages. */
const LONGEST_MESSAGE = 500;

const prototypes = [Object.prototype, Array.prototype, Function.prototype, String.prototype, Map.prototype] as const;
const namesOfPrototypes = (): number => prototypes.map((prototype) => Reflect.ownKeys(prototype).length).reduce((sum, count) => sum + count);
const NAMES_BEFORE = namesOfPrototypes();

/** @throws Error where a message repeats what it must not, is long, or has characters that a terminal obeys. */
export function checkMessage(message: unknown): void {
  if (typeof message !== 'string') throw new Error('a message is no text');
  if (message.length > LONGEST_MESSAGE) throw new Error(`a message of ${message.length} characters`);
  if (/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(message)) throw new Error(`a message has control characters: ${JSON.stringify(message)}`);
  if (message.includes(CANARY)) throw new Error(`a message repeats the input: ${message}`);
}

/** A target that also minds what no answer may do: pollute prototypes, or take long. */
export const minded = <Input>(target: FuzzTarget<Input>): FuzzTarget<Input> => ({
  ...target,
  async judge(input) {
    const start = performance.now();
    const outcome = await target.judge(input);
    const taken = performance.now() - start;
    if (taken > LONGEST) throw new Error(`an answer took ${taken.toFixed(0)} ms`);
    if (namesOfPrototypes() !== NAMES_BEFORE) throw new Error('a prototype has another property');
    return outcome;
  },
});
