import { onIdle } from '../kiosk/idle.js';
import { keepOffline } from './offline.js';
import { watchInstall } from './install.js';
import { update } from './update.js';

/** When a browser that never comes to rest has to start, milliseconds. */
const AT_LATEST = 5000;

/** Starts what makes the app one that works without a network: after the first render, when there is nothing else to do. */
export function startPwa(): void {
  watchInstall();
  onIdle(() => void update());
  // Safari has no such callback.
  if ('requestIdleCallback' in globalThis) requestIdleCallback(() => void keepOffline(), { timeout: AT_LATEST });
  else setTimeout(() => void keepOffline(), 1000);
}
