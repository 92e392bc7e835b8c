/** After the idle reset of a kiosk nothing of the person remains: in memory, in storage, in caches, in a worker. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Browser, CDPSession, Page } from 'playwright-core';
import type { View } from 'analyze-locally';
import { launchChromium, WITHOUT_GPU } from '../../demo/host/browser.js';
import { ensureKioskBuilt, serveKiosk } from '../../demo/host/kiosk-app.js';
import type { StaticServer } from '../../demo/host/server.js';
import { casePhoto } from '../harness/fixture-photos.js';
import { countLive, findAmong, holdersOf, PICTURE_HOLDERS, readHeap } from '../harness/heap.js';
import { expectSound, measure, openKioskPage, shownScreen } from '../harness/kiosk-page.js';

const NAME = 'Quirinus Zwetschgenbaum';
const PASSPHRASE = 'a passphrase for the reset';

let server: StaticServer;
let browser: Browser;

beforeAll(async () => {
  await ensureKioskBuilt();
  [server, browser] = await Promise.all([serveKiosk(), launchChromium(WITHOUT_GPU)]);
});

afterAll(async () => {
  await browser.close();
  await server.close();
});

/** What the app keeps on the device: names of settings, and of the databases' rows how many there are. */
const kept = (page: Page): Promise<unknown> =>
  page.evaluate(async () => {
    const rowsIn = (name: string): Promise<number> =>
      new Promise((resolve, reject) => {
        const request = indexedDB.open(name);
        request.onerror = () => reject(request.error ?? new Error(name));
        request.onsuccess = () => {
          const database = request.result;
          const stores = [...database.objectStoreNames];
          if (stores.length === 0) return resolve(0);
          const transaction = database.transaction(stores);
          const counts = stores.map((store) => transaction.objectStore(store).count());
          transaction.oncomplete = () => {
            database.close();
            resolve(counts.reduce((sum, { result }) => sum + result, 0));
          };
        };
      });
    const databases = (await indexedDB.databases()).map(({ name }) => name ?? '');
    const others = databases.filter((name) => !name.startsWith('posture-history'));
    return {
      rows: await Promise.all(others.map(rowsIn)).then((counts) => counts.reduce((sum, count) => sum + count, 0)),
      session: Object.keys(sessionStorage),
      local: Object.keys(localStorage).filter((key) => !key.startsWith('analyze-locally-kiosk:')),
      caches: await caches.keys(),
      cookies: document.cookie,
    };
  });

const NOTHING = { rows: 0, session: [], local: [], caches: [], cookies: '' };

/** Places of keypoints: pairs of numbers that objects called so hold. */
const FIND_POINTS = `function () {
  const points = [];
  for (const object of this) {
    const { keypoints } = object;
    if (typeof keypoints !== 'object' || keypoints === null) continue;
    for (const point of Object.values(keypoints)) if (Array.isArray(point) && point.length === 2 && typeof point[0] === 'number') points.push(String(point));
  }
  return points;
}`;

const findPairs = (points: readonly string[]): string => `function () {
  const wanted = new Set(${JSON.stringify(points)});
  return this.filter((array) => array.length === 2 && typeof array[0] === 'number' && wanted.has(String(array))).length;
}`;

// Playwright's own ways may hold on to an element, and with it to the screen and its pictures.

/** Clicks on what is there and may be used. */
async function press(page: Page, selector: string): Promise<void> {
  await page.locator(`${selector}:not(:disabled)`).locator('visible=true').first().waitFor();
  await page.evaluate((wanted) => {
    const found = [...document.querySelectorAll<HTMLElement>(wanted)].find((element) => element.checkVisibility());
    if (!found) throw new Error(`no ${wanted} to be seen`);
    found.focus();
    found.click();
  }, selector);
}

async function fillIn(page: Page, name: string, text: string): Promise<void> {
  await page.locator(`[name=${name}]`).waitFor();
  await page.evaluate(
    ([wanted, value]) => {
      const input = document.querySelector<HTMLInputElement>(`[name=${wanted}]`);
      if (!input) throw new Error(`no field ${wanted}`);
      input.value = value;
      input.dispatchEvent(new Event('input', { bubbles: true }));
    },
    [name, text] as const,
  );
}

