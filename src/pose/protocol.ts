import type { PhotoMessage } from '../photo/photo-message.js';
import type { View } from '../photo/views.js';

/** The pose networks to choose from, small to large. */
export const MODELS = ['lite', 'full', 'heavy'] as const;
/** One of the pose networks. */
export type ModelName = (typeof MODELS)[number];

/** Where the networks run. */
export const DELEGATES = ['CPU', 'GPU'] as const;
/** CPU (wasm) or GPU (WebGL 2). */
export type Delegate = (typeof DELEGATES)[number];

/** Which engine a worker loads. */
export interface EngineSettings {
  readonly model: ModelName;
  readonly delegate: Delegate;
  /** Absolute URL with a closing slash: the worker's own base is not the page's. */
  readonly assetsBaseUrl: string;
  /** Whether runtime and model are kept on the device between visits. */
  readonly cache: boolean;
}

/** What a worker is asked to analyse. `Overlay` is known to the folders behind this one. */
export interface AnalysisJob<Overlay> {
  readonly photos: Partial<Readonly<Record<View, PhotoMessage>>>;
  readonly overlay: Overlay;
  /** JPEG quality of the drawn photos, 0 to 1. */
  readonly jpegQuality: number;
  readonly details: boolean;
}

/** How far a call has come. */
export type Progress =
  /** Bytes of the runtime and the model that have arrived. */
  | { readonly stage: 'loading'; readonly loaded: number; readonly total: number }
  | { readonly stage: 'decoding' | 'detecting' | 'drawing'; readonly view: View };

/** An error on its way out of the worker. Structured cloning would drop an error's own fields. */
export interface WireError {
  readonly code: string;
  readonly message: string;
}

/** What a call to the worker gives. */
export type WireResult<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: WireError };

/** What the worker can be asked. Progress is posted to the port as {@link Progress}. */
export interface PoseWorker<Job, Result> {
  /** The version of the package that the script belongs to. */
  version(): string;
  preload(settings: EngineSettings, progress: MessagePort): Promise<WireResult<undefined>>;
  analyze(settings: EngineSettings, job: Job, progress: MessagePort): Promise<WireResult<Result>>;
}
