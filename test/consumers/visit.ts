import { gzipSync } from 'node:zlib';
import type { Browser, Locator, Page, Response } from 'playwright-core';
import type { AnalysisResponse } from 'analyze-locally';

/** What came of a page that analyses its three photos. */
export interface Visit {
  /** What the package answered; nothing where it threw. */
  readonly answer: AnalysisResponse | undefined;
  /** Errors on the console, refused and failed requests, other hosts: nothing of a page that is as it should be. */
  readonly problems: readonly string[];
  /** The main thread's scripts, each gzipped. */
  readonly scriptBytes: number;
  /** Sum of what was loaded besides, photos aside: the worker's script, runtime and networks. */
  readonly engineBytes: number;
}

/** How long a page may take to be ready on a busy machine, first compilation by a dev server included; milliseconds. */
const READY = 60_000;

/** How long an analysis may take there, loading included; milliseconds. */
const ANALYSED = 60_000;

interface PageScope {
  readonly answer?: AnalysisResponse;
  readonly violations: readonly string[];
}

function watchViolations(): void {
  const violations: string[] = [];
  Object.assign(globalThis, { violations });
  addEventListener('securitypolicyviolation', (event) => violations.push(`${event.violatedDirective}: ${event.blockedURI}`));
}

/** The browser asks for one by itself. */
const isFavicon = (url: string): boolean => url.endsWith('/favicon.ico');

/** Notes what must not happen on a page. */
function watchPage(page: Page, origin: string): string[] {
  const problems: string[] = [];
  const isOwn = (url: string): boolean => new URL(url).origin === origin || url.startsWith('data:');
  page.on('console', (message) => {
    const { url } = message.location();
    if (message.type() === 'error' && !isFavicon(url)) problems.push(`console: ${message.text()} ${url}`);
  });
  page.on('pageerror', (error) => problems.push(`uncaught: ${error.message}`));
  page.on('requestfailed', (request) => problems.push(`failed: ${request.url()} ${request.failure()?.errorText ?? ''}`));
  page.context().on('request', (request) => {
    if (!isOwn(request.url())) problems.push(`another origin: ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400 && !isFavicon(response.url())) problems.push(`${response.status()}: ${response.url()}`);
  });
  page.on('websocket', (socket) => {
    if (new URL(socket.url()).host !== new URL(origin).host) problems.push(`another host: ${socket.url()}`);
  });
  return problems;
}

/** What the main thread has loaded; a worker's own imports are not among it. */
const loadedByPage = async (page: Page): Promise<ReadonlySet<string>> =>
  new Set(await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name)));

async function measure(page: Page, responses: readonly Response[], workers: ReadonlySet<string>): Promise<Pick<Visit, 'scriptBytes' | 'engineBytes'>> {
  const byPage = await loadedByPage(page);
  let [scriptBytes, engineBytes] = [0, 0];
  for (const response of responses) {
    const type = response.headers()['content-type'] ?? '';
    if (/^(image|text\/html)/.test(type)) continue;
    const url = response.url();
    // A page that failed may have left it open.
    const body = await response.body().catch(() => Buffer.alloc(0));
    if (type.includes('javascript') && byPage.has(url) && !workers.has(url)) scriptBytes += gzipSync(body).length;
    else engineBytes += body.length;
  }
  return { scriptBytes, engineBytes };
}

/** What the page says; the element's own outputs come before. */
const output = (page: Page): Locator => page.locator('output').last();

/** A press has done something. */
const expectText = (page: Page): Promise<void> => output(page).filter({ hasText: /\S/ }).waitFor({ timeout: READY });

async function pressAndWait(page: Page, buttons: readonly string[]): Promise<void> {
  for (const name of buttons) {
    await page.getByRole('button', { name, exact: true }).click({ timeout: READY });
    await expectText(page);
  }
  await page.waitForFunction(() => /answered|failed/.test(document.documentElement.dataset['state'] ?? ''), undefined, { timeout: ANALYSED });
}

/** Opens a page, presses its buttons one after the other and waits for its answer. */
export async function visit(browser: Browser, url: string, buttons: readonly string[]): Promise<Visit> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const problems = watchPage(page, new URL(url).origin);
    const responses: Response[] = [];
    const workers = new Set<string>();
    page.on('response', (response) => responses.push(response));
    page.on('worker', (worker) => workers.add(worker.url()));
    await page.addInitScript(watchViolations);
    await page.goto(url);
    await pressAndWait(page, buttons).catch((error: unknown) => problems.push(`waited in vain: ${String(error).split('\n')[0] ?? ''}`));
    const shown = await output(page).innerText();
    const { answer, violations } = await page.evaluate(() => {
      const scope = globalThis as unknown as PageScope;
      return { answer: scope.answer, violations: scope.violations };
    });
    if (!answer?.state) problems.push(`the page says: ${shown}`);
    problems.push(...violations.map((violation) => `policy: ${violation}`));
    return { answer, problems, ...(await measure(page, responses, workers)) };
  } finally {
    await context.close();
  }
}
