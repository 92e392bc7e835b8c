/** Moves a mesh with the bones: linear blend skinning. */
import type { Body } from './body.js';
import { perCorner, vertexNormals, type Mesh } from './mesh.js';
import type { PlacedBones } from './pose.js';
import { apply, subtract } from './vector3.js';

/** Of the drawn vertices; metres, in the body's frame. */
export interface PosedMesh {
  readonly position: Float32Array<ArrayBuffer>;
  readonly normal: Float32Array<ArrayBuffer>;
}

/** @returns All meshes of a body in a pose. */
export function poseMeshes({ base, heads, meshes }: Body, { place, rotation }: PlacedBones): PosedMesh[] {
  const matrices = base.boneNames.map((bone) => {
    const r = rotation[bone]!;
    return { r, t: subtract(place[bone]!, apply(r, heads[bone]!)) };
  });
  return meshes.map(({ faces, influences, rest, shadedFaces = faces, source }: Mesh) => {
    const moved = new Float64Array(rest.length);
    for (let i = 0; i < rest.length; i += 3) {
      const [x, y, z] = [rest[i]!, rest[i + 1]!, rest[i + 2]!];
      for (const [bone, weight] of influences[i / 3]!) {
        const { r, t } = matrices[bone]!;
        moved[i]! += weight * (r[0] * x + r[1] * y + r[2] * z + t[0]);
        moved[i + 1]! += weight * (r[3] * x + r[4] * y + r[5] * z + t[1]);
        moved[i + 2]! += weight * (r[6] * x + r[7] * y + r[8] * z + t[2]);
      }
    }
    return { position: perCorner(moved, source), normal: perCorner(vertexNormals(moved, shadedFaces), source) };
  });
}
