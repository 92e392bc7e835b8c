import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const SRC = fileURLToPath(new URL('../../src/', import.meta.url));
const ROOT = resolve(SRC, '..');

/** The one way through the code: a folder imports only from itself and from those before it. */
const ORDER = ['geometry', 'photo', 'pose', 'keypoints', 'correction', 'metrics', 'grades', 'response', 'overlay', 'local-api', 'element'];

/** Files beside the folders that any of them may use. */
const SHARED = ['errors.ts'];

/** The folders that are users of the engine, which loads when they call it; they also use what stands beside all folders. */
const AFTER_ENTRY = ['local-api', 'element'];

const files = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return ['node_modules', 'dist', 'build'].includes(entry.name) ? [] : files(path);
    return entry.name.endsWith('.ts') ? [path] : [];
  });

/** The files that a source imports by relative path. */
const imports = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/from '(\.[^']+)'/g)].map(([, path]) =>
    resolve(dirname(file), (path ?? '').replace(/\.js$/, '.ts')),
  );

const folderOf = (file: string): string => relative(SRC, file).split(sep)[0] ?? '';

test('every folder of src has its place in the order', () => {
  const folders = readdirSync(SRC, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.map(({ name }) => name).sort()).toEqual([...ORDER].sort());
});

describe.each(ORDER)('src/%s', (folder) => {
  test.each(files(join(SRC, folder)).map((file) => relative(SRC, file)))('%s imports only from folders before it', (file) => {
    for (const imported of imports(join(SRC, file))) {
      const target = folderOf(imported);
      if (SHARED.includes(target) || (AFTER_ENTRY.includes(folder) && target.endsWith('.ts'))) continue;
      expect(ORDER.indexOf(target), `${file} imports ${relative(SRC, imported)}`).toBeGreaterThanOrEqual(0);
      expect(ORDER.indexOf(target), `${file} imports ${relative(SRC, imported)}`).toBeLessThanOrEqual(ORDER.indexOf(folder));
    }
  });
});

test('what lies beside the engine in the package imports only types of it', () => {
  const sources = AFTER_ENTRY.flatMap((folder) => [join(SRC, `${folder}.ts`), ...files(join(SRC, folder))]);
  const eager = sources.filter((file) => /^(import|export) (?!type )[^;]*from '\.{1,2}\/index\.js'/m.test(readFileSync(file, 'utf8')));
  expect(eager.map((file) => relative(SRC, file))).toEqual([]);
});

test('src knows nothing of the worker, the models, the tests or the demo', () => {
  const outside = files(SRC).flatMap((file) => imports(file).filter((imported) => !imported.startsWith(SRC)));
  expect(outside).toEqual([]);
});

test('the demo uses the public entry only', () => {
  const demo = join(ROOT, 'demo');
  const outside = files(demo).flatMap((file) => imports(file).filter((imported) => !imported.startsWith(demo)));
  expect(outside).toEqual([]);
});

test('no folder or file is named for being useful', () => {
  const names = [SRC, join(ROOT, 'workers'), join(ROOT, 'demo'), join(ROOT, 'models'), join(ROOT, 'test')].flatMap(files);
  expect(names.filter((name) => /(^|\/)(utils?|helpers?|common|misc)(\.ts|\/)/.test(name))).toEqual([]);
});

test('no default exports, and index.ts is a list of exports', () => {
  const sources = [...files(SRC), ...files(join(ROOT, 'workers')).filter((file) => !file.endsWith('.d.ts'))];
  expect(sources.filter((file) => /^export default/m.test(readFileSync(file, 'utf8')))).toEqual([]);
  const index = readFileSync(join(SRC, 'index.ts'), 'utf8');
  expect(index.replace(/export (type )?\{[^}]*\} from '[^']+';\s*/g, '')).toBe('');
});

test('what runs before the build does not need the built package', () => {
  // The benchmark's pages are bundled when the package is there.
  const isPage = (file: string): boolean => file.startsWith(join(ROOT, 'test/bench/speed/page') + sep);
  const programs = [
    ...['demo/cli', 'demo/host', 'test/bench'].flatMap((folder) => files(join(ROOT, folder))),
    ...['demo/start.ts', 'demo/check.ts'].map((file) => join(ROOT, file)),
  ].filter((file) => !isPage(file));
  const early = programs.filter((file) => /^import (?!type )[^;]*from 'analyze-locally'/m.test(readFileSync(file, 'utf8')));
  expect(early).toEqual([]);
});
