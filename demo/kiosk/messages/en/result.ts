/** English texts of `result`. */
export const RESULT = {
} as const;
