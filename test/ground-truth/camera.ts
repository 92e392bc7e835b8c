/** The camera, shared by the page that draws and by what computes the truth. */
import { PerspectiveCamera, Vector3 as ThreeVector } from 'three';
import type { Point } from '../../src/geometry/vector.js';
import type { Vector3 } from './vector3.js';

/** A phone held by hand. Metres and degrees. */
export interface Camera {
  /** Vertical field of view. */
  readonly fov: number;
  /** From the person. */
  readonly distance: number;
  /** Above the floor. */
  readonly height: number;
  /** Height that is looked at. */
  readonly aim: number;
  /** Positive where the picture's content turns counter-clockwise. */
  readonly roll?: number;
  /** Sideways place. */
  readonly shift?: number;
}

/** What a picture shows of a person; `left` and `right` are the way that the person faces in it. */
export type Shown = 'front' | 'back' | 'left' | 'right';

/** The person's turn about the vertical, degrees, that shows a view. */
export const VIEW_TURN: Readonly<Record<Shown, number>> = { front: 0, back: 180, left: -90, right: 90 };

/** Where a person stands in the room: turned by `turn` degrees, then moved by `offset` (x and z, metres). */
export interface Place {
  readonly turn: number;
  readonly offset?: readonly [x: number, z: number] | undefined;
}

export function makeCamera(camera: Camera, width: number, height: number): PerspectiveCamera {
  const made = new PerspectiveCamera(camera.fov, width / height, 0.05, 60);
  made.position.set(camera.shift ?? 0, camera.height, camera.distance);
  made.lookAt(camera.shift ?? 0, camera.aim, 0);
  made.rotateZ((-(camera.roll ?? 0) * Math.PI) / 180);
  made.updateMatrixWorld(true);
  made.updateProjectionMatrix();
  return made;
}

/** A point of the person's own frame in the room. */
export function placed([x, y, z]: Vector3, { turn, offset: [dx, dz] = [0, 0] }: Place): Vector3 {
  const angle = (turn * Math.PI) / 180;
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  return [c * x + s * z + dx, y, -s * x + c * z + dz];
}

/** Pixel position of a point of the room. */
export function project(camera: PerspectiveCamera, [x, y, z]: Vector3, width: number, height: number): Point {
  const seen = new ThreeVector(x, y, z).project(camera);
  return [((seen.x + 1) / 2) * width, ((1 - seen.y) / 2) * height];
}
