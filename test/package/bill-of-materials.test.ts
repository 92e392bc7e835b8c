/** The bills of materials: their form, and that what they say is so. That they list all of each package: `bytes.test.ts`. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import * as v from 'valibot';
import { beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from '../../demo/host/ensure-built.js';
import { ensureKioskBuilt, KIOSK_APP } from '../../demo/host/kiosk-app.js';
import { BILL, PACKAGES } from '../../models/asset-package.js';
import manifest from '../../models/manifest.json' with { type: 'json' };
import type { Bill, Component } from '../../packages/bill-of-materials.js';
import { folderOf } from '../harness/packed.js';

const text = v.pipe(v.string(), v.nonEmpty());

const Hash = v.variant('alg', [
  v.strictObject({ alg: v.literal('SHA-256'), content: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)) }),
  v.strictObject({ alg: v.literal('SHA-512'), content: v.pipe(v.string(), v.regex(/^[0-9a-f]{128}$/)) }),
]);

const ComponentForm = v.strictObject({
  'bom-ref': text,
  type: v.picklist(['application', 'library', 'file', 'machine-learning-model']),
  name: text,
  version: v.optional(text),
  purl: v.optional(v.pipe(v.string(), v.startsWith('pkg:npm/'))),
  hashes: v.optional(v.pipe(v.array(Hash), v.minLength(1))),
  licenses: v.pipe(v.array(v.strictObject({ license: v.strictObject({ id: v.pipe(v.string(), v.regex(/^[A-Za-z0-9.-]+$/)) }) })), v.minLength(1)),
});

/** The part of CycloneDX' schema that is used: required fields are there, and no others than it knows. */
const BillForm = v.strictObject({
  $schema: v.literal('http://cyclonedx.org/schema/bom-1.5.schema.json'),
  bomFormat: v.literal('CycloneDX'),
  specVersion: v.literal('1.5'),
  version: v.literal(1),
  metadata: v.strictObject({ lifecycles: v.tuple([v.strictObject({ phase: v.literal('build') })]), component: ComponentForm }),
  components: v.pipe(v.array(ComponentForm), v.minLength(1)),
  dependencies: v.array(v.strictObject({ ref: text, dependsOn: v.array(text) })),
});

const filesIn = (path: string): string[] =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(path, join(entry.parentPath, entry.name)).split(sep).join('/'));

const sha256 = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

const SHIPPED = [...PACKAGES, 'the kiosk app'] as const;

/** What is shipped: by name, its folder and its bill's. */
type ShippedName = (typeof SHIPPED)[number];

const pathOf = (name: ShippedName): string => (name === 'the kiosk app' ? KIOSK_APP : folderOf(name));

const billFolderOf = (name: ShippedName): string => join(pathOf(name), name === 'analyze-locally' ? 'dist' : '.');

beforeAll(ensureKioskBuilt);

const billOf = (name: ShippedName): Bill => JSON.parse(readFileSync(join(billFolderOf(name), BILL), 'utf8')) as Bill;

const filesOf = (bill: Bill): Component[] => bill.components.filter(({ 'bom-ref': ref }) => ref.startsWith('file:'));

const librariesOf = (bill: Bill): Component[] => bill.components.filter(({ 'bom-ref': ref, name }) => !ref.startsWith('file:') && !name.startsWith('analyze-locally'));

const listedHash = ({ hashes }: Component): string | undefined => hashes?.find(({ alg }) => alg === 'SHA-256')?.content;

const MAKERS_NAMES: Readonly<Record<string, string>> = {
  '@litertjs/core': 'litert.js',
  '@mediapipe/tasks-vision': 'mediapipe tasks vision',
  'onnxruntime-web': 'onnx runtime web',
};

/** The notices may call a package as its maker does. */
const isNamedIn = (line: string, name: string): boolean => [name, MAKERS_NAMES[name]].some((known) => known !== undefined && line.toLowerCase().includes(known));

