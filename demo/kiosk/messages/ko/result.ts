import type { TextsLike } from '../shape.js';
import type { RESULT as English } from '../en/result.js';

/** Korean texts of `result`. */
export const RESULT: TextsLike<typeof English> = {
};
