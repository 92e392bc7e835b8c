import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext } from 'playwright-core';
import { findChromium } from '../../demo/host/browser.js';

/** A browser with a profile on disk, as people have one. */
export interface BrowserProfile {
  readonly context: BrowserContext;
  /** Ends the browser and deletes the profile. */
  close(): Promise<void>;
}

/**
 * Starts a browser with a fresh profile on disk. Contexts of a common browser are private windows: they cache in memory,
 * and no file as large as the runtime.
 */
export async function openBrowserProfile(): Promise<BrowserProfile> {
  const folder = await mkdtemp(join(tmpdir(), 'profile-'));
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: findChromium(),
    args: [
      '--use-angle=swiftshader',
      '--enable-unsafe-swiftshader',
      '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  });
  return {
    context,
    async close() {
      await context.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
