import { unzipSync } from 'fflate';
import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { gradeMetric, METRIC_NAMES, type MetricName } from 'analyze-locally/metrics';
import { launchChromium, WITHOUT_GPU } from '../../demo/host/browser.js';
import { ensureKioskBuilt, serveKiosk } from '../../demo/host/kiosk-app.js';
import type { StaticServer } from '../../demo/host/server.js';
import { expectSound, measureCase, openKioskPage, type KioskPage } from '../harness/kiosk-page.js';
import { pdfPages, type PdfPage } from '../harness/pdf.js';

let server: StaticServer;
let browser: Browser;
/** All three photos, in English, on Letter. */
let english: KioskPage;

const MILLIMETRE = 96 / 25.4;
/** Points, and between the margins millimetres. */
const LETTER = { width: 612, height: 792, content: 215.9 - 28 };
const A4 = { width: 595, height: 842, content: 210 - 28 };

beforeAll(async () => {
  await ensureKioskBuilt();
  server = await serveKiosk();
  browser = await launchChromium(WITHOUT_GPU);
  english = await openKioskPage(browser, server.origin, { query: '?lang=en', locale: 'en-US', acceptDownloads: true });
  await standInForShareSheet(english.page);
  await measureCase(english.page);
  await reportReady(english.page);
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

/** Headless browsers have no share sheet: what would be handed to it is kept. */
async function standInForShareSheet(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const kept: { files: File[]; answer?: string } = { files: [] };
    Object.assign(globalThis, { kept });
    navigator.canShare = ({ files = [] } = {}) => files.every(({ type }) => ['image/jpeg', 'text/csv'].includes(type));
    navigator.share = ({ files = [] } = {}) => {
      kept.files = files;
      return kept.answer ? Promise.reject(new DOMException('', kept.answer)) : Promise.resolve();
    };
  });
  await page.reload();
}

interface SharingScope {
  readonly kept: { files: File[]; answer?: string };
}

/** The keys of the 200 example in the API's reference, in its order. */
async function answerKeys(): Promise<string[]> {
  const published = JSON.parse(await readFile(new URL('../fixtures/published/sample.json', import.meta.url), 'utf8')) as Record<string, object>;
  const sortedKeys = ['coords', 'metrics', 'grades'].flatMap((part) => Object.keys(published[part] ?? {})).sort();
  return ['state', 'status_code', 'APIName', 'credit_change', 'credit', 'uuid', 'forigimg', 'sorigimg', 'borigimg', ...sortedKeys];
}

const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();

/** The report has been made: from then on the printer prints it. */
const reportReady = async (page: Page): Promise<void> => void (await page.waitForSelector('.report-print', { state: 'attached' }));

/** The report as the print engine makes it. */
async function printed(page: Page): Promise<PdfPage[]> {
  return pdfPages(await page.pdf({ preferCSSPageSize: true }));
}

/** The report's text in the page, after it was printed once. */
const reportText = async (page: Page): Promise<string> =>
  withoutSpaces((await page.locator('.report-print').textContent()) ?? '');

const sorted = (text: string): string => [...text].sort().join('');

/** Fonts draw some letters as one. */
const withoutSpaces = (text: string): string => text.normalize('NFKC').replaceAll(/\s/g, '');

/** What the margins of each page say. */
interface Running {
  readonly number: (page: number) => string;
  readonly promise: string;
  readonly head: string;
}

/** The text between the margins. Fails where they don't say what they should. */
function bodyText(pages: readonly PdfPage[], { number, promise, head }: Running): string {
  const bodies = pages.map(({ text }, i) => {
    const parts = [number(i + 1), promise, ...(i > 0 ? [head] : [])].map(withoutSpaces);
    const all = withoutSpaces(text);
    for (const part of parts) expect(all).toContain(part);
    return parts.reduce((rest, part) => rest.replace(part, ''), all);
  });
  return bodies.join('');
}

/** Looks at the page as on paper of a width between the margins, and finds what reaches beyond it or is cut off. */
async function cutOff(page: Page, millimetres: number): Promise<string[]> {
  const screen = page.viewportSize();
  await page.setViewportSize({ width: Math.floor(millimetres * MILLIMETRE), height: 900 });
  await page.emulateMedia({ media: 'print' });
  const found = await page.locator('.report-print').evaluate((report) => {
    const { right, left } = report.getBoundingClientRect();
    return [...report.querySelectorAll<HTMLElement>('*')]
      .filter((element) => {
        const box = element.getBoundingClientRect();
        const isClipped = element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 1;
        return box.right > right + 1 || box.left < left - 1 || isClipped;
      })
      .map((element) => `${element.localName}.${element.getAttribute('class') ?? ''}`);
  });
  await page.emulateMedia({ media: null });
  if (screen) await page.setViewportSize(screen);
  return found;
}

