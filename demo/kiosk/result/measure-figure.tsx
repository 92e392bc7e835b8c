import type { JSX } from 'preact';
import { FrontBody, SideBody, TopBody } from './figure-body.js';
import { MEASURES, type Measure, type MeasureCard } from './metric-groups.js';
import type { Reading, Severity } from './readings.js';

type Point = readonly [number, number];

/** Small angles are drawn larger than they are, so that they can be seen: by how much, and up to how many degrees. */
const SHOWN: Readonly<Record<Measure, { readonly times: number; readonly most: number }>> = {
  head: { times: 3, most: 28 },
  shoulders: { times: 3, most: 28 },
  hips: { times: 3, most: 28 },
  knees: { times: 3, most: 28 },
  tilt: { times: 2, most: 22 },
  leftLeg: { times: 1.5, most: 24 },
  rightLeg: { times: 1.5, most: 24 },
  sideTilt: { times: 2, most: 22 },
  headTilt: { times: 2, most: 22 },
  roundShoulders: { times: 1.2, most: 40 },
  turtleNeck: { times: 1, most: 65 },
};

/** The part of the body that a figure shows: left, top and side of a square. */
const CROPS: Readonly<Record<MeasureCard['name'], string>> = {
  head: '14 -6 52 52',
  shoulders: '8 8 64 64',
  hips: '8 36 64 64',
  knees: '10 60 60 60',
  tilt: '-20 0 120 120',
  legs: '4 50 72 72',
  sideTilt: '-20 0 120 120',
  headTilt: '-2 -3 82 82',
  roundShoulders: '0 8 80 80',
  turtleNeck: '4 -6 64 64',
};

const shownAngle = ({ name, value }: Reading): number => {
  const { times, most } = SHOWN[MEASURES[name]];
  return Math.max(-most, Math.min(most, value * times));
};

const along = ([x, y]: Point, reach: number, degrees: number): Point => [
  x + reach * Math.cos((degrees * Math.PI) / 180),
  y + reach * Math.sin((degrees * Math.PI) / 180),
];

interface TurnProps {
  readonly at: Point;
  readonly reach: number;
  /** Direction of the true level or vertical: 0 to the right, 90 downward. */
  readonly rest: number;
  /** From there to what was measured, degrees, clockwise. */
  readonly turn: number;
  readonly severity: Severity;
}

/** A measured line, the true one beside it, and the angle between them. */
function Turn({ at, reach, rest, turn, severity }: TurnProps) {
  const [x, y] = at;
  const [restX, restY] = along(at, reach, rest);
  const [endX, endY] = along(at, reach, rest + turn);
  return (
    <g class={severity}>
      <path class="wedge" d={`M${x} ${y}L${restX} ${restY}A${reach} ${reach} 0 0 ${turn < 0 ? 0 : 1} ${endX} ${endY}z`} />
      <path class="rest" d={`M${x} ${y}L${restX} ${restY}`} />
      <path class="measured" d={`M${x} ${y}L${endX} ${endY}`} />
    </g>
  );
}

/** Heights of the four levels in the figure, and half the length of their lines. */
const LEVELS = { head: { y: 15, reach: 20 }, shoulders: { y: 35, reach: 27 }, hips: { y: 66, reach: 24 }, knees: { y: 90, reach: 22 } } as const;

/** A person's left is on the picture's right, but not from behind. */
const towardLeft = ({ view }: Reading): 1 | -1 => (view === 'back' ? -1 : 1);

function levelFigure(name: keyof typeof LEVELS, reading: Reading): JSX.Element {
  const { y, reach } = LEVELS[name];
  const turn = -shownAngle(reading) * towardLeft(reading);
  const { severity } = reading;
  return (
    <>
      <FrontBody />
      {[0, 180].map((rest) => (
        <Turn key={rest} at={[40, y]} reach={reach} rest={rest} turn={turn} severity={severity} />
      ))}
    </>
  );
}

function legsFigure(readings: readonly Reading[]): JSX.Element {
  const [first] = readings;
  return (
    <>
      <FrontBody />
      {readings
        .filter(({ view }) => view === first?.view)
        .map((reading) => {
          const side = (MEASURES[reading.name] === 'leftLeg' ? 1 : -1) * towardLeft(reading);
          return (
            <Turn
              key={reading.name}
              at={[40 + side * 6, 66]}
              reach={36}
              rest={90}
              turn={-side * shownAngle(reading)}
              severity={reading.severity}
            />
          );
        })}
    </>
  );
}

function sideFigure(name: 'sideTilt' | 'headTilt' | 'turtleNeck', reading: Reading): JSX.Element {
  const turn = shownAngle(reading);
  const { severity } = reading;
  const from = { sideTilt: { at: [38, 112], reach: 48 }, headTilt: { at: [38, 64], reach: 50 }, turtleNeck: { at: [33, 34], reach: 22 } } as const;
  const { at, reach } = from[name];
  const end = along(at, reach, turn - 90);
  return (
    <>
      <SideBody head={name === 'sideTilt' ? [end[0] + 2, 15] : end} hip={name === 'sideTilt' ? end : [38, 64]} />
      <Turn at={at} reach={reach} rest={-90} turn={turn} severity={severity} />
    </>
  );
}

function figureOf(card: MeasureCard, readings: readonly Reading[]): JSX.Element | undefined {
  const [reading] = readings;
  if (!reading) return undefined;
  const { severity } = reading;
  const angle = shownAngle(reading);
  switch (card.name) {
    case 'legs':
      return legsFigure(readings);
    case 'tilt':
      return (
        <>
          <FrontBody />
          <Turn at={[40, 114]} reach={84} rest={-90} turn={-angle * towardLeft(reading)} severity={severity} />
        </>
      );
    case 'sideTilt':
    case 'headTilt':
    case 'turtleNeck':
      return sideFigure(card.name, reading);
    case 'roundShoulders': {
      const turns = [{ rest: 180, turn: angle }, { rest: 0, turn: -angle }];
      return (
        <>
          <TopBody shoulders={turns.map(({ rest, turn }) => along([40, 50], 28, rest + turn))} />
          {turns.map((one) => (
            <Turn key={one.rest} at={[40, 50]} reach={34} {...one} severity={severity} />
          ))}
        </>
      );
    }
    default:
      return levelFigure(card.name, reading);
  }
}

interface MeasureFigureProps {
  readonly card: MeasureCard;
  /** Of this card, at least one; the first one is drawn, and what belongs to the same photo. */
  readonly readings: readonly Reading[];
}

/** A picture of what a number measures, with its angle: larger than life where it is small. Described by the text beside it. */
export const MeasureFigure = ({ card, readings }: MeasureFigureProps) => (
  <svg class="result-figure" viewBox={CROPS[card.name]} aria-hidden="true">
    {figureOf(card, readings)}
  </svg>
);
