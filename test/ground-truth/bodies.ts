/** A plan of random people, each with a build, clothes, hair, room, cameras and posture of their own. */
import { face, proxy, type Cloth, type Garment, type PatternName, type Person, type Proxy, type Race, type Sex } from './people.js';
import { complete, rounded, type CameraRanges, type Plan, type Range } from './plan.js';
import type { Parameters } from './posture.js';
import { drawFrom, randomOf, type Draw } from './random.js';
import type { FloorKind, Room, Thing, WallKind } from './rooms.js';

/** Which people. */
export interface BodiesWanted {
  readonly count: number;
  /** Number of the first. */
  readonly first: number;
  /** Part of the ids, `body-SEED-NNNN`. */
  readonly seed: string;
  /** Of the photos, pixels. */
  readonly size: readonly [width: number, height: number];
}

const RACES: readonly Race[] = ['african', 'asian', 'caucasian'];

/** Of MakeHuman's; null is none. */
const HAIR: Readonly<Record<Sex, readonly (string | null)[]>> = {
  male: ['short01', 'short02', 'short03', 'short04', null, null, 'afro01', 'ponytail01'],
  female: ['bob01', 'bob02', 'ponytail01', 'ponytail01', 'afro01', 'short01', 'short02', 'short03', 'short04', 'Braid01'],
};
const HAIR_TINTS = ['#2b211c', '#4a382c', '#6b5a50', '#8d7355', '#b59a6a', '#b0b0b0'];
const BROWS = ['01', '02', '05', '06', '10'];
const SUITS: Readonly<Record<Sex, readonly string[]>> = {
  male: ['male_casualsuit01', 'male_casualsuit02', 'male_casualsuit04', 'male_casualsuit06', 'male_worksuit01'],
  female: ['female_casualsuit01', 'female_casualsuit02', 'female_sportsuit01'],
};
const SHOES = ['shoes01', 'shoes02', 'shoes03', 'shoes04', 'shoes05', 'shoes06', null];

/** Shares of arm and leg that cloth covers. */
const SLEEVES = [0.16, 0.2, 0.27, 0.35, 0.48, 0.6, 0.93];
const LEGS = [0.25, 0.3, 0.36, 0.42, 0.5, 0.6, 0.84, 0.9, 0.95];

/** Cloth of one colour, striped either way, checked, spotted, or with a print that is not the same left and right. */
const PATTERNS: readonly ('plain' | PatternName)[] = ['plain', 'plain', 'plain', 'stripes', 'columns', 'checks', 'spots', 'print'];

/** Morphs that change where joints and contours lie, either way, with the largest weight. */
const DETAILS: readonly (readonly [less: string, more: string, most: number])[] = [
  ['measure/measure-shoulder-decrease', 'measure/measure-shoulder-increase', 0.5],
  ['measure/measure-hips-decrease', 'measure/measure-hips-increase', 0.5],
  ['measure/measure-waist-decrease', 'measure/measure-waist-increase', 0.5],
  ['torso/torso-scale-depth-decr', 'torso/torso-scale-depth-incr', 0.4],
  ['torso/torso-scale-horiz-decr', 'torso/torso-scale-horiz-incr', 0.4],
  ['torso/torso-vshape-less', 'torso/torso-vshape-more', 0.5],
  ['neck/neck-scale-vert-less', 'neck/neck-scale-vert-more', 0.5],
  ['neck/neck-back-scale-depth-less', 'neck/neck-back-scale-depth-more', 0.6],
  ['neck/neck-scale-horiz-less', 'neck/neck-scale-horiz-more', 0.5],
  ['legs/legs-upperlegheight-decr', 'legs/legs-upperlegheight-incr', 0.5],
  ['legs/legs-lowerlegheight-decr', 'legs/legs-lowerlegheight-incr', 0.5],
  ['buttocks/buttocks-volume-decr', 'buttocks/buttocks-volume-incr', 0.5],
  ['stomach/stomach-tone-incr', 'stomach/stomach-tone-decr', 0.6],
  ['measure/measure-thighcirc-decrease', 'measure/measure-thighcirc-increase', 0.5],
];

/** A colour between two levels of 255, more often muted than loud. */
function drawColor(draw: Draw, low: number, high: number): string {
  const grey = draw.between(low, high);
  const loud = draw.number() ** 2;
  const level = (): string => Math.round(grey * (1 - loud) + draw.between(low, high) * loud).toString(16).padStart(2, '0');
  return `#${level()}${level()}${level()}`;
}

