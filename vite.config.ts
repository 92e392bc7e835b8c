import { readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import type { Plugin } from 'vite';

const { version } = JSON.parse(readFileSync(new URL('./package.json', import.meta.url), 'utf8')) as { version: string };

/** The expression that Vite, webpack, Rollup and Parcel take a worker along by. */
const WORKER_LITERAL = "new Worker(new URL('./pose.worker.js', import.meta.url), { type: 'module' })";

/** Stands in for it while this build runs: Vite's library mode would turn it into a root-absolute URL. */
const WORKER_TOKEN = '__startPoseWorker__()';

/** Ships {@link WORKER_LITERAL} as it stands, for the consumer's bundler to find. */
const keepWorkerLiteral = (): Plugin => ({
  name: 'keep-worker-literal',
  enforce: 'pre',
  transform: (code) => (code.includes(WORKER_LITERAL) ? { code: code.replace(WORKER_LITERAL, WORKER_TOKEN), map: null } : null),
  renderChunk: (code) => ({ code: code.replace(WORKER_TOKEN, WORKER_LITERAL), map: null }),
});

const define = { __PACKAGE_VERSION__: JSON.stringify(version) };

/** `vite build --mode library`: what runs on the main thread. */
const library = defineConfig({
  define,
  plugins: [keepWorkerLiteral()],
  publicDir: false,
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    minify: true,
    lib: { entry: { index: 'src/index.ts', metrics: 'src/metrics-only.ts' }, formats: ['es'] },
    rolldownOptions: { output: { chunkFileNames: 'chunks/[name].js' } },
  },
});

/** `vite build --mode worker`: the worker with everything it needs but wasm and models, in one file. */
const worker = defineConfig({
  define,
  publicDir: false,
  build: {
    outDir: 'dist',
    emptyOutDir: false,
    target: 'es2022',
    minify: true,
    lib: { entry: { 'pose.worker': 'workers/pose.worker.ts' }, formats: ['es'] },
    rolldownOptions: { output: { codeSplitting: false } },
  },
});

/** `vite build --mode demo`: the demo page, a user of the built package. */
const demo = defineConfig({
  root: 'demo',
  base: './',
  publicDir: false,
  build: { outDir: 'dist', emptyOutDir: true, target: 'es2022' },
});

const tests = defineConfig({
  define,
  test: {
    include: ['test/unit/**/*.test.ts', 'test/browser/**/*.test.ts', 'test/package/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 240_000,
    // One browser at a time: the engine takes both cores of a small machine.
    fileParallelism: false,
  },
});

const configs: Readonly<Record<string, typeof tests>> = { library, worker, demo };

export default defineConfig(({ mode }) => configs[mode] ?? tests);
