import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packageOf } from '../../models/asset-package.js';
import { openEngine } from '../../demo/cli/engine-page.js';
import { ensureBuilt, ROOT } from '../../demo/host/ensure-built.js';
import { pack } from '../harness/packed.js';

const folder = mkdtempSync(join(tmpdir(), 'analyze-locally-'));
const installed = join(folder, 'node_modules/analyze-locally');
let packed: string[];

const assets = (JSON.parse(readFileSync(join(ROOT, 'models/manifest.json'), 'utf8')) as { assets: { file: string }[] }).assets.map(
  ({ file }) => file,
);

const npm = (args: readonly string[], cwd: string): string =>
  execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], shell: process.platform === 'win32' });

beforeAll(() => {
  ensureBuilt();
  const tarball = pack('analyze-locally', folder);
  packed = execFileSync('tar', ['-tzf', tarball], { encoding: 'utf8' }).trim().split('\n');
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true, type: 'module' }));
  npm(['install', '--ignore-scripts', '--no-audit', '--no-fund', '--offline', tarball], folder);
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const inNode = (code: string) =>
  spawnSync(process.execPath, ['--input-type=module', '--eval', code], { cwd: folder, encoding: 'utf8' });

describe('the packed package', () => {
  test('holds the code, types, docs, notices, and what the default options run', () => {
    for (const file of [
      'package.json',
      'README.md',
      'LICENSE',
      'CHANGELOG.md',
      'THIRD_PARTY.md',
      'docs/api.md',
      ...['index', 'metrics', 'element', 'register-element', 'local-api'].flatMap((entry) => [`dist/${entry}.js`]),
      ...['index', 'metrics-only', 'element', 'register-element', 'local-api'].map((entry) => `dist/types/${entry}.d.ts`),
      'dist/pose.worker.js',
      'dist/local-api.sw.js',
      'dist/command.js',
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

  test('keeps the expressions that bundlers find worker and assets by', () => {
    const code = readFileSync(join(installed, 'dist/index.js'), 'utf8');
    expect(code.match(/new Worker\(new URL\((["'])\.\/[^"']+\1, import\.meta\.url\), \{ type: (["'])module\2 \}\)/g)).toHaveLength(1);
    const found = [...code.matchAll(/new URL\((["'])\.\/assets\/([^"']+\.[^"']+)\1, import\.meta\.url\)/g)].map(([, , file]) => file);
    expect(found.sort()).toEqual(assets.filter((file) => packageOf(file) === 'analyze-locally').sort());
  });

  test.each(['', '/element', '/register-element', '/local-api', '/metrics'])('analyze-locally%s can be imported in Node', (entry) => {
    const { status, stderr } = inNode(`await import('analyze-locally${entry}');`);
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });

  test('analysing in Node is a clear error', () => {
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
    const engine = await openEngine({}, join(installed, 'dist'));
    try {
      const response = await engine.analyze({ front: readFileSync(join(ROOT, 'test/fixtures/cases/m1-02/front.jpg')) });
      expect(response.state).toBe(true);
    } finally {
      await engine.close();
    }
  });
});
