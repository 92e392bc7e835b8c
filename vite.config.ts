import { readFileSync } from 'node:fs';
import { defineConfig } from 'vite';
import type { BuildOptions, Plugin, UserConfig } from 'vite';
import { writeAppFiles } from './demo/kiosk/bundle/app-files.js';
import { IN_SERVICE_WORKER, writeLicences } from './demo/kiosk/bundle/licences.js';
import { writeServiceWorker } from './demo/kiosk/bundle/precache.js';
import { writeKioskBill } from './packages/kiosk-bill.js';

const { version } = JSON.parse(readFileSync(new URL('./package.json', import.meta.url), 'utf8')) as { version: string };

/**
 * Ships the expressions by which bundlers take worker and assets along as they stand: Vite's library mode would turn them
 * into root-absolute URLs and put wasm into the script.
 */
const keepFileLiterals = (): Plugin => ({
  name: 'keep-file-literals',
  enforce: 'pre',
  transform: (code) => {
    const hidden = code
      .replaceAll(/new Worker\(new URL\('(\.\/[^']+)', import\.meta\.url\), \{ type: 'module' \}\)/g, "__startWorker__('$1')")
      .replaceAll(/new URL\('(\.\/assets\/[^']+\.[^']+)', import\.meta\.url\)/g, "__assetUrl__('$1')");
    return hidden === code ? null : { code: hidden, map: null };
  },
  renderChunk: (code) => ({
    code: code
      .replaceAll(/__startWorker__\(["'`]([^"'`]+)["'`]\)/g, "new Worker(new URL('$1', import.meta.url), { type: 'module' })")
      .replaceAll(/__assetUrl__\(["'`]([^"'`]+)["'`]\)/g, "new URL('$1', import.meta.url)"),
    map: null,
  }),
});

/** LiteRT.js' loaders are classic scripts that define this name. */
const exportLiteRtLoader = (): Plugin => ({
  name: 'export-litert-loader',
  enforce: 'pre',
  transform: (code, id) => {
    if (!/litert_wasm_(compat_)?internal\.js$/.test(id)) return null;
    const [loader, rest] = code.split('// Export using a UMD style export');
    if (!loader?.includes('var ModuleFactory = ') || rest === undefined) throw new Error(`${id} is not as it was`);
    return { code: `${loader}\nexport default ModuleFactory;`, map: null };
  },
});

export const define = { __PACKAGE_VERSION__: JSON.stringify(version) };

/** What ONNX Runtime's script would do by itself, and what it does here instead. */
const ONNX_RUNTIME_CHANGES = [
  // Bundlers would take the wasm along; it comes through the asset loader.
  { from: 'new URL("ort-wasm-simd-threaded.jspi.wasm",import.meta.url).href', to: '""', times: 2 },
  // Its threads, of which there are none, would start from its own file; bundlers would look for that.
  { from: 'new r("ort.jspi.bundle.min.mjs",import.meta.url)', to: 'new r(import.meta.url)', times: 1 },
  { from: 'new o("ort.jspi.bundle.min.mjs",import.meta.url)', to: 'new o(import.meta.url)', times: 1 },
  // It takes bytes only. A module that is compiled while it is loaded starts sooner.
  { from: 'let C={numThreads:s};', to: 'let C={numThreads:s,instantiateWasm:o.instantiateWasm};', times: 1 },
] as const;

/** @throws Error where ONNX Runtime's script is not the one that these changes were made for. */
const handWasmToOnnxRuntime = (): Plugin => ({
  name: 'hand-wasm-to-onnx-runtime',
  enforce: 'pre',
  renderChunk: (code) => {
    // Also where another file of it came in, which the change below did not meet.
    if (code.includes('.jspi.wasm", import.meta.url') || code.includes('.jspi.wasm",import.meta.url')) {
      throw new Error('ONNX Runtime would fetch its wasm by itself');
    }
    return null;
  },
  transform: (code, id) => {
    if (!id.endsWith('/ort.jspi.bundle.min.mjs')) return null;
    const changed = ONNX_RUNTIME_CHANGES.reduce((text, { from, to, times }) => {
      const parts = text.split(from);
      if (parts.length !== times + 1) throw new Error(`onnxruntime-web has changed: ${from} is there ${parts.length - 1} times`);
      return parts.join(to);
    }, code);
    return { code: changed, map: null };
  },
});

/** Leaves the package's other entries out of one that imports them: in the package they lie beside it. */
const loadEntriesBeside = (): Plugin => ({
  name: 'load-entries-beside',
  enforce: 'pre',
  resolveId: (id, importer) => {
    const name = /^\.\.?\/(index|element)\.js$/.exec(id)?.[1];
    return importer !== undefined && name !== undefined ? { id: `./${name}.js`, external: true } : null;
  },
});

/** One file of the package; all of them lie side by side. */
const file = (options: Pick<UserConfig, 'define' | 'plugins'> & { readonly build: BuildOptions }): UserConfig => ({
  ...options,
  publicDir: false,
  build: { outDir: 'dist', emptyOutDir: false, target: 'es2022', minify: true, ...options.build },
});

/** What runs on the main thread: each entry is one file, so that a plain page and any bundler take it as it is. */
const entry = (name: string, source: string, plugins: readonly Plugin[] = []) => file({
  define,
  plugins: [keepFileLiterals(), ...plugins],
  build: {
    lib: { entry: { [name]: `src/${source}.ts` }, formats: ['es'] },
    rolldownOptions: { output: { codeSplitting: false }, makeAbsoluteExternalsRelative: false },
  },
});

/**
 * What the runtimes' scripts ask of Node and of modules. webpack answers `typeof __filename` with 'string' and leaves the
 * name itself undefined, and writes the path on the machine that builds for `import.meta.url`; Parcel installs stand-ins
 * for `process` and `Buffer`, and takes no module that names `importScripts`.
 */
const workerDefine = {
  ...define,
  'import.meta.url': 'self.location.href',
  ...Object.fromEntries(['globalThis.process', 'process', 'Buffer', '__filename', '__dirname', 'importScripts'].map((name) => [name, 'undefined'])),
};

/** A worker with everything it needs but wasm and models, in one file. */
const worker = (script: string, folder = 'workers') => file({
  define: workerDefine,
  plugins: [exportLiteRtLoader(), handWasmToOnnxRuntime()],
  build: {
    lib: { entry: { [script]: `${folder}/${script}.ts` }, formats: ['es'] },
    rolldownOptions: { output: { codeSplitting: false } },
  },
});

/** A classic script has no URL of its own. Done before Vite looks for files beside modules, of which there are none here. */
const useScriptUrl = (): Plugin => ({
  name: 'use-script-url',
  enforce: 'pre',
  transform: (code) => (code.includes('import.meta.url') ? { code: code.replaceAll('import.meta.url', 'self.location.href'), map: null } : null),
});

/** The web API on this device for pages whose code can't be changed: a classic script, as any browser and any existing service worker takes it. */
const serviceWorker = file({
  define: workerDefine,
  plugins: [exportLiteRtLoader(), handWasmToOnnxRuntime(), useScriptUrl()],
  build: {
    lib: { entry: { 'local-api.sw': 'workers/local-api.sw.ts' }, formats: ['iife'], name: 'analyzeLocally', fileName: (_format, name) => `${name}.js` },
    rolldownOptions: { output: { codeSplitting: false } },
  },
});

/** The command `analyze-locally`, for Node. */
const command = file({
  define,
  build: {
    target: 'node20',
    minify: false,
    lib: { entry: { command: 'node/command.ts' }, formats: ['es'] },
    rolldownOptions: { platform: 'node', external: /^node:/, output: { codeSplitting: false, banner: '#!/usr/bin/env node' } },
  },
});

/** `vite build --mode demo`: the demo page, a user of the built package. */
const demo = defineConfig({
  root: 'demo',
  base: './',
  publicDir: false,
  // Images as files: the page's content security policy allows no `data:`.
  build: { outDir: 'dist', emptyOutDir: true, target: 'es2022', assetsInlineLimit: 0 },
});

/** `vite build --mode kiosk`: the kiosk app, a folder that any server can serve, or none once it is installed. */
const kiosk = defineConfig({
  root: 'demo/kiosk',
  base: './',
  publicDir: false,
  define,
  plugins: [
    writeAppFiles(),
    writeLicences(import.meta.dirname),
    writeServiceWorker(),
    writeKioskBill(import.meta.dirname, { 'service-worker.js': [...IN_SERVICE_WORKER, 'rolldown'] }),
  ],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  // It takes npm a while to list what is installed: that is no news.
  build: { outDir: 'dist', emptyOutDir: true, target: 'es2022', assetsInlineLimit: 0, rolldownOptions: { checks: { pluginTimings: false } } },
  worker: { format: 'es' },
});

/** `vite build --mode NAME`. */
const configs: Readonly<Record<string, UserConfig>> = {
  index: entry('index', 'index'),
  metrics: entry('metrics', 'metrics-only'),
  editing: entry('editing', 'editing'),
  element: entry('element', 'element', [loadEntriesBeside()]),
  'register-element': entry('register-element', 'register-element', [loadEntriesBeside()]),
  'local-api': entry('local-api', 'local-api', [loadEntriesBeside()]),
  'local-api.sw': serviceWorker,
  command,
  'pose.worker': worker('pose.worker'),
  'mediapipe.worker': worker('mediapipe.worker'),
  'probe.worker': worker('probe.worker', 'test/probe'),
  'record.worker': worker('record.worker', 'models/corrector'),
  demo,
  kiosk,
};

export default defineConfig(({ mode, command }) => {
  // Packages have other code for those who develop with them. Tests build, too, and are to get what everybody gets.
  if (command === 'build') process.env['NODE_ENV'] = 'production';
  const config = configs[mode];
  if (config === undefined) throw new Error(`There is nothing to build in mode ${mode}: name one of ${Object.keys(configs).join(', ')}`);
  return config;
});