const clothColor = (draw: Draw): string => drawColor(draw, 15, 240);

/** Every third piece hangs loose. */
function drawCloth(draw: Draw): Cloth {
  const isLoose = draw.chance(0.3);
  const name = draw.pick(PATTERNS);
  const [color, trim] = [clothColor(draw), clothColor(draw)];
  const pattern = name === 'plain' ? undefined : { name, color: clothColor(draw), scale: draw.between(0.6, 2.2) };
  const thickness = isLoose ? draw.between(0.012, 0.03) : draw.between(0.002, 0.012);
  return { color, trim, pattern, thickness, smooth: isLoose ? 16 : Math.round(draw.between(3, 12)) };
}

const maybeTint = (draw: Draw): string | undefined => (draw.chance(0.4) ? clothColor(draw) : undefined);

function drawClothes(draw: Draw, sex: Sex): readonly (Garment | Proxy)[] {
  const isTank = draw.chance(0.15);
  if (draw.chance(0.33)) return [proxy('clothes', draw.pick(SUITS[sex]), maybeTint(draw))];
  const bottom: Garment = { kind: 'bottom', name: 'bottom', waist: draw.between(0.07, 0.15), leg: draw.pick(LEGS), ...drawCloth(draw) };
  const [hem, neck] = [draw.between(-0.12, 0.05), draw.between(-0.035, 0.02)];
  const cut = isTank ? { neckWidth: draw.between(0.05, 0.08), sleeve: draw.between(-0.03, -0.01) } : { sleeve: draw.pick(SLEEVES) };
  return [bottom, { kind: 'top', name: 'top', hem, neck, ...cut, ...drawCloth(draw) }];
}

function drawDetails(draw: Draw): Record<string, number> {
  const details: Record<string, number> = {};
  for (const [less, more, most] of DETAILS) {
    if (draw.chance(0.6)) details[draw.chance(0.5) ? less : more] = draw.between(0, most);
  }
  return details;
}

/** MakeHuman's skins come in three ages. */
const skinAge = (age: number): string => (age < 0.62 ? 'young' : age < 0.8 ? 'middleage' : 'old');

function drawPerson(draw: Draw): Person {
  const sex = draw.chance(0.5) ? 'male' : 'female';
  const [main, other] = [draw.pick(RACES), draw.pick(RACES)];
  const share = draw.between(0.6, 1);
  const age = draw.between(0.48, 0.9);
  const details = drawDetails(draw);
  const clothes = drawClothes(draw, sex);
  const [hair, shoes] = [draw.pick(HAIR[sex]), draw.pick(SHOES)];
  return {
    macro: {
      male: sex === 'male' ? 1 : 0,
      age,
      muscle: draw.between(0.3, 0.8),
      weight: draw.between(0.3, 0.9),
      height: draw.between(0.3, 0.7),
      proportions: draw.between(0.2, 0.85),
      cup: draw.between(0.2, 0.8),
      firmness: draw.between(0.3, 0.7),
      race: main === other ? { [main]: 1 } : { [main]: share, [other]: 1 - share },
    },
    details,
    skin: `${skinAge(age)}_${main}_${sex}`,
    // Its dark skins come out darker than people's.
    skinBrightness: main === 'african' ? draw.between(1.2, 2) : draw.between(0.8, 1.15),
    wear: [
      ...clothes,
      ...(shoes === null ? [] : [proxy('clothes', shoes, maybeTint(draw))]),
      ...(hair === null ? [] : [proxy('hair', hair, draw.pick(HAIR_TINTS))]),
      ...face(`eyebrow0${draw.pick(BROWS)}`),
    ],
  };
}

const WALLS: readonly WallKind[] = ['plain', 'plain', 'gradient', 'plaster', 'brick', 'stripes'];
const FLOORS: readonly FloorKind[] = ['wood', 'tiles', 'plain'];
const THINGS: readonly Thing['kind'][] = ['door', 'picture', 'cabinet', 'chair'];

