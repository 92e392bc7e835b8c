import type { Page } from 'playwright-core';
import { launchChromium } from './host/browser.js';

/** Loading, both passes of three photos and drawing, on a small machine with other work; milliseconds. */
const PATIENCE = 180_000;

/** Metrics of three photos. */
const METRICS = 18;

/** What a page did that a sound one does not: errors, and requests that leave this machine. */
function watchForFaults(page: Page, origin: string): string[] {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    const url = request.url();
    if (!/^(data|blob):/.test(url) && new URL(url).origin !== origin) faults.push(`request to ${new URL(url).origin}`);
  });
  return faults;
}

/** Each row of the metrics tables as text. */
async function readMetrics(page: Page): Promise<string[]> {
  const rows = await page.locator('[data-metric]').all();
  return Promise.all(
    rows.map(async (row) => {
      const name = (await row.getAttribute('data-metric')) ?? '';
      const [value = '', grade = '', meaning = ''] = await Promise.all(
        ['.metric-value', '.metric-grade', '.metric-meaning'].map((part) => row.locator(part).innerText()),
      );
      const [degrees = '', margin = ''] = value.trim().split(/\s*\n\s*/);
      return `${name.padEnd(18)}${degrees.padStart(8)} ${margin.padEnd(8)}  ${grade.trim().padEnd(8)}  ${meaning}`;
    }),
  );
}

/**
 * Uses the page as a person would: takes a sample, presses Analyse, reads the tables. Prints what it finds.
 *
 * @param origin - Where the page is served.
 * @returns Whether all metrics are there and nothing went wrong.
 */
export async function checkPage(origin: string): Promise<boolean> {
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    const faults = watchForFaults(page, origin);
    await page.goto(`${origin}/?lang=en`);
    await page.locator('[data-sample]').first().click();
    await page.locator('[part~=zone].filled').nth(2).waitFor();
    await page.getByRole('button', { name: 'Analyse' }).click();
    const refusal = page.locator('[part~=notice]:not([hidden]) strong');
    await page.locator('[part~=result]:not([hidden]) h2').or(refusal).waitFor({ timeout: PATIENCE });
    if (await refusal.isVisible()) faults.push(`the page says: ${await refusal.innerText()}`);
    const rows = await readMetrics(page);
    for (const row of rows) console.log(row);
    if (rows.length !== METRICS) faults.push(`${rows.length} metrics instead of ${METRICS}`);
    for (const fault of faults) console.error(fault);
    console.log(faults.length === 0 ? `${String(rows.length)} metrics, no errors, no request to another server` : 'The page failed');
    return faults.length === 0;
  } finally {
    await browser.close();
  }
}
