/**
 * Files of the engine that a bundler has taken along, for the option `assets`. The companion packages export one each:
 * `lite`, `heavy`, `mediapipe`.
 */
export interface AssetPackage {
  /** The URL of each file, by its name in the package's folder `assets/`. */
  readonly files: Readonly<Record<string, () => URL>>;
  /** Starts the worker that goes with them, where it isn't this package's own. */
  readonly startWorker?: (() => Worker) | undefined;
}

/**
 * What the default options need, on any browser, with or without a GPU. Bundlers recognise exactly these expressions and
 * take the files along; only those that run are ever loaded.
 */
export const OWN_ASSETS: AssetPackage = Object.freeze({
  files: {
    'litert_wasm_internal.wasm': () => new URL('./assets/litert_wasm_internal.wasm', import.meta.url),
    'litert_wasm_compat_internal.wasm': () => new URL('./assets/litert_wasm_compat_internal.wasm', import.meta.url),
    'pose_detector.tflite': () => new URL('./assets/pose_detector.tflite', import.meta.url),
    'pose_landmarks_full.tflite': () => new URL('./assets/pose_landmarks_full.tflite', import.meta.url),
    'corrector_full.bin': () => new URL('./assets/corrector_full.bin', import.meta.url),
    'ort-wasm-simd-threaded.jspi.wasm': () => new URL('./assets/ort-wasm-simd-threaded.jspi.wasm', import.meta.url),
    'pose_detector.onnx': () => new URL('./assets/pose_detector.onnx', import.meta.url),
    'pose_landmarks_full.onnx': () => new URL('./assets/pose_landmarks_full.onnx', import.meta.url),
  },
});