function drawThing(draw: Draw, side: 1 | -1): Thing {
  return {
    kind: draw.pick(THINGS),
    x: side * draw.between(0.7, 1.7),
    y: draw.between(1.2, 1.9),
    h: draw.between(0.5, 1.9),
    color: drawColor(draw, 30, 250),
    color2: drawColor(draw, 30, 250),
  };
}

function drawRoom(draw: Draw): Room {
  const wallColor = (): string => drawColor(draw, 60, 250);
  const things = ([-1, 1] as const).flatMap((side) => (draw.chance(0.4) ? [drawThing(draw, side)] : []));
  return {
    wall: wallColor(),
    wall2: wallColor(),
    wallKind: draw.pick(WALLS),
    floor: drawColor(draw, 40, 250),
    floorKind: draw.pick(FLOORS),
    ...(draw.chance(0.7) ? { baseboard: wallColor() } : {}),
    things,
    wallDistance: draw.between(0.9, 2.2),
    keyFrom: [draw.between(-2.6, 2.6), draw.between(1.8, 3.4), draw.between(2.6, 4.4)],
    key: draw.between(0.6, 2.2),
    ambient: draw.between(1.3, 2.7),
    fill: draw.between(0.2, 0.9),
    exposure: draw.between(0.75, 1.2),
    noise: 9 * draw.number() ** 2,
    blur: 0.2 + 1.1 * draw.number() ** 2,
    vignette: draw.between(0, 0.25),
    quality: draw.between(0.55, 0.95),
    shadowSoftness: draw.between(2, 7),
  };
}

/** A stance as people take it: arms not quite alike, feet turned out unequally, one a little ahead. */
function drawStance(draw: Draw): Partial<Parameters> {
  const arm = draw.between(20, 46);
  const isUneven = draw.chance(0.35);
  return {
    arm_angle: arm,
    left_arm: arm + draw.between(-4, 4),
    right_arm: arm + draw.between(-4, 4),
    stance_cm: draw.between(16, 42),
    ...(isUneven ? { left_toe_out: draw.between(-4, 24), right_toe_out: draw.between(-4, 24), stagger_cm: draw.between(-3, 3) } : {}),
    head_pitch: draw.chance(0.5) ? draw.between(-5, 5) : 0,
  };
}

/** Wider than the fixed cases', so that no value of theirs lies at an edge; degrees and centimetres. */
const SPREAD = {
  shoulder_tilt: [-6.5, 6.5], head_roll: [-8.5, 8.5], pelvic_tilt: [-4.6, 4.6], knee_tilt: [-3.4, 3.4], left_q: [-6, 8.5], right_q: [-6, 8.5],
  tilt: [-4.2, 4.2], lean: [-3.5, 6.6], trunk_lean: [-4.5, 5.5], cva: [39, 61], round_cm: [0, 6.3],
} satisfies Partial<Record<keyof Parameters, Range>>;

const CAMERAS: CameraRanges = { fov: [48, 67], height: [0.8, 1.6], aim: [0.86, 1.02], fill: [0.56, 0.76] };

/** Now and then a parameter is neutral. */
function drawPosture(draw: Draw): Partial<Parameters> {
  return Object.fromEntries(
    Object.entries<Range>(SPREAD).flatMap(([name, range]) => {
      const value = draw.between(...range);
      return draw.chance(0.9) ? [[name, rounded(value, 2)]] : [];
    }),
  );
}

/** Each case is another person, so that splitting by case splits by person. A body's number and seed say all about it. */
export function planBodies({ count, first, seed, size }: BodiesWanted): Plan {
  const numbers = Array.from({ length: count }, (_, i) => first + i);
  const idOf = (number: number): string => `body-${seed}-${String(number).padStart(4, '0')}`;
  const drawOf = (what: string, number: number): Draw => drawFrom(randomOf(`${what} ${idOf(number)}`));
  return {
    people: Object.fromEntries(numbers.map((number) => [idOf(number), drawPerson(drawOf('person', number))])),
    cases: numbers.map((number) => {
      const id = idOf(number);
      const stance = Object.fromEntries(Object.entries(drawStance(drawOf('stance', number))).map(([name, value]) => [name, rounded(value, 2)]));
      const set = { ...drawPosture(drawOf('posture', number)), ...stance };
      const loose = drawOf('loose', number).chance(0.5);
      return complete({ id, subject: id, set, loose, size }, number, [drawRoom(drawOf('room', number))], CAMERAS);
    }),
  };
}
