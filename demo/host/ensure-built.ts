import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's folder. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The built package. */
export const DIST = join(ROOT, 'dist');

/** When the newest file in a folder was written, milliseconds since 1970; what is built is passed over. */
export const newest = (path: string): number =>
  statSync(path).isDirectory()
    ? Math.max(0, ...readdirSync(path).filter((name) => !['build', 'dist'].includes(name)).map((name) => newest(join(path, name))))
    : statSync(path).mtimeMs;

/** Every asset is there in full: a build may have been interrupted. */
function hasAssets(): boolean {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'models', 'manifest.json'), 'utf8')) as {
    readonly assets: readonly { readonly file: string; readonly bytes: number }[];
  };
  return manifest.assets.every(({ file, bytes }) => {
    const path = join(DIST, 'assets', file);
    return existsSync(path) && statSync(path).size === bytes;
  });
}

function isCurrent(): boolean {
  const workers = ['pose.worker.js', 'mediapipe.worker.js'];
  const parts = ['index.js', 'metrics.js', 'editing.js', 'element.js', 'register-element.js', 'local-api.js', 'local-api.sw.js', 'command.js', ...workers, 'types/index.d.ts', 'bom.cdx.json'];
  if (!parts.every((part) => existsSync(join(DIST, part))) || !hasAssets()) return false;
  const built = Math.min(...workers.map((worker) => statSync(join(DIST, worker)).mtimeMs));
  return ['src', 'workers', 'models', 'node', 'packages/build.ts', 'packages/bill-of-materials.ts', 'packages/shipped-packages.ts', 'vite.config.ts', 'package.json'].every((part) => newest(join(ROOT, part)) <= built);
}

/** Builds the package where it is missing or older than its sources. Says so on stderr. */
export function ensureBuilt(): void {
  if (isCurrent()) return;
  console.error('Building the package …');
  const { status, stdout, stderr } = spawnSync('npm', ['run', 'build'], {
    cwd: ROOT,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`npm run build failed:\n${stdout}${stderr}`);
}
