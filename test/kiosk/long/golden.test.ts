import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from '../../../demo/host/browser.js';
import { ensureKioskBuilt, serveKiosk } from '../../../demo/host/kiosk-app.js';
import type { StaticServer } from '../../../demo/host/server.js';
import { differingShare, goldenPicture } from '../../harness/golden-pictures.js';
import { MEASURED_WITHIN, measureCase, openKioskPage, shownScreen } from '../../harness/kiosk-page.js';

/** A phone by day, a tablet at night. */
const LOOKS = [
  { look: 'phone', viewport: { width: 360, height: 740 }, colorScheme: 'light' },
  { look: 'tablet', viewport: { width: 1280, height: 800 }, colorScheme: 'dark' },
] as const;

/** Pictures are kept and compared at this width at most: they stay small, and the edges of letters count for little. */
const WIDTH = 640;

/** Share of pixels that may differ: another version of the browser sets a line of text a little elsewhere. */
const TOLERANCE = 0.01;

/** The size of A4 between the report's margins, CSS pixels. */
const PAPER = { width: 688, height: 1017 };

/** The day on the report. */
const DAY = new Date('2026-11-28T12:00:00');

let server: StaticServer;
let browser: Browser;
let page: Page;
let hasFont = false;

beforeAll(async () => {
  await ensureKioskBuilt();
  server = await serveKiosk();
  // No camera: what one shows is never the same.
  browser = await launchChromium(['--disable-features=UseFakeMediaStreamDevice']);
  ({ page } = await openKioskPage(browser, server.origin, { query: '?lang=en', locale: 'en-GB', timezoneId: 'UTC', reducedMotion: 'reduce' }));
  await page.clock.setFixedTime(DAY);
  hasFont = await page.evaluate(() => {
    const width = (font: string): number => {
      const context = document.createElement('canvas').getContext('2d');
      if (!context) return 0;
      context.font = `40px ${font}`;
      return context.measureText('Posture 0123').width;
    };
    return width("'DejaVu Sans', monospace") !== width('monospace');
  });
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

/** The font that every machine with the tests' browser has, whatever else it has. */
const useCommonFont = (): Promise<void> =>
  page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(":root { font-family: 'DejaVu Sans' !important; }");
    document.adoptedStyleSheets.push(sheet);
  });

/** Opens the app at its start. */
async function reopen(): Promise<void> {
  await page.goto(`${server.origin}/kiosk/?lang=en`);
  await shownScreen(page, 'start');
  await useCommonFont();
}

const small = (picture: Buffer): Promise<Buffer> =>
  sharp(picture).resize({ width: WIDTH, withoutEnlargement: true }).jpeg({ quality: 72, mozjpeg: true }).toBuffer();

async function expectAsBefore(name: string, picture: Buffer): Promise<void> {
  const today = await small(picture);
  const { width } = await sharp(today).metadata();
  const looked = goldenPicture(new URL(`../../golden/kiosk/${name}.jpg`, import.meta.url), today);
  expect(await differingShare(looked, today, width), name).toBeLessThan(TOLERANCE);
}

async function expectScreen(name: string): Promise<void> {
  for (const { look, viewport, colorScheme } of LOOKS) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    await page.evaluate(() => document.fonts.ready);
    // Two frames: what follows the size of the window has followed.
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    await expectAsBefore(`${name}-${look}`, await page.screenshot({ animations: 'disabled', caret: 'hide' }));
  }
}

const check = (name: string, look: () => Promise<void>): void =>
  test(`${name} looks as it did (UPDATE_GOLDEN=1 accepts a change)`, async (context) => {
    if (!hasFont) context.skip('needs the font DejaVu Sans');
    await reopen();
    await look();
  }, 2 * MEASURED_WITHIN);

check('the start', async () => {
  await expectScreen('start');
  // One button less is seen.
  await page.locator('#upload').evaluate((button) => button.remove());
  const golden = goldenPicture(new URL('../../golden/kiosk/start-tablet.jpg', import.meta.url));
  expect(await differingShare(golden, await small(await page.screenshot()), WIDTH)).toBeGreaterThan(TOLERANCE);
});

check('the capture without a camera', async () => {
  await page.click('#camera');
  await page.getByRole('alert').waitFor();
  await expectScreen('capture');
});

check('the history', async () => {
  await page.click('#history');
  await page.waitForSelector('main:not(.start):not([aria-busy])');
  await expectScreen('history');
});

check('the settings', async () => {
  await page.click('#settings');
  await shownScreen(page, 'settings');
  await expectScreen('settings');
});

check('the result, and the first page of its report', async () => {
  await measureCase(page);
  await expectScreen('result');
  await page.waitForSelector('.report-print', { state: 'attached' });
  await page.setViewportSize(PAPER);
  await page.emulateMedia({ media: 'print', colorScheme: 'light' });
  await expectAsBefore('report', await page.locator('.report-summary').screenshot());
});
