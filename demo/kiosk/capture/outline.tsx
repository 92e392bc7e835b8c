import type { View } from 'analyze-locally';
import { useId } from 'preact/hooks';
import { Figure } from '../ui/figure.js';
import { bodyBox, type Sight } from './body.js';
import { isPlaced } from './guidance.js';

interface OutlineProps {
  readonly view: View;
  readonly sight: Sight | undefined;
  /** Pixels of the video. */
  readonly width: number;
  readonly height: number;
  readonly isRight: boolean;
}

/** The figure's own measures: its middle, the soles, and from there to the top of the head. */
const MIDDLE = 100;
const SOLES = 466;
const STATURE = 447;

/** Everything of it, in its own measures. */
const REACH = { x: 0, y: 0, width: 200, height: 480 };

/** How tall the outline is, and where it stands: parts of the frame. */
const TALL = 0.76;
const GROUND = 0.9;

/** Half the width of the line around the figure. */
const LINE = 3.5;

/** The figure moved a little to all sides covers it and a rim around it. */
const RIM = Array.from({ length: 8 }, (_, index) => {
  const angle = (index * Math.PI) / 4;
  return `translate(${(LINE * Math.cos(angle)).toFixed(2)} ${(LINE * Math.sin(angle)).toFixed(2)})`;
});

/** The figure faces the image's left; so does a person whose yaw is negative. */
const flipOf = (view: View, yaw: number): 1 | -1 => (view === 'side' && yaw > -20 ? -1 : 1);

/** Where the outline is: where to stand, until somebody stands near enough to be measured there. */
function transformOf({ view, sight, width, height }: Omit<OutlineProps, 'isRight'>): string {
  const placed = (x: number, y: number, tall: number, flip: number): string =>
    `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px) scale(${((flip * tall) / STATURE).toFixed(3)}, ${(tall / STATURE).toFixed(3)}) translate(${-MIDDLE}px, ${-SOLES}px)`;
  if (!sight || !isPlaced(sight)) return placed(width / 2, GROUND * height, TALL * height, flipOf(view, 0));
  const box = bodyBox(sight);
  return placed(box.middle, box.bottom, box.bottom - box.top, flipOf(view, sight.evidence.yaw));
}

/** The outline of a body to step into, on the video. */
export function Outline({ view, sight, width, height, isRight }: OutlineProps) {
  const id = useId();
  return (
    <svg class={`capture-outline${isRight ? ' right' : ''}`} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <mask id={id} maskUnits="userSpaceOnUse" {...REACH}>
        <g style={{ color: 'white' }}>
          {RIM.map((transform) => (
            <g key={transform} transform={transform}>
              <Figure view={view} />
            </g>
          ))}
        </g>
        <g style={{ color: 'black' }}>
          <Figure view={view} />
        </g>
      </mask>
      <g class="capture-figure" style={{ transform: transformOf({ view, sight, width, height }) }}>
        <g class="capture-body">
          <Figure view={view} />
        </g>
        <rect {...REACH} class="capture-shade" mask={`url(#${id})`} transform="translate(1.5 2)" />
        <rect {...REACH} fill="currentColor" mask={`url(#${id})`} />
        <path class="capture-ground" d="M10 468H190" />
      </g>
    </svg>
  );
}
