/** The result in a real browser: moving points by mouse, finger and keyboard, and looking closely at the photos. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AxeResults } from 'axe-core';
import type { Browser, CDPSession, Locator, Page } from 'playwright-core';
import { launchChromium, WITHOUT_GPU } from '../../demo/host/browser.js';
import { ROOT } from '../../demo/host/ensure-built.js';
import { ensureKioskBuilt, serveKiosk } from '../../demo/host/kiosk-app.js';
import type { StaticServer } from '../../demo/host/server.js';
import { expectNoSidewaysScroll, expectSound, measureCase, openKioskPage, shownScreen, type KioskPage } from '../harness/kiosk-page.js';

const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const VIEWPORT = { width: 1280, height: 900 };
/** A page may be slow to follow where several browsers run. */
const PATIENCE = { timeout: 30_000 };

interface Place {
  readonly x: number;
  readonly y: number;
}

/** What one movement of the pointer did. */
interface Move {
  /** Until the next frame, milliseconds. */
  readonly work: number;
  readonly before: string;
  readonly inFrame: string;
}

let server: StaticServer;
let browser: Browser;
let axe: string;
let kiosk: KioskPage;
let page: Page;
let cdp: CDPSession;

beforeAll(async () => {
  await ensureKioskBuilt();
  server = await serveKiosk();
  browser = await launchChromium(WITHOUT_GPU);
  axe = await readFile(join(ROOT, 'node_modules', 'axe-core', 'axe.min.js'), 'utf8');
  kiosk = await openKioskPage(browser, server.origin, { viewport: VIEWPORT, hasTouch: true, reducedMotion: 'reduce' });
  page = kiosk.page;
  cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  await measureCase(page);
});

afterAll(async () => {
  await browser.close();
  await server.close();
});

const reading = (name: string): Locator => page.locator(`[data-metric="${name}"]`);
const valueOf = (name: string): Promise<string> => reading(name).locator('strong').innerText();
const front = (): Locator => page.locator('.result-photo[data-front="true"]');
const frame = (): Locator => front().locator('.result-frame');
const button = (name: string): Locator => page.getByRole('button', { name, exact: true }).locator('visible=true');
const showView = (name: string): Promise<void> => page.locator('.result-tabs').getByRole('button', { name }).click();
const photoWidth = (): Promise<number> => frame().locator('img').evaluate((image) => parseFloat(image.style.width));

/** What is drawn over the photo in front, once it is as large as its frame. */
async function drawing(): Promise<string> {
  const canvas = front().locator('canvas.result-overlay');
  const missing = (): Promise<number[]> =>
    canvas.evaluate((element: HTMLCanvasElement) => [element.width - element.clientWidth, element.height - element.clientHeight]);
  await expect.poll(missing, PATIENCE).toEqual([0, 0]);
  return canvas.evaluate((element: HTMLCanvasElement) => element.toDataURL());
}

/** Processor time of the page's main thread so far, milliseconds: other programs don't count. */
async function processorTime(): Promise<number> {
  const { metrics } = await cdp.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN) * 1000;
}

/** Where a screen reader was told that a point is. */
async function saidPlace(): Promise<number[]> {
  const text = await page.locator('.result-photos > [role="status"]').innerText();
  const [, x = '', y = ''] = /moved to ([\d,]+), ([\d,]+)\.$/.exec(text) ?? [];
  return [x, y].map((number) => Number(number.replace(',', '')));
}

async function edit(): Promise<void> {
  await button('Adjust points').click();
  await page.waitForSelector('[data-point]');
}

