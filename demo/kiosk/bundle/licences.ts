import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** In the service worker, which is built afterwards. */
export const IN_SERVICE_WORKER = ['workbox-core', 'workbox-precaching', 'workbox-routing', 'workbox-strategies'];

/** Tools that leave some lines of their own in what they build. */
const TOOLS = ['vite', 'rolldown'];

/** Begins what a tool says of others, whose code runs while it builds and goes nowhere. */
const OF_OTHERS = /^# Licenses of bundled dependencies$/m;

/** The folder of the package that a module belongs to. */
export const packageFolder = (file: string): string | undefined => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];

const readPackage = (folder: string): { readonly name?: string; readonly version?: string; readonly license?: string } =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { name?: string };

/** @throws Error for a package without a licence's text: it must not be passed on without. */
function textsOf(folder: string): string {
  const files = readdirSync(folder).filter((name) => /^(licen[cs]e|notice|copying|third_party)(\.|$)/i.test(name));
  if (files.length === 0) throw new Error(`${folder} has no licence`);
  return files.sort().map((name) => (readFileSync(join(folder, name), 'utf8').split(OF_OTHERS)[0] ?? '').trim()).join('\n\n');
}

function entryOf(folder: string): string {
  const { name = '', version = '', license = '' } = readPackage(folder);
  return `${name} ${version} (${license})\n\n${textsOf(folder)}`;
}

/** Writes `licences.txt`: those of everything that the app contains. */
export const writeLicences = (root: string): Plugin => ({
  name: 'write-licences',
  apply: 'build',
  generateBundle(_options, bundle) {
    const folders = new Set([root, ...[...IN_SERVICE_WORKER, ...TOOLS].map((name) => join(root, 'node_modules', name))]);
    for (const part of Object.values(bundle)) {
      if (part.type !== 'chunk') continue;
      for (const id of part.moduleIds) {
        const folder = packageFolder(id);
        if (folder !== undefined) folders.add(folder);
      }
    }
    const source = [...folders].map(entryOf).sort().join(`\n\n${'-'.repeat(80)}\n\n`);
    this.emitFile({ type: 'asset', fileName: 'licences.txt', source: `${source}\n` });
  },
});
