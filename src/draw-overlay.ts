import { drawOverlay as draw } from './overlay/draw.js';
import type { OverlayContext } from './overlay/context.js';
import { resolveOverlay } from './overlay-options.js';
import type { OverlayOptions } from './overlay/style.js';
import type { OverlaySubject } from './overlay/subject.js';

/**
 * Draws over a photo what `analyze()` draws: skeleton, measured lines with the true levels and verticals beside them, plumb
 * line, and a label with each metric's value and margin.
 *
 * @param context - A 2D context whose units are the photo's pixels. What is on it stays; its state is the same afterwards.
 * @param subject - Keypoints and metrics of the photo. Metrics that are left out are not drawn.
 * @param options - How to draw; the rest as in `DEFAULT_OVERLAY_STYLE`.
 * @throws TypeError for a misused option.
 */
export function drawOverlay(context: OverlayContext, subject: OverlaySubject, options?: OverlayOptions): void {
  draw(context, subject, resolveOverlay(options));
}
