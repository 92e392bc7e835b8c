import { levelFor, type CropFormat } from './crop.js';
import type { Raster } from './raster.js';
import type { Affine } from '../../src/geometry/affine.js';

/** Threads of a workgroup along each side. */
const TILE = 8;

/** As `halved` in raster.ts, to the bit: colours are packed four bytes to a word. */
const HALVE = /* wgsl */ `
struct Sizes { width: u32, height: u32, halfWidth: u32, halfHeight: u32 }
@group(0) @binding(0) var<storage, read> whole: array<u32>;
@group(0) @binding(1) var<storage, read_write> half: array<u32>;
@group(0) @binding(2) var<uniform> sizes: Sizes;

@compute @workgroup_size(${TILE}, ${TILE})
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= sizes.halfWidth || id.y >= sizes.halfHeight) { return; }
  let upper = 2 * id.y * sizes.width;
  let lower = min(2 * id.y + 1, sizes.height - 1) * sizes.width;
  let left = 2 * id.x;
  let right = min(left + 1, sizes.width - 1);
  let four = vec4u(whole[upper + left], whole[upper + right], whole[lower + left], whole[lower + right]);
  var mean = 0u;
  for (var shift = 0u; shift < 32u; shift += 8u) {
    let channel = (four >> vec4u(shift)) & vec4u(0xff);
    mean |= ((channel.x + channel.y + channel.z + channel.w + 2) >> 2) << shift;
  }
  half[id.y * sizes.halfWidth + id.x] = mean;
}`;

/** As `cropOf` in crop.ts. */
const CROP = /* wgsl */ `
struct Crop {
  // Columns of the map from the crop to the level.
  x: vec2f, y: vec2f, origin: vec2f,
  factor: f32, offset: f32,
  width: u32, height: u32, side: u32, isBlack: u32,
}
@group(0) @binding(0) var<storage, read> level: array<u32>;
@group(0) @binding(1) var<storage, read_write> values: array<f32>;
@group(0) @binding(2) var<uniform> crop: Crop;

fn color(column: u32, row: u32) -> vec3f {
  return unpack4x8unorm(level[row * crop.width + column]).rgb * 255.0;
}

fn sampleAt(at: vec2f) -> vec3f {
  let last = vec2f(f32(crop.width), f32(crop.height)) - 1.0;
  if (crop.isBlack == 1 && (any(at < vec2f(-0.5)) || any(at > last + 0.5))) { return vec3f(0.0); }
  let inside = clamp(at, vec2f(0.0), last);
  let corner = vec2u(inside);
  let next = min(corner + 1, vec2u(last));
  let share = inside - vec2f(corner);
  let upper = mix(color(corner.x, corner.y), color(next.x, corner.y), share.x);
  let lower = mix(color(corner.x, next.y), color(next.x, next.y), share.x);
  return mix(upper, lower, share.y);
}

@compute @workgroup_size(${TILE}, ${TILE})
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= crop.side || id.y >= crop.side) { return; }
  let at = vec2f(id.xy) + 0.5;
  let value = sampleAt(crop.x * at.x + crop.y * at.y + crop.origin) * crop.factor + crop.offset;
  let index = (id.y * crop.side + id.x) * 3;
  values[index] = value.r;
  values[index + 1] = value.g;
  values[index + 2] = value.b;
}`;

interface Level {
  readonly width: number;
  readonly height: number;
  readonly buffer: GPUBuffer;
}

/** Cuts crops out of a picture on the GPU, as crop.ts does on the CPU. */
export class GpuCropper {
  readonly #device: GPUDevice;
  readonly #halve: GPUComputePipeline;
  readonly #crop: GPUComputePipeline;
  #levels: Level[] = [];
  #shown: Raster | undefined;

  private constructor(device: GPUDevice, halve: GPUComputePipeline, crop: GPUComputePipeline) {
    this.#device = device;
    this.#halve = halve;
    this.#crop = crop;
  }

