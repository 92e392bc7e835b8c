/** The fixed people, and what a person is made of. */

export type Sex = 'male' | 'female';
export type Race = 'african' | 'asian' | 'caucasian';

/** MakeHuman's macro sliders, 0 to 1. */
export interface Macro {
  readonly male: number;
  /** 0.5 is 25 years, 1 is 90. */
  readonly age: number;
  readonly muscle: number;
  readonly weight: number;
  readonly height: number;
  readonly proportions: number;
  readonly cup?: number;
  readonly firmness?: number;
  /** Shares, together 1. */
  readonly race: Readonly<Partial<Record<Race, number>>>;
}

/** What cloth has on it besides its colour. */
export type PatternName = 'stripes' | 'columns' | 'checks' | 'spots' | 'print';

export interface Pattern {
  readonly name: PatternName;
  readonly color: string;
  /** 1 is a stripe every 7 cm. */
  readonly scale: number;
}

/** Colours are CSS's `#rrggbb`. */
export interface Cloth {
  readonly color: string;
  /** Of the hems. */
  readonly trim: string;
  readonly pattern?: Pattern | undefined;
  /** Of cloth from skin, metres. */
  readonly thickness: number;
  /** Rounds of smoothing: the more, the looser it hangs. */
  readonly smooth: number;
}

/** A shirt cut from the body's own surface. Metres where nothing else is said. */
export interface Top extends Cloth {
  readonly kind: 'top';
  readonly name: string;
  /** Above the hip joints. */
  readonly hem: number;
  /** Above the lowest neck joint. */
  readonly neck: number;
  /** Half width of a scooped neckline. */
  readonly neckWidth?: number;
  /** Share of the arm, shoulder to wrist, that is covered; negative is sleeveless, cut this far inside the shoulder. */
  readonly sleeve: number;
}

/** Trousers cut from the body's own surface. */
export interface Bottom extends Cloth {
  readonly kind: 'bottom';
  readonly name: string;
  /** Above the hip joints, metres. */
  readonly waist: number;
  /** Share of the leg, hip to ankle, that is covered. */
  readonly leg: number;
}

export type Garment = Top | Bottom;

/** A mesh of MakeHuman's that follows the body. */
export interface Proxy {
  readonly kind: 'clothes' | 'hair' | 'eyes' | 'eyebrows';
  readonly name: string;
  /** Multiplies the texture. */
  readonly tint?: string | undefined;
}

export interface Person {
  readonly macro: Macro;
  /** Further morph targets with their weights. */
  readonly details?: Readonly<Record<string, number>>;
  /** A skin of MakeHuman's. */
  readonly skin: string;
  /** Above 1 lightens the photographed skin. */
  readonly skinBrightness?: number;
  readonly wear: readonly (Garment | Proxy)[];
}

export const proxy = (kind: Proxy['kind'], name: string, tint?: string): Proxy => ({ kind, name, tint });

/** Eyes and eyebrows. */
export const face = (brow: string): readonly Proxy[] => [proxy('eyes', 'HighPolyEyes'), proxy('eyebrows', brow)];

/** The people of the fixed plan. */
export const PEOPLE: Readonly<Record<string, Person>> = {
  m1: {
    macro: { male: 1, age: 0.56, muscle: 0.52, weight: 0.47, height: 0.5, proportions: 0.5, race: { caucasian: 1 } },
    skin: 'young_caucasian_male',
    wear: [
      { kind: 'top', name: 'tee', hem: -0.02, neck: 0.015, sleeve: 0.27, color: '#5d7f9c', trim: '#4a6a86', thickness: 0.006, smooth: 6 },
      { kind: 'bottom', name: 'shorts', waist: 0.1, leg: 0.36, color: '#343a44', trim: '#252a31', thickness: 0.007, smooth: 6 },
      proxy('clothes', 'shoes05'),
      proxy('hair', 'short02'),
      ...face('eyebrow001'),
    ],
  },
  f1: {
    macro: { male: 0, age: 0.53, muscle: 0.55, weight: 0.45, height: 0.5, proportions: 0.7, cup: 0.45, firmness: 0.6, race: { caucasian: 0.3, asian: 0.7 } },
    skin: 'young_asian_female',
    wear: [
      { kind: 'bottom', name: 'leggings', waist: 0.12, leg: 0.84, color: '#434c70', trim: '#343c5a', thickness: 0.003, smooth: 3 },
      { kind: 'top', name: 'tank', hem: 0.02, neck: -0.03, neckWidth: 0.062, sleeve: -0.018, color: '#c9566a', trim: '#a8405a', thickness: 0.005, smooth: 12 },
      proxy('clothes', 'shoes06'),
      proxy('hair', 'ponytail01', '#6b5a50'),
      ...face('eyebrow002'),
    ],
  },
  m2: {
    macro: { male: 1, age: 0.7, muscle: 0.5, weight: 0.68, height: 0.42, proportions: 0.5, race: { african: 1 } },
    details: { 'stomach/stomach-tone-decr': 0.4, 'torso/torso-scale-horiz-incr': 0.25 },
    skin: 'middleage_african_male',
    skinBrightness: 1.8,
    wear: [proxy('clothes', 'male_casualsuit06'), proxy('clothes', 'shoes02'), proxy('hair', 'short04'), ...face('eyebrow003')],
  },
};
