import { effect, signal } from '@preact/signals';
import { isLocked } from './locked.js';

/** Somebody has left full screen who may not: the app waits for the way back or the PIN. */
export const isPaused = signal(false);

/** Where the browser has none (an iPhone), or the app fills the screen already, the device itself has to keep people in. */
const canFill = (): boolean => document.fullscreenEnabled && !matchMedia('(display-mode: fullscreen)').matches;

/** A browser in which a touch is long ago refuses, and says so on the console. */
const isTouched = (): boolean => (navigator.userActivation as UserActivation | undefined)?.isActive !== false;

/** Fills the screen; only in answer to a touch or a key, as browsers will have it. */
export async function fillScreen(): Promise<void> {
  await document.documentElement.requestFullscreen({ navigationUI: 'hide' }).then(
    () => (isPaused.value = false),
    () => undefined,
  );
}

/** Full screen from the first touch on, for as long as the kiosk is locked. */
export function keepFullScreen(): void {
  for (const type of ['click', 'keyup'] as const) {
    addEventListener(type, () => {
      if (isLocked.value && !isPaused.value && !document.fullscreenElement && canFill() && isTouched()) void fillScreen();
    }, { capture: true });
  }
  document.addEventListener('fullscreenchange', () => {
    isPaused.value = isLocked.value && !document.fullscreenElement;
  });
  effect(() => {
    if (!isLocked.value) isPaused.value = false;
  });
}
