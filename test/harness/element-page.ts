import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { PostureAnalyzer, PosturePhotos } from 'analyze-locally/element';
import { DIST } from '../../demo/host/ensure-built.js';
import { serve, type StaticServer } from '../../demo/host/server.js';

/** The policy that the element must do with, sent with every file. */
export const STRICT_POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'";

/** What the page's global object holds. */
export interface ElementScope {
  readonly element: typeof import('analyze-locally/element');
  readonly analyzeLocally: typeof import('analyze-locally');
  readonly analyzer: PostureAnalyzer;
  /** Photos that a test has handed over, by name. */
  readonly files: Record<string, File>;
  /** Events of the element, in order. */
  readonly events: Event[];
}

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" /><meta name="viewport" content="width=device-width" /><meta name="color-scheme" content="light dark" />
    <title>Element</title><link rel="icon" href="/icon.svg" /><link rel="stylesheet" href="/page.css" />
    <script type="module" src="/page.js"></script>
  </head>
  <body>
    <main>
      <h1>Posture</h1>
      <form id="form">
        <fieldset id="group" aria-label="Group">
          <posture-analyzer id="analyzer" name="posture" model="lite" countdown="1"></posture-analyzer>
        </fieldset>
        <button>Send</button>
      </form>
    </main>
  </body>
</html>`;

const SCRIPT = `import * as element from '/package/element.js';
import * as analyzeLocally from '/package/index.js';
element.definePostureAnalyzer();
const analyzer = document.querySelector('posture-analyzer');
const events = [];
for (const type of ['change', 'progress', 'result', 'error']) document.addEventListener(type, (event) => {
  if (event.target === analyzer) events.push(event);
});
document.querySelector('form').addEventListener('submit', (event) => event.preventDefault());
Object.assign(globalThis, { element, analyzeLocally, analyzer, events, files: {} });
`;

const CSS = 'body { margin: 1rem; background: Canvas; color: CanvasText; font-family: sans-serif; } fieldset { border: 0; padding: 0; }';

const OWN: Readonly<Record<string, readonly [type: string, body: string]>> = {
  '/': ['text/html; charset=utf-8', PAGE],
  '/page.js': ['text/javascript; charset=utf-8', SCRIPT],
  '/page.css': ['text/css', CSS],
  '/icon.svg': ['image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
};

/** Serves a page with the element, and the package, under {@link STRICT_POLICY}. */
export const startElementHost = (): Promise<StaticServer> => {
  const headers = { 'content-security-policy': STRICT_POLICY };
  return serve({
    mounts: { '/package/': DIST },
    headers,
    answer: (path, response) => {
      const own = OWN[path];
      if (own) response.writeHead(200, { 'content-type': own[0], ...headers }).end(own[1]);
      return own !== undefined;
    },
  });
};

/** A page with the element, watched. */
export interface ElementPage {
  readonly page: Page;
  /** What a sound page does not do: errors, refusals of the policy, requests to other servers. */
  readonly faults: string[];
  /** Hands files to the page. */
  give(files: Readonly<Record<string, Uint8Array>>): Promise<void>;
  /** Sets the element's photos to files that were given. */
  setPhotos(names: Readonly<Partial<Record<keyof PosturePhotos, string>>>): Promise<void>;
  /** The types of the events so far; they are then forgotten. */
  takeEvents(): Promise<string[]>;
}

/** Notes what a page does that a sound one does not. */
export function watchFaults(page: Page, origin: string): string[] {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(`uncaught: ${error.message}`));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) faults.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== origin) faults.push(`request: ${request.url().slice(0, 80)}`);
  });
  return faults;
}

/** Opens the page in a context of its own. */
export async function openElementPage(browser: Browser, origin: string, options: BrowserContextOptions = {}): Promise<ElementPage> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const faults = watchFaults(page, origin);
  await page.exposeFunction('reportViolation', (text: string) => void faults.push(`policy: ${text}`));
  await page.addInitScript(() => {
    const scope = globalThis as unknown as { reportViolation(text: string): void };
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => scope.reportViolation(`${violatedDirective} ${blockedURI}`));
  });
  await page.goto(origin);
  await page.waitForFunction(() => 'analyzer' in globalThis);
  return {
    page,
    faults,
    async give(files) {
      const encoded = Object.entries(files).map(([name, bytes]) => [name, Buffer.from(bytes).toString('base64')] as const);
      await page.evaluate((entries) => {
        const scope = globalThis as unknown as ElementScope;
        for (const [name, text] of entries) {
          const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
          scope.files[name] = new File([bytes], `${name}.jpg`, { type: 'image/jpeg' });
        }
      }, encoded);
    },
    async setPhotos(names) {
      await page.evaluate((wanted) => {
        const scope = globalThis as unknown as ElementScope;
        scope.analyzer.photos = Object.fromEntries(Object.entries(wanted).map(([view, name]) => [view, scope.files[name]]));
      }, names);
    },
    takeEvents: () =>
      page.evaluate(() => (globalThis as unknown as ElementScope).events.splice(0).map(({ type }) => type)),
  };
}
