import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MetricName, View } from 'analyze-locally';
import { openEngine, type EnginePage } from '../../demo/cli/engine-page.js';
import { ensureBuilt } from '../../demo/host/ensure-built.js';

/** Through the whole engine, a balance of the mirrored photo may differ from the negated one by this; degrees. */
const MIRROR_TOLERANCE = 0.3;

/** Mean change of the front metrics when the photo is turned by {@link TURN}; degrees. */
const TURN_TOLERANCE = 0.7;

/** Degrees. */
const TURN = 5;

const CASES = ['m1-02', 'f1-08', 'm2-01'] as const;
const FRONT = ['head_bal', 'shoulder_bal', 'pelvic_bal', 'knee_bal', 'tilt'] as const;

const photo = (name: string, view: View): Buffer =>
  readFileSync(new URL(`../fixtures/cases/${name}/${view}.jpg`, import.meta.url));

let engine: EnginePage;

beforeAll(async () => {
  ensureBuilt();
  engine = await openEngine();
});
afterAll(() => engine?.close());

async function metricsOf(view: View, bytes: Uint8Array): Promise<(name: MetricName) => number> {
  const response = await engine.analyze({ [view]: bytes });
  if (!response.state) throw new Error(`${response.status} ${response.message}`);
  const fields = response as unknown as Readonly<Record<string, number>>;
  return (name) => fields[`${name}_m_`] ?? Number.NaN;
}

describe.each(CASES)('%s', (name) => {
  test('a mirrored front photo gives negated balances and swapped legs', async () => {
    const plain = await metricsOf('front', photo(name, 'front'));
    const mirrored = await metricsOf('front', await sharp(photo(name, 'front')).flop().png().toBuffer());
    for (const metric of FRONT) {
      expect(Math.abs(mirrored(`far_${metric}`) + plain(`far_${metric}`)), metric).toBeLessThanOrEqual(MIRROR_TOLERANCE);
    }
    expect(Math.abs(mirrored('far_left_qang') - plain('far_right_qang'))).toBeLessThanOrEqual(MIRROR_TOLERANCE);
    expect(Math.abs(mirrored('far_right_qang') - plain('far_left_qang'))).toBeLessThanOrEqual(MIRROR_TOLERANCE);
  });

  test('a mirrored side photo gives the same metrics', async () => {
    const plain = await metricsOf('side', photo(name, 'side'));
    const mirrored = await metricsOf('side', await sharp(photo(name, 'side')).flop().png().toBuffer());
    for (const metric of ['sar_tilt', 'sar_head_tilt', 'turtle_neck', 'round_shoulder'] as const) {
      expect(Math.abs(mirrored(metric) - plain(metric)), metric).toBeLessThanOrEqual(MIRROR_TOLERANCE);
    }
  });
});

test(`a front photo turned by ${TURN}° gives the same angles within ${TURN_TOLERANCE}° on average`, async () => {
  const changes: number[] = [];
  for (const name of CASES) {
    const plain = await metricsOf('front', photo(name, 'front'));
    for (const degrees of [-TURN, TURN]) {
      const turned = await sharp(photo(name, 'front')).rotate(degrees, { background: '#888' }).png().toBuffer();
      const metrics = await metricsOf('front', turned);
      for (const metric of [...FRONT, 'left_qang', 'right_qang'] as const) {
        changes.push(Math.abs(metrics(`far_${metric}`) - plain(`far_${metric}`)));
      }
    }
  }
  const mean = changes.reduce((sum, change) => sum + change, 0) / changes.length;
  console.log(`mean change of the front metrics over a turn of ${TURN}°: ${mean.toFixed(2)}°, largest ${Math.max(...changes).toFixed(2)}°`);
  expect(mean).toBeLessThanOrEqual(TURN_TOLERANCE);
});
