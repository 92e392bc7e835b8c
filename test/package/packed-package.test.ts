import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import manifest from '../../models/manifest.json' with { type: 'json' };
import { packageOf } from '../../models/asset-package.js';
import { openEngine } from '../../demo/cli/engine-page.js';
import { ensureBuilt, ROOT } from '../../demo/host/ensure-built.js';
import { pack } from '../harness/packed.js';

const folder = mkdtempSync(join(tmpdir(), 'analyze-locally-'));
const installed = join(folder, 'node_modules/analyze-locally');
let packed: string[];

const assets = manifest.assets.map(({ file }) => file);

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

const { exports: entries } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { exports: Record<string, string | { types: string }> };

/** What a source or its types take in. */
const importsOf = (code: string): string[] =>
  [...code.matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*|<reference (?:types|path)=)["']([^"']+)["']/g)].map(([, name]) => name ?? '');

/** All that these files of types name, and what is named by that. */
function typesReached(files: readonly string[]): Map<string, readonly string[]> {
  const reached = new Map<string, readonly string[]>();
  const visit = (file: string): void => {
    if (reached.has(file)) return;
    const names = importsOf(readFileSync(file, 'utf8'));
    reached.set(file, names);
    for (const name of names) if (name.startsWith('.')) visit(join(dirname(file), name.replace(/\.js$/, '.d.ts')));
  };
  files.forEach(visit);
  return reached;
}

/** The guide's TypeScript, as a page would have it: what it does with the element, and how it says other words. */
function guideSnippets(): readonly [use: string, words: string] {
  const guide = readFileSync(join(installed, 'docs/element.md'), 'utf8');
  const imported = /<script type="module">\s*(import '[^']+';)/.exec(guide)?.[1] ?? '';
  const [use, words, ...more] = [...guide.matchAll(/^```ts\n([^]*?)^```/gm)].map(([, code]) => code ?? '');
  expect([imported, more]).toEqual(["import 'analyze-locally/register-element';", []]);
  return [`${imported}\ndeclare const file: File;\n${use ?? ''}`, `declare const analyzer: HTMLElementTagNameMap['posture-analyzer'];\n${words ?? ''}`];
}

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
       import { definePostureAnalyzer, type PostureAnalyzer, type PostureResult } from 'analyze-locally/element';
       import { createLocalApi, type LocalApiOptions } from 'analyze-locally/local-api';
       export function show(analyzer: PostureAnalyzer, options: LocalApiOptions): ReturnType<typeof createLocalApi> {
         definePostureAnalyzer();
         analyzer.addEventListener('result', ({ detail }: CustomEvent<PostureResult>) => console.log(detail.turtle_neck_m_));
         // @ts-expect-error a view that there is not
         analyzer.views = ['above'];
         return createLocalApi(options);
       }
       export async function use(photo: Blob): Promise<number> {
         const answer: AnalysisResponse = await analyzeLocally({ front: photo, side: photo, back: photo });
         const side = await createAnalyzer({ model: 'lite' }).analyze({ side: photo }, { views: ['side'] });
         // @ts-expect-error a single-view answer has no front metrics
         if (side.state) console.log(side.turtle_neck_m_, side.far_tilt_m_);
         return answer.state ? answer.far_tilt_m_ + sideMetrics([]).sar_tilt : answer.status;
       }`,
    );
    const [use, words] = guideSnippets();
    writeFileSync(join(folder, 'guide.ts'), use);
    writeFileSync(join(folder, 'guide-words.ts'), words);
    for (const [module, moduleResolution] of [['ESNext', 'bundler'], ['Node16', 'Node16']]) {
      // Apart, since what one file imports all files of a program know.
      for (const files of [['use.ts', 'guide-words.ts'], ['guide.ts']]) {
        const strict = { strict: true, exactOptionalPropertyTypes: true, skipDefaultLibCheck: true };
        const compilerOptions = { noEmit: true, ...strict, target: 'ES2022', lib: ['ES2022', 'DOM'], types: [], module, moduleResolution };
        writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
        const { status, stdout } = spawnSync(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.json'], { cwd: folder, encoding: 'utf8' });
        expect(stdout).toBe('');
        expect(status).toBe(0);
      }
    }
  });

  test('its types name no other package, whose types nobody may have', () => {
    const files = Object.values(entries).flatMap((entry) => (typeof entry === 'string' ? [] : [join(installed, entry.types)]));
    const reached = typesReached(files);
    expect(reached.size).toBeGreaterThan(files.length);
    expect([...reached].flatMap(([file, names]) => names.filter((name) => !name.startsWith('.')).map((name) => `${file}: ${name}`))).toEqual([]);
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
