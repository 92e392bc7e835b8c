import type { TextsLike } from '../shape.js';
import type { KIOSK as English } from '../en/kiosk.js';

/** Korean texts of `kiosk`. */
export const KIOSK: TextsLike<typeof English> = {
};
