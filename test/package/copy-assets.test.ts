/** `analyze-locally copy-assets`, run from the package as it is published. */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packageOf, type PackageName } from '../../models/asset-package.js';
import manifest from '../../models/manifest.json' with { type: 'json' };
import { ensureBuilt } from '../../demo/host/ensure-built.js';
import { serve } from '../../demo/host/server.js';
import { launchChromium } from '../../demo/host/browser.js';
import { casePhoto } from '../harness/fixture-photos.js';
import { pack } from '../harness/packed.js';

const folder = mkdtempSync(join(tmpdir(), 'copy-assets-'));
const MAIN = join(folder, 'node_modules/analyze-locally');

/** As npm installs a tarball that needs nothing else. */
function install(name: PackageName): void {
  const tarball = pack(name, folder);
  execFileSync('tar', ['-xzf', tarball, '-C', folder]);
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  renameSync(join(folder, 'package'), join(folder, 'node_modules', name));
}

beforeAll(() => {
  ensureBuilt();
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  install('analyze-locally');
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const command = (...args: readonly string[]) =>
  spawnSync(process.execPath, [join(MAIN, 'dist/command.js'), ...args], { cwd: folder, encoding: 'utf8' });

const copyAssets = (...args: readonly string[]) => command('copy-assets', ...args);

const filesIn = (name: string): string[] =>
  readdirSync(join(folder, name), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, name).length + 1).replaceAll('\\', '/'))
    .sort();

const NOTICES = ['assets/LICENSE', 'assets/THIRD_PARTY.md'];
const ownAssets = manifest.assets.map(({ file }) => file).filter((file) => packageOf(file) === 'analyze-locally');
const sha256 = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

const PAGE = '<!doctype html><title>Page</title><link rel="icon" href="data:,">';

/** Analyses a photo with a page's own import of the copied script, from another path than the site's root. */
async function analyzesFrom(name: string, options: string): Promise<unknown> {
  const server = await serve({
    mounts: { '/site/posture/': join(folder, name) },
    answer: (path, response) => {
      if (path === '/') response.writeHead(200, { 'content-type': 'text/html' }).end(PAGE);
      return path === '/';
    },
  });
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.goto(server.origin);
    const photo = (await casePhoto('m1-02', 'front')).toString('base64');
    // As text: the test runner rewrites an import that it sees.
    const call = `analyzeLocally({ front: '${photo}' }, { views: ['front'], ${options} })`;
    return await page.evaluate(`import('/site/posture/index.js').then(({ analyzeLocally }) => ${call})`);
  } finally {
    await browser.close();
    await server.close();
  }
}

describe('by default', () => {
  test('the worker and what the default options run, byte for byte', () => {
    const { status, stdout, stderr } = copyAssets('default');
    expect([status, stderr]).toEqual([0, '']);
    expect(filesIn('default')).toEqual([...ownAssets.map((file) => `assets/${file}`), ...NOTICES, 'pose.worker.js'].sort());
    for (const { file, sha256: hash } of manifest.assets.filter((asset) => ownAssets.includes(asset.file))) {
      expect(sha256(join(folder, 'default/assets', file)), file).toBe(hash);
      expect(stdout).toContain(`assets/${file}`);
    }
    expect(stdout).toContain("createAnalyzer({ workerUrl: '/posture/pose.worker.js', assetsBaseUrl: '/posture/assets/' })");
  });

  test('once more: nothing is written; what has changed is put right, what is not ours stays', () => {
    const worker = join(folder, 'default/pose.worker.js');
    const before = statSync(join(folder, 'default/assets/corrector_full.bin')).mtimeMs;
    writeFileSync(join(folder, 'default/assets/own.txt'), 'mine');
    appendFileSync(worker, '\n');
    const { status, stdout } = copyAssets('default');
    expect(status).toBe(0);
    expect(stdout.match(/^ {2}copied .*$/gm)).toEqual([expect.stringContaining('pose.worker.js')]);
    expect(sha256(worker)).toBe(sha256(join(MAIN, 'dist/pose.worker.js')));
    expect(statSync(join(folder, 'default/assets/corrector_full.bin')).mtimeMs).toBe(before);
    expect(readFileSync(join(folder, 'default/assets/own.txt'), 'utf8')).toBe('mine');
    expect(copyAssets('default').stdout).toContain('0 of them copied');
  });
});

