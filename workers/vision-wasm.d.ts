declare module '@mediapipe/tasks-vision/vision_wasm_module_internal.js' {
  /** Emscripten's module factory. */
  export default function createVisionModule(overrides: Record<string, unknown>): Promise<unknown>;
}
