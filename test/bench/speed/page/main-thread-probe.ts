/** From this duration on browsers report a task by themselves, milliseconds. */
const LONG_TASK = 50;

/** Browsers let this long pass between nested timers, milliseconds. */
const TIMER_STEP = 4;

/**
 * The longest task of the main thread. What blocks for 50 ms and more is reported by the browser to the millisecond; below
 * that a chain of timers tells how late one came. The chain sleeps 4 ms a turn and so costs the contenders nothing; it is
 * late by what else the machine does, too, so that figures below 50 are upper bounds.
 */
export class MainThreadProbe {
  #start = 0;
  #longest = 0;
  #latest = 0;
  #running = false;
  readonly #observer = new PerformanceObserver((list) => {
    this.#take(list.getEntries());
  });

  constructor() {
    this.#observer.observe({ type: 'longtask' });
  }

  /** Forgets what was seen before. What follows runs in a task of its own: a task that began earlier is not counted. */
  async start(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve));
    this.#start = performance.now();
    this.#longest = 0;
    this.#latest = 0;
    this.#running = true;
    this.#turn(this.#start);
  }

  /** The longest task since {@link start}, milliseconds. */
  async stop(): Promise<number> {
    // A task is reported after its end only.
    await new Promise((resolve) => setTimeout(resolve, TIMER_STEP));
    this.#running = false;
    this.#take(this.#observer.takeRecords());
    return this.#longest > 0 ? this.#longest : Math.min(this.#latest, LONG_TASK - 1);
  }

  #take(entries: readonly PerformanceEntry[]): void {
    // The task that this began in started a little earlier.
    for (const { startTime, duration } of entries) if (startTime + TIMER_STEP > this.#start) this.#longest = Math.max(this.#longest, duration);
  }

  #turn(before: number): void {
    setTimeout(() => {
      const now = performance.now();
      this.#latest = Math.max(this.#latest, now - before - TIMER_STEP);
      if (this.#running) this.#turn(now);
    }, TIMER_STEP);
  }
}