/** Where the middle of a point's handle is in the window. */
async function handleAt(name: string): Promise<Place> {
  await frame().evaluate((element) => element.scrollIntoView({ block: 'center' }));
  const box = await page.locator(`[data-point="${name}"]`).boundingBox();
  if (!box) throw new Error(`no handle of ${name}`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

async function touch(type: 'touchStart' | 'touchMove' | 'touchEnd', ...touchPoints: Place[]): Promise<void> {
  await cdp.send('Input.dispatchTouchEvent', { type, touchPoints });
}

async function violations(): Promise<string[]> {
  await page.evaluate(axe);
  const options = { runOnly: AXE_TAGS, resultTypes: ['violations'] };
  const { violations: found } = await page.evaluate<AxeResults>(`axe.run(document, ${JSON.stringify(options)})`);
  return found.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} ${JSON.stringify(target)} ${failureSummary ?? ''}`));
}

/** From now on, for each movement of the pointer: what it took until the next frame, and whether a text is new there. */
const watchMoves = (selector: string): Promise<void> =>
  page.evaluate((watched) => {
    const moves: Move[] = [];
    const text = (): string => document.querySelector(watched)?.textContent ?? '';
    const onMove = (): void => {
      const start = performance.now();
      const before = text();
      requestAnimationFrame(() => moves.push({ work: performance.now() - start, before, inFrame: text() }));
    };
    addEventListener('pointermove', onMove, { capture: true });
    Object.assign(globalThis, { moves });
  }, selector);

const watchedMoves = (): Promise<Move[]> => page.evaluate(() => (globalThis as unknown as { moves: Move[] }).moves);

test('all 18 metrics are told, each with margin, grade and a sentence', async () => {
  const all = await page.locator('[data-metric]').allInnerTexts();
  expect(all).toHaveLength(18);
  for (const text of all) expect(text).toMatch(/\d°[^]*± [\d.]+°[^]*(Normal|Caution|Danger)[^]*[a-z][^]*\./);
  const counts = await page.locator('.result-counts [data-count] strong').allInnerTexts();
  expect(counts.map(Number).reduce((sum, count) => sum + count, 0)).toBe(18);
});

describe('moving a point', () => {
  test('with the mouse: values and drawing follow in the same frame', async () => {
    await showView('Front');
    await edit();
    const from = await handleAt('l_ear');
    const before = { value: await valueOf('far_head_bal'), drawing: await drawing() };
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await watchMoves('[data-metric="far_head_bal"] strong');
    const start = await processorTime();
    for (let step = 1; step <= 20; step++) await page.mouse.move(from.x, from.y + step * 2);
    const taken = (await processorTime()) - start;
    expect(await page.locator('.result-loupe:visible').count()).toBe(1);
    await page.mouse.up();
    const moves = await watchedMoves();
    const work = moves.map((move) => move.work).sort((a, b) => a - b);
    console.log(
      `a movement to its frame: median ${work[work.length >> 1]?.toFixed(1)} ms, most ${work.at(-1)?.toFixed(1)} ms; ` +
        `processor time of the page: ${(taken / work.length).toFixed(1)} ms a movement, ${work.length} movements`,
    );
    expect(moves.length).toBeGreaterThan(5);
    expect(moves.filter((move) => move.before === move.inFrame)).toEqual([]);
    expect(await valueOf('far_head_bal')).not.toBe(before.value);
    expect(await drawing()).not.toBe(before.drawing);
    expect(await page.locator('.result-loupe:visible').count()).toBe(0);
  });

  test('is marked on the view, the metric and the summary, and no margin is claimed for it', async () => {
    expect(await page.locator('.result-tabs .result-dot').count()).toBe(1);
    expect(await reading('far_head_bal').innerText()).toContain('Edited');
    expect(await reading('far_head_bal').innerText()).not.toContain('±');
    expect(await reading('far_shoulder_bal').innerText()).not.toContain('Edited');
    expect(await page.locator('[data-count="edited"]').innerText()).toBe('1 changed by hand');
  });

  test('can be undone and done again, by buttons and by keys', async () => {
    const edited = await valueOf('far_head_bal');
    await button('Undo').click();
    const found = await valueOf('far_head_bal');
    expect(found).not.toBe(edited);
    expect(await page.locator('[data-count="edited"]').count()).toBe(0);
    await button('Redo').click();
    expect(await valueOf('far_head_bal')).toBe(edited);
    await page.keyboard.press('Control+z');
    expect(await valueOf('far_head_bal')).toBe(found);
    await page.keyboard.press('Control+y');
    expect(await valueOf('far_head_bal')).toBe(edited);
    await button('Reset this photo').click();
    expect(await valueOf('far_head_bal')).toBe(found);
    await page.keyboard.press('Control+z');
    expect(await valueOf('far_head_bal')).toBe(edited);
    await button('Reset this photo').click();
  });

  test('with the keyboard: a pixel, ten with Shift, and said aloud', async () => {
    const found = await valueOf('far_shoulder_bal');
    await button('Left shoulder').focus();
    await page.keyboard.press('ArrowDown');
    const [x = NaN, y = NaN] = await saidPlace();
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('ArrowLeft');
    expect(await saidPlace()).toEqual([x - 1, y + 10]);
    expect(await valueOf('far_shoulder_bal')).not.toBe(found);
    // Without keys and without dragging.
    await button('Move up').click();
    expect(await saidPlace()).toEqual([x - 1, y + 9]);
    for (let step = 0; step < 4; step++) await button('Undo').click();
    expect(await valueOf('far_shoulder_bal')).toBe(found);
  });

  test('with a finger, C7 too', async () => {
    await showView('Side');
    const found = await valueOf('turtle_neck');
    const { x, y } = await handleAt('c7');
    // Beside the handle, as fingers are: the point keeps its distance from the finger.
    await touch('touchStart', { x: x - 6, y: y + 6 });
    for (let step = 1; step <= 5; step++) await touch('touchMove', { x: x - 6, y: y + 6 + step * 8 });
    expect(await page.locator('.result-loupe:visible').count()).toBe(1);
    await touch('touchEnd');
    expect(await valueOf('turtle_neck')).not.toBe(found);
    expect((await handleAt('c7')).y - y).toBeCloseTo(40, 0);
    await button('Undo').click();
    expect(await valueOf('turtle_neck')).toBe(found);
  });

  test('is accessible, light and dark', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      // Handles lie as close together as eyes and nose do; the list and the arrows do the same, and are large.
      expect((await violations()).filter((text) => !/^target-size .*data-point/.test(text))).toEqual([]);
    }
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await button('Done').click();
    expect(await page.locator('[data-point]').count()).toBe(0);
  });
});

describe('looking at a photo', () => {
  test('layers can be switched off and on', async () => {
    await showView('Front');
    const whole = await drawing();
    const seen = new Set([whole]);
    await button('Layers').click();
    for (const layer of ['skeleton', 'plumbLine', 'levelLines', 'labels', 'margins']) {
      const box = page.locator(`[data-layer="${layer}"]`);
      await box.uncheck();
      await expect.poll(drawing, PATIENCE).not.toBe(whole);
      seen.add(await drawing());
      await box.check();
      await expect.poll(drawing, PATIENCE).toBe(whole);
    }
    expect(seen.size).toBe(6);
    await button('Layers').click();
  });

  test('original and drawing are compared with a slider that the keyboard moves', async () => {
    const clip = (): Promise<string> => front().locator('.result-drawing').evaluate((element) => getComputedStyle(element).clipPath);
    expect(await clip()).toBe('none');
    await button('Compare').click();
    const slider = front().getByRole('slider');
    expect(await clip()).toBe('inset(0px 50% 0px 0px)');
    await slider.focus();
    await page.keyboard.press('ArrowLeft');
    expect(await clip()).toBe('inset(0px 51% 0px 0px)');
    await page.keyboard.press('End');
    expect(await slider.getAttribute('aria-valuetext')).toBe('Overlay on 100 % of the photo');
    await button('Compare').click();
    expect(await clip()).toBe('none');
  });

  test('keys, wheel, double tap and two fingers enlarge it', async () => {
    const whole = await photoWidth();
    await frame().focus();
    await page.keyboard.press('+');
    expect(await photoWidth()).toBeCloseTo(whole * 1.4, 0);
    await page.keyboard.press('0');
    expect(await photoWidth()).toBe(whole);

    await frame().evaluate((element) => element.scrollIntoView({ block: 'center' }));
    const box = await frame().boundingBox();
    if (!box) throw new Error('the photo is not there');
    const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    await page.mouse.move(middle.x, middle.y);
    await page.mouse.wheel(0, -400);
    await expect.poll(photoWidth, PATIENCE).toBeGreaterThan(whole * 1.5);
    await button('Fit').click();
    expect(await photoWidth()).toBe(whole);

    await page.mouse.dblclick(middle.x, middle.y);
    expect(await photoWidth()).toBeCloseTo(whole * 2.5, 0);
    // No metric was chosen by the first of the two.
    expect(await page.locator('[data-metric][aria-pressed="true"]').count()).toBe(0);
    await button('Fit').click();

    const fingers = (apart: number): [Place, Place] => [{ ...middle, x: middle.x - apart }, { ...middle, x: middle.x + apart }];
    await touch('touchStart', ...fingers(40));
    for (const apart of [60, 80, 100, 120]) await touch('touchMove', ...fingers(apart));
    await touch('touchEnd');
    expect(await photoWidth()).toBeGreaterThan(whole * 2);
    await button('Fit').click();
  });

  test('a metric is shown alone in its photo, chosen in the list or in the photo', async () => {
    await showView('Side');
    const whole = await drawing();
    await showView('Front');
    await reading('turtle_neck').click();
    expect(await page.locator('.result-tabs [aria-pressed="true"]').innerText()).toBe('Side');
    await expect.poll(drawing, PATIENCE).not.toBe(whole);
    await button('Show all').click();
    await expect.poll(drawing, PATIENCE).toBe(whole);
    expect(await reading('turtle_neck').getAttribute('aria-pressed')).toBe('false');

    // Where the line of the neck is, as parts of the photo.
    await edit();
    const partsOf = async (name: string): Promise<Place> => {
      const [point, box] = [await handleAt(name), await frame().locator('img').boundingBox()];
      if (!box) throw new Error('the photo is not there');
      return { x: (point.x - box.x) / box.width, y: (point.y - box.y) / box.height };
    };
    const [c7, ear] = [await partsOf('c7'), await partsOf('l_ear')];
    await button('Done').click();
    await frame().evaluate((element) => element.scrollIntoView({ block: 'center' }));
    const box = await frame().locator('img').boundingBox();
    if (!box) throw new Error('the photo is not there');
    await page.mouse.click(box.x + ((c7.x + ear.x) / 2) * box.width, box.y + ((c7.y + ear.y) / 2) * box.height);
    expect(await reading('turtle_neck').getAttribute('aria-pressed')).toBe('true');
    await button('Show all').click();
  });

  test('is accessible, light and dark, and fits a phone', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      expect(await violations()).toEqual([]);
    }
    await page.setViewportSize({ width: 360, height: 740 });
    await expectNoSidewaysScroll(page);
    await page.setViewportSize(VIEWPORT);
  });
});

test('a new check asks first, then nothing is left', async () => {
  await button('New check').click();
  await button('Cancel').click();
  expect(await page.locator('[data-metric]').count()).toBe(18);
  await button('New check').click();
  await button('Delete and start').click();
  await shownScreen(page, 'start');
  expectSound(kiosk);
});

test('one photo alone is told and edited like three', async () => {
  const alone = await openKioskPage(browser, server.origin, { viewport: VIEWPORT });
  page = alone.page;
  await measureCase(page, 'm1-02', ['front']);
  expect(await page.locator('[data-metric]').count()).toBe(7);
  expect(await page.locator('.result-tabs').count()).toBe(0);
  await edit();
  const found = await valueOf('far_knee_bal');
  await page.locator('[data-point="r_knee"]').focus();
  await page.keyboard.press('Shift+ArrowUp');
  expect(await valueOf('far_knee_bal')).not.toBe(found);
  expectSound(alone);
  await alone.context.close();
});
