import { afterEach, describe, expect, test, vi } from 'vitest';
import { afterRunning } from '../../src/pose/running-time.js';
import { Turns, WAITING_LIMIT, type Turn } from '../../src/pose/turns.js';

/** Names of turns in the order in which they come. */
function watched(turns: readonly Turn[]): number[] {
  const come: number[] = [];
  turns.forEach((turn, number) => void turn.come.then(() => come.push(number)));
  return come;
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('turns', () => {
  test('come one at a time, in their order', async () => {
    const queue = new Turns();
    const turns = [queue.take(), queue.take(), queue.take()];
    const come = watched(turns);
    for (const [number, turn] of turns.entries()) {
      await settled();
      expect(come).toEqual([0, 1, 2].slice(0, number + 1));
      turn.end();
    }
    const again = queue.take();
    await again.come;
  });

  test('given up while they wait, let the others keep their order', async () => {
    const queue = new Turns();
    const turns = [queue.take(), queue.take(), queue.take(), queue.take()];
    const come = watched(turns);
    turns[2]?.end();
    turns[1]?.end();
    await settled();
    expect(come).toEqual([0]);
    turns[0]?.end();
    await settled();
    expect(come).toEqual([0, 3]);
  });

  test('are refused where too many wait, and taken again where one has given up', () => {
    const queue = new Turns();
    const turns = Array.from({ length: 1 + WAITING_LIMIT }, () => queue.take());
    expect(() => queue.take()).toThrow(expect.objectContaining({ name: 'AnalyzeLocallyError', code: 'busy' }));
    turns.at(-1)?.end();
    queue.take();
    expect(() => queue.take()).toThrow(/64 calls wait/);
  });
});

describe('a time that a page must have run for', () => {
  afterEach(() => void vi.useRealTimers());

  /** The timer of 1000 ms rings as late as that by the clock. */
  function ringsLate(milliseconds: number): { readonly then: ReturnType<typeof vi.fn>; readonly end: () => void } {
    vi.useFakeTimers();
    const then = vi.fn();
    const end = afterRunning(1000, then);
    const now = performance.now.bind(performance);
    vi.spyOn(performance, 'now').mockImplementation(() => now() + milliseconds);
    vi.advanceTimersByTime(1000);
    return { then, end };
  }

  test.each([0, 4000, -86_400_000])('is over where the timer rings %i ms late', (late) => {
    expect(ringsLate(late).then).toHaveBeenCalledOnce();
  });

  test('runs once more, and once only, where the page was frozen', () => {
    const { then } = ringsLate(3_600_000);
    vi.advanceTimersByTime(999);
    expect(then).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(then).toHaveBeenCalledOnce();
  });

  test.each([0, 3_600_000])('ends without a word, also after %i ms', (late) => {
    const { then, end } = ringsLate(late);
    const calls = then.mock.calls.length;
    end();
    vi.advanceTimersByTime(10_000);
    expect(then).toHaveBeenCalledTimes(calls);
  });
});
