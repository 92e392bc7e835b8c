/** Whether every row of every table is tried: by `npm run test:faults` and `npm run test:full`. */
export const IN_FULL = process.env['TABLES'] === 'in-full';

/** The rows of a long table that are tried: in CI, which has minutes, one in four, or in as many as are given. */
export const sampled = <const Row>(rows: readonly Row[], every = 4): readonly Row[] => (IN_FULL ? rows : rows.filter((_, index) => index % every === 0));
