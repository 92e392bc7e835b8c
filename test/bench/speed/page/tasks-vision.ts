import type { OpenFunction } from './contract.js';
import type { TasksVisionReply, TasksVisionRequest } from './tasks-vision-protocol.js';

/** Google's `@mediapipe/tasks-vision` without anything of ours around it. In a worker, where it does best. */
export const open: OpenFunction = async ({ model, delegate }) => {
  const worker = new Worker('/bench/tasks-vision.worker.js', { type: 'module' });
  const ask = (request: TasksVisionRequest): Promise<Exclude<TasksVisionReply, { readonly error: string }>> =>
    new Promise((resolve, reject) => {
      worker.onerror = (event) => {
        reject(new Error(event.message));
      };
      worker.onmessage = ({ data }: MessageEvent<TasksVisionReply>) => {
        if ('error' in data) reject(new Error(data.error));
        else resolve(data);
      };
      worker.postMessage(request);
    });
  await ask({ model: String(model), delegate: delegate === 'GPU' ? 'GPU' : 'CPU' });
  return {
    async detect(photos) {
      const reply = await ask({ photos: photos.map(({ pixels }) => pixels) });
      if (!('detection' in reply)) throw new Error('no detection in the reply');
      return reply.detection;
    },
  };
};
