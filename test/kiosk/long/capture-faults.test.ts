/** What becomes of the capture when camera, tab or engine fail: a clear message, a way on, and no photo lost. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { launchChromium, WITHOUT_GPU } from '../../../demo/host/browser.js';
import { ensureKioskBuilt, serveKiosk } from '../../../demo/host/kiosk-app.js';
import type { StaticServer } from '../../../demo/host/server.js';
import { filmedBrowser, followed, GUIDED_WITHIN, openCapture, reached, shownPhotos, toldBy, type FilmedBrowser } from '../../harness/capture-page.js';
import { expectSound, shownScreen } from '../../harness/kiosk-page.js';

let server: StaticServer;

beforeAll(async () => {
  await ensureKioskBuilt();
  server = await serveKiosk();
});

afterAll(() => server.close());

const fault = (page: Page): Promise<string | null> => page.locator('.capture-instead [role="alert"] strong').textContent();

/** The live track of the page's video. */
const hasPicture = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => (document.querySelector('video')?.videoWidth ?? 0) > 0 && document.querySelector('video')?.srcObject !== null);

describe('no camera', () => {
  let browser: Browser;

  afterEach(() => browser.close());

  it.each([
    ['denied', ['--use-fake-device-for-media-stream'], 'The camera is not allowed.'],
    ['none', ['--use-fake-ui-for-media-stream'], 'No camera was found.'],
  ])('%s: says so, and offers pictures instead', async (_, flags, text) => {
    browser = await launchChromium([...WITHOUT_GPU, ...flags]);
    const kiosk = await openCapture(browser, server.origin, '');
    expect(await fault(kiosk.page)).toBe(text);
    await kiosk.page.locator('.capture-instead button', { hasText: 'Try again' }).click();
    expect(await fault(kiosk.page)).toBe(text);
    expect(await kiosk.page.locator('.capture-controls button', { hasText: 'Use a picture' }).isEnabled()).toBe(true);
    expectSound(kiosk);
  });
});

describe('with a camera', () => {
  let filmed: FilmedBrowser;

  beforeEach(async () => {
    filmed = await filmedBrowser([{ picture: 'cases/m1-02/front', seconds: 6 }]);
  });

  afterEach(() => filmed.close());

  it('unplugged midway: says so, keeps the photo, and goes on by itself', { timeout: GUIDED_WITHIN }, async () => {
    const kiosk = await openCapture(filmed.browser, server.origin, '?guidance=silent');
    const { page } = kiosk;
    await hasPicture(page);
    await page.locator('.capture-controls button', { hasText: 'Take photo' }).click();
    await reached(page, 'side');
    await page.evaluate(() => {
      const [track] = (document.querySelector('video')?.srcObject as MediaStream).getVideoTracks();
      track?.stop();
      // A track that a page has stopped says nothing; one whose device is gone does.
      track?.dispatchEvent(new Event('ended'));
    });
    expect(await fault(page)).toBe('The camera was disconnected.');
    expect(await page.locator('.capture-step.taken').count()).toBe(1);
    await page.evaluate(() => navigator.mediaDevices.dispatchEvent(new Event('devicechange')));
    await hasPicture(page);
    expect(await page.locator('.capture-instead').count()).toBe(0);
    expect(await shownPhotos(page)).toHaveLength(1);
    expectSound(kiosk);
  });

  it('tab hidden midway: nothing is counted or taken, and it goes on', { timeout: 2 * GUIDED_WITHIN }, async () => {
    const kiosk = await openCapture(filmed.browser, server.origin, '?views=front&countdown=10&guidance=silent');
    const { page } = kiosk;
    await page.waitForSelector('.capture-count', { timeout: GUIDED_WITHIN });
    const setHidden = (isHidden: boolean): Promise<void> =>
      page.evaluate((hidden) => {
        Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
        document.dispatchEvent(new Event('visibilitychange'));
      }, isHidden);
    await setHidden(true);
    await expect.poll(() => page.locator('.capture-count').count()).toBe(0);
    await page.waitForTimeout(12_000);
    expect(await shownPhotos(page)).toEqual([]);
    await setHidden(false);
    await page.waitForSelector('.capture-count', { timeout: GUIDED_WITHIN });
    expectSound(kiosk);
  });

  it('worker killed: the guide goes on with another', { timeout: 2 * GUIDED_WITHIN }, async () => {
    const context = await filmed.browser.newContext();
    await context.addInitScript(() => {
      const scope = globalThis as unknown as { workers: Worker[]; Worker: typeof Worker };
      scope.workers = [];
      scope.Worker = class extends Worker {
        constructor(url: string | URL, options?: WorkerOptions) {
          super(url, options);
          scope.workers.push(this);
        }
      };
    });
    const kiosk = await openCapture(context, server.origin, '?views=front&countdown=1&guidance=silent');
    const { page } = kiosk;
    await followed(page);
    await page.evaluate(() => (globalThis as unknown as { workers: Worker[] }).workers[0]?.terminate());
    await shownScreen(page, 'analysing', GUIDED_WITHIN);
    expect((await toldBy(page)).said.at(-1)).toBe('right');
    expectSound(kiosk);
  });

  it('no engine: says so, and photos are taken by hand', { timeout: GUIDED_WITHIN }, async () => {
    const context = await filmed.browser.newContext();
    await context.route(/pose_landmarks_lite/, (route) => route.fulfill({ status: 404, body: '' }));
    const { page } = await openCapture(context, server.origin, '?guidance=silent');
    await page.waitForSelector('main.capture[data-guide="failed"]', { timeout: GUIDED_WITHIN });
    expect(await page.locator('.capture-panel .notice').textContent()).toContain('The guide does not work at the moment.');
    await page.locator('.capture-controls button', { hasText: 'Take photo' }).click();
    await reached(page, 'side');
    expect(await shownPhotos(page)).toHaveLength(1);
  });
});
