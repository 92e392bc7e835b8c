import type { Point } from '../../../src/geometry/vector.js';
import type { Camera, Place } from '../camera.js';
import type { Surface } from '../mesh.js';
import type { Setting } from '../rooms.js';

/** Where the page finds the numbers of a person's meshes. */
export const buffersPath = (key: string): string => `/buffer/${key}/`;

/** Where it finds those of one mesh. */
export const bufferPath = (key: string, mesh: number, part: BufferPart): string => `${buffersPath(key)}${mesh}/${part}`;

/** Where the page finds MakeHuman's textures; a path among its data follows. */
export const ASSET_PATH = '/asset/';

/** 32-bit numbers: `index` unsigned, the others floating point. `field` and `restPosition` are cloth's alone. */
export type BufferPart = 'index' | 'uv' | 'field' | 'restPosition' | 'position' | 'normal';

/** A person in a scene. */
export interface DrawnPerson extends Place {
  /** What their meshes were loaded as. */
  readonly key: string;
  /** Ground under each foot, x and z in the body's frame; metres. */
  readonly feet: readonly (readonly [x: number, z: number])[];
}

/** A dot that is drawn over the picture; pixels. */
export interface Mark {
  readonly at: Point;
  readonly color: string;
}

/** Everything about a picture. */
export interface Scene {
  readonly width: number;
  readonly height: number;
  readonly camera: Camera;
  readonly people: readonly DrawnPerson[];
  readonly setting: Setting;
  readonly marks?: readonly Mark[];
}

/** What the page offers to the program that drives it. */
export interface DrawingPage {
  /** Takes a person's meshes; their buffers are fetched. */
  load(key: string, surfaces: readonly Surface[]): Promise<void>;
  /** Takes the positions and normals that the person now has. */
  pose(key: string): Promise<void>;
  forget(key: string): void;
  /** @returns A JPEG as data URL. */
  draw(scene: Scene): string;
  /** @returns For each point how far from the people's outline it lies, whole pixels; 0 inside it, {@link FAR} at most. */
  distancesFromPeople(scene: Scene, points: readonly Point[]): number[];
}

/** What is farther than this from the outline is not looked for; pixels. */
export const FAR = 12;
