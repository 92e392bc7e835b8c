import type { Browser } from 'playwright-core';
import { launchChromium } from '../../../demo/host/browser.js';
import type { Adapters } from './page/contract.js';

/** A browser and what it computes with. */
export interface BenchBrowser {
  readonly browser: Browser;
  readonly adapters: Adapters;
}

/** Let a headless browser use the GPU, in place of the software renderer that it is otherwise given. */
const GPU_FLAGS = [
  ...(process.platform === 'linux' ? ['--use-angle=vulkan', '--enable-features=Vulkan', '--disable-vulkan-surface'] : ['--use-angle=default']),
  '--ignore-gpu-blocklist',
  '--enable-unsafe-webgpu',
];

const SOFTWARE_FLAGS = ['--enable-unsafe-webgpu'];

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
  const hopeful = await launchChromium(GPU_FLAGS);
  const adapters = await adaptersOf(hopeful, origin).catch((): Adapters => ({ webgl: undefined, webgpu: undefined }));
  if ([adapters.webgl, adapters.webgpu].some((adapter) => adapter?.software === false)) return { browser: hopeful, adapters };
  await hopeful.close();
  const browser = await launchChromium(SOFTWARE_FLAGS);
  return { browser, adapters: await adaptersOf(browser, origin) };
}
