/**
 * Runs in a worker of its own: both backends side by side on the same pictures, with what they hand to the keypoints.
 * Built for the agreement benchmark only.
 */
import { expose } from 'comlink';
import { LANDMARK_NAMES, type Mask } from '../../src/pose/landmarks.js';
import type { BackendName, EngineSettings } from '../../src/pose/protocol.js';
import { AssetLoader } from '../../workers/assets.js';
import type { Looks, PoseBackend } from '../../workers/backend.js';
import { BlazePoseBackend } from '../../workers/blazepose/blazepose-backend.js';
import { MediaPipeBackend } from '../../workers/mediapipe/mediapipe-backend.js';
import { Photo } from '../../workers/picture.js';

/** What a backend found in a photo. */
export interface Seen {
  /** `[x, y]` of the 33 landmarks, pixels of the photo; `undefined` where nobody was found. */
  readonly points: readonly (readonly [number, number])[] | undefined;
  readonly visibility: readonly number[];
  readonly world: readonly (readonly [number, number, number])[];
  /** Of the picture that was looked at. */
  readonly mask: Mask;
  readonly width: number;
  readonly height: number;
  readonly severalPeople: boolean;
  readonly milliseconds: number;
  readonly report: string;
}

/** The worker's functions. */
export interface Probe {
  load(settings: EngineSettings): Promise<void>;
  look(backend: BackendName, photo: Blob, looks: Looks): Promise<Seen>;
}

const backends = new Map<BackendName, PoseBackend>();

const probe: Probe = {
  async load(settings) {
    const backend = settings.backend === 'mediapipe' ? new MediaPipeBackend() : new BlazePoseBackend();
    await backend.load(settings, new AssetLoader(settings.assetsBaseUrl, Promise.resolve(undefined), () => undefined));
    backends.set(settings.backend, backend);
  },
  async look(name, photo, looks) {
    const backend = backends.get(name);
    if (!backend) throw new Error(`${name} is not loaded`);
    const bitmap = await createImageBitmap(photo);
    const { width, height } = bitmap;
    const start = performance.now();
    const sighting = await backend.look(new Photo(bitmap), looks);
    const milliseconds = performance.now() - start;
    bitmap.close();
    const scale = sighting?.scale ?? 1;
    const landmarks = sighting && LANDMARK_NAMES.map((landmark) => sighting.pose.landmarks[landmark]);
    return {
      points: landmarks?.map(({ point }) => [point[0] * scale, point[1] * scale] as const),
      visibility: landmarks?.map(({ visibility }) => visibility) ?? [],
      world: landmarks?.map(({ world }) => world) ?? [],
      mask: sighting?.pose.mask ?? { width: 0, height: 0, data: new Uint8Array() },
      width,
      height,
      severalPeople: sighting?.severalPeople ?? false,
      milliseconds,
      report: JSON.stringify(backend.report),
    };
  },
};

expose(probe);
