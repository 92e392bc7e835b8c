/** Plain tasks-vision, as its documentation shows it, in a module worker. */
import { FilesetResolver, PoseLandmarker } from '@mediapipe/tasks-vision';
import type { Detection } from './contract.js';
import type { TasksVisionReply, TasksVisionRequest } from './tasks-vision-protocol.js';

let landmarker: PoseLandmarker | undefined;

async function load(model: string, delegate: 'CPU' | 'GPU'): Promise<PoseLandmarker> {
  // The loader that a module worker can take; it fetches the wasm beside it.
  const fileset = await FilesetResolver.forVisionTasks('/tasks-vision/wasm', true);
  return PoseLandmarker.createFromOptions(fileset, {
    baseOptions: { modelAssetPath: `/models/pose_landmarker_${model}.task`, delegate },
    runningMode: 'IMAGE',
    outputSegmentationMasks: true,
    canvas: new OffscreenCanvas(1, 1),
  });
}

function detect(loaded: PoseLandmarker, photos: readonly ImageData[]): Detection {
  const start = performance.now();
  let found = 0;
  for (const photo of photos) {
    const result = loaded.detect(photo);
    // As whoever asks for a mask does: ours is handed on as an array too.
    const mask = result.segmentationMasks?.[0]?.getAsUint8Array();
    found += result.landmarks.length > 0 && mask?.length ? 1 : 0;
    result.close();
  }
  return { milliseconds: performance.now() - start, found };
}

async function answer(request: TasksVisionRequest): Promise<TasksVisionReply> {
  if ('model' in request) {
    landmarker = await load(request.model, request.delegate);
    return { ready: true };
  }
  if (!landmarker) throw new Error('photos before the model');
  return { detection: detect(landmarker, request.photos) };
}

globalThis.onmessage = ({ data }: MessageEvent<TasksVisionRequest>) => {
  answer(data)
    .catch((error: unknown): TasksVisionReply => ({ error: String(error) }))
    .then((reply) => {
      globalThis.postMessage(reply);
    }, reportError);
};
