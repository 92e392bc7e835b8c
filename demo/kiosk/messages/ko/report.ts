import type { TextsLike } from '../shape.js';
import type { REPORT as English } from '../en/report.js';

/** Korean texts of `report`. */
export const REPORT: TextsLike<typeof English> = {
};