describe.each(SHIPPED)('%s', (name) => {
  test('has a bill in the form of CycloneDX 1.5', () => {
    const { issues } = v.safeParse(BillForm, billOf(name));
    expect(issues?.map((issue) => `${v.getDotPath(issue) ?? ''}: ${issue.message}`)).toBeUndefined();
  });

  test('whose references all lead somewhere, and once', () => {
    const { metadata, components, dependencies } = billOf(name);
    const references = [metadata.component, ...components].map(({ 'bom-ref': ref }) => ref);
    expect(new Set(references).size).toBe(references.length);
    expect(dependencies.flatMap(({ ref, dependsOn }) => [ref, ...dependsOn]).filter((ref) => !references.includes(ref))).toEqual([]);
    const used = new Set(dependencies.flatMap(({ dependsOn }) => dependsOn));
    expect(components.map(({ 'bom-ref': ref }) => ref).filter((ref) => !used.has(ref))).toEqual([]);
  });

  test('its files have the SHA-256 that it says', () => {
    const files = filesOf(billOf(name));
    expect(files.length).toBeGreaterThanOrEqual(3);
    expect(files.map((file) => [file.name, listedHash(file)])).toEqual(files.map((file) => [file.name, sha256(join(billFolderOf(name), file.name))]));
  });

  test('its binaries are those of the manifest', () => {
    const binaries = filesOf(billOf(name)).filter((file) => /\.(wasm|tflite|onnx|task|bin)$/.test(file.name));
    expect(binaries.length).toBeGreaterThanOrEqual(2);
    for (const binary of binaries) {
      const asset = manifest.assets.find((entry) => entry.sha256 === listedHash(binary));
      expect(asset, binary.name).toBeDefined();
      expect(binary.type).toBe(asset?.kind === 'runtime' ? 'file' : 'machine-learning-model');
      expect(binary.licenses).toEqual([{ license: { id: asset?.licence } }]);
    }
  });

  test('every package in it is named by version, with npm’s hash, and its licence is among the notices', () => {
    const notices = readFileSync(join(pathOf(name), name === 'the kiosk app' ? 'licences.txt' : 'THIRD_PARTY.md'), 'utf8');
    const libraries = librariesOf(billOf(name));
    expect(libraries.length).toBeGreaterThanOrEqual(1);
    for (const library of libraries) {
      if (library.name !== 'emscripten') expect(library.hashes?.map(({ alg }) => alg), library.name).toEqual(['SHA-512']);
      const id = library.licenses[0]?.license.id ?? '';
      const lines = notices.split('\n').filter((line) => line.includes(library.version ?? '') && line.includes(id));
      expect(lines.some((line) => isNamedIn(line, library.name)), `${library['bom-ref']} ${id}`).toBe(true);
    }
  });
});

test('a bill knows what bundling has hidden: what is called a development dependency is in it', () => {
  const names = librariesOf(billOf('analyze-locally')).map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['@litertjs/core', '@mediapipe/pose', '@noble/hashes', 'comlink', 'onnxruntime-web']));
  expect(names.filter((name) => ['vitest', 'typescript', 'sharp', 'eslint', 'playwright-core'].includes(name))).toEqual([]);
});

test('the kiosk app’s bill lists every file of it', () => {
  const listed = filesOf(billOf('the kiosk app')).map(({ name }) => name);
  expect(listed.sort()).toEqual(filesIn(KIOSK_APP).filter((file) => file !== BILL).sort());
});

test('the kiosk app has in its scripts no package’s code that its bill does not name', () => {
  const { components } = billOf('the kiosk app');
  const names = new Set(components.map(({ name }) => name));
  expect(['preact', 'idb', 'valibot', 'i18next', 'workbox-precaching', 'comlink'].filter((name) => !names.has(name))).toEqual([]);
});

test('every notice of the packages is of something in their bills', () => {
  const bills = PACKAGES.map(billOf);
  const versions = new Set(bills.flatMap(librariesOf).map(({ version }) => version ?? '–'));
  const rows = [...readFileSync(join(ROOT, 'THIRD_PARTY.md'), 'utf8').matchAll(/^\| (?!what|---)(.*?) \| .*? \| (.*?) \|/gm)];
  expect(rows.length).toBeGreaterThan(5);
  expect(rows.filter(([, , version]) => !versions.has((version ?? '').split(' ').at(-1) ?? '')).map(([row]) => row)).toEqual([]);
});
