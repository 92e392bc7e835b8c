/** A browser that ends a worker for its memory tells nobody: the app notices the silence, and measures again. */
import { expect, it } from 'vitest';
import { launchChromium } from '../../../demo/host/browser.js';
import { ensureKioskBuilt, serveKiosk } from '../../../demo/host/kiosk-app.js';
import { casePhoto } from '../../harness/fixture-photos.js';
import { expectSound, MEASURED_WITHIN, openKioskPage, shownScreen, uploadPhotos } from '../../harness/kiosk-page.js';

it('a worker that ends without a word is replaced, and the photos are measured', { timeout: 300_000 }, async () => {
  await ensureKioskBuilt();
  const [browser, server] = await Promise.all([launchChromium(), serveKiosk()]);
  try {
    const app = await openKioskPage(browser, server.origin, { query: '?lang=en' });
    const { page } = app;
    await uploadPhotos(page, { side: await casePhoto('f1-08', 'side') });
    await page.click('#measure');
    await page.waitForSelector('.analysing-photo.working', { timeout: MEASURED_WITHIN });
    await Promise.all(page.workers().map((worker) => worker.evaluate(() => close()).catch(() => undefined)));
    await page.waitForSelector('.analysing .notice.caution', { timeout: MEASURED_WITHIN });
    expect(await page.textContent('.analysing .notice.caution')).toContain('started once more');
    await shownScreen(page, 'result', MEASURED_WITHIN);
    expectSound(app);
  } finally {
    await browser.close();
    await server.close();
  }
});
