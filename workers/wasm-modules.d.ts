declare module '@mediapipe/tasks-vision/vision_wasm_module_internal.js' {
  /** Emscripten's module factory. */
  export default function createVisionModule(overrides: Record<string, unknown>): Promise<unknown>;
}

declare module '@litertjs/core/wasm/litert_wasm_internal.js' {
  /** Emscripten's module factory; the build adds the export (vite.config.ts). */
  export default function createModule(overrides: Record<string, unknown>): Promise<unknown>;
}

declare module '@litertjs/core/wasm/litert_wasm_compat_internal.js' {
  /** Emscripten's module factory; the build adds the export (vite.config.ts). */
  export default function createModule(overrides: Record<string, unknown>): Promise<unknown>;
}
