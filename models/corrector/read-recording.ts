import { readFileSync } from 'node:fs';
import { mapLandmarks, type Landmarks } from '../../src/pose/landmarks.js';
import type { Silhouette } from '../../src/pose/look.js';
import type { Affine } from '../../src/geometry/affine.js';
import type { RecordedPhoto } from './recording.js';

/** A recorded look. */
export interface ReadLook {
  readonly mirrored: boolean;
  readonly toPicture: Affine;
  readonly cells: readonly number[];
  readonly landmarks: Landmarks;
  readonly regressed: Landmarks;
  /** Half-precision numbers, as they are stored. */
  readonly windows: Uint16Array;
}

/** A recorded photo, read back. */
export interface ReadPhoto {
  readonly header: RecordedPhoto;
  readonly merged: Landmarks;
  readonly silhouette: Silhouette;
  readonly looks: readonly ReadLook[];
}

const affine = ([a = 1, b = 0, c = 0, d = 1, e = 0, f = 0]: readonly number[]): Affine => ({ a, b, c, d, e, f });

const landmarksOf = (v: Float32Array): Landmarks =>
  mapLandmarks((_, i) => ({
    point: [v[6 * i]!, v[6 * i + 1]!],
    visibility: v[6 * i + 2]!,
    world: [v[6 * i + 3]!, v[6 * i + 4]!, v[6 * i + 5]!],
  }));

/** Reads a file of the recorder. */
export function readRecording(file: string): ReadPhoto {
  const bytes = readFileSync(file);
  const length = bytes.readUInt32LE(0);
  const header = JSON.parse(bytes.toString('utf8', 4, 4 + length)) as RecordedPhoto;
  let at = 4 + length;
  const sections = header.sections.map(({ type, length: count }) => {
    const size = { f32: 4, f16: 2, u8: 1 }[type] * count;
    const copy = Uint8Array.prototype.slice.call(bytes, at, at + size);
    at += size;
    return copy;
  });
  const floats = (index: number): Float32Array => new Float32Array(sections[index]!.buffer);
  const merged = landmarksOf(floats(0));
  const side = Math.sqrt(sections[1]!.length);
  return {
    header,
    merged,
    silhouette: { mask: { width: side, height: side, data: sections[1]! }, toPicture: affine(header.silhouette) },
    looks: header.looks.map((look, index) => {
      const landmarks = landmarksOf(floats(2 + 3 * index));
      const points = floats(3 + 3 * index);
      return {
        mirrored: look.mirrored,
        toPicture: affine(look.toPicture),
        cells: look.cells,
        landmarks,
        regressed: mapLandmarks((name, i) => ({ ...landmarks[name], point: [points[2 * i]!, points[2 * i + 1]!] })),
        windows: new Uint16Array(sections[4 + 3 * index]!.buffer),
      };
    }),
  };
}
