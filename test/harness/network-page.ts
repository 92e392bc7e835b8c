import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type * as LiteRt from '@litertjs/core';
import type * as Onnx from 'onnxruntime-web/wasm';
import { ROOT } from '../../demo/host/ensure-built.js';
import { serve } from '../../demo/host/server.js';

/** What the page's global object holds. */
export interface NetworkScope {
  readonly litert: typeof LiteRt;
  readonly ort: typeof Onnx;
}

/** A page in which networks can be run by both runtimes, on the processor. */
export interface NetworkPage {
  readonly page: Page;
  /** Puts bytes where the page can fetch them; returns their path. */
  provide(name: string, content: Uint8Array): string;
  close(): Promise<void>;
}

/** Where the page finds files of the build; the file name follows. */
export const BUILD_PATH = '/models/';

const IMPORTS = {
  '@litertjs/core': '/litert/dist/index.js',
  '@litertjs/wasm-utils': '/wasm-utils/dist/index.js',
  'onnxruntime-web/wasm': '/ort/dist/ort.wasm.bundle.min.mjs',
};

const PAGE = `<!doctype html><meta charset="utf-8"><title>Networks</title><link rel="icon" href="data:,">
<script type="importmap">${JSON.stringify({ imports: IMPORTS })}</script>
<script type="module">
  import * as litert from '@litertjs/core';
  import * as ort from 'onnxruntime-web/wasm';
  ort.env.wasm.wasmPaths = '/ort/dist/';
  ort.env.wasm.numThreads = 1;
  await litert.loadLiteRt('/litert/wasm/');
  Object.assign(globalThis, { litert, ort });
</script>`;

/** Opens a page with LiteRT.js and ONNX Runtime Web loaded from their packages. */
export async function openNetworkPage(browser: Browser): Promise<NetworkPage> {
  const provided = new Map<string, Uint8Array>();
  const server = await serve({
    mounts: {
      '/litert/': join(ROOT, 'node_modules', '@litertjs', 'core'),
      '/wasm-utils/': join(ROOT, 'node_modules', '@litertjs', 'wasm-utils'),
      '/ort/': join(ROOT, 'node_modules', 'onnxruntime-web'),
      [BUILD_PATH]: join(ROOT, 'models', 'build'),
    },
    answer: (path, response) => {
      const content = provided.get(path);
      if (path === '/') response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(PAGE);
      else if (content) response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(content);
      return path === '/' || content !== undefined;
    },
  });
  const page = await browser.newPage();
  await page.goto(server.origin);
  await page.waitForFunction(() => 'ort' in globalThis);
  return {
    page,
    provide(name, content) {
      const path = `/provided/${name}`;
      provided.set(path, content);
      return path;
    },
    async close() {
      await page.close();
      await server.close();
    },
  };
}
