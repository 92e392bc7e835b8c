import { computed, signal } from '@preact/signals';
import { idleFor, noteTouch } from '../session/activity.js';
import { go, screen } from '../session/navigation.js';
import { isVisitOpen } from '../session/session.js';
import { wipe } from '../session/wipe.js';
import { speakConfigured } from './apply-settings.js';
import { lockKiosk } from './locked.js';
import { dropPinRequest } from './pin-request.js';
import { isKiosk, setGiven, settings } from './settings.js';

/** Seconds in which somebody can say that they are still there. */
const WARNED_FOR = 10;

const SECOND = 1000;

/** Seconds until the wipe; `undefined` while nobody need be warned. */
export const secondsLeft = signal<number | undefined>(undefined);

/** Whether the warning is shown: its seconds alone change more often. */
export const isWarning = computed(() => secondsLeft.value !== undefined);

type ResetListener = () => void;
const listeners = new Set<ResetListener>();

/** Is called when a kiosk has been left alone, with nothing of a person on it any more; also when nobody had come. */
export function onIdle(listener: ResetListener): void {
  listeners.add(listener);
}

/** Forgets the person and goes back to the start: for the next one. */
export async function resetKiosk(): Promise<void> {
  secondsLeft.value = undefined;
  // Screens let go of what they show before what they show is wiped.
  go('start');
  setGiven('visit', {});
  dropPinRequest();
  lockKiosk();
  await wipe();
  speakConfigured();
}

/** The warning's answer. */
export function stayHere(): void {
  noteTouch();
  secondsLeft.value = undefined;
}

function tick(): void {
  if (!isKiosk.value) {
    secondsLeft.value = undefined;
    // A device that becomes a kiosk begins to count then.
    return noteTouch();
  }
  const left = settings.value.idleSeconds - idleFor() / SECOND;
  if (left <= 0) {
    noteTouch();
    void resetKiosk().then(() => listeners.forEach((listener) => listener()));
  } else {
    const hasSomethingToLose = screen.value !== 'start' || isVisitOpen.value;
    secondsLeft.value = left <= WARNED_FOR && hasSomethingToLose ? Math.ceil(left) : undefined;
  }
}

const SIGNS_OF_LIFE = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart', 'input', 'afterprint'] as const;

/** Watches for somebody being there. While the warning is shown, only its answer counts. */
export function watchIdle(): void {
  noteTouch();
  for (const type of SIGNS_OF_LIFE) {
    addEventListener(type, () => !isWarning.value && noteTouch(), { capture: true, passive: true });
  }
  setInterval(tick, SECOND);
}
