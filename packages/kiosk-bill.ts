import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Plugin } from 'vite';
import { BILL } from '../models/asset-package.js';
import type { ModelManifest } from '../models/manifest.js';
import { BillMaker, billText, type Bill } from './bill-of-materials.js';
import { installed, packagesOf } from './shipped-packages.js';

/** What the app is called in its bill. */
export const KIOSK = 'analyze-locally-kiosk';

const readJson = <Content>(file: string): Content => JSON.parse(readFileSync(file, 'utf8')) as Content;

/** Whose files it has besides the package's own. */
const COMPANION = 'models-lite';

/** The bills of what the app takes in as it was built. */
function billsIn(root: string): readonly Bill[] {
  return [join(root, 'dist'), join(root, 'packages', COMPANION)].map((folder) => {
    const file = join(folder, BILL);
    if (!existsSync(file)) throw new Error(`${file} is missing: build the package first`);
    return readJson<Bill>(file);
  });
}

const filesOf = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== BILL)
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));

/**
 * Writes the app's bill of materials into it, once all its files are there.
 *
 * @param root - The project's folder.
 * @param others - Names of the packages in scripts that are built apart, by the scripts' names.
 */
export function writeKioskBill(root: string, others: Readonly<Record<string, readonly string[]>>): Plugin {
  const packagesIn: Record<string, readonly string[]> = {};
  let folder = '';
  return {
    name: 'write-kiosk-bill',
    apply: 'build',
    enforce: 'post',
    generateBundle({ dir = '' }, bundle) {
      folder = dir;
      for (const part of Object.values(bundle)) if (part.type === 'chunk') packagesIn[part.fileName] = packagesOf(part.moduleIds, root);
    },
    closeBundle() {
      for (const [file, names] of Object.entries(others)) packagesIn[file] = names.map((name) => installed(name, root));
      const { version, license } = readJson<{ version: string; license: string }>(join(root, 'package.json'));
      const bills = new BillMaker(root, readJson<ModelManifest>(join(root, 'models', 'manifest.json')));
      const shipment = { type: 'application', name: KIOSK, version, licence: license, folder, files: filesOf(folder), packagesIn, including: billsIn(root) } as const;
      writeFileSync(join(folder, BILL), billText(bills.make(shipment)));
    },
  };
}
