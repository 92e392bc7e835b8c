/** Builds a person: shape at rest, joints, landmarks, skin and what is worn. */
import { loadProxy, skinTexture, type BaseHuman, type Influence, type ProxyMesh } from './assets.js';
import { cutGarment } from './garment.js';
import { findLandmarks, SKIN_VERTICES, type SkinLandmark } from './landmark-vertices.js';
import { meshOf, vertexNormals, type Mesh, type Surface } from './mesh.js';
import { morph } from './morph.js';
import type { Garment, Person, Proxy } from './people.js';
import type { PerBone } from './skeleton.js';
import { add, scale, setVector, vectorAt, type Vector3 } from './vector3.js';

/** Everything that is needed to pose and draw a person. At rest, metres. */
export interface Body {
  readonly base: BaseHuman;
  readonly rest: Float64Array;
  /** Where each bone begins. */
  readonly heads: PerBone<Vector3>;
  /** Vertices. */
  readonly landmarks: Readonly<Record<SkinLandmark, number>>;
  /** The highest point of skull or hair, above the crown. */
  readonly headTop: Vector3;
  /** The skin, then what is worn. */
  readonly meshes: readonly Mesh[];
  /** Height of the lowest point of feet and shoes. */
  readonly floor: number;
}

/** Skin under cloth is left out this far inside the cloth's edge; metres. */
const COVERED = 0.02;

/** The hair's highest point is looked for this near to the middle; metres. */
const HAIR_MIDDLE = 0.03;

/** A proxy's weights below this are dropped. */
const LEAST_WEIGHT = 0.005;

/** A joint is the middle of its helper's vertices. */
function boneHeads(base: BaseHuman, vertices: Float64Array): PerBone<Vector3> {
  const middle = (joint: string): Vector3 => {
    const ids = base.joints[joint];
    if (!ids) throw new Error(`the rig has no joint ${joint}`);
    return scale(ids.reduce<Vector3>((sum, id) => add(sum, vectorAt(vertices, id)), [0, 0, 0]), 1 / ids.length);
  };
  return Object.fromEntries(base.boneNames.map((bone) => [bone, middle(`${bone}____head`)])) as PerBone<Vector3>;
}

function fitted(base: BaseHuman, rest: Float64Array, proxy: ProxyMesh): Pick<Mesh, 'rest' | 'influences'> {
  const positions = new Float64Array(3 * proxy.references.length);
  const influences = proxy.references.map((references, vertex): Influence[] => {
    let position = proxy.offsets[vertex]!;
    const weights = new Map<number, number>();
    references.forEach((reference, i) => {
      const weight = proxy.weights[vertex]![i]!;
      position = add(position, scale(vectorAt(rest, reference), weight));
      for (const [bone, share] of base.influences[reference]!) weights.set(bone, (weights.get(bone) ?? 0) + share * weight);
    });
    setVector(positions, vertex, position);
    const kept = [...weights].filter(([, weight]) => weight > LEAST_WEIGHT);
    const total = kept.reduce((sum, [, weight]) => sum + weight, 0);
    return kept.map(([bone, weight]) => [bone, weight / total]);
  });
  return { rest: positions, influences };
}

function proxySurface({ kind, tint }: Proxy, texture: string | undefined): Surface {
  const type = kind === 'hair' || kind === 'eyebrows' ? 'hair' : kind === 'eyes' ? 'eye' : 'clothes';
  return { type, texture, tint };
}

const isGarment = (item: Garment | Proxy): item is Garment => item.kind === 'top' || item.kind === 'bottom';

function findHeadTop(rest: Float64Array, crown: number, worn: readonly Mesh[]): Vector3 {
  const [, crownY, z] = vectorAt(rest, crown);
  let top = crownY;
  for (const mesh of worn) {
    if (mesh.surface.type !== 'hair') continue;
    for (let i = 0; i < mesh.rest.length / 3; i++) {
      const [x, y] = vectorAt(mesh.rest, i);
      if (Math.abs(x) < HAIR_MIDDLE && y > top) top = y;
    }
  }
  return [0, top, z];
}

function findFloor(meshes: readonly Mesh[]): number {
  let low = Infinity;
  for (const { surface, source, influences, rest } of meshes) {
    if (surface.type === 'cloth') continue;
    for (const vertex of source) if (influences[vertex]!.length > 0) low = Math.min(low, rest[3 * vertex + 1]!);
  }
  return low;
}

export function buildBody(base: BaseHuman, person: Person): Body {
  const rest = morph(base, person);
  const heads = boneHeads(base, rest);
  const faces = base.faces.filter(({ group }) => group === 'body');
  const normals = vertexNormals(rest, faces);
  const landmarks = findLandmarks(base, rest, heads);
  const hidden = new Set<number>();
  const worn = person.wear.map((item): Mesh => {
    if (isGarment(item)) {
      const { mesh, field } = cutGarment({ base, rest, heads, faces, normals }, item);
      for (let i = 0; i < SKIN_VERTICES; i++) if (field[i]! > COVERED) hidden.add(i);
      return mesh;
    }
    const proxy = loadProxy(item);
    proxy.covers.forEach((covers, vertex) => {
      if (covers) hidden.add(vertex);
    });
    return meshOf({ surface: proxySurface(item, proxy.texture), faces: proxy.faces, uvs: proxy.uvs, ...fitted(base, rest, proxy) });
  });
  const skin = meshOf({
    surface: { type: 'skin', texture: skinTexture(person.skin), brightness: person.skinBrightness ?? 1 },
    faces: faces.filter(({ vertices }) => !vertices.every((i) => hidden.has(i))),
    // Shades the visible skin as if nothing were hidden.
    shadedFaces: faces,
    uvs: base.uvs,
    rest,
    influences: base.influences,
  });
  const meshes = [skin, ...worn];
  return { base, rest, heads, landmarks, headTop: findHeadTop(rest, landmarks.crown, worn), meshes, floor: findFloor(meshes) };
}
