import { env, InferenceSession, Tensor } from 'onnxruntime-web/jspi';
import type { ModelName } from '../../src/pose/protocol.js';
import type { AssetLoader } from '../assets.js';
import { GpuCropper } from './gpu-crop.js';
import type { Raster } from './raster.js';
import { mirroredMap } from '../../src/geometry/affine.js';
import { hasLength, INPUTS, OUTPUTS, RunnerError, type Crop, type NetworkName, type NetworkRunner, type Outputs } from './runner.js';

const WASM_FILE = 'ort-wasm-simd-threaded.jspi.wasm';

/** ONNX Runtime writes what breaks to the console; here an exception tells it, and a library keeps the console clean. */
const QUIET = { logSeverityLevel: 4 } as const;

/** The build lets ONNX Runtime take a module that is compiled already (vite.config.ts). */
interface WasmFlags {
  instantiateWasm?: (imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void) => object;
}

/** Runs the networks on the GPU: ONNX Runtime on WebGPU. */
export class OnnxRunner implements NetworkRunner {
  readonly provider = 'webgpu';
  readonly #device: GPUDevice;
  readonly #cropper: GpuCropper;
  readonly #sessions: Readonly<Record<NetworkName, InferenceSession>>;
  readonly #lost: Promise<never>;
  /** Not on the GPU yet: what fails there is told by {@link run}. */
  #picture: Raster | undefined;

  private constructor(
    device: GPUDevice,
    cropper: GpuCropper,
    sessions: Readonly<Record<NetworkName, InferenceSession>>,
    lost: Promise<never>,
  ) {
    this.#device = device;
    this.#cropper = cropper;
    this.#sessions = sessions;
    this.#lost = lost;
  }

  /**
   * Loads runtime and networks.
   *
   * @throws AnalyzeLocallyError where a file is not as it must be.
   * @throws Error where the GPU does not take them.
   */
  static async start(device: GPUDevice, model: ModelName, assets: AssetLoader): Promise<OnnxRunner> {
    const lost = lossOf(device);
    const [compiled, detector, landmarks] = await Promise.all([
      assets.compile(WASM_FILE),
      assets.load('pose_detector.onnx'),
      assets.load(`pose_landmarks_${model}.onnx`),
    ]);
    const failed = takeModule(compiled);
    const starting = checked(device, async () => {
      env.logLevel = 'fatal';
      const session = (network: Uint8Array): Promise<InferenceSession> =>
        InferenceSession.create(network, { ...QUIET, executionProviders: [{ name: 'webgpu', device }], graphOptimizationLevel: 'all' });
      return {
        cropper: await GpuCropper.start(device),
        // One after the other: ONNX Runtime starts one session at a time.
        sessions: { detector: await session(detector), landmarks: await session(landmarks) },
      };
    });
    const { cropper, sessions } = await Promise.race([starting, lost, failed]);
    return new OnnxRunner(device, cropper, sessions, lost);
  }

  show(picture: Raster): void {
    this.#picture = picture;
  }

  async run<Network extends NetworkName>(network: Network, crops: readonly Crop[]) {
    try {
      // A lost device may leave its work pending for ever.
      return await Promise.race([checked(this.#device, () => this.#infer(network, crops)), this.#lost]);
    } catch (cause) {
      throw new RunnerError('the GPU failed', { cause });
    }
  }

  forget(): void {
    this.#picture = undefined;
    this.#cropper.free();
  }

  close(): void {
    this.forget();
    for (const session of Object.values(this.#sessions)) void session.release().catch(() => undefined);
    this.#device.destroy();
  }

  async #infer<Network extends NetworkName>(network: Network, crops: readonly Crop[]) {
    if (this.#picture) this.#cropper.show(this.#picture);
    this.#picture = undefined;
    const format = INPUTS[network];
    const bytes = format.side * format.side * 3 * Float32Array.BYTES_PER_ELEMENT;
    const buffer = this.#device.createBuffer({
      size: bytes * crops.length,
      usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST,
    });
    try {
      crops.forEach(({ toPicture, mirrored }, index) => {
        this.#cropper.cut(mirrored ? mirroredMap(toPicture, format.side) : toPicture, format, buffer, index * bytes);
      });
      const input = Tensor.fromGpuBuffer(buffer, { dataType: 'float32', dims: [crops.length, format.side, format.side, 3] });
      const results = await this.#sessions[network].run({ input }, QUIET);
      const batch = OUTPUTS[network].map((name) => [name, valuesOf(name, results[name], crops.length)] as const);
      return crops.map((_, index) => {
        const one = batch.map(([name, values]) => {
          const length = values.length / crops.length;
          return [name, values.subarray(index * length, (index + 1) * length)] as const;
        });
        return Object.fromEntries(one) as Outputs<(typeof OUTPUTS)[Network][number]>;
      });
    } finally {
      buffer.destroy();
    }
  }
}

/** @throws Error where the runtime gives another tensor than the network has. */
function valuesOf(name: string, tensor: Tensor | undefined, batch: number): Float32Array {
  const values = tensor?.data;
  if (!(values instanceof Float32Array) || !hasLength(name, values, batch)) {
    throw new Error(`the network gave no ${name}`);
  }
  return values;
}

/** Rejects when the device is lost. */
function lossOf(device: GPUDevice): Promise<never> {
  const lost = device.lost.then(({ message }) => {
    throw new Error(`the GPU was lost: ${message}`);
  });
  lost.catch(() => undefined);
  return lost;
}

/**
 * Does something on a GPU. What a GPU finds fault with, memory mostly, it does not do, and goes on with zeros; without
 * this, nobody would be told but the console.
 *
 * @throws Error saying what the GPU found fault with.
 */
async function checked<Value>(device: GPUDevice, work: () => Promise<Value>): Promise<Value> {
  for (const kind of ['internal', 'out-of-memory', 'validation'] as const) device.pushErrorScope(kind);
  let value: Value;
  let faults: (GPUError | null)[];
  try {
    value = await work();
  } finally {
    faults = await Promise.all([device.popErrorScope(), device.popErrorScope(), device.popErrorScope()]);
  }
  const fault = faults.find((found) => found !== null);
  if (fault) throw new Error(`the GPU failed: ${fault.message}`);
  return value;
}

/**
 * Hands ONNX Runtime its wasm; it would fetch it by itself.
 *
 * @returns Rejects where the wasm cannot be instantiated, for want of memory mostly: ONNX Runtime has no way to be told,
 * and would wait.
 */
function takeModule(compiled: WebAssembly.Module): Promise<never> {
  let fail: (error: unknown) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => (fail = reject));
  failed.catch(() => undefined);
  env.wasm.numThreads = 1;
  env.wasm.wasmPaths = { wasm: WASM_FILE };
  (env.wasm as WasmFlags).instantiateWasm = (imports, done) => {
    WebAssembly.instantiate(compiled, imports).then(
      (instance) => {
        done(instance, compiled);
      },
      fail,
    );
    return {};
  };
  // Generous: a large module on a slow device. Without it a hang would be waited for until the call's own limit.
  env.wasm.initTimeout = 60_000;
  return failed;
}
