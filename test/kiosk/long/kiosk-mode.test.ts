import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { launchChromium, WITHOUT_GPU } from '../../../demo/host/browser.js';
import { ensureKioskBuilt, serveKiosk } from '../../../demo/host/kiosk-app.js';
import type { StaticServer } from '../../../demo/host/server.js';
import { expectSound, openKioskPage, shownScreen, type KioskPage } from '../../harness/kiosk-page.js';

let server: StaticServer;
let browser: Browser;
let kiosk: KioskPage | undefined;

beforeAll(async () => {
  await ensureKioskBuilt();
  [server, browser] = await Promise.all([serveKiosk(), launchChromium(WITHOUT_GPU)]);
});

afterEach(async () => {
  if (kiosk) expectSound(kiosk);
  await kiosk?.context.close();
  kiosk = undefined;
});

afterAll(async () => {
  await browser.close();
  await server.close();
});

const open = async (query: string): Promise<Page> => {
  kiosk = await openKioskPage(browser, server.origin, { query, locale: 'en-US' });
  return kiosk.page;
};

/** Opens it with a clock that the test turns. */
const openTimed = async (query: string): Promise<Page> => {
  const context = await browser.newContext({ locale: 'en-US' });
  await context.clock.install();
  kiosk = await openKioskPage(context, server.origin, { query });
  return kiosk.page;
};

async function enterPin(page: Page, pin: string): Promise<void> {
  for (const digit of pin) await page.click(`.kiosk-keys button:text-is("${digit}")`);
  await page.click('.kiosk-keys button.primary');
}

const PIN_KEY = 'analyze-locally-kiosk:pin';

/** What the device keeps of the app. */
const kept = (page: Page): Promise<Record<string, string>> => page.evaluate(() => ({ ...localStorage }));

const hasKeptPin = (page: Page): Promise<void> => expect.poll(async () => Object.keys(await kept(page))).toContain(PIN_KEY);

const dataset = (page: Page): Promise<unknown> => page.evaluate(() => ({ ...document.documentElement.dataset }));

async function openSettings(page: Page): Promise<void> {
  await page.click('#settings');
  await shownScreen(page, 'settings');
}

describe('settings', () => {
  it('come from the address, which says nothing of the PIN afterwards', async () => {
    const page = await open('?mode=kiosk&lang=ko&theme=dark&idle=120&views=front,side&pin=4711&source=app');
    const { searchParams } = new URL(page.url());
    expect(Object.fromEntries(searchParams)).toEqual({ mode: 'kiosk', lang: 'ko', theme: 'dark', idle: '120', views: 'front,side', source: 'app' });
    expect(await dataset(page)).toEqual({ kiosk: '', theme: 'dark' });
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('ko');
    await hasKeptPin(page);
    expect(JSON.stringify(await kept(page))).not.toContain('4711');
  });

  it('that are wrong are told, with what is allowed, and change nothing', async () => {
    const page = await open('?mode=<img src=x onerror=alert(1)>&idle=5&views=top&lang=xx&pin=12&organization=Fine');
    await openSettings(page);
    const problems = await page.locator('.settings-problems li').allInnerTexts();
    expect(problems).toHaveLength(5);
    expect(problems.join('\n')).toContain('from 15 to 3600');
    expect(problems.join('\n')).toContain('<img src=x onerror=alert(1)>');
    expect(await dataset(page)).toEqual({});
    expect(await page.getByLabel('Organisation').inputValue()).toBe('Fine');
    expect(await page.getByLabel('Idle time').inputValue()).toBe('90');
  });

  it('are kept on the device, saved as a file and opened again', async () => {
    const page = await open('');
    await openSettings(page);
    await page.getByLabel('Countdown').fill('7');
    await page.getByLabel('Countdown').blur();
    await page.getByLabel('Look').selectOption('dark');
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByText('Save as a file').click()]);
    const saved = JSON.parse(await readAll(await download.createReadStream())) as Record<string, unknown>;
    expect(saved).toMatchObject({ countdown: 7, theme: 'dark', mode: 'personal' });
    await page.reload();
    expect(await dataset(page)).toEqual({ theme: 'dark' });
    await openSettings(page);
    const countdown = page.getByLabel('Countdown');
    expect(await countdown.inputValue()).toBe('7');
    const give = (text: string): Promise<void> =>
      page.setInputFiles('#settings-file', { name: 'settings.json', mimeType: 'application/json', buffer: Buffer.from(text) });
    await give(JSON.stringify({ ...saved, countdown: 4, idleSeconds: 7 }));
    await expect.poll(() => countdown.inputValue()).toBe('4');
    expect(await page.locator('.settings-problems li').allInnerTexts()).toEqual([expect.stringContaining('Idle time')]);
    await give('not JSON');
    await page.getByText('not a settings file').waitFor();
    expect(await countdown.inputValue()).toBe('4');
  });

  it('come from the file beside the page, which weighs less than the device', async () => {
    const context = await browser.newContext({ locale: 'en-US' });
    await context.route('**/settings.json', (route) => route.fulfill({ json: { mode: 'kiosk', theme: 'dark', pin: '2468', countdwn: 3 } }));
    kiosk = await openKioskPage(context, server.origin);
    const { page } = kiosk;
    await expect.poll(() => dataset(page)).toEqual({ kiosk: '', theme: 'dark' });
    await hasKeptPin(page);
    await page.click('#settings');
    await enterPin(page, '2468');
    await page.getByText('countdwn').waitFor();
    await page.getByLabel('Look').selectOption('light');
    // It holds before the file is there again, and without it.
    await context.unroute('**/settings.json');
    await context.route('**/settings.json', (route) => route.fulfill({ status: 204 }));
    await page.reload();
    await shownScreen(page, 'start');
    expect(await dataset(page)).toEqual({ kiosk: '', theme: 'light' });
    // A slip of the pen in it opens no stand to everybody.
    const isRead = page.waitForResponse('**/settings.json');
    await context.unroute('**/settings.json');
    await context.route('**/settings.json', (route) => route.fulfill({ contentType: 'application/json', body: '{"mode": "personal"' }));
    await page.reload();
    await isRead;
    await shownScreen(page, 'start');
    expect(await dataset(page)).toEqual({ kiosk: '', theme: 'light' });
    await page.click('#settings');
    await page.locator('.kiosk-pin').waitFor();
  });
});

