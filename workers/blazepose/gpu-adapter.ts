import type { NotUsedReason } from '../../src/pose/protocol.js';

/** A GPU to compute on, or why there is none. */
export type FoundGpu = { readonly device: GPUDevice } | { readonly reason: NotUsedReason };

/** What ONNX Runtime makes use of where it is there. */
const WANTED_FEATURES: readonly GPUFeatureName[] = ['shader-f16', 'subgroups'];

/** The limits that networks run into first, raised to what the adapter has. */
const WANTED_LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupSizeY',
  'maxComputeWorkgroupSizeZ',
  'maxStorageBuffersPerShaderStage',
] as const;

/** A graphics adapter that is a program on the CPU, and slower than WebAssembly there. */
function isSoftware({ info }: GPUAdapter): boolean {
  // Older Chromium does not say `isFallbackAdapter` of SwiftShader.
  return info.isFallbackAdapter || /swiftshader|llvmpipe|lavapipe|softpipe|warp|basic render/i.test(`${info.architecture} ${info.device} ${info.description}`);
}

/**
 * Asks the browser for a GPU.
 *
 * @param software - Whether a software adapter is wanted as well.
 */
export async function findGpu(software: boolean): Promise<FoundGpu> {
  const gpu = (navigator as Partial<WorkerNavigator>).gpu;
  // ONNX Runtime's smallest WebGPU build suspends WebAssembly while the GPU works.
  if (!gpu || !('Suspending' in WebAssembly)) return { reason: 'unsupported' };
  try {
    const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
    if (!adapter) return { reason: 'no-adapter' };
    if (!software && isSoftware(adapter)) return { reason: 'software-adapter' };
    const device = await adapter.requestDevice({
      requiredFeatures: WANTED_FEATURES.filter((feature) => adapter.features.has(feature)),
      requiredLimits: Object.fromEntries(WANTED_LIMITS.map((limit) => [limit, adapter.limits[limit]])),
    });
    return { device };
  } catch {
    return { reason: 'start-failed' };
  }
}
