import type { Page } from 'playwright-core';
import type { AnalysisDetails, AnalysisResponse, AnalyzeOptions, EngineOptions, View } from 'analyze-locally';
import { launchChromium } from '../host/browser.js';
import { DIST } from '../host/ensure-built.js';
import { serve } from '../host/server.js';

/** Encoded photos by view. */
export type EncodedPhotos = Partial<Record<View, Uint8Array>>;

/** Options that can be handed to a page. */
export type PageOptions = Pick<AnalyzeOptions, 'details' | 'jpegQuality' | 'mode' | 'overlay' | 'rollReference' | 'timeout'>;

/** The built package in a headless browser on this machine. */
export interface EnginePage {
  readonly page: Page;
  readonly origin: string;
  /** Analyses the photos that are there; one alone is the single-view call. */
  analyze(photos: EncodedPhotos, options?: PageOptions): Promise<AnalysisResponse<View, AnalysisDetails>>;
  close(): Promise<void>;
}

const PAGE = `<!doctype html><meta charset="utf-8"><title>analyze-locally</title>
<script type="module">
import * as analyzeLocally from '/analyze-locally/index.js';
globalThis.analyzeLocally = analyzeLocally;
</script>`;

/**
 * Opens a blank page with the built package, served from this machine; no other address can be reached.
 *
 * @param engine - Which engine runs.
 * @param dist - The built package's folder.
 */
export async function openEngine(engine: Pick<EngineOptions, 'backend' | 'model' | 'delegate'> = {}, dist = DIST): Promise<EnginePage> {
  const server = await serve({
    mounts: { '/analyze-locally/': dist },
    answer: (path, response) => {
      if (path !== '/') return false;
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(PAGE);
      return true;
    },
  });
  const browser = await launchChromium();
  const page = await browser.newPage();
  await page.goto(server.origin);
  await page.waitForFunction('globalThis.analyzeLocally !== undefined');
  await page.evaluate((options) => {
    const scope = globalThis as unknown as PageScope;
    // The browser's profile ends with it: nothing is worth keeping there.
    scope.analyzer = scope.analyzeLocally.createAnalyzer({ ...options, cache: false });
  }, engine);
  return {
    page,
    origin: server.origin,
    async analyze(photos, options = {}) {
      const encoded = Object.entries(photos).map(([view, bytes]) => [view, Buffer.from(bytes).toString('base64')] as const);
      return page.evaluate(
        ([input, given, views]) =>
          (globalThis as unknown as PageScope).analyzer.analyze(input as Record<View, string>, { ...given, views: views as View[] }),
        [Object.fromEntries(encoded), options, Object.keys(photos)] as const,
      );
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

/** What the page holds. */
interface PageScope {
  readonly analyzeLocally: typeof import('analyze-locally');
  analyzer: import('analyze-locally').Analyzer;
}
