/** Whether every row of every table of faults is tried: `npm run test:faults`. */
export const IN_FULL = process.env['FAULTS'] === 'in-full';

const EVERY = 4;

/** The rows of a table of faults that are tried: all of them by `npm run test:faults`, in CI, which has minutes, one in four. */
export const sampled = <const Row>(rows: readonly Row[]): readonly Row[] => (IN_FULL ? rows : rows.filter((_, index) => index % EVERY === 0));
