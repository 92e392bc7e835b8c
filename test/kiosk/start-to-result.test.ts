/**
 * The app's frame, from the start by photos that there are already to the result, in a real browser: measured, refused,
 * broken off and taken up again. The engine runs in it as in any page.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import type { View } from 'analyze-locally';
import { launchChromium } from '../../demo/host/browser.js';
import { ensureKioskBuilt, serveKiosk } from '../../demo/host/kiosk-app.js';
import type { StaticServer } from '../../demo/host/server.js';
import { casePhotos, guardPhoto } from '../harness/fixture-photos.js';
import { readDraftRows } from '../harness/draft-rows.js';
import { expectSound, measure, MEASURED_WITHIN, openKioskPage, shownScreen, uploadPhotos, type KioskPage, type KioskPageOptions } from '../harness/kiosk-page.js';

let browser: Browser;
let server: StaticServer;
let photos: Record<View, Buffer>;

beforeAll(async () => {
  await ensureKioskBuilt();
  [browser, server, photos] = await Promise.all([launchChromium(), serveKiosk(), casePhotos('f1-08')]);
});

afterAll(async () => {
  await browser.close();
  await server.close();
});

async function inApp(work: (app: KioskPage) => Promise<void>, options: KioskPageOptions = {}): Promise<void> {
  const app = await openKioskPage(browser, server.origin, { query: '?lang=en', ...options });
  try {
    await work(app);
  } finally {
    await app.context.close();
  }
}

const isShown = (page: Page, selector: string): Promise<boolean> => page.locator(selector).isVisible();

/** The photos that the upload screen shows. */
const filled = (page: Page): Promise<(string | null)[]> =>
  page.locator('[data-slot]:has(img)').evaluateAll((slots) => slots.map((slot) => slot.getAttribute('data-slot')));

/** Until the draft has as many rows: writing it is nothing that is shown. */
async function draftRows(page: Page, atLeast: number): Promise<number[][]> {
  let rows = await readDraftRows(page);
  for (let wait = 0; rows.length < atLeast && wait < 100; wait++) {
    await page.waitForTimeout(100);
    rows = await readDraftRows(page);
  }
  return rows;
}

describe('photos that there are already', () => {
  it('three are measured; a reload shows the same result, and on the disk is nothing to be read', () =>
    inApp(async (app) => {
      const { page } = app;
      await uploadPhotos(page, photos);
      // While the photos are all there is, a reload finds them again.
      await draftRows(page, 4);
      await page.reload();
      await shownScreen(page, 'upload');
      expect(await filled(page)).toEqual(['front', 'side', 'back']);
      expect(await page.textContent('[role="status"]:has(strong)')).toContain('restored');

      await measure(page);
      expect(await isShown(page, '.bar-restored')).toBe(false);
      const rows = await draftRows(page, 5);
      for (const bytes of rows.map((row) => Buffer.from(row))) {
        const readable = [photos.front.subarray(0, 16), 'JFIF', 'data:image', 'far_coords', 'keypoints', 'takenAt'];
        expect(readable.filter((text) => bytes.includes(text))).toEqual([]);
      }
      await page.waitForTimeout(600);
      await page.reload();
      await shownScreen(page, 'result');
      expectSound(app);
    }));

  it('several chosen at once are placed by their names; a file that is no photo is said so, and what was there stays', () =>
    inApp(async (app) => {
      const { page } = app;
      await page.click('#upload');
      await page.setInputFiles('input[data-view="front"]', [
        { name: 'back.jpg', mimeType: 'image/jpeg', buffer: photos.back },
        { name: 'front.jpg', mimeType: 'image/jpeg', buffer: photos.front },
      ]);
      await page.waitForSelector('[data-slot="front"] img[src]');
      expect(await filled(page)).toEqual(['front', 'back']);
      await page.setInputFiles('input[data-view="front"]', { name: 'front.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no photo') });
      await page.waitForSelector('[data-slot="front"] [role="alert"]');
      await page.setInputFiles('input[data-view="side"]', { name: 'list.txt', mimeType: 'text/plain', buffer: Buffer.from('no photo') });
      expect(await page.textContent('[data-slot="side"] [role="alert"]')).toContain('not a photo');
      expect(await filled(page)).toEqual(['front', 'back']);
      await page.click('[data-slot="back"] >> text=Remove');
      expect(await filled(page)).toEqual(['front']);
      expectSound(app);
    }));

  it('of which one is refused: why, and the others are measured without it', () =>
    inApp(async (app) => {
      const { page } = app;
      await uploadPhotos(page, { front: await guardPhoto('front-armsdown'), side: photos.side });
      await page.click('#measure');
      await page.waitForSelector('.analysing[data-state="refused"]', { timeout: MEASURED_WITHIN });
      expect(await page.textContent('.analysing-photo.refused')).toContain('arms');
      expect(await page.textContent('.analysing-photo.fine')).toContain('Side');
      await page.click('#without');
      await shownScreen(page, 'result', MEASURED_WITHIN);
      expectSound(app);
    }));

  it('of which the only one is refused: another can be chosen in its place, and is measured', () =>
    inApp(async (app) => {
      const { page } = app;
      await uploadPhotos(page, { back: await guardPhoto('empty-room') });
      await page.click('#measure');
      await page.waitForSelector('.analysing[data-state="refused"]', { timeout: MEASURED_WITHIN });
      expect(await page.textContent('.analysing-photo.refused')).toContain('No person');
      expect(await isShown(page, '#without')).toBe(false);
      await page.setInputFiles('input[data-view="back"]', { name: 'b.jpg', mimeType: 'image/jpeg', buffer: photos.back });
      await shownScreen(page, 'result', MEASURED_WITHIN);
      expectSound(app);
    }));
});

