/** English texts of `report`. */
export const REPORT = {
} as const;
