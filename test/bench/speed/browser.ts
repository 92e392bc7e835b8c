import { existsSync, readdirSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../../../demo/host/browser.js';
import type { Adapters } from './page/contract.js';

/** A browser and what it computes with. */
export interface BenchBrowser {
  readonly browser: Browser;
  readonly adapters: Adapters;
}

/** Let a headless browser use the GPU, in place of the software renderer that it is otherwise given. */
export const GPU_FLAGS = [
  ...(process.platform === 'linux' ? ['--use-angle=vulkan', '--enable-features=Vulkan', '--disable-vulkan-surface'] : ['--use-angle=default']),
  '--ignore-gpu-blocklist',
  '--enable-unsafe-webgpu',
];

const SOFTWARE_FLAGS = ['--enable-unsafe-webgpu'];

/** Saves a browser start where there can't be a GPU. */
export function mayHaveGpu(): boolean {
  if (process.platform !== 'linux') return true;
  const rendering = existsSync('/dev/dri') && readdirSync('/dev/dri').some((name) => name.startsWith('render'));
  return rendering || ['/dev/nvidia0', '/dev/dxg', '/dev/mali0', '/dev/kgsl-3d0'].some(existsSync);
}

async function adaptersOf(browser: Browser, origin: string): Promise<Adapters> {
  const page = await browser.newPage();
  try {
    await page.goto(origin);
    await page.waitForFunction('globalThis.bench !== undefined');
    return await page.evaluate(() => globalThis.bench.adapters());
  } finally {
    await page.close();
  }
}

/** Starts a browser on this machine's GPU, and where there is none on software adapters. */
export async function openBenchBrowser(origin: string): Promise<BenchBrowser> {
  if (mayHaveGpu()) {
    const browser = await launchChromium(GPU_FLAGS);
    // A broken driver takes the page with it.
    const adapters = await adaptersOf(browser, origin).catch((): Adapters => ({ webgl: undefined, webgpu: undefined }));
    if ([adapters.webgl, adapters.webgpu].some((adapter) => adapter?.software === false)) return { browser, adapters };
    await browser.close();
  }
  const browser = await launchChromium(SOFTWARE_FLAGS);
  return { browser, adapters: await adaptersOf(browser, origin) };
}
