import { DATA_TYPE, type OnnxAttribute, type OnnxInitializer, type OnnxNode } from './onnx-file.js';
import type { Constant, TfliteTensor } from './tflite-graph.js';
import { transpose } from './transpose.js';

/**
 * Order of a value's dimensions. TFLite keeps a picture's channels last; ONNX's convolutions, pooling and resizing want
 * them first, and so every picture is held that way until an output or a change of shape needs TFLite's own order.
 */
export type Layout = 'as stored' | 'channels first';

/** Dimensions of a channels-last picture, in the order that channels first wants. */
export const TO_CHANNELS_FIRST = [0, 3, 1, 2] as const;
const TO_CHANNELS_LAST = [0, 2, 3, 1] as const;

/** What a TFLite network is rewritten into, one operator after the other. */
export class GraphBuilder {
  readonly nodes: OnnxNode[] = [];
  private readonly initializersByName = new Map<string, OnnxInitializer>();
  private readonly layouts = new Map<number, Layout>();
  private readonly constants = new Map<number, Constant>();

  constructor(private readonly tensors: readonly TfliteTensor[]) {
    for (const [index, { constant }] of tensors.entries()) if (constant) this.constants.set(index, constant);
  }

  /** Every constant that a node uses. */
  get initializers(): OnnxInitializer[] {
    return [...this.initializersByName.values()];
  }

  /** What TFLite says about a tensor. */
  tensor(index: number): TfliteTensor {
    const tensor = this.tensors[index];
    if (!tensor) throw new Error(`there is no tensor ${index}`);
    return tensor;
  }

  /** A constant's content; `undefined` for a value that is computed. */
  constant(index: number): Constant | undefined {
    return this.constants.get(index);
  }

  /** Gives a constant the place of an operator's result. */
  setConstant(index: number, constant: Constant): void {
    this.constants.set(index, constant);
  }

  /** Adds the value that is fed under a name. */
  addInput(index: number, name: string): void {
    if (this.tensor(index).shape.length === 4) {
      const output = this.define(index, 'channels first');
      this.addNode('Transpose', [name], output, { perm: TO_CHANNELS_FIRST });
    } else this.addNode('Identity', [name], this.define(index, 'as stored'));
  }

  /** Hands a value out under a name, in TFLite's shape. */
  addOutput(index: number, name: string): void {
    if (this.layoutOf(index) === 'channels first') this.addTransposeToLast(index, name);
    else this.addNode('Identity', [valueName(index)], name);
  }

  /** How a computed value is held. */
  layoutOf(index: number): Layout {
    const layout = this.layouts.get(index);
    if (!layout) throw new Error(`tensor ${index} is not computed before it is used`);
    return layout;
  }

  /** Name of a picture with its channels first. */
  picture(index: number): string {
    if (this.layoutOf(index) !== 'channels first') throw new Error(`tensor ${index} is not a picture`);
    return valueName(index);
  }

  /** Name of a computed value, however it is held. */
  value(index: number): string {
    this.layoutOf(index);
    return valueName(index);
  }

  /** Name of a value with its dimensions in TFLite's order. */
  asStored(index: number): string {
    if (this.layoutOf(index) === 'as stored') return valueName(index);
    const name = `${valueName(index)}_channels_last`;
    if (!this.nodes.some(({ outputs }) => outputs.includes(name))) this.addTransposeToLast(index, name);
    return name;
  }

  /** Notes how an operator's result is held; returns its name. */
  define(index: number, layout: Layout): string {
    this.layouts.set(index, layout);
    return valueName(index);
  }

  /** Adds a node with one result. */
  addNode(
    operator: string,
    inputs: readonly string[],
    output: string,
    attributes: Readonly<Record<string, OnnxAttribute>> = {},
  ): void {
    this.nodes.push({ name: `${operator}_${this.nodes.length}`, operator, inputs, outputs: [output], attributes });
  }

  /**
   * Makes a constant tensor an initializer with its dimensions reordered. Half precision stays so in the file: a Cast
   * behind it takes TFLite's DEQUANTIZE's place, and the runtime carries it out once, when it loads the network.
   *
   * @param axes the tensor's dimensions in the order wanted
   * @returns name of the FLOAT value
   */
  addWeights(index: number, constant: Constant, axes: readonly number[]): string {
    const { type } = constant;
    if (type === 'INT32') throw new Error(`tensor ${index} holds whole numbers`);
    const name = `weights_${index}_${axes.join('')}`;
    const { shape, bytes } = transpose(constant, axes);
    if (type === 'FLOAT32') return this.addInitializer({ name, type: 'FLOAT', shape, bytes });
    const half = `${name}_half`;
    if (!this.initializersByName.has(half)) {
      this.addInitializer({ name: half, type: 'FLOAT16', shape, bytes });
      this.addNode('Cast', [half], name, { to: DATA_TYPE.FLOAT });
    }
    return name;
  }

  /** Adds whole numbers as a constant; the same ones are stored once. */
  addInt64s(values: readonly number[]): string {
    const bytes = bytesOf(BigInt64Array.from(values, BigInt));
    return this.addInitializer({ name: `int64_${values.join('_')}`, type: 'INT64', shape: [values.length], bytes });
  }

  /** Adds a list of numbers as a constant; the same ones are stored once. */
  addFloats(values: readonly number[]): string {
    const bytes = bytesOf(Float32Array.from(values));
    return this.addInitializer({ name: `float_${values.join('_')}`, type: 'FLOAT', shape: [values.length], bytes });
  }

  /** Adds a single number as a constant; the same one is stored once. */
  addScalar(value: number): string {
    const bytes = bytesOf(Float32Array.of(value));
    return this.addInitializer({ name: `scalar_${value}`, type: 'FLOAT', shape: [], bytes });
  }

  private addInitializer(initializer: OnnxInitializer): string {
    this.initializersByName.set(initializer.name, initializer);
    return initializer.name;
  }

  private addTransposeToLast(index: number, output: string): void {
    this.addNode('Transpose', [valueName(index)], output, { perm: TO_CHANNELS_LAST });
  }
}

function valueName(index: number): string {
  return `value_${index}`;
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
