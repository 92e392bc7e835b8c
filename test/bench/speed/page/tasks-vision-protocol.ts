import type { Detection } from './contract.js';

/** What the page tells the worker of plain tasks-vision. */
export type TasksVisionRequest = { readonly model: string; readonly delegate: 'CPU' | 'GPU' } | { readonly photos: readonly ImageData[] };

/** What that worker answers. */
export type TasksVisionReply = { readonly ready: true } | { readonly detection: Detection } | { readonly error: string };
