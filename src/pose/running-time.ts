/** So much later than it should a timer may ring in a page that is busy or in the background; milliseconds. */
const LATE = 5_000;

/**
 * Calls back when a time has passed in which this page ran. Where it was frozen or the machine asleep meanwhile, as a timer
 * that rings much too late tells, the time runs once more, and not oftener.
 *
 * @param milliseconds - Above 0.
 * @returns Ends the wait.
 */
export function afterRunning(milliseconds: number, then: () => void): () => void {
  const begun = performance.now();
  let timer = setTimeout(() => {
    if (performance.now() - begun < milliseconds + LATE) then();
    else timer = setTimeout(then, milliseconds);
  }, milliseconds);
  return () => clearTimeout(timer);
}