describe('the PIN', () => {
  it('guards the settings; after five wrong ones each next try waits, also over a reload', async () => {
    const page = await openTimed('?mode=kiosk&pin=1234');
    await hasKeptPin(page);
    await page.click('#settings');
    for (let wrong = 1; wrong <= 5; wrong += 1) {
      await enterPin(page, '0000');
      await page.locator('.kiosk-said', { hasText: wrong < 5 ? 'Wrong PIN' : 'Too many' }).waitFor();
    }
    await page.reload();
    await page.click('#settings');
    await page.locator('.kiosk-said', { hasText: 'Too many' }).waitFor();
    await page.keyboard.type('1234');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.inputValue('.kiosk-digits')).toBe('');
    expect(await page.locator('main.settings').count()).toBe(0);
    await page.clock.runFor(31_000);
    await page.keyboard.type('1234');
    await page.keyboard.press('Enter');
    await shownScreen(page, 'settings');
  });

  it('that was set on the device is stronger than the address’s, and can be removed', async () => {
    const page = await open('');
    await openSettings(page);
    await page.getByLabel('New PIN', { exact: true }).fill('8642');
    await page.getByLabel('New PIN once more').fill('8643');
    await page.getByText('Set the PIN').click();
    await page.getByText('not the same').waitFor();
    await page.getByLabel('New PIN once more').fill('8642');
    await page.getByText('Set the PIN').click();
    await page.getByText('A PIN is set.').waitFor();
    await page.goto(`${server.origin}/kiosk/?mode=kiosk&pin=1111`);
    await page.click('#settings');
    await enterPin(page, '1111');
    await page.locator('.kiosk-said', { hasText: 'Wrong PIN' }).waitFor();
    await enterPin(page, '8642');
    await shownScreen(page, 'settings');
    await page.getByText('has one of its own').waitFor();
    await page.getByText('Remove the PIN').click();
    await page.getByText('The PIN is removed.').waitFor();
    expect(Object.keys(await kept(page))).not.toContain(PIN_KEY);
  });
});

