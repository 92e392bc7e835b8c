/** The guided photo, by a film of rendered people that Chromium's fake camera plays. */
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { ensureKioskBuilt, serveKiosk } from '../../demo/host/kiosk-app.js';
import type { StaticServer } from '../../demo/host/server.js';
import { filmedBrowser, followed, GUIDED_WITHIN, openCapture, shownPhotos, toldBy, type FilmedBrowser } from '../harness/capture-page.js';
import { expectSound, MEASURED_WITHIN, shownScreen, type KioskPage } from '../harness/kiosk-page.js';
import { emptyRoom, walkIn } from './film.js';

let server: StaticServer;
let filmed: FilmedBrowser | undefined;
let kiosk: KioskPage | undefined;

beforeAll(async () => {
  await ensureKioskBuilt();
  server = await serveKiosk();
});

afterEach(async () => {
  if (kiosk) expectSound(kiosk);
  await filmed?.close();
  kiosk = filmed = undefined;
});

afterAll(() => server.close());

it('who walks in and stands right is photographed, and measured', { timeout: GUIDED_WITHIN + MEASURED_WITHIN }, async () => {
  filmed = await filmedBrowser([emptyRoom(2), ...walkIn('cases/m1-02/front'), { picture: 'cases/m1-02/front', seconds: 25 }]);
  kiosk = await openCapture(filmed.browser, server.origin, '?views=front&countdown=1&guidance=tones&precision=fast');
  const { page } = kiosk;
  await shownScreen(page, 'result', GUIDED_WITHIN + MEASURED_WITHIN);
  const { said, rate } = await toldBy(page);
  console.log(`guided by ${said.join(' > ')}; ${rate.toFixed(1)} analysed frames/s at most`);
  expect(said.at(-1)).toBe('right');
  const [photo] = await shownPhotos(page);
  const { width, height, format } = await sharp(photo).metadata();
  expect({ width, height, format }).toEqual({ width: 540, height: 960, format: 'jpeg' });
});

it('no photo is taken while the pose is wrong', { timeout: GUIDED_WITHIN }, async () => {
  filmed = await filmedBrowser([
    { picture: 'guards/front-armsdown', seconds: 7 },
    { picture: 'guards/left-apose', seconds: 7 },
    { picture: 'guards/oblique-60', seconds: 7 },
  ]);
  kiosk = await openCapture(filmed.browser, server.origin, '?views=front&countdown=1&guidance=silent');
  const { page } = kiosk;
  await followed(page);
  // Until each of them has been seen, and one whole round of the film in any case.
  const round = Date.now() + 1000 * filmed.film.seconds;
  let said: readonly string[] = [];
  do {
    await page.waitForTimeout(200);
    expect(await page.locator('.capture-count').count()).toBe(0);
    ({ said } = await toldBy(page));
  } while (Date.now() < round || !said.includes('armsOut') || !said.includes('turnRight') || !said.includes('faceCamera'));
  expect(said).not.toContain('right');
  expect(await shownPhotos(page)).toEqual([]);
  expect(await page.locator('main.capture').count()).toBe(1);
});
