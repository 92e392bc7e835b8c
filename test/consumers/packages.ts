import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../demo/host/ensure-built.js';
import { npm } from './npm.js';

/**
 * Packs the main package and its companions as they would be published.
 *
 * @param folder - Where the tarballs are put.
 * @returns Their files by package name.
 */
export function packPackages(folder: string): Readonly<Record<string, string>> {
  mkdirSync(folder, { recursive: true });
  const packed = npm(['pack', '--json', '--ignore-scripts', '--workspaces', '--include-workspace-root', '--pack-destination', folder], ROOT);
  const tarballs = JSON.parse(packed) as readonly { readonly name: string; readonly filename: string }[];
  return Object.fromEntries(tarballs.map(({ name, filename }) => [name, join(folder, filename)]));
}