async function choose(page: Page, view: View, photo: Buffer): Promise<void> {
  await page.locator(`[data-slot="${view}"]`).waitFor();
  await page.evaluate(
    ([name, base64]) => {
      const input = document.querySelector<HTMLInputElement>(`input[data-view="${name}"]`);
      if (!input) throw new Error(`no place for the ${name} photo`);
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const transfer = new DataTransfer();
      transfer.items.add(new File([bytes], `${name}.jpg`, { type: 'image/jpeg' }));
      input.files = transfer.files;
      input.dispatchEvent(new Event('change', { bubbles: true }));
    },
    [view, photo.toString('base64')] as const,
  );
  await page.locator(`[data-slot="${view}"] img[src]`).waitFor();
}

async function saveToHistory(page: Page): Promise<void> {
  await press(page, '#save-visit');
  await press(page, '#turn-on');
  await fillIn(page, 'new-passphrase', PASSPHRASE);
  await fillIn(page, 'repeated-passphrase', PASSPHRASE);
  await press(page, '.history-form [type=submit]');
  await press(page, '[name=kept]');
  await press(page, '.history-form [type=submit]');
  await fillIn(page, 'person-name', NAME);
  await press(page, 'dialog [type=submit]');
  await page.locator('#save-visit:disabled').waitFor();
}

async function movePoint(page: Page): Promise<void> {
  await press(page, '#result-edit');
  await page.locator('[data-point]').first().waitFor();
  await page.evaluate(() => document.querySelector<SVGElement>('[data-point]')?.focus());
  for (const _ of [1, 2, 3]) await page.keyboard.press('ArrowRight');
}

const blobUrls = (page: Page): Promise<string[]> =>
  page.evaluate(() => [...document.querySelectorAll('img')].map(({ src }) => src).filter((src) => src.startsWith('blob:')));

const loads = (page: Page, urls: readonly string[]): Promise<boolean[]> =>
  page.evaluate(
    (given) =>
      Promise.all(
        given.map(
          (url) =>
            new Promise<boolean>((resolve) => {
              const image = new Image();
              image.onload = () => resolve(true);
              image.onerror = () => resolve(false);
              image.src = url;
            }),
        ),
      ),
    urls,
  );

const sumOf = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((sum, count) => sum + count, 0);

it('nothing of a visit remains after the idle reset', async () => {
  const context = await browser.newContext({ locale: 'en-US', viewport: { width: 1280, height: 900 } });
  // A kiosk takes no files. This one learns that it is one when the visit is measured: its settings are slow to come.
  let sendSettings = (): void => undefined;
  const settingsSent = new Promise<void>((resolve) => (sendSettings = resolve));
  await context.route('**/settings.json', async (route) => {
    await settingsSent;
    await route.fulfill({ json: { mode: 'kiosk', idleSeconds: 15 } });
  });
  const kiosk = await openKioskPage(context, server.origin);
  const { page } = kiosk;
  const session: CDPSession = await page.context().newCDPSession(page);
  const before = await countLive(session, PICTURE_HOLDERS);
  expect(await kept(page)).toEqual(NOTHING);

  await page.click('#upload');
  for (const view of ['front', 'side'] as const) await choose(page, view, await casePhoto('f1-08', view));
  await measure(page);
  await saveToHistory(page);
  await movePoint(page);
  // What is looked for afterwards can be found.
  const urls = await blobUrls(page);
  const points = await findAmong<string[]>(session, 'Object', FIND_POINTS);
  expect(urls.length).toBeGreaterThan(0);
  expect(points.length).toBeGreaterThan(20);
  expect(await findAmong<number>(session, 'Array', findPairs(points))).toBeGreaterThan(20);
  expect(sumOf(await countLive(session, PICTURE_HOLDERS))).toBeGreaterThan(sumOf(before));
  expect(await readHeap(session)).toContain(NAME);
  expect(await kept(page)).not.toEqual(NOTHING);

  sendSettings();
  await page.locator('dialog', { hasText: 'still there' }).waitFor({ timeout: 60_000 });
  await shownScreen(page, 'start', 60_000);
  await page.locator('dialog').waitFor({ state: 'detached' });
  await expect.poll(() => page.workers().length).toBe(0);
  await expect.poll(() => kept(page)).toEqual(NOTHING);
  expectSound(kiosk);

  // What nothing holds any more goes with one of the browser's next collections.
  await expect.poll(() => countLive(session, PICTURE_HOLDERS), { timeout: 30_000, interval: 1_000 }).toEqual(before).catch(async (error: unknown) => {
    throw new Error(`what holds pictures still:\n${(await holdersOf(session, 'Blob')).join('\n')}`, { cause: error });
  });
  expect(await findAmong<number>(session, 'Array', findPairs(points))).toBe(0);
  expect((await readHeap(session)).includes(NAME)).toBe(false);
  expect(await loads(page, urls)).toEqual(urls.map(() => false));
  await page.context().close();
});
