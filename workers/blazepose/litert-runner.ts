import createCompatibleModule from '@litertjs/core/wasm/litert_wasm_compat_internal.js';
import createModule from '@litertjs/core/wasm/litert_wasm_internal.js';
import { AnalyzeLocallyError } from '../../src/errors.js';
import type { ModelName } from '../../src/pose/protocol.js';
import type { AssetLoader } from '../assets.js';
import { cropOf, mirroredCrop } from './crop.js';
import { FLOAT32, type CompiledModel, type LiteRtModule, type TensorBuffer } from './litert-module.js';
import { Pyramid, type Raster } from './raster.js';
import type { Affine } from '../../src/geometry/affine.js';
import { hasLength, INPUTS, OUTPUTS, type Crop, type NetworkName, type NetworkRunner, type Outputs } from './runner.js';

/** A wasm module whose only instruction is a relaxed SIMD one: valid where the browser knows them. */
const RELAXED_SIMD = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 15, 1, 13, 0, 65, 1, 253, 15, 65, 2, 253, 15],
  ...[253, 128, 2, 11],
);

/** The builds of LiteRT's wasm. The first needs relaxed SIMD and runs 1.6 times as fast. */
const BUILDS = {
  relaxed: { file: 'litert_wasm_internal.wasm', create: createModule },
  compatible: { file: 'litert_wasm_compat_internal.wasm', create: createCompatibleModule },
} as const;

interface LoadedNetwork {
  readonly compiled: CompiledModel;
  readonly input: TensorBuffer;
}

/** Runs the networks on the CPU: LiteRT.js, which takes the `.tflite` files as they are. */
export class LiteRtRunner implements NetworkRunner {
  readonly provider = 'wasm';
  readonly #module: LiteRtModule;
  readonly #networks: Readonly<Record<NetworkName, LoadedNetwork>>;
  #picture: Pyramid | undefined;

  private constructor(module: LiteRtModule, networks: Readonly<Record<NetworkName, LoadedNetwork>>) {
    this.#module = module;
    this.#networks = networks;
  }

  /**
   * Loads runtime and networks.
   *
   * @throws AnalyzeLocallyError where a file or the browser is not as it must be.
   */
  static async start(model: ModelName, assets: AssetLoader): Promise<LiteRtRunner> {
    const build = BUILDS[WebAssembly.validate(RELAXED_SIMD) ? 'relaxed' : 'compatible'];
    const [compiled, detector, landmarks] = await Promise.all([
      assets.compile(build.file),
      assets.load('pose_detector.tflite'),
      assets.load(`pose_landmarks_${model}.tflite`),
    ]);
    const module = await instantiated(build.create, compiled);
    module.setupLogging();
    const environment = module.LiteRtEnvironment.create(null);
    const network = async (name: NetworkName, bytes: Uint8Array): Promise<LoadedNetwork> => ({
      compiled: await compiledModel(module, environment, bytes),
      input: inputTensor(module, environment, INPUTS[name].side),
    });
    return new LiteRtRunner(module, {
      detector: await network('detector', detector),
      landmarks: await network('landmarks', landmarks),
    });
  }

  show(picture: Raster): void {
    if (this.#picture?.base !== picture) this.#picture = new Pyramid(picture);
  }

  async run<Network extends NetworkName>(network: Network, crops: readonly Crop[]) {
    const results: Outputs<(typeof OUTPUTS)[Network][number]>[] = [];
    const plain = new Map<Affine, Float32Array>();
    for (const { toPicture, mirrored } of crops) {
      const format = INPUTS[network];
      const crop = plain.get(toPicture) ?? cropOf(this.#shown(), toPicture, format);
      plain.set(toPicture, crop);
      results.push(await this.#infer(network, mirrored ? mirroredCrop(crop, format.side) : crop));
    }
    return results;
  }

  forget(): void {
    this.#picture = undefined;
  }

  close(): void {
    this.forget();
    for (const { compiled, input } of Object.values(this.#networks)) {
      input.delete();
      compiled.delete();
    }
  }

  #shown(): Pyramid {
    if (!this.#picture) throw new Error('run before show');
    return this.#picture;
  }

  async #infer<Network extends NetworkName>(network: Network, values: Float32Array) {
    const { compiled, input } = this.#networks[network];
    const { READ, WRITE } = this.#module.LiteRtTensorBufferLockMode;
    const at = input.lock(WRITE);
    // The heap is looked up each time: growing replaces it.
    this.#module.HEAPU8.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    input.unlock();
    const tensors = await compiled.run(0, [input]);
    const outputs = tensors.map((tensor) => {
      const from = tensor.lock(READ);
      const bytes = this.#module.HEAPU8.slice(from, from + tensor.packedSize());
      tensor.unlock();
      tensor.delete();
      return new Float32Array(bytes.buffer);
    });
    return namedOutputs(network, outputs);
  }
}

/** @throws Error where the runtime gives other tensors than the network has. */
function namedOutputs<Network extends NetworkName>(network: Network, outputs: readonly Float32Array[]) {
  const named = OUTPUTS[network].map((name, index) => {
    const values = outputs[index];
    if (!values || !hasLength(name, values)) throw new Error(`the ${network} network gave no ${name}`);
    return [name, values] as const;
  });
  return Object.fromEntries(named) as Outputs<(typeof OUTPUTS)[Network][number]>;
}

/** Starts the runtime from a module that is compiled already. */
function instantiated(create: typeof createModule, compiled: WebAssembly.Module): Promise<LiteRtModule> {
  return new Promise((resolve, reject) => {
    const failed = (cause: unknown): void => {
      reject(new AnalyzeLocallyError('engine-failed', 'The runtime could not be started: this device is short of memory.', { cause }));
    };
    create({
      // It reports its start-up on the console; a library keeps the console clean.
      print: () => undefined,
      printErr: () => undefined,
      instantiateWasm: (imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance) => void) => {
        // Emscripten would wait for ever where this fails.
        WebAssembly.instantiate(compiled, imports).then(done, failed);
        return {};
      },
    }).then((module) => {
      resolve(module as LiteRtModule);
    }, failed);
  });
}

async function compiledModel(module: LiteRtModule, environment: { delete(): void }, bytes: Uint8Array): Promise<CompiledModel> {
  const at = module._malloc(bytes.length);
  if (at === 0) throw new AnalyzeLocallyError('engine-failed', 'The network could not be loaded: this device is short of memory.');
  module.HEAPU8.set(bytes, at);
  // The weights stay where they are: the compiled network reads them there.
  const model = module.loadModel(environment, at, bytes.length);
  return module.compileModel(environment, model, {
    environment: { liteRtEnvironment: environment },
    accelerator: 'wasm',
    cpuOptions: { numThreads: 1 },
    gpuOptions: {},
    webNNOptions: {},
  });
}

function inputTensor(module: LiteRtModule, environment: { delete(): void }, side: number): TensorBuffer {
  const shape = new module.VectorInt32();
  for (const size of [1, side, side, 3]) shape.push_back(size);
  const layout = module.LiteRtLayout.create(shape);
  shape.delete();
  const type = module.LiteRtRankedTensorType.create(FLOAT32, layout);
  layout.delete();
  const bytes = side * side * 3 * Float32Array.BYTES_PER_ELEMENT;
  const tensor = module.LiteRtTensorBuffer.createManaged(environment, module.LiteRtTensorBufferType.HOST_MEMORY, type, bytes);
  type.delete();
  return tensor;
}
