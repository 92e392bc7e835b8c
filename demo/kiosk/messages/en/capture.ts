/** English texts of `capture`. */
export const CAPTURE = {
} as const;
