import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from '../../demo/host/ensure-built.js';
import { nameOf } from '../bench/quality/degradations.js';
import type { LevelFigures, QualityReport } from '../bench/quality/report.js';

const out = mkdtempSync(join(tmpdir(), 'analyze-locally-'));
afterAll(() => {
  rmSync(out, { recursive: true, force: true });
});

/** Without a shell: patterns have characters that shells read their own way. */
const TSX = join(ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs');

/** Photos that no answer may be given of, and the codes for front, side and back that say why. */
const REFUSED: Readonly<Record<string, readonly string[]>> = {
  'body height: 150 px': ['511', '512', '518'],
  'crop: feet cut': ['514', '515', '522'],
  'occlusion: box up to the knees': ['514', '515', '522'],
};

/** Photos that are bad and good enough. */
const ANSWERED = ['blur: 0.8 % of the body', 'noise: 60 of 255', 'JPEG: quality 8', 'dark: 6 stops'];

/** Not always refused, but never answered as if nothing were there. */
const HIDDEN_FEET = ['occlusion: both feet', 'occlusion: one foot'];

let levels: readonly LevelFigures[];

beforeAll(() => {
  const file = join(out, 'report.json');
  const only = `^(none$|${[...Object.keys(REFUSED), ...ANSWERED, ...HIDDEN_FEET].join('|')})`;
  const { status, stderr } = spawnSync(process.execPath, [TSX, 'test/bench/quality.ts', '--cases', 'test/fixtures/cases', '--people', 'm1-02', '--only', only, '--out', file], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  ({ levels } = JSON.parse(readFileSync(file, 'utf8')) as QualityReport);
});

const figuresOf = (name: string): LevelFigures => {
  const found = levels.find((figures) => nameOf(figures) === name);
  if (!found) throw new Error(`${name} was not measured`);
  return found;
};

describe('a photo that is made worse', () => {
  test.each(Object.entries(REFUSED))('%s: is refused with its code', (name, codes) => {
    const { photos, refused } = figuresOf(name);
    expect(photos).toBe(3);
    expect(Object.keys(refused).sort()).toEqual([...codes].sort());
  });

  test.each(ANSWERED)('%s: is answered, and the true angles are within the margins', (name) => {
    const { refused, inside, margin } = figuresOf(name);
    expect(refused).toEqual({});
    expect(inside.of).toBe(18);
    // Nine of ten is what a margin promises.
    expect(inside.n).toBeGreaterThanOrEqual(0.9 * inside.of);
    expect(margin).toBeGreaterThanOrEqual(0.95 * figuresOf('none').margin);
  });

  test.each(HIDDEN_FEET)('%s: is refused, or its margins say so', (name) => {
    const { photos, refused, inside, margin } = figuresOf(name);
    expect(photos).toBe(3);
    for (const status of Object.keys(refused)) expect(['514', '515', '517', '522']).toContain(status);
    expect(inside.n).toBeGreaterThanOrEqual(0.9 * inside.of);
    if (inside.of > 0) expect(margin).toBeGreaterThan(1.5 * figuresOf('none').margin);
  });

  test('has wider margins the more it is blurred', () => {
    expect(figuresOf('blur: 0.8 % of the body').margin).toBeGreaterThan(1.2 * figuresOf('none').margin);
  });
});
