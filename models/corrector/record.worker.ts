/** A worker of its own for fitting the corrector: what the networks give, before anything is made of it. */
import { expose, transfer } from 'comlink';
import { SITE_NAMES, sitesOf } from '../../src/correction/sites.js';
import { inverse, mapped, type Affine } from '../../src/geometry/affine.js';
import { photoEvidence } from '../../src/keypoints/evidence.js';
import { judgePhoto } from '../../src/photo/view.js';
import { LANDMARK_NAMES, type Landmarks } from '../../src/pose/landmarks.js';
import type { FeatureMap } from '../../src/pose/look.js';
import { AssetLoader } from '../../workers/assets.js';
import { BlazePoseBackend } from '../../workers/blazepose/blazepose-backend.js';
import { Photo } from '../../workers/picture.js';
import { WINDOW, type RecordedPhoto, type Recorder } from './recording.js';

const backend = new BlazePoseBackend();

/** Network pixels on a side of one cell of the feature map. */
const CELL = 4;

/** x, y, visibility, world x, y, z of each landmark. */
const flat = (landmarks: Landmarks): number[] =>
  LANDMARK_NAMES.flatMap((name) => {
    const { point, visibility, world } = landmarks[name];
    return [...point, visibility, ...world];
  });

const numbers = ({ a, b, c, d, e, f }: Affine): number[] => [a, b, c, d, e, f];

/** The window of features round a cell; zeros beyond the map's edge. */
function windowOf({ side, channels, data }: FeatureMap, column: number, row: number): Float32Array {
  const reach = (WINDOW - 1) / 2;
  const cut = new Float32Array(WINDOW * WINDOW * channels);
  for (let r = 0; r < WINDOW; r++) {
    for (let c = 0; c < WINDOW; c++) {
      const [x, y] = [column + c - reach, row + r - reach];
      if (x < 0 || y < 0 || x >= side || y >= side) continue;
      cut.set(data.subarray((y * side + x) * channels, (y * side + x + 1) * channels), (r * WINDOW + c) * channels);
    }
  }
  return cut;
}

const recorder: Recorder = {
  async load(model, assetsBaseUrl) {
    const assets = new AssetLoader({ assetsBaseUrl, assetUrls: {} }, Promise.resolve(undefined), () => undefined);
    await backend.load({ backend: 'blazepose', model, delegate: 'CPU', assetsBaseUrl, assetUrls: {}, cache: false }, assets);
  },
  async record(photo, view, looks) {
    const bitmap = await createImageBitmap(photo);
    const sighting = await backend.look(new Photo(bitmap), looks);
    bitmap.close();
    if (!sighting?.evidence) return undefined;
    const { pose, evidence, scale } = sighting;
    const sites = sitesOf(view, pose.landmarks);
    const sections: { name: string; type: 'f32' | 'f16' | 'u8'; values: Float32Array | Float16Array | Uint8Array }[] = [
      { name: 'merged', type: 'f32', values: Float32Array.from(flat(pose.landmarks)) },
      { name: 'mask', type: 'u8', values: evidence.silhouette.mask.data },
    ];
    const recorded = evidence.looks.map((look) => {
      const toNetwork = inverse(look.toPicture);
      const cells = SITE_NAMES.map((name) => mapped(toNetwork, sites[name]).map((value) => Math.floor(value / CELL)) as [number, number]);
      const windows = cells.map(([column, row]) => windowOf(look.features, column, row));
      const all = new Float16Array(windows.length * (windows[0]?.length ?? 0));
      windows.forEach((values, index) => {
        all.set(values, index * values.length);
      });
      sections.push(
        { name: 'landmarks', type: 'f32', values: Float32Array.from(flat(look.landmarks)) },
        { name: 'regressed', type: 'f32', values: Float32Array.from(LANDMARK_NAMES.flatMap((name) => [...look.regressed[name].point])) },
        { name: 'windows', type: 'f16', values: all },
      );
      return { mirrored: look.mirrored, toPicture: numbers(look.toPicture), cells: cells.flat() };
    });
    const header: RecordedPhoto = {
      scale,
      size: [pose.mask.width, pose.mask.height],
      failure: judgePhoto(view, photoEvidence(pose)),
      channels: evidence.looks[0]?.features.channels ?? 0,
      looks: recorded,
      silhouette: numbers(evidence.silhouette.toPicture),
      sections: sections.map(({ name, type, values }) => ({ name, type, length: values.length })),
    };
    const bytes = new Uint8Array(sections.reduce((sum, { values }) => sum + values.byteLength, 0));
    let at = 0;
    for (const { values } of sections) {
      bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
      at += values.byteLength;
    }
    return transfer({ header, bytes: bytes.buffer }, [bytes.buffer]);
  },
};

expose(recorder);
