/**
 * What axe-core finds in the element and in the demo page, in each language, light and dark, in everything that they can
 * show: nothing. The demo is looked at as wide as a desk's screen, the element as narrow as a phone's.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import type { View } from 'analyze-locally';
import { launchChromium, WITHOUT_GPU } from '../../demo/host/browser.js';
import { ensurePageBuilt, servePage } from '../../demo/host/demo-page.js';
import { ROOT } from '../../demo/host/ensure-built.js';
import type { StaticServer } from '../../demo/host/server.js';
import { startElementHost } from '../harness/element-page.js';
import { casePhotos, guardPhoto } from '../harness/fixture-photos.js';

/** All rules but those of level AAA and those that are tried out. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const LANGUAGES = ['en', 'ko'] as const;

let browser: Browser;
let axe: string;
let photos: Record<View, Buffer>;
let armsDown: Buffer;
const servers: StaticServer[] = [];

beforeAll(async () => {
  await ensurePageBuilt();
  [browser, axe, photos, armsDown] = await Promise.all([
    launchChromium([...WITHOUT_GPU, '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream=device-count=2']),
    readFile(join(ROOT, 'node_modules', 'axe-core', 'axe.min.js'), 'utf8'),
    casePhotos('f1-08'),
    guardPhoto('front-armsdown'),
  ]);
});

afterAll(async () => {
  await browser.close();
  for (const server of servers) await server.close();
});

async function violations(page: Page): Promise<string[]> {
  const options = { runOnly: TAGS, resultTypes: ['violations'] };
  const { violations: found } = await page.evaluate<AxeResults>(`axe.run(document, ${JSON.stringify(options)})`);
  return found.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} ${JSON.stringify(target)} ${failureSummary ?? ''}`));
}

describe.each([
  ['the element', startElementHost, { width: 360, height: 800 }],
  ['the demo', () => servePage(0), { width: 1280, height: 900 }],
] as const)('%s', (_, start, viewport) => {
  let page: Page;

  beforeAll(async () => {
    const server = await start();
    servers.push(server);
    const context = await browser.newContext({ viewport, reducedMotion: 'reduce' });
    page = await context.newPage();
    await page.goto(server.origin);
    await page.locator('[part~=analyse]').waitFor();
    await page.locator('posture-analyzer').evaluate((analyzer) => analyzer.setAttribute('model', 'lite'));
    await page.evaluate(axe);
  });

  const speak = (language: string): Promise<void> =>
    page.evaluate((lang) => {
      const button = document.querySelector<HTMLButtonElement>(`button[value=${lang}]`);
      if (button) button.click();
      else document.documentElement.lang = lang;
    }, language);

  /** Looks at a state in each language and in each scheme; `prepare` brings about what a language change ends. */
  async function expectAccessible(prepare: () => Promise<void> = () => Promise.resolve()): Promise<void> {
    const found: string[] = [];
    for (const language of LANGUAGES) {
      await speak(language);
      await page.locator(`posture-analyzer .root[lang=${language}]`).waitFor();
      await prepare();
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        found.push(...(await violations(page)).map((violation) => `${language} ${colorScheme}: ${violation}`));
      }
    }
    expect(found).toEqual([]);
  }

  const choose = async (view: View, buffer: Buffer): Promise<void> => {
    await page.locator(`[part~=photo-${view}] input`).setInputFiles({ name: `${view}.jpg`, mimeType: 'image/jpeg', buffer });
    await page.locator(`[part~=photo-${view}] canvas:not([hidden])`).waitFor();
  };

  it('empty', () => expectAccessible());

  it('disabled', async () => {
    const disable = (isDisabled: boolean): Promise<void> =>
      page.locator('posture-analyzer').evaluate((analyzer, force) => void analyzer.toggleAttribute('disabled', force), isDisabled);
    await disable(true);
    await expectAccessible().finally(() => disable(false));
  });

  it('with a camera', () =>
    expectAccessible(async () => {
      // In another language it is still open.
      if (!(await page.getByRole('dialog').isVisible())) await page.locator('[part~=take]').first().click();
      await page.locator('[part~=shoot][aria-disabled=false]').waitFor();
    }).finally(() => page.keyboard.press('Escape')));

  it('with photos', async () => {
    for (const view of ['front', 'side', 'back'] as const) await choose(view, photos[view]);
    await expectAccessible();
  });

  it('at work', async () => {
    const model = '**/pose_landmarks_lite.tflite';
    await page.context().route(model, () => undefined);
    await page.locator('[part~=analyse]').click();
    await page.locator('progress[value]').waitFor();
    await expectAccessible();
    await page.locator('[part~=cancel]').click();
    await page.locator('[part~=notice]:visible').waitFor();
    await page.context().unroute(model);
  });

  it('cancelled', () => expectAccessible());

  it('with a result', async () => {
    await page.locator('[part~=analyse]').click();
    await page.locator('[part~=result]:visible').waitFor();
    await page.locator('[part~=drawn]:visible').nth(2).waitFor();
    await expectAccessible();
  });

  it('with a drawn photo enlarged', () =>
    expectAccessible(async () => {
      if (!(await page.getByRole('dialog').isVisible())) await page.locator('[part~=enlarge]').first().click();
      await page.locator('dialog[open] canvas:not([hidden])').waitFor();
    }));

  it('with a refusal', async () => {
    await page.keyboard.press('Escape');
    await choose('front', armsDown);
    await page.locator('[part~=analyse]').click();
    await page.locator('[part~=notice]:visible').waitFor();
    await expectAccessible();
  });
});
