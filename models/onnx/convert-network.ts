import { GraphBuilder } from './graph-builder.js';
import { encodeOnnx, type OnnxPort } from './onnx-file.js';
import { convertOperator } from './operators.js';
import { readTfliteGraph, type TfliteTensor } from './tflite-graph.js';

/** What the ONNX file tells beyond the network itself. */
export interface ConversionOptions {
  /** Name of the network. */
  readonly name: string;
  /** Program that makes the file. */
  readonly producer: string;
  /** For people: where the network comes from, its licence, what was changed. */
  readonly description: string;
  /** Names for the network's outputs, in its own order. */
  readonly outputs: readonly string[];
}

/** Name of the only input. */
const INPUT = 'input';

/** What ONNX calls the number of pictures, which is settled at run time. */
const BATCH = 'N';

/**
 * Converts one of BlazePose's networks to ONNX. Values, shapes and their order stay TFLite's, but for the batch: any
 * number of pictures can be run at once. Weights keep their half precision in the file. The same network gives the same
 * bytes.
 *
 * @param network a `.tflite` file with one input
 * @returns the content of a `.onnx` file
 * @throws ConversionError, which names the operator, if the network holds anything that is not known to convert
 */
export function convertNetwork(network: Uint8Array, { outputs, ...about }: ConversionOptions): Uint8Array {
  const graph = readTfliteGraph(network);
  const [input, ...otherInputs] = graph.inputs;
  if (input === undefined || otherInputs.length > 0) throw new Error('a network that has not exactly one input');
  if (outputs.length !== graph.outputs.length) {
    throw new Error(`${outputs.length} names for ${graph.outputs.length} outputs`);
  }
  const builder = new GraphBuilder(graph.tensors);
  builder.addInput(input, INPUT);
  for (const operator of graph.operators) convertOperator(operator, builder);
  const ports = graph.outputs.map((index, place) => {
    const name = outputs[place] ?? '';
    builder.addOutput(index, name);
    return port(name, builder.tensor(index));
  });
  return encodeOnnx({
    ...about,
    nodes: builder.nodes,
    initializers: builder.initializers,
    inputs: [port(INPUT, builder.tensor(input))],
    outputs: ports,
  });
}

function port(name: string, { shape: [batch, ...sizes] }: TfliteTensor): OnnxPort {
  if (batch !== 1) throw new Error(`${name}: a batch of ${batch ?? 'no size'} instead of 1`);
  return { name, shape: [BATCH, ...sizes] };
}
