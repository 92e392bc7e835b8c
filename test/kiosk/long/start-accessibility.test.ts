/** The screens from the start to the measurement, as wide as a phone: what axe-core finds, and whether they fit, in both languages, light and dark, and in a script that runs from the right. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { launchChromium, WITHOUT_GPU } from '../../../demo/host/browser.js';
import { ensureKioskBuilt, serveKiosk } from '../../../demo/host/kiosk-app.js';
import type { StaticServer } from '../../../demo/host/server.js';
import { axeViolations } from '../../harness/axe.js';
import { casePhoto, guardPhoto } from '../../harness/fixture-photos.js';
import { expectNoSidewaysScroll, openKioskPage, shownScreen, uploadPhotos, type KioskPage } from '../../harness/kiosk-page.js';

const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, reducedMotion: 'reduce' } as const;

let browser: Browser;
let server: StaticServer;

beforeAll(async () => {
  await ensureKioskBuilt();
  [browser, server] = await Promise.all([launchChromium(WITHOUT_GPU), serveKiosk()]);
});

afterAll(async () => {
  await browser.close();
  await server.close();
});

/** Each screen, and how it is reached from the one before. */
const SCREENS: Readonly<Record<string, (app: KioskPage) => Promise<unknown>>> = {
  start: () => Promise.resolve(),
  'upload, empty': async ({ page }) => {
    await page.click('#upload');
    await shownScreen(page, 'upload');
    await page.click('.upload-foot >> .quiet');
  },
  'upload, with a photo and a file that is none': async ({ page }) => {
    await uploadPhotos(page, { front: await guardPhoto('empty-room'), side: await casePhoto('f1-08', 'side') });
    await page.setInputFiles('input[data-view="back"]', { name: 'a.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no photo') });
    await page.waitForSelector('[role="alert"]');
  },
  'analysing, refused': async ({ page }) => {
    await page.click('#measure');
    await page.waitForSelector('.analysing[data-state="refused"]');
  },
  'analysing, at work': async ({ page, context }) => {
    await context.route(/\.tflite/, () => undefined);
    await page.reload();
    await page.waitForSelector('.analysing[data-state="running"]');
  },
  'start, with an open visit': async ({ page }) => {
    await page.click('.analysing >> .quiet');
    await shownScreen(page, 'upload');
    await page.click('.upload-foot >> .quiet');
    await page.waitForSelector('#resume');
  },
};

describe.each(['en', 'ko'] as const)('in %s', (lang) => {
  it('nothing is found, and nothing reaches beyond the window', { timeout: 240_000 }, async () => {
    const app = await openKioskPage(browser, server.origin, { query: `?lang=${lang}`, serviceWorkers: 'block', ...PHONE });
    const { page } = app;
    const found: string[] = [];
    for (const [name, reach] of Object.entries(SCREENS)) {
      await reach(app);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        found.push(...(await axeViolations(page)).map((violation) => `${name}, ${colorScheme}: ${violation}`));
      }
      await expectNoSidewaysScroll(page);
      await page.evaluate(() => (document.documentElement.dir = 'rtl'));
      await expectNoSidewaysScroll(page);
      await page.evaluate(() => (document.documentElement.dir = 'ltr'));
    }
    expect(found).toEqual([]);
    await app.context.close();
  });
});

it.each([
  ['a stand in portrait', 2160, 3840, '?mode=kiosk'],
  ['a tablet', 800, 1280, ''],
  ['a screen', 1920, 1080, '?mode=kiosk'],
])('everything that starts a visit is in the window of %s at once', async (_, width, height, query) => {
  const { page, context } = await openKioskPage(browser, server.origin, { query, viewport: { width, height }, reducedMotion: 'reduce' });
  const box = await page.locator('#camera').boundingBox();
  expect(box && box.y + box.height).toBeLessThanOrEqual(height);
  expect(box?.height).toBeGreaterThanOrEqual(query === '' ? 48 : 80);
  await expectNoSidewaysScroll(page);
  await context.close();
});
