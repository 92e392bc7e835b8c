/** Meshes as they are posed and drawn. */
import type { Face, Influence } from './assets.js';
import type { Pattern } from './people.js';
import { add, cross, setVector, subtract, unit, vectorAt } from './vector3.js';

/** What a mesh looks like. Textures are paths among MakeHuman's data, colours CSS's. */
export type Surface =
  | { readonly type: 'cloth'; readonly color: string; readonly trim: string; readonly pattern: Pattern | undefined }
  | { readonly type: 'skin'; readonly texture: string; readonly brightness: number }
  | { readonly type: 'eye' | 'hair' | 'clothes'; readonly texture: string | undefined; readonly tint: string | undefined };

/** What a mesh is made from. */
export interface Shape {
  readonly surface: Surface;
  readonly faces: readonly Face[];
  readonly uvs: readonly number[];
  /** At rest, metres, one vertex after the other. */
  readonly rest: Float64Array<ArrayBuffer>;
  /** Of every vertex; none for a vertex that is not part of the mesh. */
  readonly influences: readonly (readonly Influence[])[];
  /** How far inside the cloth's edge each vertex lies, metres; what is negative is cut away, pixel by pixel. */
  readonly field?: Float64Array | undefined;
  /** What normals are taken from, where it is more than what is drawn. */
  readonly shadedFaces?: readonly Face[];
}

/** A shape with vertices of its own wherever texture coordinates differ, cut into triangles. */
export interface Mesh extends Shape {
  /** The shape's vertex behind each drawn one. */
  readonly source: Uint32Array<ArrayBuffer>;
  readonly uv: Float32Array<ArrayBuffer>;
  readonly index: Uint32Array<ArrayBuffer>;
}

const UVS_AT_MOST = 65536;

export function meshOf(shape: Shape): Mesh {
  const ids = new Map<number, number>();
  const source: number[] = [];
  const uv: number[] = [];
  const index: number[] = [];
  const corner = (vertex: number, coordinate: number): number => {
    const key = vertex * UVS_AT_MOST + coordinate;
    const known = ids.get(key);
    if (known !== undefined) return known;
    const id = source.length;
    ids.set(key, id);
    source.push(vertex);
    uv.push(shape.uvs[2 * coordinate]!, shape.uvs[2 * coordinate + 1]!);
    return id;
  };
  for (const { vertices, uvs } of shape.faces) {
    const [a, b, c, d] = vertices.map((vertex, i) => corner(vertex, uvs[i]!)) as [number, number, number, number];
    index.push(a, b, c);
    // A triangle comes as a quad with a corner twice.
    if (vertices[2] !== vertices[3] && vertices[3] !== vertices[0]) index.push(a, c, d);
  }
  return { ...shape, source: Uint32Array.from(source), uv: Float32Array.from(uv), index: Uint32Array.from(index) };
}

/** Smooth normals of every vertex of quads. */
export function vertexNormals(positions: Float64Array, faces: readonly Face[]): Float64Array<ArrayBuffer> {
  const normals = new Float64Array(positions.length);
  for (const { vertices } of faces) {
    const [a, b, c, d] = vertices.map((vertex) => vectorAt(positions, vertex));
    const normal = cross(subtract(c!, a!), subtract(d!, b!));
    for (const vertex of new Set(vertices)) setVector(normals, vertex, add(vectorAt(normals, vertex), normal));
  }
  for (let i = 0; i < normals.length / 3; i++) setVector(normals, i, unit(vectorAt(normals, i)));
  return normals;
}

/** The vectors of the drawn vertices. */
export function perCorner(values: Float64Array, source: Uint32Array): Float32Array<ArrayBuffer> {
  const out = new Float32Array(3 * source.length);
  source.forEach((vertex, i) => {
    out.set(values.subarray(3 * vertex, 3 * vertex + 3), 3 * i);
  });
  return out;
}
