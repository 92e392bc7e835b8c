import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEngine } from '../../demo/cli/engine-page.js';
import { ensureBuilt, ROOT } from '../../demo/host/ensure-built.js';

/** Own JavaScript on the main thread, gzipped bytes. */
const MAIN_THREAD_BUDGET = 25 * 1024;

/** `analyze-locally/metrics` alone, gzipped bytes. */
const METRICS_BUDGET = 4 * 1024;

/** Each worker without wasm and models, gzipped bytes: what it measures and a twentieth. A page loads one of them. */
const WORKER_BUDGETS = { 'pose.worker.js': 164 * 1024, 'mediapipe.worker.js': 117 * 1024 } as const;

const folder = mkdtempSync(join(tmpdir(), 'analyze-locally-'));
const installed = join(folder, 'node_modules/analyze-locally');
let packed: string[];

const npm = (args: readonly string[], cwd: string): string =>
  execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], shell: process.platform === 'win32' });

beforeAll(() => {
  ensureBuilt();
  npm(['pack', '--ignore-scripts', '--pack-destination', folder], ROOT);
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
  packed = execFileSync('tar', ['-tzf', join(folder, tarball)], { encoding: 'utf8' }).trim().split('\n');
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true, type: 'module' }));
  npm(['install', '--ignore-scripts', '--no-audit', '--no-fund', '--offline', `./${tarball}`], folder);
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A module with all chunks that it imports statically, gzipped one by one as a server sends them. */
function gzippedWithChunks(entry: string, seen = new Set<string>()): number {
  const file = join(installed, 'dist', entry);
  if (seen.has(file)) return 0;
  seen.add(file);
  const code = readFileSync(file, 'utf8');
  const chunks = [...code.matchAll(/(?:from|import)\s*"(\.[^"]+\.js)"/g)].map(([, path]) => join(entry, '..', path ?? ''));
  return gzipSync(code).length + chunks.reduce((sum, chunk) => sum + gzippedWithChunks(chunk, seen), 0);
}

const inNode = (code: string) =>
  spawnSync(process.execPath, ['--input-type=module', '--eval', code], { cwd: folder, encoding: 'utf8' });

describe('the packed package', () => {
  test('holds the code, types, docs, notices, runtime and models', () => {
    for (const file of [
      'package.json',
      'README.md',
      'LICENSE',
      'CHANGELOG.md',
      'THIRD_PARTY.md',
      'docs/api.md',
      'dist/index.js',
      'dist/metrics.js',
      'dist/pose.worker.js',
      'dist/mediapipe.worker.js',
      'dist/types/index.d.ts',
      'dist/types/metrics-only.d.ts',
      'dist/assets/litert_wasm_internal.wasm',
      'dist/assets/litert_wasm_compat_internal.wasm',
      'dist/assets/ort-wasm-simd-threaded.jspi.wasm',
      'dist/assets/vision_wasm_module_internal.wasm',
      ...['tflite', 'onnx'].flatMap((format) =>
        ['detector', 'landmarks_lite', 'landmarks_full', 'landmarks_heavy'].map((name) => `dist/assets/pose_${name}.${format}`),
      ),
      ...['lite', 'full', 'heavy'].map((model) => `dist/assets/pose_landmarker_${model}.task`),
    ]) {
      expect(packed, file).toContain(`package/${file}`);
    }
  });

  test('holds no tests, no demo, no sources', () => {
    expect(packed.filter((name) => /^package\/(test|demo|src|workers|models|\.ci)\//.test(name))).toEqual([]);
  });

  test('needs nothing installed beside it', () => {
    expect(readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual(['analyze-locally']);
  });

  test('main-thread JavaScript is within its budget', () => {
    const bytes = gzippedWithChunks('index.js');
    console.log(`main thread: ${bytes} bytes gzipped`);
    expect(bytes).toBeLessThan(MAIN_THREAD_BUDGET);
  });

  test('analyze-locally/metrics is within its budget', () => {
    const bytes = gzippedWithChunks('metrics.js');
    console.log(`metrics alone: ${bytes} bytes gzipped`);
    expect(bytes).toBeLessThan(METRICS_BUDGET);
  });

  test.each(Object.entries(WORKER_BUDGETS))('%s is within its budget', (script, budget) => {
    const bytes = gzipSync(readFileSync(join(installed, 'dist', script))).length;
    console.log(`${script}: ${bytes} bytes gzipped`);
    expect(bytes).toBeLessThan(budget);
  });

  test.each(Object.keys(WORKER_BUDGETS))('keeps the expression that bundlers find %s by', (script) => {
    const expression = new RegExp(
      String.raw`new Worker\(new URL\((['"\`])\./${script.replaceAll('.', String.raw`\.`)}\1, import\.meta\.url\), \{ type: (['"\`])module\2 \}\)`,
      'g',
    );
    expect(readFileSync(join(installed, 'dist/index.js'), 'utf8').match(expression)).toHaveLength(1);
  });

  test('can be imported in Node; analysing there is a clear error', () => {
    const { status, stdout } = inNode(`
      import { analyzeLocally, AnalyzeLocallyError } from 'analyze-locally';
      const photo = new Blob(['x']);
      const error = await analyzeLocally({ front: photo, side: photo, back: photo }).catch((e) => e);
      console.log(error instanceof AnalyzeLocallyError, error.code);
    `);
    expect(status).toBe(0);
    expect(stdout.trim()).toBe('true unsupported');
  });

  test('the metrics run in Node', () => {
    const { status, stdout } = inNode(`
      import { frontMetrics, gradeMetric } from 'analyze-locally/metrics';
      const points = Array.from({ length: 22 }, (_, i) => [i * 10, i * 20]);
      console.log(Object.keys(frontMetrics(points)).length, gradeMetric('far_tilt', 4));
    `);
    expect(status).toBe(0);
    expect(stdout.trim()).toBe('7 2');
  });

  test('its types serve a strict consumer, with bundler and with node16 resolution', () => {
    writeFileSync(
      join(folder, 'use.ts'),
      `import { analyzeLocally, createAnalyzer, type AnalysisResponse } from 'analyze-locally';
       import { sideMetrics } from 'analyze-locally/metrics';
       export async function use(photo: Blob): Promise<number> {
         const answer: AnalysisResponse = await analyzeLocally({ front: photo, side: photo, back: photo });
         const side = await createAnalyzer({ model: 'lite' }).analyze({ side: photo }, { views: ['side'] });
         // @ts-expect-error a single-view answer has no front metrics
         if (side.state) console.log(side.turtle_neck_m_, side.far_tilt_m_);
         return answer.state ? answer.far_tilt_m_ + sideMetrics([]).sar_tilt : answer.status;
       }`,
    );
    for (const [module, moduleResolution] of [['ESNext', 'bundler'], ['Node16', 'Node16']]) {
      const compilerOptions = { noEmit: true, strict: true, exactOptionalPropertyTypes: true, target: 'ES2022', lib: ['ES2022', 'DOM'], types: [], module, moduleResolution };
      writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['use.ts'] }));
      const { status, stdout } = spawnSync(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.json'], { cwd: folder, encoding: 'utf8' });
      expect(stdout).toBe('');
      expect(status).toBe(0);
    }
  });

  test('analyses a photo in a browser', async () => {
    const engine = await openEngine({ model: 'lite' }, join(installed, 'dist'));
    try {
      const response = await engine.analyze({ front: readFileSync(join(ROOT, 'test/fixtures/cases/m1-02/front.jpg')) });
      expect(response.state).toBe(true);
    } finally {
      await engine.close();
    }
  });
});
