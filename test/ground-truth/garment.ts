/** Garments cut from the body's own surface. */
import type { BaseHuman, Face, Influence } from './assets.js';
import { SKIN_VERTICES } from './landmark-vertices.js';
import { meshOf, type Mesh } from './mesh.js';
import type { Bottom, Garment, Top } from './people.js';
import { on, type PerBone } from './skeleton.js';
import { add, distance, dot, scale, setVector, subtract, unit, vectorAt, type Vector3 } from './vector3.js';

/** What garments are cut from: a person's skin at rest. */
export interface Skin {
  readonly base: BaseHuman;
  readonly rest: Float64Array<ArrayBuffer>;
  readonly heads: PerBone<Vector3>;
  readonly faces: readonly Face[];
  readonly normals: Float64Array;
}

/** Far outside any garment; metres. */
const OUTSIDE = -1;

/** Quads that reach farther out than this are of another part of the body; metres. */
const ANOTHER_PART = -0.2;

/** Cloth that the skin's relief lifts is lifted by no more than this; metres. */
const MOST_LIFT = 0.02;

const weightOf = (influences: readonly Influence[], bones: ReadonlySet<number>): number =>
  influences.reduce((sum, [bone, weight]) => (bones.has(bone) ? sum + weight : sum), 0);

function bottomField([, y]: Vector3, heads: PerBone<Vector3>, { leg, waist }: Bottom): number {
  const [hipY, kneeY, ankleY] = [heads['upperleg01.L'][1], heads['lowerleg01.L'][1], heads['foot.L'][1]];
  const legY = leg <= 0.5 ? hipY + (kneeY - hipY) * leg * 2 : kneeY + (ankleY - kneeY) * (leg * 2 - 1);
  return Math.min(hipY + waist - y, y - legY);
}

function topField(point: Vector3, heads: PerBone<Vector3>, arm: number, { hem, neck: collar, neckWidth, sleeve }: Top): number {
  const side = point[0] >= 0 ? 'L' : 'R';
  const neck = heads.neck01;
  const [shoulder, elbow, wrist] = [heads[on('upperarm01', side)], heads[on('lowerarm01', side)], heads[on('wrist', side)]];
  const [upper, fore] = [distance(shoulder, elbow), distance(elbow, wrist)];
  const onUpper = dot(subtract(point, shoulder), unit(subtract(elbow, shoulder)));
  const onFore = dot(subtract(point, elbow), unit(subtract(wrist, elbow)));
  const downArm = onUpper < upper * 0.97 ? onUpper : Math.max(onUpper, upper + onFore);
  let neckline = neck[1] + collar - 0.45 * (point[2] - neck[2]) - point[1];
  // Straps beside a scooped neckline.
  if (neckWidth !== undefined) neckline = Math.max(neckline, Math.min(Math.abs(point[0]) - neckWidth, 0.02));
  const trunk = Math.min(neckline, point[1] - (heads['upperleg01.L'][1] + hem));
  if (sleeve < 0) {
    // A cut from the strap on the shoulder to the armpit.
    const armhole = Math.abs(shoulder[0]) + sleeve - Math.abs(point[0]) - 0.25 * Math.max(0, point[1] - shoulder[1]);
    const cut = Math.min(trunk, point[1] > shoulder[1] - 0.13 ? armhole : 1);
    return arm > 0.45 ? Math.min(cut, -0.01) : cut;
  }
  const isSleeve = (arm > 0.02 || onUpper > 0) && Math.abs(point[0]) > Math.abs(shoulder[0]) * 0.8;
  if (!isSleeve) return trunk;
  const cuff = sleeve * (upper + fore) - downArm;
  return arm > 0.5 ? Math.min(neckline, cuff) : Math.min(trunk, cuff);
}

/** How far inside the garment's edges each vertex lies, metres: cut where it is zero, hems come out as clean lines. */
function garmentField({ base, rest, heads }: Skin, garment: Garment): Float64Array {
  const bones = (accept: (name: string) => boolean): ReadonlySet<number> => new Set(base.boneNames.flatMap((name, i) => (accept(name) ? [i] : [])));
  const armBones = bones((name) => /upperarm|lowerarm|wrist|metacarpal|finger/.test(name));
  const headBones = bones((name) => name === 'head' || base.parents[name] === 'head');
  const field = new Float64Array(rest.length / 3).fill(OUTSIDE);
  for (let i = 0; i < SKIN_VERTICES; i++) {
    const influences = base.influences[i]!;
    const arm = weightOf(influences, armBones);
    if (garment.kind === 'bottom') {
      if (arm <= 0.3) field[i] = bottomField(vectorAt(rest, i), heads, garment);
    } else if (weightOf(influences, headBones) <= 0.5) {
      field[i] = topField(vectorAt(rest, i), heads, arm, garment);
    }
  }
  return field;
}

function neighboursIn(faces: readonly Face[]): Map<number, Set<number>> {
  const neighbours = new Map<number, Set<number>>();
  for (const { vertices } of faces) {
    vertices.forEach((vertex, corner) => {
      const around = neighbours.get(vertex) ?? new Set();
      neighbours.set(vertex, around);
      around.add(vertices[(corner + 1) % 4]!).add(vertices[(corner + 3) % 4]!);
    });
  }
  return neighbours;
}

function smoothed(rest: Float64Array<ArrayBuffer>, neighbours: ReadonlyMap<number, ReadonlySet<number>>, rounds: number): Float64Array {
  let smooth = Float64Array.from(rest);
  for (let round = 0; round < rounds; round++) {
    const next = Float64Array.from(smooth);
    for (const [vertex, around] of neighbours) {
      // The edges stay where they are.
      if (around.size < 4) continue;
      const sum = [...around].reduce<Vector3>((total, other) => add(total, vectorAt(smooth, other)), [0, 0, 0]);
      setVector(next, vertex, add(scale(vectorAt(smooth, vertex), 0.5), scale(scale(sum, 1 / around.size), 0.5)));
    }
    smooth = next;
  }
  return smooth;
}

/** A garment's mesh: the skin's relief softened, then pushed out so that cloth never sinks below the skin. */
export function cutGarment(skin: Skin, garment: Garment): { readonly mesh: Mesh; readonly field: Float64Array } {
  const { base, rest, normals } = skin;
  const field = garmentField(skin, garment);
  const faces = skin.faces.filter(({ vertices }) => vertices.some((i) => field[i]! > -0.001) && vertices.every((i) => field[i]! > ANOTHER_PART));
  const neighbours = neighboursIn(faces);
  const smooth = smoothed(rest, neighbours, garment.smooth);
  const positions = Float64Array.from(rest);
  for (const vertex of neighbours.keys()) {
    const [normal, at] = [vectorAt(normals, vertex), vectorAt(rest, vertex)];
    const moved = subtract(vectorAt(smooth, vertex), at);
    const outward = dot(moved, normal);
    const lift = Math.min(Math.max(garment.thickness, outward + garment.thickness), garment.thickness + MOST_LIFT);
    const sideways = subtract(moved, scale(normal, outward));
    setVector(positions, vertex, add(at, add(scale(normal, lift), scale(sideways, 0.5))));
  }
  const influences = base.influences.map((own, vertex) => (neighbours.has(vertex) ? own : []));
  const { color, trim, pattern } = garment;
  const surface = { type: 'cloth', color, trim, pattern } as const;
  return { field, mesh: meshOf({ surface, faces, uvs: base.uvs, rest: positions, influences, field }) };
}
