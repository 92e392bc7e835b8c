import { PoseLandmarker, type PoseLandmarkerResult } from '@mediapipe/tasks-vision';
import createVisionModule from '@mediapipe/tasks-vision/vision_wasm_module_internal.js';
import { LANDMARK_NAMES, mapLandmarks, type Mask, type Pose } from '../../src/pose/landmarks.js';
import { mergePasses, onePass, unmirror } from '../../src/keypoints/merge-passes.js';
import type { EngineReport, EngineSettings, Looks } from '../../src/pose/protocol.js';
import type { AssetLoader } from '../assets.js';
import type { PoseBackend, Sighting, Tracked } from '../backend.js';
import type { Frame } from '../frame.js';
import type { Photo } from '../picture.js';
import { lacking } from '../requirements.js';
import { choosePerson } from './people.js';
import { AnalyzeLocallyError } from '../../src/errors.js';

const WASM_FILE = 'vision_wasm_module_internal.wasm';

/**
 * The longer side of the analysed picture, pixels. The network sees 256 × 256 of it, so more only costs time; the
 * silhouette is cut at this size.
 */
const LONGEST_SIDE = 1280;

/** A second person is told from a first; more would cost a network run each. */
const MOST_PEOPLE = 3;

/** What Emscripten's module takes. */
type ModuleOverrides = Record<string, unknown>;

declare global {
  /** MediaPipe takes its wasm module from here and removes it again. */
  var ModuleFactory: ((overrides: ModuleOverrides) => Promise<unknown>) | undefined;
  /** MediaPipe's loader writes its warnings here: the console, unless it is replaced. */
  var custom_dbg: ((...message: unknown[]) => void) | undefined;
}

/** MediaPipe's own pose landmarker (tasks-vision): wasm on the CPU, or WebGL 2. */
export class MediaPipeBackend implements PoseBackend {
  readonly name = 'mediapipe';
  #landmarker: PoseLandmarker | undefined;
  readonly #canvas = new OffscreenCanvas(1, 1);
  #report: EngineReport = { provider: 'wasm', notUsed: [] };

  get report(): EngineReport {
    return this.#report;
  }

  async load({ model, delegate }: EngineSettings, assets: AssetLoader): Promise<void> {
    const onGpu = delegate === 'GPU';
    this.#report = onGpu
      ? { provider: 'webgl', notUsed: [] }
      : { provider: 'wasm', notUsed: [{ provider: 'webgl', reason: 'not-wanted' }] };
    checkWebGl();
    const [module, network] = await Promise.all([
      assets.compile(WASM_FILE),
      assets.load(`pose_landmarker_${model}.task`),
    ]);
    let fail: (error: AnalyzeLocallyError) => void = () => undefined;
    const failed = new Promise<never>((_, reject) => (fail = reject));
    failed.catch(() => undefined);
    globalThis.ModuleFactory = (overrides) =>
      createVisionModule({ ...overrides, ...quiet, ...instantiating(module, fail) });
    globalThis.custom_dbg = () => undefined;
    const created = PoseLandmarker.createFromOptions(
      // The runtime is part of this script and its wasm is compiled already: MediaPipe fetches nothing.
      { wasmLoaderPath: '', wasmBinaryPath: WASM_FILE },
      {
        baseOptions: { modelAssetBuffer: network, delegate: onGpu ? 'GPU' : 'CPU' },
        runningMode: 'IMAGE',
        numPoses: MOST_PEOPLE,
        outputSegmentationMasks: true,
        canvas: this.#canvas,
      },
    );
    this.#landmarker = await Promise.race([created, failed]);
  }

  /** On the CPU it draws masks by WebGL, too: without its context it finds nobody, or somebody else. */
  get isLost(): boolean {
    return this.#landmarker !== undefined && this.#canvas.getContext('webgl2')?.isContextLost() === true;
  }

  warmUp(): Promise<void> {
    this.#posesIn(new ImageData(16, 16));
    return Promise.resolve();
  }

