import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { build } from 'vite';
import { DIST, ROOT } from '../../../demo/host/ensure-built.js';
import { serve } from '../../../demo/host/server.js';

/** The pages, photos and every contender's files, on this machine. */
export interface BenchHost {
  readonly origin: string;
  /** Bytes sent since the last call, with HTTP's own: not compressed, and without page and photos. */
  takeBytes(): Promise<number>;
  close(): Promise<void>;
}

const PAGE = `<!doctype html><meta charset="utf-8"><title>bench:speed</title><link rel="icon" href="data:,">
<script type="importmap">{ "imports": { "analyze-locally": "/analyze-locally/index.js" } }</script>
<script type="module" src="/bench/main.js"></script>`;

const SOURCES = join(ROOT, 'test', 'bench', 'speed', 'page');

/** Each is fetched by itself: the page, a contender's script, a contender's worker. */
const ENTRIES = ['main', 'engine', 'tasks-vision', 'tasks-vision.worker', 'pose-detection', 'human'];

const installed = (...path: readonly string[]): string => join(ROOT, 'node_modules', ...path);

/** Bundles the pages as a site would ship them; this package stays as it was built. */
async function bundlePages(folder: string): Promise<void> {
  await build({
    configFile: false,
    root: ROOT,
    logLevel: 'error',
    publicDir: false,
    define: { 'process.env.NODE_ENV': '"production"' },
    resolve: { alias: { '@mediapipe/pose': join(SOURCES, 'mediapipe-pose.ts') } },
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: 'es2022',
      minify: true,
      reportCompressedSize: false,
      lib: { entry: Object.fromEntries(ENTRIES.map((name) => [name, join(SOURCES, `${name}.ts`)])), formats: ['es'] },
      rolldownOptions: { external: ['analyze-locally'], output: { chunkFileNames: 'chunks/[name].js' } },
    },
  });
}

/** The photos at the size that a camera gives them. */
async function resized(photos: string, megapixels: number, folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (const name of ['front.jpg', 'side.jpg', 'back.jpg']) {
    const photo = sharp(join(photos, name));
    const { width, height } = await photo.metadata();
    const factor = Math.sqrt((megapixels * 1e6) / (width * height));
    await photo.resize(Math.round(width * factor), Math.round(height * factor)).jpeg({ quality: 92 }).toFile(join(folder, name));
  }
  return folder;
}

/** Paths that every contender's page asks for alike. */
const isCommon = (path: string): boolean => path === '/' || path === '/bench/main.js' || path.startsWith('/photos/');

/**
 * Starts serving.
 *
 * @param photos - The folder with `front.jpg`, `side.jpg` and `back.jpg`.
 * @param megapixels - What the photos are brought to; as they are where it is undefined.
 */
export async function startBenchHost(photos: string, megapixels: number | undefined): Promise<BenchHost> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-speed-'));
  await bundlePages(folder);
  const served = megapixels === undefined ? photos : await resized(photos, megapixels, join(folder, 'photos'));
  let bytes = 0;
  const open = new Set<Promise<void>>();
  const count = (response: ServerResponse): void => {
    const { socket } = response;
    const before = socket?.bytesWritten ?? 0;
    // A connection sends its answers one after the other. A page may be done before this end has noticed.
    const closed = new Promise<void>((resolve) => {
      response.once('close', () => {
        bytes += (socket?.bytesWritten ?? 0) - before;
        open.delete(closed);
        resolve();
      });
    });
    open.add(closed);
  };
  const server = await serve({
    mounts: {
      '/analyze-locally/': DIST,
      '/bench/': folder,
      '/photos/': served,
      '/models/': join(ROOT, 'models', 'build'),
      '/tasks-vision/wasm/': installed('@mediapipe', 'tasks-vision', 'wasm'),
      '/mediapipe-pose/': installed('@mediapipe', 'pose'),
      '/human-models/': installed('@vladmandic', 'human-models', 'models'),
      '/tfjs-wasm/': installed('@tensorflow', 'tfjs-backend-wasm', 'dist'),
    },
    answer: (path, response) => {
      if (!isCommon(path)) count(response);
      if (path !== '/') return false;
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(PAGE);
      return true;
    },
  });
  return {
    origin: server.origin,
    async takeBytes() {
      await Promise.all(open);
      const taken = bytes;
      bytes = 0;
      return taken;
    },
    async close() {
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
