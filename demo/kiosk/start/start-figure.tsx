import { formatNumber, t } from '../messages/i18n.js';
import { Figure } from '../ui/figure.js';

type Point = readonly [x: number, y: number];

interface LevelProps {
  readonly from: Point;
  readonly to: Point;
  /** Degrees from the level. */
  readonly angle: number;
  readonly grade: 'good' | 'caution';
}

/** A mark for each grade besides its colour. */
const GRADE_MARKS = { good: 'M-3.5 0L-1 3L4 -3', caution: 'M0 -4.5L4.5 3.5H-4.5Z' } as const;

const Chip = ({ at: [x, y], angle, grade }: { readonly at: Point } & Pick<LevelProps, 'angle' | 'grade'>) => (
  <g class={`start-chip ${grade}`} transform={`translate(${x} ${y})`}>
    <rect x="0" y="-12" width={angle < 10 ? 62 : 70} height="24" rx="12" />
    <path class="start-mark" d={GRADE_MARKS[grade]} transform="translate(14 0)" />
    <text x="25" y="4.5">
      {formatNumber(angle)}°
    </text>
  </g>
);

/** A line through two joints that ought to be level, as in the result. */
const Level = ({ from: [x1, y1], to: [x2, y2], angle, grade }: LevelProps) => (
  <g class={`start-level ${grade}`}>
    <path d={`M${x1 - 26} ${y1 - ((y2 - y1) / (x2 - x1)) * 26}L${x2 + 26} ${y2 + ((y2 - y1) / (x2 - x1)) * 26}`} pathLength={1} />
    <circle cx={x1} cy={y1} r="5" />
    <circle cx={x2} cy={y2} r="5" />
    <Chip at={[x2 + 34, y2]} angle={angle} grade={grade} />
  </g>
);

/** What an analysis draws, as a picture: a person from the front and from the side, plumb lines, and lines that ought to be level. */
export const StartFigure = () => (
  <svg class="start-figure" viewBox="0 0 480 490" role="img" aria-label={t('start:figure')}>
    <path class="start-floor" d="M10 468H470" />
    <g transform="translate(10 0)">
      <Figure view="front" />
      <path class="start-plumb" d="M100 8V468" />
      <Level from={[79, 50]} to={[121, 48]} angle={1.2} grade="good" />
      <Level from={[68, 113]} to={[132, 107]} angle={3.4} grade="caution" />
      <Level from={[78, 246]} to={[122, 245]} angle={0.8} grade="good" />
      <Level from={[82, 341]} to={[118, 340]} angle={0.6} grade="good" />
    </g>
    <g transform="translate(258 0)">
      <Figure view="side" />
      <path class="start-plumb" d="M110 8V468" />
      <g class="start-level good">
        <path d="M108 446L104 342L107 248L110 116" pathLength={1} />
        {[446, 342, 248].map((y, index) => (
          <circle key={y} cx={[108, 104, 107][index]} cy={y} r="5" />
        ))}
        <Chip at={[126, 248]} angle={1.1} grade="good" />
      </g>
      <g class="start-level caution">
        <path d="M110 116L98 48" pathLength={1} />
        <circle cx="110" cy="116" r="5" />
        <circle cx="98" cy="48" r="5" />
        <Chip at={[126, 70]} angle={12.6} grade="caution" />
      </g>
    </g>
  </svg>
);
