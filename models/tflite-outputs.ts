import { readTfliteGraph, type TfliteGraph } from './onnx/tflite-graph.js';
import { networkRoot, SUBGRAPH, MODEL } from './tflite-schema.js';

/**
 * Makes a network give more of its tensors, without touching its weights or steps.
 *
 * @param model a `.tflite` file
 * @param tensors places of the tensors that become outputs behind those that it has
 * @returns the new `.tflite` file: `model` with one address changed, and the longer list of outputs behind its end
 * @throws Error if `model` is no TFLite network or its graph has no outputs
 */
export function addOutputs(model: Uint8Array, tensors: readonly number[]): Uint8Array {
  const [graph] = networkRoot(model).tables(MODEL.subgraphs);
  const field = graph?.at(SUBGRAPH.outputs);
  if (!graph || field === undefined) throw new Error('the network has no outputs');
  const outputs = [...graph.int32s(SUBGRAPH.outputs), ...tensors];
  const start = Math.ceil(model.length / 4) * 4;
  const file = new Uint8Array(start + 4 * (1 + outputs.length));
  file.set(model);
  const view = new DataView(file.buffer);
  // FlatBuffers address forward from the field itself: a list behind the end can be reached from anywhere.
  view.setUint32(field, start - field, true);
  [outputs.length, ...outputs].forEach((value, index) => {
    view.setInt32(start + 4 * index, value, true);
  });
  return file;
}

/** What makes an output, and what goes into that: the tensor before the last convolution. */
function beforeLastConvolution({ operators, tensors }: TfliteGraph, output: number): number {
  let at = output;
  for (;;) {
    const made = operators.find(({ outputs }) => outputs.includes(at));
    const from = made?.inputs.find((input) => input >= 0 && !tensors[input]?.constant);
    if (!made || from === undefined) throw new Error('the network has no convolution before that output');
    at = from;
    if (made.name === 'CONV_2D') return at;
  }
}

/** Where the landmark networks keep the heatmap among their outputs. */
const HEATMAP = 3;

/**
 * A landmark network that also gives its feature map: 64 × 64 cells, from which one last convolution makes the heatmap.
 *
 * @param model a `pose_landmark_*.tflite` file
 */
export function withFeatures(model: Uint8Array): Uint8Array {
  const graph = readTfliteGraph(model);
  const heatmap = graph.outputs[HEATMAP];
  if (heatmap === undefined) throw new Error('the network has no heatmap');
  return addOutputs(model, [beforeLastConvolution(graph, heatmap)]);
}
