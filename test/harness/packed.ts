import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { PackageName } from '../../models/asset-package.js';
import { ROOT } from '../../demo/host/ensure-built.js';

/** Where a package lies in this repository. */
export const folderOf = (name: PackageName): string =>
  name === 'analyze-locally' ? ROOT : join(ROOT, 'packages', name.replace('analyze-locally-', ''));

/** Where a run of all tests keeps tarballs that several of its files want: packing one takes ten seconds. */
const SHARED = process.env['PACKED_PACKAGES'];

/**
 * Packs the main package or a companion, as it would be published.
 *
 * @param destination - The folder for the tarball, where the run keeps none.
 * @returns The tarball, absolute.
 */
export function pack(name: PackageName, destination: string): string {
  if (SHARED === undefined) return packAnew(name, destination);
  const shared = join(SHARED, `${name}.tgz`);
  if (!existsSync(shared)) {
    const folder = mkdtempSync(join(SHARED, 'packing-'));
    // In one step: another test may look for it.
    renameSync(packAnew(name, folder), shared);
    rmSync(folder, { recursive: true });
  }
  return shared;
}

function packAnew(name: PackageName, destination: string): string {
  const args = ['pack', '--ignore-scripts', '--json', '--pack-destination', destination];
  const told = execFileSync('npm', args, {
    cwd: folderOf(name),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    shell: process.platform === 'win32',
  });
  return join(destination, tarballOf(told));
}

/** What `npm pack --json` says; its shape differs between versions of npm. */
function tarballOf(told: string): string {
  const parsed: unknown = JSON.parse(told);
  const entries = Object.values(parsed as Readonly<Record<string, { readonly filename: string }>>);
  return entries[0]?.filename ?? '';
}
