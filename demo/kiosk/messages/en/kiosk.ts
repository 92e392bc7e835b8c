/** English texts of `kiosk`. */
export const KIOSK = {
} as const;
