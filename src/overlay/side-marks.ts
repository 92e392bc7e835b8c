import { add, type Point } from '../geometry/vector.js';
import { facingDirection } from '../metrics/side.js';
import type { OverlayContext } from './context.js';
import { floorLine } from './frontal.js';
import type { Box } from './layout.js';
import { drawPlate } from './pen.js';
import { SMALLEST_FONT, type OverlaySizes } from './sizes.js';
import { nearSide } from './skeleton.js';
import type { OverlayStyle } from './style.js';
import { personHeight, type OverlaySubject } from './subject.js';

/** The mark of one of the subject's sides, and where it stands. */
export interface SideMark {
  readonly side: 'left' | 'right';
  readonly box: Box;
}

/** How far behind the ankle the mark of a profile stands, in heights of the person. */
const BEHIND_ANKLE = 0.1;

/** Where the marks of left and right stand: at the ends of the ankle line; in a profile one, behind the nearer heel. */
export function placeSideMarks(subject: OverlaySubject, sizes: OverlaySizes): SideMark[] {
  const size = Math.max(SMALLEST_FONT, sizes.font * 0.8) * 1.5;
  const at = (side: 'left' | 'right', [x, y]: Point): SideMark => ({
    side,
    box: {
      left: Math.min(Math.max(0, x - size / 2), subject.width - size),
      top: Math.min(Math.max(0, y - size / 2), subject.height - size),
      width: size,
      height: size,
    },
  });
  if (subject.view === 'side') {
    const k = subject.keypoints;
    const side = nearSide(subject);
    const ankle = side === 'left' ? k.l_ankle : k.r_ankle;
    return [at(side, add(ankle, [-facingDirection(k) * BEHIND_ANKLE * personHeight(k), 0]))];
  }
  const [left, right] = floorLine(subject);
  const [onLeft, onRight] = subject.view === 'back' ? (['left', 'right'] as const) : (['right', 'left'] as const);
  return [at(onLeft, add(left, [-size * 0.6, 0])), at(onRight, add(right, [size * 0.6, 0]))];
}

/** Draws the marks of left and right in the colours of their bones. */
export function drawSideMarks(
  context: OverlayContext,
  marks: readonly SideMark[],
  sizes: OverlaySizes,
  style: OverlayStyle,
): void {
  const { colors } = style;
  for (const { side, box } of marks) {
    drawPlate(context, box, {
      ground: colors.plate,
      edgeColor: colors[side],
      edge: sizes.thin,
      radius: box.width / 2,
    });
    context.fillStyle = colors[side];
    context.font = `700 ${(box.height * 0.64).toFixed(2)}px sans-serif`;
    context.textAlign = 'center';
    context.textBaseline = 'alphabetic';
    context.fillText(style.sides[side], box.left + box.width / 2, box.top + box.height * 0.73);
  }
}
