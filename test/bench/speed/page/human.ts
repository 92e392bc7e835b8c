import { Human } from '@vladmandic/human';
import type { OpenFunction } from './contract.js';

/** `@vladmandic/human` with its body model alone, on the main thread as its documentation shows it. */
export const open: OpenFunction = async ({ backend, modelPath }) => {
  const off = { enabled: false };
  const human = new Human({
    backend: backend as 'wasm' | 'webgl' | 'humangl' | 'webgpu',
    // By default both are fetched from a host elsewhere.
    modelBasePath: '/human-models/',
    wasmPath: '/tfjs-wasm/',
    debug: false,
    // Each photo is new: nothing may be taken over from the one before.
    cacheSensitivity: 0,
    async: true,
    filter: off,
    face: off,
    hand: off,
    object: off,
    gesture: off,
    segmentation: off,
    body: { enabled: true, modelPath: String(modelPath), skipFrames: 0, skipTime: 0 },
  });
  await human.load();
  return {
    async detect(photos) {
      const start = performance.now();
      let found = 0;
      for (const { canvas } of photos) {
        const { body, error } = await human.detect(canvas);
        if (error !== null && error !== undefined) throw new Error(error);
        found += body.length > 0 ? 1 : 0;
      }
      return { milliseconds: performance.now() - start, found };
    },
  };
};
