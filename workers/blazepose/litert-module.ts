/**
 * The part of LiteRT.js' WebAssembly module that is used. Its JavaScript wrapper is left out: it keeps one global
 * runtime, asks for a GPU device that is not wanted, and loads its files by script tags.
 */

/** An object in wasm memory. */
interface Deletable {
  delete(): void;
}

interface EnumValue {
  readonly value: number;
}

/** A vector in wasm memory. */
interface Int32Vector extends Deletable {
  push_back(value: number): void;
}

/** A tensor in wasm memory. */
export interface TensorBuffer extends Deletable {
  packedSize(): number;
  /** @returns Where its bytes are, until {@link TensorBuffer.unlock}. */
  lock(mode: EnumValue): number;
  unlock(): void;
}

/** A network ready to run. */
export interface CompiledModel extends Deletable {
  run(signature: number, inputs: readonly TensorBuffer[]): TensorBuffer[] | Promise<TensorBuffer[]>;
}

/** LiteRT's module. */
export interface LiteRtModule {
  readonly HEAPU8: Uint8Array;
  _malloc(bytes: number): number;
  _free(at: number): void;
  setupLogging(): void;
  readonly LiteRtEnvironment: { create(device: null): Deletable };
  readonly VectorInt32: new () => Int32Vector;
  readonly LiteRtLayout: { create(shape: Int32Vector): Deletable };
  readonly LiteRtRankedTensorType: { create(element: EnumValue, layout: Deletable): Deletable };
  readonly LiteRtTensorBufferType: { readonly HOST_MEMORY: EnumValue };
  readonly LiteRtTensorBufferLockMode: { readonly READ: EnumValue; readonly WRITE: EnumValue };
  readonly LiteRtTensorBuffer: {
    createManaged(environment: Deletable, kind: EnumValue, type: Deletable, bytes: number): TensorBuffer;
  };
  loadModel(environment: Deletable, at: number, bytes: number): Deletable;
  compileModel(environment: Deletable, model: Deletable, options: object): CompiledModel | Promise<CompiledModel>;
}

/** `ElementType.FLOAT32` of LiteRT. */
export const FLOAT32: EnumValue = { value: 1 };
