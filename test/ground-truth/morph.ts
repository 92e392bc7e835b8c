/** A person's shape: MakeHuman's base mesh with morph targets. */
import { openTargets, type BaseHuman } from './assets.js';
import type { Macro, Person } from './people.js';

type Weighted = readonly [name: string, weight: number];

/** A slider that goes from one target over a middle one to another. */
const split = (value: number, low: string, middle: string, high: string): readonly Weighted[] =>
  value < 0.5
    ? [[low, 1 - 2 * value], [middle, 2 * value]]
    : [[middle, 2 - 2 * value], [high, 2 * value - 1]];

/** The macro targets, which MakeHuman keeps for every combination of sliders; not every one exists. */
function macroTargets({ male, age, muscle, weight, height, proportions, cup = 0.5, firmness = 0.5, race }: Macro): Weighted[] {
  const sexes: readonly Weighted[] = [['male', male], ['female', 1 - male]];
  // There are no children among the people.
  const ages: readonly Weighted[] = [['young', Math.min(1, 2 - 2 * age)], ['old', Math.max(0, 2 * age - 1)]];
  const muscles = split(muscle, 'minmuscle', 'averagemuscle', 'maxmuscle');
  const weights = split(weight, 'minweight', 'averageweight', 'maxweight');
  const heights = split(height, 'minheight', '', 'maxheight');
  const shapes = split(proportions, 'uncommonproportions', '', 'idealproportions');
  const cups = split(cup, 'mincup', 'averagecup', 'maxcup');
  const firms = split(firmness, 'minfirmness', 'averagefirmness', 'maxfirmness');
  const out: Weighted[] = [];
  for (const [sex, a] of sexes) {
    for (const [years, b] of ages) {
      for (const [name, share] of Object.entries(race)) out.push([`macrodetails/${name}-${sex}-${years}`, a * b * share]);
      for (const [m, c] of muscles) {
        for (const [w, d] of weights) {
          const base = a * b * c * d;
          const build = `${years}-${m}-${w}`;
          out.push([`macrodetails/universal-${sex}-${build}`, base]);
          for (const [h, e] of heights) if (h) out.push([`macrodetails/height/${sex}-${build}-${h}`, base * e]);
          for (const [p, e] of shapes) if (p) out.push([`macrodetails/proportions/${sex}-${build}-${p}`, base * e]);
          if (sex !== 'female') continue;
          for (const [q, e] of cups) for (const [f, g] of firms) out.push([`breast/female-${build}-${q}-${f}`, base * e * g]);
        }
      }
    }
  }
  return out;
}

/** A weight below this changes nothing that can be seen. */
const LEAST_WEIGHT = 1e-4;

/** The rest shape: every vertex of the base in metres, helpers too. */
export function morph(base: BaseHuman, { macro, details = {} }: Person): Float64Array<ArrayBuffer> {
  const vertices = Float64Array.from(base.vertices);
  const targets = openTargets();
  try {
    for (const [name, weight] of macroTargets(macro)) {
      if (weight > LEAST_WEIGHT && targets.has(name)) targets.addTo(vertices, name, weight);
    }
    for (const [name, weight] of Object.entries(details)) targets.addTo(vertices, name, weight);
  } finally {
    targets.close();
  }
  return vertices;
}
