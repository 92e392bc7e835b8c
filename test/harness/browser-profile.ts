import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext } from 'playwright-core';
import { findChromium } from '../../demo/host/browser.js';

/** A browser with a profile on disk, as people have one. */
export interface BrowserProfile {
  readonly context: BrowserContext;
  /** Ends the browser and starts it again, with what it keeps on disk. */
  restart(): Promise<void>;
  /** Ends the browser and deletes the profile. */
  close(): Promise<void>;
}

const start = (folder: string): Promise<BrowserContext> =>
  chromium.launchPersistentContext(folder, {
    executablePath: findChromium(),
    args: [
      '--use-angle=swiftshader',
      '--enable-unsafe-swiftshader',
      '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  });

/**
 * Starts a browser with a fresh profile on disk. Contexts of a common browser are private windows: they cache in memory,
 * and no file as large as the runtime.
 */
export async function openBrowserProfile(): Promise<BrowserProfile> {
  const folder = await mkdtemp(join(tmpdir(), 'profile-'));
  let context = await start(folder);
  return {
    get context() {
      return context;
    },
    async restart() {
      await context.close();
      context = await start(folder);
    },
    async close() {
      await context.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
