import { computed, signal } from '@preact/signals';
import { isKiosk } from './settings.js';

const isReleased = signal(false);

/** The kiosk keeps people in the app: until its PIN was given, and again from the next reset on. */
export const isLocked = computed(() => isKiosk.value && !isReleased.value);

/** Lets the person who knows the PIN out. */
export function releaseKiosk(): void {
  isReleased.value = true;
}

/** Keeps people in again. */
export function lockKiosk(): void {
  isReleased.value = false;
}
