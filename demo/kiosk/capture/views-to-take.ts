import type { View } from 'analyze-locally';
import { VIEWS } from '../session/views.js';

/**
 * The photo to take next, in the usual order.
 *
 * @param asked - The views that are asked for.
 * @param done - Those that are taken, or left out.
 */
export const nextView = (asked: readonly View[], done: readonly View[]): View | undefined =>
  VIEWS.find((view) => asked.includes(view) && !done.includes(view));
