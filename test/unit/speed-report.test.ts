import { describe, expect, test } from 'vitest';
import { CONTENDERS, baselineOf, chooseContenders, isSoftware, keyOf, type Contender } from '../bench/speed/contenders.js';
import type { Adapters } from '../bench/speed/page/contract.js';
import { speedFigures, speedTables, type Measured } from '../bench/speed/report.js';

const SOFTWARE: Adapters = { webgl: { name: 'SwiftShader', software: true }, webgpu: { name: 'swiftshader', software: true } };
const GPU: Adapters = { webgl: { name: 'a GPU', software: false }, webgpu: undefined };

const contender = (backend: string, provider: string, more: Partial<Contender> = {}): Contender => ({
  backend,
  provider,
  model: 'full',
  mode: 'single',
  processor: 'cpu',
  own: false,
  script: 'engine',
  settings: {},
  quick: true,
  ...more,
});

const measured = (of: Contender, times: readonly number[], more: Partial<Measured> = {}): Measured => ({
  contender: of,
  software: false,
  cold: [
    { loading: 300, first: 200, longestTask: 30, bytes: 17e6 },
    { loading: 500, first: 100, longestTask: 40, bytes: 17e6 },
    { loading: 400, first: 400, longestTask: 20, bytes: 17e6 },
  ],
  warm: times.map((milliseconds) => ({ milliseconds, wall: milliseconds + 50, longestTask: 5 })),
  memory: { jsHeap: 4e6, wasm: 80e6 },
  ...more,
});

const baseline = measured(contender('tasks-vision', 'cpu'), [100, 110, 90, 400]);
const single = measured(contender('blazepose', 'wasm', { own: true }), [63, 62, 61]);
const mirrored = measured(contender('blazepose', 'wasm', { own: true, mode: 'mirrored' }), [120, 110, 130]);
const imitated = measured(contender('blazepose', 'webgpu', { own: true, processor: 'webgpu' }), [1], { software: true });

describe('the speed benchmark’s figures', () => {
  const figures = speedFigures([baseline, single, mirrored, imitated]);

  test('median and 95th percentile of warm runs, medians of cold ones, the longest task of any', () => {
    const { warm, cold } = figures.contenders['tasks-vision/cpu/full/single'] ?? {};
    expect(warm).toMatchObject({ runs: 4, median: 105, wall: 155, longestTask: 5 });
    expect(warm?.p95).toBeCloseTo(110 + 0.85 * 290, 9);
    expect(cold).toEqual({ loading: 400, first: 200, total: 600, longestTask: 40, bytes: 17e6 });
  });

  test('ranks and ratios within a model; software gets neither', () => {
    expect(Object.entries(figures.contenders).map(([key, { rank }]) => [key, rank])).toEqual([
      ['tasks-vision/cpu/full/single', 2],
      ['blazepose/wasm/full/single', 1],
      ['blazepose/wasm/full/mirrored', 3],
      ['blazepose/webgpu/full/single', null],
    ]);
    expect(figures.ratioToTasksVision).toEqual({
      'tasks-vision/cpu/full/single': 1,
      'blazepose/wasm/full/single': 62 / 105,
      'blazepose/wasm/full/mirrored': 120 / 105,
    });
    expect(speedTables(figures)).toMatch(/blazepose\/webgpu\/full\/single +software +– /);
  });

  test('another model is neither a rival nor a measure', () => {
    const small = measured(contender('blazepose', 'wasm', { own: true, model: 'lite' }), [10]);
    const { contenders, ratioToTasksVision } = speedFigures([baseline, small]);
    expect(contenders['blazepose/wasm/lite/single']?.rank).toBe(1);
    expect(ratioToTasksVision).toEqual({ 'tasks-vision/cpu/full/single': 1 });
  });

  test('targets: one pass 0.7, two passes 1.0, tasks below 50 ms, 5 MB from 20 to 200 analyses', () => {
    const ratios = figures.targets.filter(({ what }) => what.startsWith('ratio'));
    expect(ratios.map(({ key, limit, met }) => [key, limit, met])).toEqual([
      ['blazepose/wasm/full/single', 0.7, true],
      ['blazepose/wasm/full/mirrored', 1, false],
    ]);
    expect(figures.targets.some(({ key }) => key.includes('webgpu') || key.startsWith('tasks-vision'))).toBe(false);
    const growth = { after20: { jsHeap: 4e6, wasm: 80e6 }, after200: { jsHeap: 5e6, wasm: 84.1e6 } };
    const { targets } = speedFigures([baseline, { ...single, growth }]);
    expect(targets.find(({ what }) => what.startsWith('memory'))).toMatchObject({ measured: 5.1e6, met: false });
    const slow = { ...single, warm: [{ milliseconds: 60, wall: 90, longestTask: 50 }] };
    expect(speedFigures([slow]).targets).toMatchObject([{ measured: 50, met: false }]);
  });
});

describe('the speed benchmark’s contenders', () => {
  test('each has a key of its own', () => {
    expect(new Set(CONTENDERS.map(keyOf)).size).toBe(CONTENDERS.length);
    for (const one of CONTENDERS) expect(keyOf(one)).toMatch(/^[\w-]+\/[\w-]+\/[\w-]+\/(single|mirrored|tenfold)$/);
  });

  test('what is chosen brings along what it is compared with', () => {
    const { run } = chooseContenders(SOFTWARE, true, /^human\/wasm\/full/);
    expect(run.map(keyOf)).toEqual(['tasks-vision/cpu/full/single', 'human/wasm/full/single']);
    expect(baselineOf('movenet-lightning')).toBeUndefined();
  });

  test('a processor that is imitated counts as software, one that is missing is left out', () => {
    const webgl = contender('pose-detection', 'mediapipe', { processor: 'webgl' });
    expect([isSoftware(webgl, SOFTWARE), isSoftware(webgl, GPU), isSoftware(contender('blazepose', 'wasm'), SOFTWARE)]).toEqual([true, false, false]);
    const lite = 'pose-detection/mediapipe/lite/single';
    expect(chooseContenders({ webgl: undefined, webgpu: undefined }, false).leftOut[lite]).toMatch(/no webgl/);
    expect(chooseContenders(SOFTWARE, true).leftOut[lite]).toMatch(/software/);
    expect(chooseContenders(SOFTWARE, false).run.map(keyOf)).toContain(lite);
    expect(chooseContenders(GPU, true).run.map(keyOf)).toContain(lite);
  });

  test('a quick run leaves the heavy network out', () => {
    expect(chooseContenders(GPU, true).run.filter(({ model }) => model === 'heavy')).toEqual([]);
  });
});