  /** @throws GPUPipelineError where a shader does not compile. */
  static async start(device: GPUDevice): Promise<GpuCropper> {
    const pipeline = (code: string): Promise<GPUComputePipeline> =>
      device.createComputePipelineAsync({
        layout: 'auto',
        compute: { module: device.createShaderModule({ code }), entryPoint: 'main' },
      });
    const [halve, crop] = await Promise.all([pipeline(HALVE), pipeline(CROP)]);
    return new GpuCropper(device, halve, crop);
  }

  /** Uploads a picture; the one before it is freed. */
  show(picture: Raster): void {
    if (picture === this.#shown) return;
    this.free();
    this.#shown = picture;
    const { width, height, data } = picture;
    const buffer = this.#buffer(data.byteLength, GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST);
    this.#device.queue.writeBuffer(buffer, 0, data.buffer, data.byteOffset, data.byteLength);
    this.#levels = [{ width, height, buffer }];
  }

  /**
   * Cuts a crop.
   *
   * @param toPicture - From the crop to the picture.
   * @param target - Takes `side * side * 3` floats.
   * @param at - Where in the target, bytes; a multiple of 256.
   */
  cut(toPicture: Affine, { side, factor, offset, border }: CropFormat, target: GPUBuffer, at: number): void {
    const number = levelFor(toPicture);
    const level = this.#level(number);
    const shrink = 2 ** -number;
    const { a, b, c, d, e, f } = toPicture;
    const uniform = new ArrayBuffer(48);
    // Between the centres of pixels, which lie at halves.
    new Float32Array(uniform).set([a * shrink, b * shrink, c * shrink, d * shrink, e * shrink - 0.5, f * shrink - 0.5, factor, offset]);
    new Uint32Array(uniform, 32).set([level.width, level.height, side, border === 'black' ? 1 : 0]);
    this.#compute(this.#crop, uniform, side, side, { buffer: level.buffer }, { buffer: target, offset: at, size: side * side * 12 });
  }

  /** Frees the picture. */
  free(): void {
    for (const { buffer } of this.#levels) buffer.destroy();
    this.#levels = [];
    this.#shown = undefined;
  }

  #level(number: number): Level {
    for (let made = this.#levels.length; made <= number; made++) {
      const whole = this.#levels[made - 1];
      if (!whole) throw new Error('cut before show');
      const width = (whole.width + 1) >> 1;
      const height = (whole.height + 1) >> 1;
      const buffer = this.#buffer(width * height * 4, GPUBufferUsage.STORAGE);
      const sizes = Uint32Array.of(whole.width, whole.height, width, height);
      this.#compute(this.#halve, sizes.buffer, width, height, { buffer: whole.buffer }, { buffer });
      this.#levels.push({ width, height, buffer });
    }
    const level = this.#levels[number];
    if (!level) throw new Error('cut before show');
    return level;
  }

  #compute(
    pipeline: GPUComputePipeline,
    values: ArrayBuffer,
    width: number,
    height: number,
    source: GPUBufferBinding,
    target: GPUBufferBinding,
  ): void {
    const uniform = this.#buffer(values.byteLength, GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST);
    this.#device.queue.writeBuffer(uniform, 0, values);
    const bindings = this.#device.createBindGroup({
      layout: pipeline.getBindGroupLayout(0),
      entries: [source, target, { buffer: uniform }].map((resource, binding) => ({ binding, resource })),
    });
    const encoder = this.#device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, bindings);
    pass.dispatchWorkgroups(Math.ceil(width / TILE), Math.ceil(height / TILE));
    pass.end();
    this.#device.queue.submit([encoder.finish()]);
    // Freed once the work that was submitted is done with it.
    uniform.destroy();
  }

  #buffer(size: number, usage: GPUBufferUsageFlags): GPUBuffer {
    return this.#device.createBuffer({ size: Math.ceil(size / 4) * 4, usage });
  }
}
