/** The vertices that landmarks on the skin move with, found by where they lie on the body at rest. */
import type { BaseHuman } from './assets.js';
import { SIDES, on, type PerBone } from './skeleton.js';
import { distance, vectorAt, type Vector3 } from './vector3.js';

/** The skin; the rest of the base mesh are helpers. */
export const SKIN_VERTICES = 13380;

type SideLetter = 'l' | 'r';

/** On the skin, by the subject's sides. */
export type SkinLandmark = 'nose' | 'chin' | 'crown' | 'c7' | `${SideLetter}_${'pinna' | 'tragus' | 'asis' | 'heel' | 'toe'}`;

type Accept = (point: Vector3, vertex: number) => boolean;

/** All lengths in metres. */
export function findLandmarks(base: BaseHuman, rest: Float64Array, heads: PerBone<Vector3>): Readonly<Record<SkinLandmark, number>> {
  const head = base.boneNames.indexOf('head');
  const headShare = (vertex: number): number => base.influences[vertex]!.reduce((sum, [bone, weight]) => (bone === head ? sum + weight : sum), 0);
  const best = (accept: Accept, score: (point: Vector3) => number): number => {
    let [found, top] = [-1, -Infinity];
    for (let vertex = 0; vertex < SKIN_VERTICES; vertex++) {
      const point = vectorAt(rest, vertex);
      if (!accept(point, vertex)) continue;
      const value = score(point);
      if (value > top) [found, top] = [vertex, value];
    }
    return found;
  };
  const nearest = (wanted: Vector3, accept: Accept): number => best(accept, (point) => -distance(point, wanted));

  const eyeY = heads['eye.L'][1];
  const nose = best(([x, y]) => Math.abs(x) < 0.006 && y < eyeY && y > eyeY - 0.07, ([, , z]) => z);
  const [, noseY, noseZ] = vectorAt(rest, nose);
  const chin = best(
    ([x, y, z]) => Math.abs(x) < 0.006 && y < noseY - 0.045 && y > noseY - 0.11 && z > noseZ - 0.06,
    ([, y, z]) => z - 0.5 * y,
  );
  const crown = best(([x], vertex) => Math.abs(x) < 0.004 && headShare(vertex) > 0.5, ([, y]) => y);
  // The vertebra prominens: the skin of the nape at the height of the lowest neck joint.
  const neck = heads.neck01;
  const c7 = best(([x, y, z]) => Math.abs(x) < 0.004 && Math.abs(y - neck[1]) < 0.012 && z < neck[2], ([, , z]) => -z);

  const ofSide = ([side, sign]: (typeof SIDES)[number]): Record<'pinna' | 'tragus' | 'asis' | 'heel' | 'toe', number> => {
    // The pinna is the widest part of the head; the tragus lies at its front edge, at mid height.
    const pinna = best(
      ([x, y], vertex) => x * sign > 0 && headShare(vertex) > 0.9 && y > noseY - 0.05 && y < eyeY + 0.05,
      ([x]) => x * sign,
    );
    const [pinnaX, , pinnaZ] = vectorAt(rest, pinna);
    const hip = heads[on('upperleg01', side)];
    const ankleY = heads[on('foot', side)][1];
    const isFoot = ([x, y]: Vector3): boolean => x * sign > 0 && y < ankleY - 0.02;
    return {
      pinna,
      tragus: nearest([pinnaX - sign * 0.017, (eyeY + noseY) / 2, pinnaZ + 0.022], ([x]) => x * sign > 0),
      asis: nearest([hip[0] * 1.2, hip[1] + 0.085, hip[2] + 0.1], ([, , z]) => z > hip[2]),
      heel: best((point) => isFoot(point) && point[1] < ankleY - 0.035, ([, , z]) => -z),
      toe: best(isFoot, ([, , z]) => z),
    };
  };
  const [l, r] = [ofSide(SIDES[0]), ofSide(SIDES[1])];
  return {
    nose, chin, crown, c7,
    l_pinna: l.pinna, l_tragus: l.tragus, l_asis: l.asis, l_heel: l.heel, l_toe: l.toe,
    r_pinna: r.pinna, r_tragus: r.tragus, r_asis: r.asis, r_heel: r.heel, r_toe: r.toe,
  };
}