describe('idle time', () => {
  it('warns, waits for an answer, and otherwise goes back to the start as it was', async () => {
    const page = await openTimed('?mode=kiosk&idle=60&lang=en');
    await page.click('button[lang="ko"]');
    await openSettings(page);
    await page.clock.runFor(52_000);
    await page.locator('dialog', { hasText: '아직 계신가요?' }).waitFor();
    await page.locator('dialog button.primary').click();
    await page.clock.runFor(45_000);
    expect(await page.locator('dialog').count()).toBe(0);
    await shownScreen(page, 'settings');
    await page.clock.runFor(16_000);
    await shownScreen(page, 'start');
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('en');
    expect(await page.locator('dialog').count()).toBe(0);
  });

  it('is none outside kiosk mode', async () => {
    const page = await openTimed('?idle=15');
    await openSettings(page);
    await page.clock.runFor(60_000);
    await shownScreen(page, 'settings');
  });
});

describe('a kiosk keeps people in', () => {
  it('fills the screen from the first touch; out of it there is only the way back, or the PIN', async () => {
    const page = await open('?mode=kiosk&pin=1234');
    await hasKeptPin(page);
    const isFull = (): Promise<boolean> => page.evaluate(() => document.fullscreenElement !== null);
    const paused = page.locator('.kiosk-paused');
    await page.click('h1');
    await expect.poll(isFull).toBe(true);
    await page.evaluate(() => document.exitFullscreen());
    await paused.waitFor();
    for (const _ of [1, 2, 3]) await page.keyboard.press('Escape');
    await paused.waitFor();
    await page.getByRole('button', { name: 'Continue' }).click();
    await expect.poll(isFull).toBe(true);
    await paused.waitFor({ state: 'detached' });
    await page.evaluate(() => document.exitFullscreen());
    await page.getByRole('button', { name: 'Leave' }).click();
    await enterPin(page, '1234');
    await paused.waitFor({ state: 'detached' });
    await page.click('h1');
    expect(await isFull()).toBe(false);
  });

  it('has no menu, no zoom, no drag, no way back', async () => {
    const page = await open('?mode=kiosk');
    await page.evaluate(() => {
      const prevented: string[] = [];
      Object.assign(globalThis, { prevented });
      for (const type of ['contextmenu', 'wheel', 'keydown', 'dragstart']) addEventListener(type, (event) => event.defaultPrevented && prevented.push(type));
    });
    const prevented = (): Promise<string[]> => page.evaluate(() => (globalThis as unknown as { readonly prevented: string[] }).prevented);
    await page.click('h1', { button: 'right' });
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, 100);
    await page.keyboard.press('+');
    await page.keyboard.up('Control');
    await page.dispatchEvent('.bar img', 'dragstart');
    await expect.poll(prevented).toEqual(expect.arrayContaining(['contextmenu', 'wheel', 'keydown', 'dragstart']));
    await openSettings(page);
    for (const _ of [1, 2, 3]) {
      await page.evaluate(() => history.back());
      await page.waitForTimeout(200);
    }
    await shownScreen(page, 'settings');
    expect(page.url()).toContain('/kiosk/?mode=kiosk');
  });

  it('lets all of that be on a personal device', async () => {
    const page = await open('');
    const isPrevented = page.evaluate(() => new Promise((resolve) => addEventListener('contextmenu', ({ defaultPrevented }) => resolve(defaultPrevented))));
    await page.click('h1', { button: 'right' });
    expect(await isPrevented).toBe(false);
    await page.click('h1');
    expect(await page.evaluate(() => document.fullscreenElement)).toBeNull();
  });

  it('keeps the screen on, and asks again after the page was hidden', async () => {
    const context = await browser.newContext();
    await context.addInitScript(() => {
      const held: WakeLockSentinel[] = [];
      Object.assign(globalThis, { held });
      const request = Reflect.get(WakeLock.prototype, 'request');
      WakeLock.prototype.request = async function (type) {
        const sentinel = await Reflect.apply(request, this, [type]);
        held.push(sentinel);
        return sentinel;
      };
    });
    kiosk = await openKioskPage(context, server.origin, { query: '?mode=kiosk' });
    const { page } = kiosk;
    const areReleased = (): Promise<boolean[]> =>
      page.evaluate(() => (globalThis as unknown as { readonly held: WakeLockSentinel[] }).held.map(({ released }) => released));
    await expect.poll(areReleased).toEqual([false]);
    // As the browser does when the page is hidden.
    await page.evaluate(() => (globalThis as unknown as { readonly held: WakeLockSentinel[] }).held[0]?.release());
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await expect.poll(areReleased).toEqual([true, false]);
  });
});

async function readAll(stream: AsyncIterable<unknown>): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}
