import { checkMessage } from '../target.js';

/** What a TypeError for a misused option begins with. */
const NAMED = /^(option `[\w.]+` (must be|could not be read|is not taken here)|unknown option `|options must be an object|the options could not be read)/;

/**
 * What options come to; `undefined` where they are refused as they should be.
 *
 * @throws Error of any other kind.
 */
export function resolvedBy<Resolved>(resolve: (options: unknown) => Resolved, given: unknown): Resolved | undefined {
  try {
    return resolve(given);
  } catch (error) {
    if (!(error instanceof TypeError) || !NAMED.test(error.message)) throw error;
    checkMessage(error.message);
    return undefined;
  }
}
