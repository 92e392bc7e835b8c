/**
 * `npm run audit`: asks npm's registry what is known of everything that is installed here, and tells what of it reaches
 * users. Needs the built package and the built kiosk app.
 *
 * Exit code: 1 where something that is shipped is concerned, 3 where the registry gave no answer.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { BILL } from '../models/asset-package.js';
import type { Bill } from './bill-of-materials.js';
import { findingsOf, type AuditReport, type Finding, type Lockfile } from './findings.js';

const at = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

const readJson = <Content>(file: string): Content => JSON.parse(readFileSync(file, 'utf8')) as Content;

/** Where bills are; each lists what its files are made of. */
const FOLDERS = ['dist', 'packages/models-lite', 'packages/models-heavy', 'packages/mediapipe', 'demo/kiosk/dist'];

function shippedPackages(): ReadonlySet<string> {
  const missing = FOLDERS.filter((folder) => !existsSync(at(`${folder}/${BILL}`)));
  if (missing.length > 0) throw new Error(`Not built: ${missing.join(', ')}. Run npm run build and npx vite build --mode kiosk first.`);
  const components = FOLDERS.flatMap((folder) => readJson<Bill>(at(`${folder}/${BILL}`)).components);
  return new Set(components.filter(({ purl }) => purl !== undefined).map(({ name, version }) => `${name}@${version ?? ''}`));
}

/** @returns undefined where there was no answer. */
function askRegistry(): AuditReport | undefined {
  const { stdout } = spawnSync('npm', ['audit', '--json'], { cwd: at(''), encoding: 'utf8', shell: process.platform === 'win32', maxBuffer: 2 ** 26 });
  let told: Partial<AuditReport> & { readonly message?: string } = {};
  try {
    told = JSON.parse(stdout) as typeof told;
  } catch {
    // Told below.
  }
  if (told.vulnerabilities) return { vulnerabilities: told.vulnerabilities };
  console.error(`The registry gave no answer. ${told.message ?? ''}`);
  return undefined;
}

const shown = ({ id, severity, advisories }: Finding): string => [`  ${severity.padEnd(9)} ${id}`, ...advisories.map((advisory) => `            ${advisory}`)].join('\n');

function print(findings: readonly Finding[], shipped: ReadonlySet<string>): void {
  console.log(`Shipped: ${[...shipped].sort().join(', ')}\n`);
  for (const [title, isShipped] of [['In what is shipped', true], ['In what builds, tests and measures it', false]] as const) {
    const own = findings.filter((finding) => finding.isShipped === isShipped);
    console.log(`${title}: ${own.length === 0 ? 'nothing is known' : `${own.length} findings`}\n${own.map(shown).join('\n')}`);
  }
}

const shipped = shippedPackages();
const report = askRegistry();
if (report) {
  const findings = findingsOf(report, readJson<Lockfile>(at('package-lock.json')), shipped);
  print(findings, shipped);
  if (findings.some(({ isShipped }) => isShipped)) process.exitCode = 1;
} else process.exitCode = 3;