  look(photo: Photo, looks: Looks): Promise<Sighting | undefined> {
    const picture = photo.at(LONGEST_SIDE);
    const plain = this.#posesIn(picture.pixels);
    const mirrored = looks > 1 && plain.length > 0 ? this.#posesIn(picture.mirrored).map(unmirror) : plain;
    const person = choosePerson(plain, mirrored);
    if (!person) return Promise.resolve(undefined);
    const pose = looks > 1 ? mergePasses(person.plain, person.mirrored) : onePass(person.plain);
    return Promise.resolve({ pose, scale: picture.scale, severalPeople: person.severalPeople, evidence: undefined });
  }

  /** Anew in each frame: MediaPipe's own tracking would want a second landmarker. */
  async track(frame: Frame): Promise<Tracked | undefined> {
    const begun = performance.now();
    const { pixels, scale } = await frame.drawn(LONGEST_SIDE);
    const read = performance.now();
    const poses = this.#posesIn(pixels);
    const person = choosePerson(poses, poses);
    const milliseconds = { reading: read - begun, detecting: 0, looking: performance.now() - read };
    return person && { pose: person.plain, scale, found: 'detected', milliseconds };
  }

  #posesIn(picture: ImageData): Pose[] {
    if (!this.#landmarker) throw new Error('the engine is not loaded');
    const result = this.#landmarker.detect(picture);
    try {
      if (this.isLost) throw new Error('the graphics context was lost');
      return posesOf(result, picture);
    } finally {
      result.close();
    }
  }

  close(): void {
    this.#landmarker?.close();
    this.#landmarker = undefined;
  }
}

/** MediaPipe reports its start-up on the console; a library keeps the console clean. */
const quiet: ModuleOverrides = { print: () => undefined, printErr: () => undefined };

/**
 * Lets Emscripten take a module that is compiled already, instead of fetching one.
 *
 * @param fail - Told where it cannot be instantiated, for want of memory mostly: Emscripten would wait for ever.
 */
const instantiating = (module: WebAssembly.Module, fail: (error: AnalyzeLocallyError) => void): ModuleOverrides => ({
  instantiateWasm: (
    imports: WebAssembly.Imports,
    done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
  ) => {
    WebAssembly.instantiate(module, imports).then(
      (instance) => {
        done(instance, module);
      },
      (cause: unknown) => {
        fail(new AnalyzeLocallyError('engine-failed', 'The runtime could not be started: this device is short of memory.', { cause }));
      },
    );
    return {};
  },
});

/**
 * The CPU delegate opens a WebGL 2 context as well.
 *
 * @throws AnalyzeLocallyError `unsupported`.
 */
function checkWebGl(): void {
  const context = new OffscreenCanvas(1, 1).getContext('webgl2');
  if (!context) throw lacking('WebGL 2', " The backend 'blazepose' does without.");
  // Given back at once: browsers allow few of them.
  context.getExtension('WEBGL_lose_context')?.loseContext();
}

function posesOf(result: PoseLandmarkerResult, { width, height }: ImageData): Pose[] {
  return result.landmarks.flatMap((points, person) => {
    const world = result.worldLandmarks[person];
    const mask = result.segmentationMasks?.[person];
    if (!world || !mask || points.length < LANDMARK_NAMES.length) return [];
    const landmarks = mapLandmarks((_, index) => {
      const point = points[index];
      const metres = world[index];
      if (!point || !metres) throw new Error('MediaPipe left out a landmark');
      return {
        point: [point.x * width, point.y * height],
        visibility: point.visibility,
        world: [metres.x, metres.y, metres.z],
      };
    });
    return [{ landmarks, mask: maskOf(mask) }];
  });
}

const maskOf = (mask: { width: number; height: number; getAsUint8Array(): Uint8Array }): Mask => ({
  width: mask.width,
  height: mask.height,
  // The array lies in wasm memory that the next detection overwrites.
  data: mask.getAsUint8Array().slice(),
});