describe('a measurement that is broken off', () => {
  it('by a worker that dies with an error: it is started again by itself, to the result', () =>
    inApp(async (app) => {
      const { page } = app;
      await uploadPhotos(page, { side: photos.side });
      await page.click('#measure');
      await page.waitForFunction(() => document.querySelector('.analysing-photo.working'), undefined, { timeout: MEASURED_WITHIN });
      await Promise.all(page.workers().map((worker) => worker.evaluate(() => void setTimeout(() => { throw new Error('died'); }))));
      await shownScreen(page, 'result', MEASURED_WITHIN);
      expect(app.faults.filter((fault) => !fault.includes('died'))).toEqual([]);
    }));

  it('by a reload: it begins again, and ends with the result', () =>
    inApp(async (app) => {
      const { page } = app;
      await uploadPhotos(page, { side: photos.side });
      await draftRows(page, 2);
      await page.click('#measure');
      await shownScreen(page, 'analysing');
      await page.waitForTimeout(600);
      await page.reload();
      await Promise.race([shownScreen(page, 'analysing'), shownScreen(page, 'result')]);
      await shownScreen(page, 'result', MEASURED_WITHIN);
      expectSound(app);
    }));

  it('by an engine whose files are not there: what is wrong, and the photos stay', () =>
    inApp(async ({ page }) => {
      await page.route(/\.wasm/, (route) => route.fulfill({ status: 404, body: '' }));
      await uploadPhotos(page, { side: photos.side });
      await page.click('#measure');
      await page.waitForSelector('.analysing[data-state="failed"]', { timeout: MEASURED_WITHIN });
      expect(await page.textContent('[role="alert"]')).toContain('could not be loaded');
      await page.unroute(/\.wasm/);
      await page.click('#retry');
      await shownScreen(page, 'result', MEASURED_WITHIN);
      // Its own requests could not be held up here.
    }, { serviceWorkers: 'block' }));
});

describe('the draft', () => {
  it('is gone with its key once the visit is deleted', () =>
    inApp(async (app) => {
      const { page } = app;
      await uploadPhotos(page, { front: photos.front });
      expect(await draftRows(page, 2)).toHaveLength(2);
      await page.click('.upload-foot >> text=Back');
      await page.click('#discard');
      await page.click('dialog >> text=Delete');
      await page.waitForFunction(() => sessionStorage.getItem('posture-draft') === null);
      await expect.poll(() => readDraftRows(page)).toEqual([]);
      await page.reload();
      await shownScreen(page, 'start');
      expect(await isShown(page, '#resume')).toBe(false);
      expectSound(app);
    }));

  it('is not taken up by another tab, nor after a kiosk would have forgotten the person', () =>
    inApp(async (app) => {
      const { page, context } = app;
      await uploadPhotos(page, { front: photos.front });
      await draftRows(page, 2);
      const other = await context.newPage();
      await other.goto(page.url());
      await shownScreen(other, 'start');
      expect(await isShown(other, '#resume')).toBe(false);
      await other.close();

      await page.goto(`${server.origin}/kiosk/?mode=kiosk&idle=15`);
      await shownScreen(page, 'upload');
      await page.evaluate(() => {
        const ticket = JSON.parse(sessionStorage.getItem('posture-draft') ?? '') as object;
        addEventListener('pagehide', () => sessionStorage.setItem('posture-draft', JSON.stringify({ ...ticket, seenAt: Date.now() - 16_000 })));
      });
      await page.reload();
      await shownScreen(page, 'start');
      expect(await readDraftRows(page)).toEqual([]);
      expectSound(app);
    }));

  it('where nothing can be kept: the visit goes on, and leaving is asked about', () =>
    inApp(async ({ page }) => {
      await page.evaluate(() => sessionStorage.clear());
      await page.addInitScript(() => Object.defineProperty(globalThis, 'indexedDB', { value: undefined }));
      await page.reload();
      await uploadPhotos(page, { front: photos.front });
      const asked = new Promise<string>((resolve) => page.once('dialog', (dialog) => {
        resolve(dialog.type());
        void dialog.accept();
      }));
      await page.waitForTimeout(500);
      await page.mouse.click(5, 300);
      await page.reload();
      expect(await asked).toBe('beforeunload');
      await shownScreen(page, 'start');
    }));
});
