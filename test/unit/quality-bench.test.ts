import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import type { Point } from '../../src/geometry/vector.js';
import type { MetricName } from '../../src/grades/grades.js';
import { randomOf } from '../ground-truth/random.js';
import { qualityChart } from '../bench/quality/chart.js';
import { DEGRADATIONS, nameOf, type Degradation, type Depicted } from '../bench/quality/degradations.js';
import type { PhotoRecord, Reading } from '../bench/quality/record.js';
import { qualityReport, qualityTables } from '../bench/quality/report.js';
import { FRONT } from './standing-figure.js';

const degradation = (name: string): Degradation => {
  const found = DEGRADATIONS.find((each) => nameOf(each) === name);
  if (!found) throw new Error(`there is no ${name}`);
  return found;
};

const DEPICTED: Depicted = { view: 'front', keypoints: FRONT, height: 930 };

/** Grey with a white spot, 11 pixels wide. */
const spotted = ([x, y]: Point): Promise<Buffer> =>
  sharp({ create: { width: 1000, height: 1200, channels: 3, background: '#666' } })
    .composite([{ input: { create: { width: 11, height: 11, channels: 3, background: '#fff' } }, left: Math.round(x) - 5, top: Math.round(y) - 5 }])
    .jpeg({ quality: 95 })
    .toBuffer();

/** The middle of what is brighter than the rest. */
async function spotIn(photo: Buffer): Promise<Point> {
  const { data, info } = await sharp(photo).greyscale().raw().toBuffer({ resolveWithObject: true });
  const bright = [...data.keys()].filter((i) => data[i]! > 170);
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  return [mean(bright.map((i) => (i % info.width) + 0.5)), mean(bright.map((i) => Math.floor(i / info.width) + 0.5))];
}

const applied = async (name: string, photo: Buffer, depicted = DEPICTED) => {
  const degraded = await degradation(name).apply(photo, depicted, randomOf('test'));
  if (!degraded) throw new Error(`${name} does not apply`);
  return degraded;
};

describe('a degraded photo', () => {
  test('that is turned has its points where they are told to be', async () => {
    const { photo, moved } = await applied('turned picture: 9°', await spotted(FRONT.r_wrist));
    const [wanted, found] = [moved?.(FRONT.r_wrist) ?? [0, 0], await spotIn(photo)];
    expect(Math.hypot(wanted[0] - FRONT.r_wrist[0], wanted[1] - FRONT.r_wrist[1])).toBeGreaterThan(20);
    expect(Math.hypot(wanted[0] - found[0], wanted[1] - found[1])).toBeLessThan(1.5);
  });

  test('has the size, the darkness and the edges that its name says', async () => {
    const photo = await spotted(FRONT.l_ankle);
    expect(await sharp((await applied('body height: 300 px', photo)).photo).metadata()).toMatchObject({ width: Math.round((1000 * 300) / 930) });
    expect(await degradation('body height: 300 px').apply(photo, { ...DEPICTED, height: 299 }, randomOf('test'))).toBeUndefined();
    const { channels } = await sharp((await applied('dark: 4 stops', photo)).photo).stats();
    // Brightness levels are whole numbers.
    expect(Math.abs((channels[0]?.mean ?? 0) - 0x66 * 2 ** (-4 / 2.2))).toBeLessThan(1.5);
    const feet = await sharp((await applied('crop: feet cut', photo)).photo).metadata();
    expect(feet.height).toBeLessThan(FRONT.l_ankle[1]);
    expect(await degradation('crop: forearm cut').apply(photo, { ...DEPICTED, view: 'side' }, randomOf('test'))).toBeUndefined();
  });

  test('hides what stands behind an object', async () => {
    const photo = await spotted(FRONT.l_ankle);
    await expect(spotIn((await applied('occlusion: one foot', photo)).photo)).resolves.toEqual([NaN, NaN]);
    await expect(spotIn((await applied('occlusion: bench at the shins', photo)).photo)).resolves.not.toEqual([NaN, NaN]);
  });

  test('is the same every time', async () => {
    const photo = await spotted(FRONT.nose);
    expect((await applied('noise: 40 of 255', photo)).photo.equals((await applied('noise: 40 of 255', photo)).photo)).toBe(true);
  });

  test.each(DEGRADATIONS.map((each) => [nameOf(each), each] as const))('can be opened: %s', async (_, each) => {
    const degraded = await each.apply(await spotted(FRONT.nose), DEPICTED, randomOf('test'));
    expect((await sharp(degraded?.photo).metadata()).format).toBe('jpeg');
  });
});

const record = (level: string, status: number, readings: Partial<Record<MetricName, Reading>> = {}): PhotoRecord => ({
  case: `p-${level}`,
  kind: level === '' ? 'none' : 'blur',
  level,
  view: 'front',
  status,
  readings,
  details: {},
});

const RECORDS = [
  record('', 200, { far_tilt: { truth: 0.25, value: 0.5, margin: 0.25 }, far_head_bal: { truth: 3, value: 1, margin: 0.5 } }),
  record('0.8 % of the body', 200, { far_tilt: { truth: 0, value: 9, margin: 1 } }),
  record('0.8 % of the body', 511),
];

describe('the quality benchmark’s figures', () => {
  const report = qualityReport(RECORDS);

  test('tell refusals, errors and true values inside their margins level by level', () => {
    expect(report.levels.map(nameOf)).toEqual(['none', 'blur: 0.8 % of the body']);
    expect(report.levels[0]).toMatchObject({ photos: 1, refused: {}, mae: 1.125, margin: 0.375, inside: { n: 1, of: 2 }, metrics: { far_tilt: { n: 1, of: 1 }, far_head_bal: { n: 0, of: 1 } } });
    expect(report.levels[1]).toMatchObject({ photos: 2, refused: { 511: 1 }, inside: { n: 0, of: 1 }, certain: { n: 1, of: 1 }, right: { n: 0, of: 1 } });
  });

  test('stand in the tables, with a mark where a margin holds too seldom', () => {
    const lines = qualityTables(report).split('\n');
    expect(lines.find((line) => line.startsWith('blur: 0.8 % of the body'))).toMatch(/2 {2}511: 50 +9\.00 +1\.00 +0 +1 +100 +0$/);
    expect(lines.filter((line) => line.startsWith('none'))[1]).toContain('0/1!');
  });

  test('are drawn, and levels without an answer leave no hole', () => {
    const svg = qualityChart(qualityReport([...RECORDS, record('1.6 % of the body', 511)]));
    expect(svg).toContain('>blur</text>');
    expect(svg).not.toContain('NaN');
    expect(svg).not.toContain('undefined');
  });
});
