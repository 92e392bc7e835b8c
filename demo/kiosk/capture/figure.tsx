import type { View } from 'analyze-locally';

/** A limb: a line with a width. */
interface Limb {
  readonly path: string;
  readonly width: number;
}

interface Shape {
  readonly head: { readonly x: number; readonly width: number };
  readonly trunk: string;
  readonly limbs: readonly Limb[];
}

/** Feet at y = 0, the top of the head at y = -100. */
const FROM_FRONT: Shape = {
  head: { x: 0, width: 5.2 },
  trunk: 'M-10.500-79 Q0-84 10.500-79 L8-62 L9.500-47 Q0-44-9.500-47 L-8-62Z',
  limbs: [
    { path: 'M0-87V-81', width: 5.5 },
    { path: 'M-11.500-78.500 L-17.500-62 L-23.500-47.500', width: 5.2 },
    { path: 'M11.500-78.500 L17.500-62 L23.500-47.500', width: 5.2 },
    { path: 'M-23.500-47.500 L-25-43', width: 4 },
    { path: 'M23.500-47.500 L25-43', width: 4 },
    { path: 'M-5.500-48 L-7.500-26', width: 8.5 },
    { path: 'M5.500-48 L7.500-26', width: 8.5 },
    { path: 'M-7.500-26 L-9-5', width: 6 },
    { path: 'M7.500-26 L9-5', width: 6 },
    { path: 'M-9-3 L-11-2.200', width: 4.4 },
    { path: 'M9-3 L11-2.200', width: 4.4 },
  ],
};

/** Facing to the right. */
const IN_PROFILE: Shape = {
  head: { x: 1.5, width: 6 },
  trunk: 'M-5-79 Q0-83 4.500-79 L6-68 L4.500-58 L5.500-50 Q0-45-6.500-49 L-5-60 L-6.500-70Z',
  limbs: [
    { path: 'M0.500-87 L-0.500-81', width: 5.5 },
    { path: 'M-0.500-77 L-1.500-62 L1-47', width: 5 },
    { path: 'M1-47 L2-43', width: 4 },
    { path: 'M-0.500-48 L0.500-26', width: 9 },
    { path: 'M0.500-26 L-1-5', width: 6.4 },
    { path: 'M-2.500-2.200 L8-2.200', width: 4.4 },
  ],
};

const SHAPES: Readonly<Record<View, Shape>> = { front: FROM_FRONT, side: IN_PROFILE, back: FROM_FRONT };

interface FigureProps {
  readonly view: View;
  readonly color: string;
  /** Width that is added all around. */
  readonly grow?: number;
}

/** A standing person, 100 units tall, on the origin. */
export const Figure = ({ view, color, grow = 0 }: FigureProps) => {
  const { head, trunk, limbs } = SHAPES[view];
  return (
    <g fill={color} stroke={color} stroke-width={2 * grow} stroke-linejoin="round" stroke-linecap="round">
      <ellipse cx={head.x} cy={-93} rx={head.width} ry={7} />
      <path d={trunk} />
      {limbs.map(({ path, width }) => (
        <path key={path} d={path} fill="none" stroke-width={width + 2 * grow} />
      ))}
    </g>
  );
};