describe('by options', () => {
  test('--no-gpu leaves out what runs on a GPU', () => {
    expect(copyAssets('cpu', '--no-gpu').status).toBe(0);
    expect(filesIn('cpu').filter((file) => /onnx|ort-/.test(file))).toEqual([]);
    expect(filesIn('cpu')).toContain('assets/pose_landmarks_full.tflite');
  });

  test('a companion that is not installed is named, and nothing is written', () => {
    const { version } = JSON.parse(readFileSync(join(MAIN, 'package.json'), 'utf8')) as { readonly version: string };
    for (const [args, name] of [
      [['--model', 'lite'], 'analyze-locally-models-lite'],
      [['--model', 'full', '--model', 'heavy'], 'analyze-locally-models-heavy'],
      [['--backend', 'mediapipe'], 'analyze-locally-mediapipe'],
    ] as const) {
      const { status, stderr } = copyAssets('missing', ...args);
      expect(status).toBe(1);
      expect(stderr).toContain(`npm install ${name}@${version}`);
      expect(existsSync(join(folder, 'missing'))).toBe(false);
    }
  });

  test('a companion that is installed, with scripts: a page without a bundler analyses with it', async () => {
    install('analyze-locally-models-lite');
    const { status, stdout } = copyAssets('lite', '--model', 'lite', '--with-scripts', '--no-gpu');
    expect(status).toBe(0);
    expect(stdout).toContain("model: 'lite'");
    const engine = ['litert_wasm_compat_internal.wasm', 'litert_wasm_internal.wasm', 'pose_detector.tflite', 'pose_landmarks_lite.tflite'];
    const scripts = ['element.js', 'index.js', 'local-api.js', 'local-api.sw.js', 'metrics.js', 'pose.worker.js', 'register-element.js'];
    expect(filesIn('lite')).toEqual([...engine.map((file) => `assets/${file}`), ...NOTICES, ...scripts].sort());
    const imported = scripts.flatMap((script) => [
      ...readFileSync(join(folder, 'lite', script), 'utf8').matchAll(/(?:from|import\(?)\s*["'`]\.\/([^"'`]+)/g),
    ]);
    expect(imported.length).toBeGreaterThan(0);
    expect(imported.map(([, file]) => file).filter((file) => !scripts.includes(file ?? ''))).toEqual([]);
    expect(await analyzesFrom('lite', "model: 'lite'")).toMatchObject({ state: true, APIName: 'Analysis-skeleton-v2-front' });
  });
});

describe('where something is wrong', () => {
  test.each([
    ['a network', 'assets/corrector_full.bin', 'corrector_full.bin is damaged'],
    ['the worker’s script', 'pose.worker.js', 'pose.worker.js is damaged'],
    ['a script', 'local-api.sw.js', 'local-api.sw.js is damaged'],
    ['what lists them', 'bom.cdx.json', 'bom.cdx.json is missing or damaged'],
  ])('%s of the package that is damaged is told, and nothing is written', (_, name, message) => {
    const file = join(MAIN, 'dist', name);
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.map((byte, index) => (index === 1 ? byte ^ 1 : byte)));
    const { status, stderr } = copyAssets('damaged', '--with-scripts');
    writeFileSync(file, bytes);
    expect(status).toBe(1);
    expect(stderr).toContain(message);
    expect(stderr).toContain('Install its package again.');
    expect(existsSync(join(folder, 'damaged'))).toBe(false);
  });

  test('a folder in the way of a file is told', () => {
    mkdirSync(join(folder, 'blocked/pose.worker.js'), { recursive: true });
    const { status, stderr } = copyAssets('blocked');
    expect(status).toBe(1);
    expect(stderr).toContain('is in the way');
  });

  test('a place that can not be written is told without a stack', () => {
    writeFileSync(join(folder, 'file'), 'no folder');
    const { status, stderr } = copyAssets('file/below');
    expect(status).toBe(1);
    expect(stderr).toContain('could not be written');
    expect(stderr).not.toContain('    at ');
  });

  test.each([
    ['no folder', [], /Copy to which folder\?/],
    ['two folders', ['a', 'b'], /One folder at a time/],
    ['a folder in the package', ['node_modules/analyze-locally/dist'], /is inside an npm package/],
    ['a model that there is not', ['x', '--model', 'huge'], /--model must be one of lite, full, heavy/],
    ['a backend that there is not', ['x', '--backend', 'tfjs'], /--backend must be one of blazepose, mediapipe/],
    ['an unknown option', ['x', '--modle', 'full'], /Unknown option '--modle'/],
  ])('%s: exit code 2 and the usage', (_, args, message) => {
    const { status, stderr } = copyAssets(...args);
    expect(status).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr).toContain('Usage: analyze-locally copy-assets DIR');
  });
});

describe('the command itself', () => {

  test.each([
    [['--help'], /copy-assets DIR[^]+serve/],
    [['copy-assets', '--help'], /--with-scripts/],
    [['serve', 'ignored', '-h'], /--allow-host/],
    [['--version'], /^\d+\.\d+\.\d+\n$/],
  ])('%j', (args, shown) => {
    const { status, stdout, stderr } = command(...args);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(shown);
  });

  test.each([
    [[], /Which command\?/],
    [['copy'], /There is no command copy\./],
    [['toString'], /There is no command toString\./],
  ])('%j is misuse', (args, message) => {
    const { status, stderr } = command(...args);
    expect(status).toBe(2);
    expect(stderr).toMatch(message);
  });

  test('is what npm links to', () => {
    const { bin } = JSON.parse(readFileSync(join(MAIN, 'package.json'), 'utf8')) as { readonly bin: Readonly<Record<string, string>> };
    const file = join(MAIN, bin['analyze-locally'] ?? '');
    expect(readFileSync(file, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o111).toBe(0o111);
  });
});
