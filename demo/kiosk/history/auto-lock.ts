/** Without a touch or a key for so long, the history is locked again. */
export const LOCK_AFTER_MINUTES = 10;

const SIGNS_OF_LIFE = ['pointerdown', 'keydown', 'wheel'] as const;

/**
 * Calls `lock` when nobody has used the page for a while, and when it is left: a page that the browser keeps for the way
 * back would keep the key as well.
 *
 * @returns Ends the watch.
 */
export function lockWhenLeft(lock: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  // Timers stand still while a device sleeps; the clock does not.
  let lastSign = Date.now();
  const limit = LOCK_AFTER_MINUTES * 60_000;
  const restart = (): void => {
    lastSign = Date.now();
    clearTimeout(timer);
    timer = setTimeout(lock, limit);
  };
  const check = (): void => {
    if (Date.now() - lastSign > limit) lock();
  };
  for (const sign of SIGNS_OF_LIFE) addEventListener(sign, restart, { passive: true, capture: true });
  addEventListener('pagehide', lock);
  document.addEventListener('visibilitychange', check);
  restart();
  return () => {
    clearTimeout(timer);
    for (const sign of SIGNS_OF_LIFE) removeEventListener(sign, restart, { capture: true });
    removeEventListener('pagehide', lock);
    document.removeEventListener('visibilitychange', check);
  };
}