async function saved(page: Page, name: string): Promise<{ readonly name: string; readonly bytes: Buffer }> {
  await press(page, 'Save files');
  const [download] = await Promise.all([page.waitForEvent('download'), press(page, name)]);
  await page.waitForSelector('dialog', { state: 'detached' });
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

const shownValues = (page: Page): Promise<string[]> => page.locator('.report-table .report-value').allTextContents();

/** A day as the app writes it on each page. */
const today = (page: Page, language: string): Promise<string> =>
  page.evaluate((tag) => new Intl.DateTimeFormat(tag, { dateStyle: 'medium' }).format(Date.now()), language);

test('the report is printed on the paper of the region, complete, as text that can be selected', async () => {
  const { page } = english;
  const pages = await printed(page);
  expect(pages.map(({ width, height }) => [Math.round(width), Math.round(height)])).toEqual(Array(3).fill([LETTER.width, LETTER.height]));
  const body = bodyText(pages, {
    number: (of) => `Page ${of} of 3`,
    promise: 'It measures, it does not diagnose. Photos and measurements were sent nowhere.',
    head: `Posture report · ${await today(page, 'en')}`,
  });
  expect(sorted(body)).toBe(sorted(await reportText(page)));
  // The first page has the summary whole: the photos, and each value.
  const values = await shownValues(page);
  expect(values).toHaveLength(18);
  for (const value of values) expect(pages[0]?.text).toContain(value);
  expect(await page.locator('.report-pictures img').count()).toBe(3);
  expect(await cutOff(page, LETTER.content)).toEqual([]);
});

test('the name that the browser proposes for the PDF has the day and nobody’s name, and the title comes back', async () => {
  const { page } = english;
  const pdf = await page.pdf();
  expect(pdf.toString('latin1')).toMatch(/\/Title \(posture-\d{4}-\d\d-\d\d\)/);
  expect(await page.title()).toBe('Posture check');
});

test('one photo alone makes a report of its own, in Korean on A4', async () => {
  const korean = await openKioskPage(browser, server.origin, { query: '?lang=ko', locale: 'ko-KR' });
  await measureCase(korean.page, 'f1-08', ['side']);
  await reportReady(korean.page);
  const pages = await printed(korean.page);
  expect(pages.map(({ width, height }) => [Math.round(width), Math.round(height)])).toEqual(Array(2).fill([A4.width, A4.height]));
  const text = await reportText(korean.page);
  for (const part of ['자세분석결과지', '거북목', '라운드숄더', '진단이아닙니다']) expect(text).toContain(part);
  expect(await shownValues(korean.page)).toHaveLength(4);
  expect(await korean.page.locator('.report-pictures img').count()).toBe(1);
  // A machine without a Korean font prints the numbers alone.
  const numbers = (from: string): string => sorted(from.replaceAll(/[^\d.°±]/g, ''));
  const [day, margins] = [await today(korean.page, 'ko'), '1/2..2/2..'];
  expect(numbers(pages.map((page) => page.text).join(''))).toBe(numbers(text + day + margins));
  expect(await cutOff(korean.page, A4.content)).toEqual([]);
  expectSound(korean);
  await korean.context.close();
});

test('the data are the answer as analyzeLocally gives it, with details only on request', async () => {
  const { page } = english;
  const { name, bytes } = await saved(page, 'Data (JSON)');
  expect(name).toMatch(/^posture-\d{4}-\d\d-\d\d\.json$/);
  const answer = JSON.parse(bytes.toString()) as Record<string, unknown>;
  expect(Object.keys(answer)).toEqual(await answerKeys());
  for (const metric of METRIC_NAMES) expect(answer[`${metric}_grade`]).toBe(gradeMetric(metric, answer[`${metric}_m_`] as number));
  await press(page, 'Save files');
  await page.getByLabel('Data with details').check();
  const [download] = await Promise.all([page.waitForEvent('download'), press(page, 'Data (JSON)')]);
  const detailed = JSON.parse(await readFile(await download.path(), 'utf8')) as Record<string, unknown>;
  expect(Object.keys(detailed)).toEqual([...Object.keys(answer), 'details']);
});

test('everything is one archive: drawn photos, a table for spreadsheets, the data', async () => {
  const { page } = english;
  const { name, bytes } = await saved(page, 'Everything (ZIP)');
  const stem = name.replace(/\.zip$/, '');
  const files = unzipSync(bytes);
  expect(Object.keys(files).sort()).toEqual(['-back.jpg', '-front.jpg', '-side.jpg', '.csv', '.json'].map((end) => stem + end));
  for (const view of ['front', 'side', 'back']) {
    const picture = files[`${stem}-${view}.jpg`] ?? new Uint8Array();
    expect([...picture.slice(0, 3)]).toEqual([0xff, 0xd8, 0xff]);
    expect(picture.length).toBeGreaterThan(20_000);
  }
  const answer = JSON.parse(Buffer.from(files[`${stem}.json`] ?? []).toString()) as Record<string, unknown>;
  const table = Buffer.from(files[`${stem}.csv`] ?? []);
  expect(table.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
  // No English text of it has a comma.
  const rows = table.subarray(3).toString().trimEnd().split('\r\n').map((line) => line.split(','));
  expect(rows.slice(1).map(([key, , , value, , grade]) => [key, value, grade])).toEqual(
    METRIC_NAMES.map((metric: MetricName) => [metric, String(answer[`${metric}_m_`]), String(answer[`${metric}_grade`])]),
  );
});

test('pictures and table go to the share sheet; a change of mind is no failure, and a failure says what to do', async () => {
  const { page } = english;
  await press(page, 'Share');
  const shared = (): Promise<string[]> => page.evaluate(() => (globalThis as unknown as SharingScope).kept.files.map(({ name, size }) => `${name} ${size > 100}`));
  const stem = 'posture-\\d{4}-\\d\\d-\\d\\d';
  await expect.poll(async () => (await shared()).join()).toMatch(new RegExp(['-front.jpg', '-side.jpg', '-back.jpg', '.csv'].map((end) => `${stem}${end} true`).join()));
  await page.evaluate(() => ((globalThis as unknown as SharingScope).kept.answer = 'AbortError'));
  await press(page, 'Share');
  await expect.poll(() => page.getByRole('button', { name: 'Share' }).isEnabled()).toBe(true);
  expect(await page.getByRole('alert').count()).toBe(0);
  await page.evaluate(() => ((globalThis as unknown as SharingScope).kept.answer = 'DataError'));
  await press(page, 'Share');
  expect(await page.getByRole('alert').textContent()).toContain('Save the files instead');
});

test('a report says what was moved by hand, and the files have the new values', async () => {
  const { page } = english;
  const before = JSON.parse((await saved(page, 'Data (JSON)')).bytes.toString()) as Record<string, unknown>;
  await press(page, 'Adjust points');
  const handle = page.locator('[data-point="l_shoulder"]').first();
  await handle.focus();
  for (let i = 0; i < 6; i++) await handle.press('Shift+ArrowUp');
  const after = JSON.parse((await saved(page, 'Data (JSON)')).bytes.toString()) as Record<string, unknown>;
  const changed = METRIC_NAMES.filter((name) => before[`${name}_m_`] !== after[`${name}_m_`]);
  expect(changed.length).toBeGreaterThan(0);
  expect(after['forigimg']).not.toBe(before['forigimg']);
  // What a moved point of one photo changes in another is drawn there too.
  expect(after['sorigimg'] !== before['sorigimg']).toBe(changed.includes('round_shoulder'));
  expect(after['borigimg']).toBe(before['borigimg']);
  const table = (await saved(page, 'Table (CSV)')).bytes.toString();
  const rows = table.trimEnd().split('\r\n').slice(1).map((line) => line.split(','));
  expect(rows.filter((row) => row[8] === 'true').map(([key]) => key)).toEqual(changed);
  const [first] = await printed(page);
  expect(first?.text.split(',edited')).toHaveLength(changed.length + 1);
});

test('with the visit goes its report: no page rule, no picture, no text', async () => {
  const { page } = english;
  const pictures = await page.locator('.report-pictures img').evaluateAll((images) => images.map((image) => (image as HTMLImageElement).src));
  expect(pictures).toHaveLength(3);
  await press(page, 'New check');
  await page.getByRole('dialog').locator('.button.danger').click();
  await page.waitForSelector('.report-print', { state: 'detached' });
  const left = await page.evaluate(async (urls) => {
    const loads = (url: string): Promise<boolean> =>
      // Asked for in another way than the page did: else the browser may show what it has loaded already.
      new Promise((resolve) => Object.assign(new Image(), { crossOrigin: 'anonymous', onload: () => resolve(true), onerror: () => resolve(false), src: url }));
    return { rules: document.adoptedStyleSheets.length, pictures: await Promise.all(urls.map(loads)) };
  }, pictures);
  expect(left).toEqual({ rules: 0, pictures: [false, false, false] });
  // Asking for those that are gone is this test's own doing.
  english.faults.splice(0, english.faults.length, ...english.faults.filter((fault) => !pictures.some((url) => fault.includes(url)) && !fault.includes('ERR_FILE_NOT_FOUND')));
  expectSound(english);
});
