import type { TextsLike } from '../shape.js';
import type { CAPTURE as English } from '../en/capture.js';

/** Korean texts of `capture`. */
export const CAPTURE: TextsLike<typeof English> = {
};
