import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { PackageName } from '../../models/asset-package.js';
import { ROOT } from '../../demo/host/ensure-built.js';

/** Where a package lies in this repository. */
export const folderOf = (name: PackageName): string =>
  name === 'analyze-locally' ? ROOT : join(ROOT, 'packages', name.replace('analyze-locally-', ''));

/**
 * Packs the main package or a companion, as it would be published.
 *
 * @param destination - The folder for the tarball.
 * @returns The tarball, absolute.
 */
export function pack(name: PackageName, destination: string): string {
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
