import type { TextsLike } from '../shape.js';
import type { HISTORY as English } from '../en/history.js';

/** Korean texts of `history`. */
export const HISTORY: TextsLike<typeof English> = {
};
