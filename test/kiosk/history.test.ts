/**
 * The history in a real browser: off until it is turned on; what lies on the disk then is unreadable; a visit is kept
 * whole or not at all; trend and comparison; a file that brings everything back; deleted means gone.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { launchChromium, WITHOUT_GPU } from '../../demo/host/browser.js';
import { ROOT } from '../../demo/host/ensure-built.js';
import { ensureKioskBuilt, serveKiosk } from '../../demo/host/kiosk-app.js';
import type { StaticServer } from '../../demo/host/server.js';
import { casePhotos } from '../harness/fixture-photos.js';
import { flatPicture } from '../harness/made-photos.js';
import { readRawHistory } from '../harness/raw-history.js';
import { personCalled, visitOf } from '../harness/history-records.js';
import { expectNoSidewaysScroll, expectSound, measureCase, openKioskPage, type KioskPage } from '../harness/kiosk-page.js';

const PASSPHRASE = 'correct horse 배터리 staple';
const NAME = '홍길동 Hong Gil-dong';
const DAY = 86_400_000;

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

const OPTIONS = { reducedMotion: 'reduce', viewport: { width: 1280, height: 900 } } as const;
async function open(): Promise<KioskPage> {
  const kiosk = await openKioskPage(browser, server.origin, OPTIONS);
  kiosk.page.setDefaultTimeout(60_000);
  return kiosk;
}

const databases = (page: Page): Promise<string[]> =>
  page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name ?? '').filter((name) => name.startsWith('posture-history')));

/** From the way in, or from the dialog that saves, to an open history. */
async function turnOn(page: Page, passphrase = PASSPHRASE): Promise<string> {
  await page.click('#turn-on');
  await page.fill('[name=new-passphrase]', passphrase);
  await page.fill('[name=repeated-passphrase]', passphrase);
  await page.click('.history-form [type=submit]');
  const code = await page.locator('.history-code output span').allTextContents();
  await page.check('[name=kept]');
  await page.click('.history-form [type=submit]');
  return code.join('-');
}

async function unlock(page: Page, passphrase: string): Promise<void> {
  await page.fill('[name=passphrase]', passphrase);
  await page.click('.history-form [type=submit]');
}

/** The history's list after a start of the page. */
async function enter(page: Page): Promise<void> {
  await page.click('#history');
  await page.waitForSelector('main.history');
}

/** Brings a file in, from the list; the dialog stays open with what came of it. */
async function bring(page: Page, name: string, buffer: Buffer, secret?: string): Promise<void> {
  await page.click('#manage');
  await page.click('#import');
  await page.setInputFiles('[name=file]', { name, mimeType: 'application/zip', buffer });
  if (secret !== undefined) await page.fill('[name=file-secret]', secret);
  await page.click('dialog [type=submit]:enabled');
}

const closeImport = async (page: Page): Promise<void> => {
  await page.waitForSelector('dialog .notice.good');
  await page.click('dialog .button.primary');
};

/** Somebody with three visits: the neck gets better by more than the margins, the head does not. */
async function threeVisits(): Promise<Buffer> {
  const person = personCalled(NAME);
  const { front, side } = await casePhotos('f1-08');
  const at = Date.UTC(2026, 2, 2, 9);
  const visits = [39, 36.2, 33].map((turtle_neck, index) =>
    visitOf(person, at + index * 30 * DAY, index === 2 ? [] : ['front', 'side'], { turtle_neck, far_head_bal: 1.2 + index * 0.1 }),
  );
  const photos = visits.flatMap(({ photos: kept }) => Object.entries(kept).map(([view, { id }]) => [`photos/${id}.jpg`, view === 'front' ? front : side] as const));
  const history = Buffer.from(JSON.stringify({ version: 1, people: [person], visits }));
  return Buffer.from(zipSync({ 'history.json': history, ...Object.fromEntries(photos) }, { level: 0 }));
}

/** Long enough not to come about by chance in what is encrypted. */
const JPEG_START = '\u00ff\u00d8\u00ff\u00e0\u0000\u0010';

/** Everything that is stored, looked through for what must not be readable. */
async function expectUnreadable(page: Page): Promise<void> {
  const { rows, text, wide } = await readRawHistory(page);
  expect(rows).toBeGreaterThan(1);
  for (const word of [NAME, 'Hong', PASSPHRASE, 'turtle_neck', 'keypoints', 'image/jpeg', 'JFIF', JPEG_START]) {
    expect(text.includes(Buffer.from(word, 'utf8').toString('latin1')), word).toBe(false);
    expect(text.includes(word), word).toBe(false);
    expect(wide.includes(word), word).toBe(false);
  }
}

