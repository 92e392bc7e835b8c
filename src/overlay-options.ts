import { check, overlaid } from './option-checks.js';
import { DEFAULT_OVERLAY_STYLE, type OverlayStyle } from './overlay/style.js';

/**
 * What was set over the default look.
 *
 * @throws TypeError naming the field and showing the value.
 */
export function resolveOverlay(given: unknown): OverlayStyle {
  const style = overlaid<OverlayStyle>('overlay', DEFAULT_OVERLAY_STYLE, given);
  check('overlay.scale', style.scale, 'a number from 0.25 to 4', style.scale >= 0.25 && style.scale <= 4);
  return style;
}
