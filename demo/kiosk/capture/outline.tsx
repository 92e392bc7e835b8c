import type { View } from 'analyze-locally';
import { useId } from 'preact/hooks';
import { bodyBox, type Sight } from './body.js';
import { Figure } from './figure.js';
import { isPlaced } from './guidance.js';

interface OutlineProps {
  readonly view: View;
  readonly sight: Sight | undefined;
  /** Pixels of the video. */
  readonly width: number;
  readonly height: number;
  readonly isRight: boolean;
}

/** How tall the outline is, and where it stands: parts of the frame. */
const TALL = 0.76;
const GROUND = 0.9;

/** Where the outline is: where to stand, until somebody stands near enough to be measured there. */
function transformOf({ sight, width, height }: Pick<OutlineProps, 'sight' | 'width' | 'height'>): string {
  const placed = (x: number, y: number, tall: number, flip = 1): string =>
    `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px) scale(${((flip * tall) / 100).toFixed(3)}, ${(tall / 100).toFixed(3)})`;
  if (!sight || !isPlaced(sight)) return placed(width / 2, GROUND * height, TALL * height);
  const box = bodyBox(sight);
  return placed(box.middle, box.bottom, box.bottom - box.top, sight.evidence.yaw < -20 ? -1 : 1);
}

/** The outline of a body to step into, on the video. */
export function Outline({ view, sight, width, height, isRight }: OutlineProps) {
  const id = useId();
  const reach = { x: -50, y: -110, width: 100, height: 120 };
  return (
    <svg class={`capture-outline${isRight ? ' right' : ''}`} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <mask id={id} maskUnits="userSpaceOnUse" {...reach}>
        <Figure view={view} color="white" grow={0.9} />
        <Figure view={view} color="black" />
      </mask>
      <g class="capture-figure" style={{ transform: transformOf({ sight, width, height }) }}>
        <g class="capture-body">
          <Figure view={view} color="currentColor" />
        </g>
        <rect {...reach} class="capture-shade" mask={`url(#${id})`} transform="translate(0.4 0.4)" />
        <rect {...reach} fill="currentColor" mask={`url(#${id})`} />
        <path class="capture-ground" d="M-24 0.500H24" />
      </g>
    </svg>
  );
}