describe('a visit that was measured', () => {
  let kiosk: KioskPage;
  let page: Page;
  let faults: string[];
  beforeAll(async () => {
    kiosk = await open();
    ({ page, faults } = kiosk);
    await measureCase(page);
  });
  afterAll(() => kiosk.context.close());

  it('leaves nothing before the history is turned on', async () => {
    expect(await databases(page)).toEqual([]);
    await page.click('#save-visit');
    await page.waitForSelector('#turn-on');
    expect(await databases(page)).toEqual([]);
  });

  it('is kept, unreadable on the disk', async () => {
    await turnOn(page);
    await page.fill('[name=person-name]', NAME);
    await page.click('dialog [type=submit]');
    await page.waitForSelector('#save-visit:disabled');
    await expectUnreadable(page);
  });

  it('is there in another tab, behind the passphrase, and opens as the result', async () => {
    const shown = await page.locator('.result-metrics').textContent();
    // A reload would bring the visit back by its draft; another tab has nothing but the history.
    await page.close();
    ({ page, faults } = await openKioskPage(kiosk.context, server.origin));
    await enter(page);
    await unlock(page, 'not this one');
    await page.waitForSelector('.notice.danger');
    expect(await page.locator('.history-person').count()).toBe(0);
    await unlock(page, PASSPHRASE);
    await page.click(`.history-person:has-text("${NAME}")`);
    await page.click('.history-visit .button >> nth=0');
    await page.waitForSelector('main.result');
    expect(await page.locator('.result-metrics').textContent()).toBe(shown);
    await page.waitForSelector('#save-visit:disabled');
    expect([...kiosk.faults, ...faults]).toEqual([]);
  });
});

