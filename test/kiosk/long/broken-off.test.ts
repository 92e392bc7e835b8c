/** What takes its time: measurements that end otherwise than with a result at once, and the way on from there. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import type { View } from 'analyze-locally';
import { launchChromium, WITHOUT_GPU } from '../../../demo/host/browser.js';
import { ensureKioskBuilt, serveKiosk } from '../../../demo/host/kiosk-app.js';
import type { StaticServer } from '../../../demo/host/server.js';
import { waitForDraftRows } from '../../harness/draft-rows.js';
import { casePhotos, guardPhoto } from '../../harness/fixture-photos.js';
import { expectSound, inKioskPage, shownScreen, uploadPhotos, type KioskPage, type KioskPageOptions } from '../../harness/kiosk-page.js';

let browser: Browser;
let server: StaticServer;
let photos: Record<View, Buffer>;

beforeAll(async () => {
  await ensureKioskBuilt();
  [browser, server, photos] = await Promise.all([launchChromium(WITHOUT_GPU), serveKiosk(), casePhotos('f1-08')]);
});

afterAll(async () => {
  await browser.close();
  await server.close();
});

const inApp = (work: (app: KioskPage) => Promise<void>, options?: KioskPageOptions): Promise<void> => inKioskPage(browser, server.origin, work, options);

it('of the only photo, which is refused: another can be chosen in its place, and is measured', () =>
  inApp(async (app) => {
    const { page } = app;
    await uploadPhotos(page, { back: await guardPhoto('empty-room') });
    await page.click('#measure');
    await page.waitForSelector('.analysing[data-state="refused"]');
    expect(await page.textContent('.analysing-photo.refused')).toContain('No person');
    expect(await page.locator('#without').isVisible()).toBe(false);
    await page.setInputFiles('input[data-view="back"]', { name: 'b.jpg', mimeType: 'image/jpeg', buffer: photos.back });
    await shownScreen(page, 'result');
    expectSound(app);
  }));

it('by a reload: it begins again, and ends with the result', () =>
  inApp(async (app) => {
    const { page } = app;
    await uploadPhotos(page, { side: photos.side });
    await waitForDraftRows(page, 2);
    await page.click('#measure');
    await shownScreen(page, 'analysing');
    await page.waitForTimeout(600);
    await page.reload();
    await Promise.race([shownScreen(page, 'analysing'), shownScreen(page, 'result')]);
    await shownScreen(page, 'result');
    expectSound(app);
  }));

it('by an engine whose files are not there: what is wrong, and the photos stay', () =>
  inApp(async ({ page }) => {
    await page.route(/\.wasm/, (route) => route.fulfill({ status: 404, body: '' }));
    await uploadPhotos(page, { side: photos.side });
    await page.click('#measure');
    await page.waitForSelector('.analysing[data-state="failed"]');
    expect(await page.textContent('[role="alert"]')).toContain('could not be loaded');
    await page.unroute(/\.wasm/);
    await page.click('#retry');
    await shownScreen(page, 'result');
    // Its own requests could not be held up here.
  }, { serviceWorkers: 'block' }));

it('by a worker that a browser ends for its memory, without a word: the silence is noticed, and another is started', { timeout: 300_000 }, () =>
  inApp(async (app) => {
    const { page } = app;
    await uploadPhotos(page, { side: photos.side });
    await page.click('#measure');
    await page.waitForSelector('.analysing-photo.working');
    await Promise.all(page.workers().map((worker) => worker.evaluate(() => close()).catch(() => undefined)));
    await page.waitForSelector('.analysing .notice.caution');
    expect(await page.textContent('.analysing .notice.caution')).toContain('started once more');
    await shownScreen(page, 'result');
    expectSound(app);
  }));
