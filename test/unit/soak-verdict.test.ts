import { describe, expect, test } from 'vitest';
import { broken, soakFigures, type Reading, type Time } from '../bench/soak/verdict.js';

const NOTHING = { workers: 0, bitmaps: 0, canvases: 0, urls: 0 };

/** A reading after every tenth run; bytes by their number. */
const curve = (runs: number, memory: (after: number) => number, end: Partial<Reading> = {}): Reading[] =>
  Array.from({ length: runs / 10 + 1 }, (_, index) => {
    const after = 50 + 10 * index;
    return { after, memory: memory(after), gpu: 0, jsHeap: 0, wasm: 0, page: { ...NOTHING, workers: 1 }, worker: NOTHING, ...(10 * index === runs ? end : {}) };
  });

const times = (runs: number, of: (run: number) => Time): Time[] => Array.from({ length: runs }, (_, run) => of(run));

const steady = (run: number): Time => ({ analysis: 200 + (run % 7), reference: 20 });

/** Deterministic, between −1 and 1. */
const noise = (after: number): number => Math.sin(after * 12.9898);

describe('many runs', () => {
  test('that leave nothing and stay as quick as they were are in order', () => {
    const figures = soakFigures(curve(1000, (after) => 3e8 + 2e6 * noise(after)), times(1000, steady));
    expect(figures.slowdown).toBe(1);
    expect(Math.abs(figures.growth)).toBeLessThan(1e6);
    expect(broken(figures)).toEqual([]);
  });

  test('that keep 30 KB each are told', () => {
    const figures = soakFigures(curve(1000, (after) => 3e8 + 30_000 * after + 2e6 * noise(after)), times(1000, steady));
    expect(figures.growth / 1e6).toBeCloseTo(6, 0);
    expect(broken(figures)).toEqual([expect.stringMatching(/memory grows by [56]\.\d MB/)]);
  });

  test('that become slower are told, unless the machine has', () => {
    const slower = (run: number): number => (run < 500 ? 1 : 1.1);
    const flat = curve(1000, () => 3e8);
    expect(broken(soakFigures(flat, times(1000, (run) => ({ ...steady(run), analysis: 200 * slower(run) }))))).toEqual([expect.stringContaining('10.0 %')]);
    expect(broken(soakFigures(flat, times(1000, (run) => ({ analysis: 200 * slower(run), reference: 20 * slower(run) }))))).toEqual([]);
  });

  test.each([20, 1000])('of %i: something left over is told', (runs) => {
    const end = { page: { ...NOTHING, workers: 2, urls: 1 }, worker: { ...NOTHING, bitmaps: 3 } };
    const figures = soakFigures(curve(runs, () => 3e8, end), times(runs, steady));
    expect(broken(figures)).toEqual(['left over: 1 workers in the page', 'left over: 1 urls in the page', 'left over: 3 bitmaps in the worker']);
  });

  test('too few to draw a line through are not judged by one', () => {
    expect(broken(soakFigures(curve(100, (after) => 1e6 * after), times(100, (run) => ({ analysis: 1 + run, reference: 20 }))))).toEqual([]);
  });
});
