/**
 * The app's frame, from the start by photos that there are already to the result, in a real browser: measured, refused,
 * broken off and taken up again. The engine runs in it as in any page.
 */
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import type { View } from 'analyze-locally';
import { launchChromium, WITHOUT_GPU } from '../../demo/host/browser.js';
import { ensureKioskBuilt, serveKiosk } from '../../demo/host/kiosk-app.js';
import type { StaticServer } from '../../demo/host/server.js';
import { casePhotos, guardPhoto } from '../harness/fixture-photos.js';
import { readDraftRows, waitForDraftRows } from '../harness/draft-rows.js';
import { flatPicture } from '../harness/made-photos.js';
import { expectSound, inKioskPage, measure, shownScreen, uploadPhotos, type KioskPage, type KioskPageOptions } from '../harness/kiosk-page.js';

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

const isShown = (page: Page, selector: string): Promise<boolean> => page.locator(selector).isVisible();

/** The photos that the upload screen shows. */
const filled = (page: Page): Promise<(string | null)[]> =>
  page.locator('[data-slot]:has(img)').evaluateAll((slots) => slots.map((slot) => slot.getAttribute('data-slot')));

/** Drops or pastes a file onto the place of a photo. */
const giveFile = (page: Page, type: 'drop' | 'paste', view: View, photo: Buffer): Promise<void> =>
  page.locator(`[data-slot="${view}"]`).evaluate((slot, [event, base64]) => {
    const data = new DataTransfer();
    data.items.add(new File([Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))], 'photo.jpg', { type: 'image/jpeg' }));
    const options = { bubbles: true, cancelable: true };
    slot.dispatchEvent(event === 'drop' ? new DragEvent('drop', { ...options, dataTransfer: data }) : new ClipboardEvent('paste', { ...options, clipboardData: data }));
  }, [type, photo.toString('base64')] as const);

describe('photos that there are already', () => {
  it('three are measured; a reload shows the same result, and on the disk is nothing to be read', { timeout: 240_000 }, () =>
    inApp(async (app) => {
      const { page } = app;
      await uploadPhotos(page, photos);
      // While the photos are all there is, a reload finds them again.
      await waitForDraftRows(page, 4);
      await page.reload();
      await shownScreen(page, 'upload');
      expect(await filled(page)).toEqual(['front', 'side', 'back']);
      expect(await page.textContent('[role="status"]:has(strong)')).toContain('restored');

      await measure(page);
      expect(await isShown(page, '.bar-restored')).toBe(false);
      const rows = await waitForDraftRows(page, 5);
      for (const bytes of rows.map((row) => Buffer.from(row))) {
        const readable = [photos.front.subarray(0, 16), 'JFIF', 'data:image', 'far_coords', 'keypoints', 'takenAt'];
        expect(readable.filter((text) => bytes.includes(text))).toEqual([]);
      }
      await page.waitForTimeout(600);
      await page.reload();
      await shownScreen(page, 'result');

      // The way back leads to the start before it leads out, and loses nothing.
      for (const _ of ['first', 'second']) {
        await page.goBack();
        await shownScreen(page, 'start');
        await page.click('#resume');
        await shownScreen(page, 'result');
      }
      expectSound(app);
    }));

  it('several chosen at once are placed by their names; a file that is no photo, or a huge one, is said so, and what was there stays', () =>
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
      // A picture, of a kind that the history would not keep.
      await page.setInputFiles('input[data-view="side"]', { name: 'side.gif', mimeType: 'image/gif', buffer: await sharp(photos.side).resize(300).gif().toBuffer() });
      await page.locator('[data-slot="side"] [role="alert"]', { hasText: 'JPEG' }).waitFor();
      // Shown small, it would be unpacked all the same.
      await page.setInputFiles('input[data-view="side"]', { name: 'wide.jpg', mimeType: 'image/jpeg', buffer: await flatPicture(8200, 8000, 'jpeg') });
      await page.waitForSelector('[data-slot="side"] [role="alert"]:has-text("64 megapixels")');
      expect(await filled(page)).toEqual(['front', 'back']);
      await page.click('[data-slot="back"] >> text=Remove');
      expect(await filled(page)).toEqual(['front']);
      for (const [type, view] of [['drop', 'side'], ['paste', 'back']] as const) {
        await giveFile(page, type, view, photos[view]);
        await page.waitForSelector(`[data-slot="${view}"] img[src]`);
      }
      expectSound(app);
    }));

  it('of which one is refused: why, and the others are measured without it', () =>
    inApp(async (app) => {
      const { page } = app;
      await uploadPhotos(page, { front: await guardPhoto('front-armsdown'), side: photos.side });
      await page.click('#measure');
      await page.waitForSelector('.analysing[data-state="refused"]');
      expect(await page.textContent('.analysing-photo.refused')).toContain('arms');
      expect(await page.textContent('.analysing-photo.fine')).toContain('Side');
      await page.click('#without');
      await shownScreen(page, 'result');
      expectSound(app);
    }));
});

describe('a measurement that is broken off', () => {
  it('by a worker that dies with an error: another is started by itself, to the result', () =>
    inApp(async (app) => {
      const { page } = app;
      let started = 0;
      page.on('worker', () => (started += 1));
      await uploadPhotos(page, { side: photos.side });
      await page.click('#measure');
      await page.waitForFunction(() => document.querySelector('.analysing-photo.working'));
      await Promise.all(page.workers().map((worker) => worker.evaluate(() => void setTimeout(() => { throw new Error('died'); }))));
      await shownScreen(page, 'result');
      expect(started).toBe(2);
      expect(app.faults.filter((fault) => !fault.includes('died'))).toEqual([]);
    }));
});

describe('the draft', () => {
  it('is gone with its key once the visit is deleted', () =>
    inApp(async (app) => {
      const { page } = app;
      await uploadPhotos(page, { front: photos.front });
      expect(await waitForDraftRows(page, 2)).toHaveLength(2);
      await page.click('.upload-foot >> text=Back');
      await page.click('#discard');
      await page.click('dialog .danger');
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
      await waitForDraftRows(page, 2);
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
