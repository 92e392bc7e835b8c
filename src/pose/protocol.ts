import type { PhotoMessage } from '../photo/photo-message.js';
import type { View } from '../photo/views.js';
import type { FrameMessage, TrackedPose } from './tracked-pose.js';

/** The pose networks to choose from, small to large. */
export const MODELS = ['lite', 'full', 'heavy'] as const;
/** One of the pose networks. */
export type ModelName = (typeof MODELS)[number];

/** What runs the pose networks. */
export const BACKENDS = ['blazepose', 'mediapipe'] as const;
/** This package's own engine, or Google's MediaPipe Tasks. */
export type BackendName = (typeof BACKENDS)[number];

/** Where the networks shall run. */
export const DELEGATES = ['auto', 'CPU', 'GPU'] as const;
/**
 * For `blazepose`, `auto`: WebGPU where there is an adapter worth it, else the CPU; `GPU`: WebGPU, a software adapter
 * included, and the CPU where there is none. For `mediapipe`, `auto`: the CPU; `GPU`: WebGL 2, and an error where it fails.
 */
export type Delegate = (typeof DELEGATES)[number];

/** Where the networks do run: WebGPU, WebGL 2, or WebAssembly on the CPU. */
export type Provider = 'webgpu' | 'webgl' | 'wasm';

/** Why a faster provider does not run. */
export type NotUsedReason =
  /** Another one is asked for, by the `delegate` option or as the standard of the backend `mediapipe`. */
  | 'not-wanted'
  /** The browser does not offer it, or for WebGPU not JSPI, by which its runtime waits for the GPU. */
  | 'unsupported'
  /** The browser offers it, but finds no graphics adapter. */
  | 'no-adapter'
  /** The adapter is a program on the CPU. */
  | 'software-adapter'
  /** Its files could not be loaded. */
  | 'assets-failed'
  /** It did not start. */
  | 'start-failed'
  /** It was lost, ran out of memory or failed while it ran. */
  | 'failed';

/** A provider that would be faster, and why it does not run. */
export interface NotUsed {
  readonly provider: Provider;
  readonly reason: NotUsedReason;
}

/** What runs the networks. */
export interface EngineReport {
  readonly provider: Provider;
  /** Faster ones that don't run. */
  readonly notUsed: readonly NotUsed[];
}

/** Where the runtime and the models are. */
export interface AssetUrls {
  /** The folder of the assets: absolute, as the worker's own base is not the page's, with a closing slash. */
  readonly assetsBaseUrl: string;
  /** Absolute URLs of single assets that are elsewhere. */
  readonly assetUrls: Readonly<Record<string, string>>;
}

/** Which engine a worker loads. */
export interface EngineSettings extends AssetUrls {
  readonly backend: BackendName;
  readonly model: ModelName;
  readonly delegate: Delegate;
  /** Whether runtime and model are kept on the device between visits. */
  readonly cache: boolean;
}

/** How an analysis trades time for exactness, quick to exact. */
export const MODES = ['fast', 'balanced', 'accurate'] as const;
/** One of the ways to trade time for exactness. */
export type Mode = (typeof MODES)[number];

/**
 * How often a backend looks at a photo. 1: as it is. 2: also mirrored. 6, 10: also in two or four other crops, each as it
 * is and mirrored (`blazepose`; else as 2).
 */
export type Looks = 1 | 2 | 6 | 10;

/** The looks at each photo that a mode comes to. */
export const LOOKS_OF: Readonly<Record<Mode, Looks>> = Object.freeze({ fast: 1, balanced: 2, accurate: 10 });

/** What may count as the horizon of a front or a back photo. */
export const ROLL_REFERENCES = ['ankles', 'level', 'auto'] as const;
/**
 * `ankles`: the ankle line. `level`: the picture's own horizontal. `auto`: the mean of the two, weighted by how sure each
 * is.
 */
export type RollReference = (typeof ROLL_REFERENCES)[number];

/** What a worker is asked to analyse. `Overlay` is known to the folders behind this one. */
export interface AnalysisJob<Overlay> {
  readonly photos: Partial<Readonly<Record<View, PhotoMessage>>>;
  readonly overlay: Overlay;
  /** JPEG quality of the drawn photos, 0 to 1. */
  readonly jpegQuality: number;
  readonly details: boolean;
  readonly mode: Mode;
  readonly rollReference: RollReference;
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
  /** The page goes on after it was frozen. */
  resume(): void;
  preload(settings: EngineSettings, progress: MessagePort): Promise<WireResult<undefined>>;
  analyze(settings: EngineSettings, job: Job, progress: MessagePort): Promise<WireResult<Result>>;
  /** @returns `undefined` where nobody is seen. */
  track(settings: EngineSettings, frame: FrameMessage, progress: MessagePort): Promise<WireResult<TrackedPose | undefined>>;
}
