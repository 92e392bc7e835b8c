import type { View } from 'analyze-locally';
import type { Adapter, Adapters, BenchPage, OpenContender, OpenFunction, Photo } from './contract.js';
import { MainThreadProbe } from './main-thread-probe.js';

declare global {
  /** For the program that drives the page. */
  var bench: BenchPage;
}

const SOFTWARE = /swiftshader|llvmpipe|softpipe|lavapipe|software|basic render/i;

const WIDTH_STEP = 4;

function webglAdapter(): Adapter | undefined {
  const context = new OffscreenCanvas(1, 1).getContext('webgl2');
  if (!context) return undefined;
  const { UNMASKED_RENDERER_WEBGL: unmasked } = context.getExtension('WEBGL_debug_renderer_info') ?? { UNMASKED_RENDERER_WEBGL: context.RENDERER };
  const name = String(context.getParameter(unmasked));
  context.getExtension('WEBGL_lose_context')?.loseContext();
  return { name, software: SOFTWARE.test(name) };
}

async function webgpuAdapter(): Promise<Adapter | undefined> {
  const gpu = navigator.gpu as GPU | undefined;
  const adapter = await gpu?.requestAdapter();
  if (!adapter) return undefined;
  const { vendor, architecture, description, isFallbackAdapter } = adapter.info;
  const name = [vendor, architecture, description].filter((part) => part !== '').join(' ');
  return { name, software: isFallbackAdapter || SOFTWARE.test(name) };
}

const adapters = async (): Promise<Adapters> => ({ webgl: webglAdapter(), webgpu: await webgpuAdapter() });

async function loadPhoto(view: View, url: string): Promise<Photo> {
  const blob = await (await fetch(url)).blob();
  const bitmap = await createImageBitmap(blob);
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(bitmap.width / WIDTH_STEP) * WIDTH_STEP;
  canvas.height = bitmap.height;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no 2D canvas');
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return { view, blob, canvas, pixels: context.getImageData(0, 0, canvas.width, canvas.height) };
}

const probe = new MainThreadProbe();
let photos: readonly Photo[] = [];
let contender: OpenContender | undefined;

async function detect(loaded: OpenContender): Promise<number> {
  const { milliseconds, found } = await loaded.detect(photos);
  if (found < photos.length) throw new Error(`it found a person in ${String(found)} of ${String(photos.length)} photos`);
  return milliseconds;
}

globalThis.bench = {
  adapters,
  async prepare(urls) {
    photos = await Promise.all(Object.entries(urls).map(([view, url]) => loadPhoto(view as View, url)));
  },
  async cold(script, settings) {
    await probe.start();
    const start = performance.now();
    const { open } = (await import(/* @vite-ignore */ script)) as { readonly open: OpenFunction };
    contender = await open(settings);
    const loading = performance.now() - start;
    const first = await detect(contender);
    return { loading, first, longestTask: await probe.stop() };
  },
  async warm() {
    if (!contender) throw new Error('warm before cold');
    await probe.start();
    const start = performance.now();
    const milliseconds = await detect(contender);
    const wall = performance.now() - start;
    return { milliseconds, wall, longestTask: await probe.stop() };
  },
};
