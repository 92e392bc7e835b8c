import { raiseFence } from './fence.js';
import { keepFullScreen } from './full-screen.js';
import { watchIdle } from './idle.js';
import { keepAwake } from './wake-lock.js';

/** Starts what makes a stand in a room of the app, wherever and whenever the settings say it is one. */
export function startKioskMode(): void {
  watchIdle();
  keepFullScreen();
  keepAwake();
  raiseFence();
}
