/** Somebody seen from the front, 80 × 120. */
export const FrontBody = () => (
  <g class="body">
    <circle cx="40" cy="15" r="9" class="filled" />
    <path d="M27 34h26l-4 32H31z" class="filled" />
    <path d="M25 36l-7 31M55 36l7 31M35 66l-1 24v24M45 66l1 24v24" />
  </g>
);

interface SideBodyProps {
  /** Middle of the head. */
  readonly head: readonly [number, number];
  /** Middle of the pelvis. */
  readonly hip: readonly [number, number];
}

/** Somebody seen from the side, looking to the right, 80 × 120; ankles at 38, 112. */
export const SideBody = ({ head: [x, y], hip: [hipX, hipY] }: SideBodyProps) => (
  <g class="body">
    <circle cx={x} cy={y} r="9" class="filled" />
    <path d={`M${x + 8} ${y - 2}l4 4-4 2z`} class="filled" />
    <path d={`M35 34L${x - 2} ${y + 4}`} />
    <path d={`M36 38L${hipX} ${hipY - 4}`} class="trunk" />
    <path d={`M${hipX} ${hipY}L38 112l9 2`} />
  </g>
);

interface TopBodyProps {
  /** The shoulders, left and right in the picture. */
  readonly shoulders: readonly (readonly [number, number])[];
}

/** Somebody seen from above, looking up, 80 × 80; middle at 40, 50. */
export const TopBody = ({ shoulders }: TopBodyProps) => (
  <g class="body">
    {shoulders.map(([x, y], index) => (
      <path key={index} d={`M40 50L${x} ${y}`} class="trunk" />
    ))}
    <circle cx="40" cy="46" r="11" class="filled" />
    <path d="M36 36l4-6 4 6z" class="filled" />
  </g>
);
