import { signal } from '@preact/signals';
import { go } from '../session/navigation.js';
import { isLocked, releaseKiosk } from './locked.js';
import { hasPin } from './pin.js';

/** Somebody is being asked for the PIN; called with whether they knew it. */
export const pinRequest = signal<((isKnown: boolean) => void) | undefined>(undefined);

/** Asks for the PIN. Where there is none, everybody knows it. */
export function askForPin(): Promise<boolean> {
  if (!hasPin.value) return Promise.resolve(true);
  dropPinRequest();
  return new Promise((resolve) => {
    pinRequest.value = (isKnown) => {
      pinRequest.value = undefined;
      resolve(isKnown);
    };
  });
}

/** Stops asking. */
export const dropPinRequest = (): void => pinRequest.value?.(false);

/** Shows the settings: on a kiosk to those alone who know the PIN. */
export async function openSettings(): Promise<void> {
  if (!isLocked.value || (await askForPin())) go('settings');
}

/** Lets somebody out of the kiosk who knows the PIN. */
export async function leaveKiosk(): Promise<void> {
  if (!(await askForPin())) return;
  releaseKiosk();
  if (document.fullscreenElement) await document.exitFullscreen();
}
