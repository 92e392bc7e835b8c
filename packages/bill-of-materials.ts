/**
 * The bill of materials of what is shipped, in CycloneDX' JSON: every file with its SHA-256, and the packages that it was
 * made of, whoever declared them as what: bundling ships what is called a development dependency.
 *
 * It has neither a serial number nor a time, both of which the format leaves to its maker: the same sources give the same
 * bytes.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ManifestAsset, ModelManifest } from '../models/manifest.js';

/** One thing that is shipped, or is a part of one. */
export interface Component {
  readonly 'bom-ref': string;
  readonly type: 'application' | 'library' | 'file' | 'machine-learning-model';
  readonly name: string;
  readonly version?: string | undefined;
  readonly purl?: string | undefined;
  readonly hashes?: readonly { readonly alg: 'SHA-256' | 'SHA-512'; readonly content: string }[] | undefined;
  readonly licenses: readonly { readonly license: { readonly id: string } }[];
}

/** Content of a bill. */
export interface Bill {
  readonly $schema: string;
  readonly bomFormat: 'CycloneDX';
  readonly specVersion: string;
  readonly version: 1;
  readonly metadata: { readonly lifecycles: readonly { readonly phase: 'build' }[]; readonly component: Component };
  readonly components: readonly Component[];
  /** What each is directly made of. */
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

/** What a bill is made of. */
export interface Shipment {
  readonly type: 'application' | 'library';
  readonly name: string;
  readonly version: string;
  /** SPDX identifier of what is this project's own in it. */
  readonly licence: string;
  /** Where the files lie. */
  readonly folder: string;
  /** Their paths below it, with forward slashes. */
  readonly files: readonly string[];
  /** `NAME@VERSION` of the packages that a file is made of, by its path. */
  readonly packagesIn: Readonly<Record<string, readonly string[]>>;
  /** Bills of what is taken in as it was built: their packages are this one's, too. */
  readonly including?: readonly Bill[] | undefined;
}

/** What does not come from npm. */
const EMSCRIPTEN: Component = { 'bom-ref': 'emscripten', type: 'library', name: 'emscripten', licenses: [{ license: { id: 'MIT' } }] };

/** Everything that is installed here, by `NAME@VERSION`, as npm itself lists it. */
function listInstalled(root: string): { readonly format: Pick<Bill, '$schema' | 'bomFormat' | 'specVersion'>; readonly packages: ReadonlyMap<string, Component> } {
  // Also where this is a production build: then npm would leave out what is bundled.
  const all = ['--include', 'dev', '--include', 'optional', '--include', 'peer'];
  const told = execFileSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only', ...all], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    shell: process.platform === 'win32',
    maxBuffer: 2 ** 26,
  });
  const { $schema, bomFormat, specVersion, components } = JSON.parse(told) as Bill;
  const packages = components.map(({ 'bom-ref': ref, type, name, version, purl, hashes, licenses }) => {
    // What only says how npm came by it is left out.
    return [`${name}@${version ?? ''}`, { 'bom-ref': ref, type, name, version, purl, hashes, licenses }] as const;
  });
  return { format: { $schema, bomFormat, specVersion }, packages: new Map([...packages, [EMSCRIPTEN.name, EMSCRIPTEN]]) };
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const licensed = (id: string): Component['licenses'] => [{ license: { id } }];

const byReference = (a: Component, b: Component): number => (a['bom-ref'] < b['bom-ref'] ? -1 : 1);

/** Makes bills for a project. */
export class BillMaker {
  readonly #installed: ReturnType<typeof listInstalled>;
  readonly #manifest: ModelManifest;
  readonly #assets: ReadonlyMap<string, ManifestAsset>;

  /**
   * @param root - The project's folder, with its lockfile.
   * @param manifest - Every binary, and what it was made of.
   */
  constructor(root: string, manifest: ModelManifest) {
    this.#installed = listInstalled(root);
    this.#manifest = manifest;
    this.#assets = new Map(manifest.assets.map((asset) => [asset.sha256, asset]));
  }

  /** @throws Error for a package without a licence, or one that is not in the lockfile. */
  make({ type, name, version, licence, folder, files, packagesIn, including = [] }: Shipment): Bill {
    const subject: Component = { 'bom-ref': `${name}@${version}`, type, name, version, licenses: licensed(licence) };
    const packages = new Map<string, Component>();
    const use = (id: string): string => {
      const component = this.#installed.packages.get(id);
      if (!component?.licenses) throw new Error(`${id} is shipped, but has no licence or is not in package-lock.json`);
      packages.set(component['bom-ref'], component);
      return component['bom-ref'];
    };
    const listed = [...files].sort().map((path) => {
      const { component, madeOf } = this.#file(path, readFileSync(join(folder, path)), licence);
      return { component, dependsOn: [...madeOf, ...(packagesIn[path] ?? [])].map(use) };
    });
    const parts = including.map((bill) => {
      const inner = bill.components.filter((component) => !component['bom-ref'].startsWith('file:'));
      for (const component of inner) packages.set(component['bom-ref'], component);
      return { component: bill.metadata.component, dependsOn: inner.map((component) => component['bom-ref']) };
    });
    const references = [...parts, ...listed].map(({ component }) => component['bom-ref']);
    return {
      ...this.#installed.format,
      version: 1,
      metadata: { lifecycles: [{ phase: 'build' }], component: subject },
      components: [...[...parts.map(({ component }) => component), ...packages.values()].sort(byReference), ...listed.map(({ component }) => component)],
      dependencies: [
        { ref: subject['bom-ref'], dependsOn: references },
        ...[...parts, ...listed].map(({ component, dependsOn }) => ({ ref: component['bom-ref'], dependsOn: [...new Set(dependsOn)].sort() })),
      ],
    };
  }

  /** A file, and the packages that the manifest says it comes from. */
  #file(path: string, bytes: Uint8Array, licence: string): { readonly component: Component; readonly madeOf: readonly string[] } {
    const content = sha256(bytes);
    const asset = this.#assets.get(content);
    const isNetwork = asset !== undefined && asset.kind !== 'runtime';
    const component: Component = {
      'bom-ref': `file:${path}`,
      type: isNetwork ? 'machine-learning-model' : 'file',
      name: path,
      hashes: [{ alg: 'SHA-256', content }],
      licenses: licensed(asset?.licence ?? licence),
    };
    const inputs = this.#manifest.inputs.filter(({ name }) => (asset?.from as readonly string[] | undefined)?.includes(name));
    return { component, madeOf: inputs.filter((input) => input.package !== 'analyze-locally').map((input) => `${input.package}@${input.version}`) };
  }
}

/** A bill as it is written. */
export const billText = (bill: Bill): string => `${JSON.stringify(bill, null, 2)}\n`;
