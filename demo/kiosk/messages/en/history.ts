/** English texts of `history`. */
export const HISTORY = {
} as const;
