import { expect } from 'vitest';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import type { View } from 'analyze-locally';
import { watchFaults } from './element-page.js';
import { casePhotos, type CaseName } from './fixture-photos.js';

/** Some photos, encoded. */
export type Photos = Partial<Readonly<Record<View, Buffer>>>;

/** How the app is opened. */
export interface KioskPageOptions extends BrowserContextOptions {
  /** The address' parameters: `?lang=ko&mode=kiosk`. */
  readonly query?: string;
  /** Whether its service worker is installed, with all the app's files: tens of megabytes that only few tests need. */
  readonly isInstalled?: boolean;
}

/** The kiosk app in a context of its own, watched. */
export interface KioskPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What a sound page does not do: errors, refusals of the policy, requests to other servers. */
  readonly faults: string[];
}

/** How long anything may take on a slow machine, a measurement included, milliseconds. */
export const MEASURED_WITHIN = 110_000;

/** Runs in the page. */
function neverInstall(): void {
  // Missing on plain http.
  const container = (globalThis as { readonly ServiceWorkerContainer?: typeof ServiceWorkerContainer }).ServiceWorkerContainer;
  if (container) container.prototype.register = () => new Promise(() => undefined);
}

/** Opens the app, in a context that may be given. */
export async function openKioskPage(from: Browser | BrowserContext, origin: string, { query = '', isInstalled = false, ...options }: KioskPageOptions = {}): Promise<KioskPage> {
  const context = 'newContext' in from ? await from.newContext(options) : from;
  const page = await context.newPage();
  if (!isInstalled) await page.addInitScript(neverInstall);
  // A machine that measures at the same time is slow to click.
  page.setDefaultTimeout(MEASURED_WITHIN);
  const faults = watchFaults(page, origin);
  await page.exposeFunction('reportViolation', (text: string) => void faults.push(`policy: ${text}`));
  await page.addInitScript(() => {
    const scope = globalThis as unknown as { reportViolation(text: string): void };
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => scope.reportViolation(`${violatedDirective} ${blockedURI}`));
  });
  await page.goto(`${origin}/kiosk/${query}`);
  await page.locator('main').waitFor();
  return { page, context, faults };
}

/** The screen that is shown, by its element's class. */
export const shownScreen = (page: Page, name: string, timeout = MEASURED_WITHIN): Promise<unknown> =>
  page.locator(`main.${name}`).waitFor({ timeout });

/** From the start to photos on the upload screen. A kiosk offers no files: it is opened without its mode for this. */
export async function uploadPhotos(page: Page, photos: Photos): Promise<void> {
  await page.click('#upload');
  await shownScreen(page, 'upload');
  for (const [view, buffer] of Object.entries(photos)) {
    await page.setInputFiles(`input[data-view="${view}"]`, { name: `${view}.jpg`, mimeType: 'image/jpeg', buffer });
    await page.locator(`[data-slot="${view}"] img[src]`).waitFor();
  }
}

/** From the upload screen to the result. */
export async function measure(page: Page): Promise<void> {
  await page.click('#measure');
  await shownScreen(page, 'result');
}

/** From the start to the result of a rendered person, in some of the views. */
export async function measureCase(page: Page, name: CaseName = 'f1-08', views: readonly View[] = ['front', 'side', 'back']): Promise<void> {
  const photos = await casePhotos(name);
  await uploadPhotos(page, Object.fromEntries(views.map((view) => [view, photos[view]])));
  await measure(page);
}

/** Opens the app for a test, with English texts and a quick measurement unless the query says otherwise, and closes it again. */
export async function inKioskPage(browser: Browser, origin: string, work: (app: KioskPage) => Promise<void>, options: KioskPageOptions = {}): Promise<void> {
  const app = await openKioskPage(browser, origin, { query: '?lang=en&precision=fast', ...options });
  try {
    await work(app);
  } finally {
    await app.context.close();
  }
}

/** Everything was as a sound page does it. */
export const expectSound = ({ faults }: KioskPage): void => expect(faults).toEqual([]);

/** Nothing reaches beyond the window's sides. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const beyond = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });
  expect(beyond).toBeLessThanOrEqual(0);
}
