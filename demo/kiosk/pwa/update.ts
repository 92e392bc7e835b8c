import { computed, signal } from '@preact/signals';
import { screen } from '../session/navigation.js';
import { isVisitOpen } from '../session/session.js';
import { waitingVersion } from './offline.js';
import type { AloneAnswer, AloneRequest } from './protocol.js';

/** A new version can be had without anything being lost. */
export const canUpdate = computed(() => waitingVersion.value !== undefined && screen.value === 'start' && !isVisitOpen.value);

/** It could not: the app is open in another window too. */
export const hasOtherWindows = signal(false);

const askToTakeOver = (worker: ServiceWorker): Promise<AloneAnswer> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }: MessageEvent<AloneAnswer>) => resolve(data);
    worker.postMessage({ type: 'take-over' } satisfies AloneRequest, [port2]);
  });

/** Starts the new version, if there is one and no visit is open. */
export async function update(): Promise<void> {
  const worker = waitingVersion.value;
  if (!worker || !canUpdate.value) return;
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
  hasOtherWindows.value = !(await askToTakeOver(worker)).isAlone;
}
