/** The same sources give the same bytes, whoever builds them, where and when. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative, sep } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT } from '../../demo/host/ensure-built.js';
import { ensureKioskBuilt } from '../../demo/host/kiosk-app.js';
import { npm } from '../consumers/npm.js';
import { linkTree } from '../harness/tree-copy.js';

/** What the builds read. */
const SOURCES = ['src', 'workers', 'node', 'models', 'demo', 'packages', 'package.json', 'package-lock.json', '.npmrc', 'LICENSE', 'THIRD_PARTY.md', 'tsconfig.json', 'vite.config.ts'];

/** Not copied: what builds make. */
const BUILT = ['dist', 'build', 'assets', 'node_modules'];

/** What they make. The networks are made from their packages in `unit/models.test.ts`; here, they are verified. */
const OUTPUTS = ['dist', 'packages', 'demo/kiosk/dist'];

/** Another place, as deep as no other; and another time zone, language and kind of environment. */
const place = join(realpathSync(mkdtempSync(join(tmpdir(), 'analyze-locally-'))), 'quite another', 'place');
const ELSEWHERE = { TZ: 'Pacific/Chatham', LANG: 'ko_KR.UTF-8', LC_ALL: 'ko_KR.UTF-8', NODE_ENV: 'development' };

function copySources(): void {
  mkdirSync(place, { recursive: true });
  for (const source of SOURCES) {
    cpSync(join(ROOT, source), join(place, source), { recursive: true, filter: (path) => !BUILT.includes(basename(path)) });
  }
  linkTree(join(ROOT, 'node_modules'), join(place, 'node_modules'));
  linkTree(join(ROOT, 'models', 'build'), join(place, 'models', 'build'));
}

const hashesOf = (root: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    OUTPUTS.flatMap((output) => readdirSync(join(root, output), { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => [relative(root, file).split(sep).join('/'), createHash('sha256').update(readFileSync(file)).digest('hex')]),
  );

beforeAll(async () => {
  await ensureKioskBuilt();
  copySources();
  npm(['run', 'build'], place, ELSEWHERE);
  execFileSync(process.execPath, [join('node_modules', 'vite', 'bin', 'vite.js'), 'build', '--mode', 'kiosk', '--logLevel', 'error'], { cwd: place, env: { ...process.env, ...ELSEWHERE } });
});

afterAll(() => {
  rmSync(join(place, '..', '..'), { recursive: true, force: true });
});

test('two builds in different folders give identical bytes', () => {
  const here = hashesOf(ROOT);
  expect(Object.keys(here)).toEqual(expect.arrayContaining(['dist/index.js', 'dist/bom.cdx.json', 'packages/mediapipe/mediapipe.worker.js', 'demo/kiosk/dist/service-worker.js']));
  expect(hashesOf(place)).toEqual(here);
});

test('nothing that is built names the place where it was', () => {
  const naming = Object.keys(hashesOf(place)).filter((file) => /\.(js|json|html|css|txt|ts)$/.test(file) && [place, ROOT].some((path) => readFileSync(join(place, file), 'utf8').includes(path)));
  expect(naming).toEqual([]);
});
