/** Draws pictures: three.js in a headless Chromium, with WebGL in software. */
import { join } from 'node:path';
import { build } from 'vite';
import { launchChromium } from '../../demo/host/browser.js';
import { ROOT } from '../../demo/host/ensure-built.js';
import { serve } from '../../demo/host/server.js';
import type { Point } from '../../src/geometry/vector.js';
import { DATA } from './assets.js';
import type { Body } from './body.js';
import { perCorner } from './mesh.js';
import { ASSET_PATH, bufferPath, buffersPath, type BufferPart, type Scene } from './page/contract.js';
import type { Pose } from './pose.js';
import { poseMeshes } from './skinning.js';

/** Where people are drawn. */
export interface Studio {
  /** Takes a body, which is then known as `key`. */
  admit(key: string, body: Body): Promise<void>;
  /** Gives an admitted body a pose. */
  strike(key: string, body: Body, pose: Pose): Promise<void>;
  forget(key: string): Promise<void>;
  /** @returns A JPEG. */
  draw(scene: Scene): Promise<Buffer>;
  /** See the page's. */
  distancesFromPeople(scene: Scene, points: readonly Point[]): Promise<number[]>;
  close(): Promise<void>;
}

const PAGE = `<!doctype html><meta charset="utf-8"><title>Ground truth</title><link rel="icon" href="data:,">
<script type="module" src="/main.js"></script>`;

/** The page's script with all it imports. */
async function bundlePage(): Promise<string> {
  const built = await build({
    configFile: false,
    root: ROOT,
    logLevel: 'error',
    publicDir: false,
    build: {
      write: false,
      target: 'es2022',
      minify: false,
      lib: { entry: join(ROOT, 'test', 'ground-truth', 'page', 'main.ts'), formats: ['es'] },
      rolldownOptions: { output: { codeSplitting: false } },
    },
  });
  const [bundle] = Array.isArray(built) ? built : [built];
  if (!bundle || !('output' in bundle)) throw new Error('the page was not bundled');
  return bundle.output[0].code;
}

type Numbers = Float32Array | Uint32Array;

export async function openStudio(): Promise<Studio> {
  const script = await bundlePage();
  const buffers = new Map<string, Uint8Array>();
  const server = await serve({
    mounts: { [ASSET_PATH]: DATA },
    answer: (path, response) => {
      const buffer = buffers.get(path);
      if (path === '/') response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(PAGE);
      else if (path === '/main.js') response.writeHead(200, { 'content-type': 'text/javascript; charset=utf-8' }).end(script);
      else if (buffer) response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(buffer);
      else return false;
      return true;
    },
  });
  const browser = await launchChromium();
  const page = await browser.newPage({ viewport: { width: 200, height: 200 } });
  // A shader that does not compile is told on the console only.
  const faults: string[] = [];
  page.on('pageerror', ({ message }) => faults.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  const failOnFaults = (): void => {
    if (faults.length > 0) throw new Error(`the page that draws failed: ${faults.join('; ')}`);
  };
  await page.goto(server.origin);
  await page.waitForFunction(() => 'groundTruth' in globalThis);

  const provide = (key: string, mesh: number, part: BufferPart, { buffer, byteOffset, byteLength }: Numbers): void => {
    buffers.set(bufferPath(key, mesh, part), new Uint8Array(buffer, byteOffset, byteLength));
  };
  return {
    async admit(key, { meshes }) {
      meshes.forEach(({ field, index, rest, source, uv }, number) => {
        provide(key, number, 'index', index);
        provide(key, number, 'uv', uv);
        if (!field) return;
        provide(key, number, 'field', Float32Array.from(source, (vertex) => field[vertex]!));
        provide(key, number, 'restPosition', perCorner(rest, source));
      });
      await page.evaluate(([name, surfaces]) => globalThis.groundTruth.load(name, surfaces), [key, meshes.map(({ surface }) => surface)] as const);
    },

    async strike(key, body, pose) {
      poseMeshes(body, pose).forEach(({ position, normal }, number) => {
        provide(key, number, 'position', position);
        provide(key, number, 'normal', normal);
      });
      await page.evaluate((name) => globalThis.groundTruth.pose(name), key);
    },

    async forget(key) {
      for (const path of buffers.keys()) if (path.startsWith(buffersPath(key))) buffers.delete(path);
      await page.evaluate((name) => {
        globalThis.groundTruth.forget(name);
      }, key);
    },

    async draw(scene) {
      const url = await page.evaluate((wanted) => globalThis.groundTruth.draw(wanted), scene);
      failOnFaults();
      return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
    },

    distancesFromPeople: (scene, points) =>
      page.evaluate(([wanted, given]) => globalThis.groundTruth.distancesFromPeople(wanted, given), [scene, points] as const),

    async close() {
      await browser.close();
      await server.close();
    },
  };
}
