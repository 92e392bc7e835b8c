/** `npm run build`, after the models: the main package into `dist/`, then its companions beside this file. */
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { BILL, PACKAGES, packageOf, type PackageName } from '../models/asset-package.js';
import { readManifest } from '../models/manifest.js';
import { BillMaker, billText } from './bill-of-materials.js';
import { packagesOf } from './shipped-packages.js';

const at = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** Modes of `vite.config.ts`, each a file of the package. */
const SCRIPTS = [
  'index',
  'metrics',
  'editing',
  'element',
  'register-element',
  'local-api',
  'local-api.sw',
  'command',
  'pose.worker',
  'mediapipe.worker',
];

const { version } = JSON.parse(readFileSync(at('package.json'), 'utf8')) as { readonly version: string };
const manifest = await readManifest(at('models/manifest.json'));
const { assets } = manifest;

/** Hard links where the disk allows them: the networks are large and never change. */
function place(source: string, target: string): void {
  rmSync(target, { force: true });
  try {
    linkSync(source, target);
  } catch {
    copyFileSync(source, target);
  }
}

/** The packages that each script is made of, by its name. */
const packagesInScripts: Record<string, readonly string[]> = {};

/** Builds one script of the package. */
async function buildScript(mode: string): Promise<void> {
  const built = await build({ configFile: at('vite.config.ts'), root: at(''), mode, logLevel: 'warn' });
  for (const part of [built].flat().flatMap((result) => ('output' in result ? result.output : []))) {
    if (part.type === 'chunk') packagesInScripts[part.fileName] = packagesOf(part.moduleIds, at(''));
  }
}

/** Lists what one of the packages ships besides texts and types. */
function writeBill(name: PackageName, folder: string, scripts: readonly string[], packagesIn: Readonly<Record<string, readonly string[]>>): void {
  const files = [...scripts, ...assets.filter(({ file }) => packageOf(file) === name).map(({ file }) => `assets/${file}`)];
  const bill = bills.make({ type: 'library', name, version, licence: 'Apache-2.0', folder, files, packagesIn });
  writeFileSync(`${folder}/${BILL}`, billText(bill));
}

/** Writes what all packages share, and moves the assets of one into it. */
function buildCompanion(name: PackageName): void {
  const folder = at(`packages/${name.replace('analyze-locally-', '')}`);
  const description = `${folder}/package.json`;
  const fields = JSON.parse(readFileSync(description, 'utf8')) as Record<string, unknown>;
  const current = `${JSON.stringify({ ...fields, version, peerDependencies: { 'analyze-locally': version } }, null, 2)}\n`;
  if (readFileSync(description, 'utf8') !== current) writeFileSync(description, current);
  rmSync(`${folder}/assets`, { recursive: true, force: true });
  mkdirSync(`${folder}/assets`);
  for (const { file } of assets) if (packageOf(file) === name) place(at(`models/build/${file}`), `${folder}/assets/${file}`);
  for (const text of ['LICENSE', 'THIRD_PARTY.md']) copyFileSync(at(text), `${folder}/${text}`);
}

rmSync(at('dist'), { recursive: true, force: true });
for (const mode of SCRIPTS) await buildScript(mode);
chmodSync(at('dist/command.js'), 0o755);
execFileSync(process.execPath, [at('node_modules/typescript/bin/tsc'), '-p', at('src/tsconfig.json')], { stdio: 'inherit' });
// All of them: the repository's own pages and tests use every model. `files` in package.json says what is published.
mkdirSync(at('dist/assets'));
for (const { file } of assets) place(at(`models/build/${file}`), at(`dist/assets/${file}`));
for (const name of PACKAGES) if (name !== 'analyze-locally') buildCompanion(name);
copyFileSync(at('dist/mediapipe.worker.js'), at('packages/mediapipe/mediapipe.worker.js'));

const bills = new BillMaker(at(''), manifest);
const MEDIAPIPE_WORKER = 'mediapipe.worker.js';
writeBill('analyze-locally', at('dist'), readdirSync(at('dist')).filter((file) => file.endsWith('.js') && file !== MEDIAPIPE_WORKER), packagesInScripts);
for (const name of PACKAGES) {
  if (name === 'analyze-locally') continue;
  const folder = at(`packages/${name.replace('analyze-locally-', '')}`);
  // Their other scripts are written by hand.
  writeBill(name, folder, readdirSync(folder).filter((file) => file.endsWith('.js')), { [MEDIAPIPE_WORKER]: packagesInScripts[MEDIAPIPE_WORKER] ?? [] });
}
