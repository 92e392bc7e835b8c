import { effect } from '@preact/signals';
import { isKiosk } from './settings.js';

let held: WakeLockSentinel | undefined;
let isAsking = false;

async function hold(): Promise<void> {
  // Typed as always there; it is missing on plain http and in older browsers.
  const wakeLock = navigator.wakeLock as WakeLock | undefined;
  if (!wakeLock || isAsking || (held && !held.released) || document.visibilityState !== 'visible') return;
  isAsking = true;
  // Refused on a low battery: the next touch of the page's visibility asks again.
  held = await wakeLock.request('screen').catch(() => undefined);
  isAsking = false;
  if (!isKiosk.value) void held?.release();
}

/** Keeps a kiosk's screen on. The browser lets it sleep whenever the page is hidden. */
export function keepAwake(): void {
  document.addEventListener('visibilitychange', () => {
    if (isKiosk.value) void hold();
  });
  effect(() => {
    if (isKiosk.value) void hold();
    else void held?.release();
  });
}