describe('an open history', () => {
  let kiosk: KioskPage;
  let page: Page;
  let code: string;
  beforeAll(async () => {
    kiosk = await open();
    page = kiosk.page;
    await enter(page);
    code = await turnOn(page);
    await bring(page, 'visits.zip', await threeVisits());
    await closeImport(page);
    await page.click('.history-head .button >> nth=0');
    await page.click('.history-person');
  });
  afterAll(() => kiosk.context.close());

  it('shows a trend, with a change only where it is more than the error', async () => {
    await page.waitForSelector('.history-chart canvas');
    expect(await page.locator('.history-changes [data-beyond=true]').count()).toBe(2);
    expect(await page.locator('.history-table tbody tr').count()).toBe(3);
    await page.selectOption('[name=metric]', 'far_head_bal');
    await page.waitForFunction(() => document.querySelectorAll('.history-changes [data-beyond=false]').length === 2);
    expect(await page.locator('.history-changes [data-beyond=true]').count()).toBe(0);
  });

  it('compares two visits side by side, with photos or without', async () => {
    await page.locator('.history-choose input').nth(0).check();
    await page.locator('.history-choose input').nth(2).check();
    await page.click('#compare');
    await page.waitForFunction(() => [...document.querySelectorAll<HTMLImageElement>('.history-picture img')].filter(({ naturalWidth }) => naturalWidth > 0).length === 2);
    expect(await page.locator('tr[data-metric=turtle_neck] [data-beyond=true]').count()).toBe(1);
    expect(await page.locator('.history-table [data-beyond=true]').count()).toBe(1);
  });

  it('looks the same to axe in both languages and schemes, on a phone', async () => {
    await page.evaluate(await readFile(join(ROOT, 'node_modules', 'axe-core', 'axe.min.js'), 'utf8'));
    await page.setViewportSize({ width: 360, height: 740 });
    const back = (): Promise<void> => page.click('.history-head .button >> nth=0');
    const found: string[] = [];
    const look = async (where: string): Promise<void> => {
      await expectNoSidewaysScroll(page);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        for (const lang of ['en', 'ko']) {
          await page.click(`header button[lang=${lang}]`);
          const violations = await page.evaluate<string[]>(
            `axe.run('main', { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations'] }).then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ' ' + html.slice(0, 200))))`,
          );
          found.push(...violations.map((violation) => `${where} ${lang} ${colorScheme} ${violation}`));
        }
      }
    };
    await look('compare');
    await back();
    await look('person');
    await back();
    await look('people');
    await page.click('#manage');
    await look('manage');
    await back();
    await page.setViewportSize(OPTIONS.viewport);
    await page.click('header button[lang=en]');
    expect(found).toEqual([]);
  });

  it('goes into a file and comes back from it, after everything was deleted', async () => {
    await page.click('#manage');
    await page.click('#export');
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('dialog [type=submit]')]);
    expect(download.suggestedFilename()).toMatch(/^posture-history-\d{4}-\d\d-\d\d\.paz$/);
    const file = await readFile(await download.path());
    expect(file.includes(NAME) || file.includes('JFIF')).toBe(false);
    await page.click('dialog .button.primary');

    await page.click('#delete-all');
    await page.fill('[name=confirmation]', 'DELETE');
    await page.click('dialog [type=submit]');
    await page.waitForSelector('#turn-on');
    expect(await databases(page)).toEqual([]);

    await turnOn(page, 'another passphrase');
    await bring(page, 'history.paz', file, 'not its passphrase');
    await page.waitForSelector('dialog .notice.danger');
    await page.fill('[name=file-secret]', code);
    await page.click('dialog [type=submit]:enabled');
    await closeImport(page);
    await page.click('.history-head .button >> nth=0');
    await page.click('.history-person');
    expect(await page.locator('.history-visit').count()).toBe(3);
    await page.waitForSelector('.history-changes [data-beyond=true]');
    await expectUnreadable(page);
  });

  it('deletes a visit with its photos, and a person with all visits', async () => {
    const before = await readRawHistory(page);
    await page.locator('.history-visit').last().locator('.quiet').click();
    await page.click('#confirm');
    await page.waitForFunction(() => document.querySelectorAll('.history-visit').length === 2);
    const after = await readRawHistory(page);
    expect(before.rows - after.rows).toBe(3);
    await page.click('#delete-person');
    await page.click('#confirm');
    await page.waitForFunction(() => document.querySelectorAll('.history-person').length === 0 && document.querySelector('#manage'));
    // The vault's header alone.
    expect((await readRawHistory(page)).rows).toBe(1);
    expectSound(kiosk);
  });

  it('is left as it is by a file that is none', async () => {
    await page.click('#manage');
    await page.click('#import');
    await page.setInputFiles('[name=file]', { name: 'holiday.zip', mimeType: 'application/zip', buffer: Buffer.from(zipSync({ 'a.txt': Buffer.from('hello') })) });
    await page.waitForSelector('dialog .notice.danger');
    expect((await readRawHistory(page)).rows).toBe(1);
    await page.keyboard.press('Escape');
    await page.click('.history-head .button >> nth=0');
  });

  it('opens no visit whose photo would fill the memory', async () => {
    const wide = personCalled('Wide');
    const visit = visitOf(wide, 1_700_000_000_000, ['front']);
    const photo = await flatPicture(8200, 8000, 'jpeg');
    const entries = { 'history.json': Buffer.from(JSON.stringify({ version: 1, people: [wide], visits: [visit] })), [`photos/${String(visit.photos.front?.id)}.jpg`]: photo };
    await bring(page, 'wide.zip', Buffer.from(zipSync(entries, { level: 0 })));
    await closeImport(page);
    await page.click('.history-head .button >> nth=0');
    await page.click('.history-person');
    await page.click('.history-visit .row .button >> nth=0');
    await page.waitForSelector('.notice.danger:has-text("cannot be read")');
    await page.click('#delete-person');
    await page.click('#confirm');
    await page.waitForFunction(() => document.querySelectorAll('.history-person').length === 0 && document.querySelector('#manage'));
  });

  it('keeps what it has when the device is full', async () => {
    // Chromium's quota can't be lowered for a private context: its answer is given where the app meets it.
    await page.evaluate(() => {
      const own = Object.getOwnPropertyDescriptors(IDBObjectStore.prototype);
      const refuse = (): never => {
        throw new DOMException('full', 'QuotaExceededError');
      };
      Object.assign(IDBObjectStore.prototype, { put: refuse, add: refuse });
      Object.assign(globalThis, { makeRoom: () => Object.defineProperties(IDBObjectStore.prototype, { put: own.put, add: own.add }) });
    });
    await bring(page, 'visits.zip', await threeVisits());
    await page.waitForSelector('dialog .notice.danger');
    expect((await readRawHistory(page)).rows).toBe(1);
    await page.evaluate(() => void (globalThis as unknown as { makeRoom(): void }).makeRoom());
    await page.click('dialog [type=submit]:enabled');
    await closeImport(page);
    await page.click('.history-head .button >> nth=0');
    await page.waitForSelector('.history-person');
  });

  it('opens with the recovery code when the passphrase is lost, and with the new passphrase since', async () => {
    await page.click('#manage');
    await page.click('#new-code');
    await page.fill('[name=current-passphrase]', 'another passphrase');
    await page.click('dialog [type=submit]');
    await page.check('[name=kept]');
    const fresh = (await page.locator('.history-code output span').allTextContents()).join(' ');
    await page.click('dialog [type=submit]');
    await page.click('.history-head .button >> nth=0');
    await page.click('#lock');
    await page.click('.history-forgotten summary');
    await page.click('.history-forgotten .button:has(svg) >> nth=0');
    await page.fill('[name=recovery-code]', fresh.toLowerCase());
    await page.fill('[name=new-passphrase]', 'the third passphrase');
    await page.fill('[name=repeated-passphrase]', 'the third passphrase');
    await page.click('.history-form [type=submit]');
    await page.click('#lock');
    await unlock(page, 'another passphrase');
    await page.waitForSelector('.notice.danger');
    await unlock(page, 'the third passphrase');
    await page.waitForSelector('.history-person');
    expectSound(kiosk);
  });
});
