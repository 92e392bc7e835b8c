/** How long somebody counts as present who touches nothing, milliseconds: seen by the camera, or waiting for the measurement. */
const LONGEST_WITHOUT_TOUCH = 300_000;

let touched = 0;
let present = 0;

/** Somebody uses the screen. */
export function noteTouch(now = performance.now()): void {
  touched = now;
}

/**
 * Somebody is there without touching anything: stands before the camera, or waits for the measurement. To be called again
 * and again as long as that is so. Counts like a touch, though not for ever: people walk past a camera all day.
 */
export function notePresence(now = performance.now()): void {
  present = Math.min(now, touched + LONGEST_WITHOUT_TOUCH);
}

/** Milliseconds for which nobody has been there. They count anew where the clock has gone back: a kiosk would forget nobody until it has caught up. */
export function idleFor(now = performance.now()): number {
  touched = Math.min(touched, now);
  present = Math.min(present, now);
  return now - Math.max(touched, present);
}
