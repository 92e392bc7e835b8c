/** For the option `assets` of analyze-locally. Bundlers recognise exactly these expressions and take the files along. */
export const mediapipe = Object.freeze({
  startWorker: () => new Worker(new URL('./mediapipe.worker.js', import.meta.url), { type: 'module' }),
  files: {
    'vision_wasm_module_internal.wasm': () => new URL('./assets/vision_wasm_module_internal.wasm', import.meta.url),
    'pose_landmarker_lite.task': () => new URL('./assets/pose_landmarker_lite.task', import.meta.url),
    'pose_landmarker_full.task': () => new URL('./assets/pose_landmarker_full.task', import.meta.url),
    'pose_landmarker_heavy.task': () => new URL('./assets/pose_landmarker_heavy.task', import.meta.url),
  },
});
