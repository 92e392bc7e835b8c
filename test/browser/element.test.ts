/**
 * The custom element in a real browser, with the real engine, under the strictest content security policy that the engine
 * itself can run with.
 */
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Browser, Locator, Page } from 'playwright-core';
import type { View } from 'analyze-locally';
import type { PostureErrorDetail } from 'analyze-locally/element';
import { launchChromium, WITHOUT_GPU } from '../../demo/host/browser.js';
import { DIST, ensureBuilt } from '../../demo/host/ensure-built.js';
import type { StaticServer } from '../../demo/host/server.js';
import { openElementPage, startElementHost, type ElementPage, type ElementScope } from '../harness/element-page.js';
import { casePhotos, guardPhoto } from '../harness/fixture-photos.js';
import { flatPicture } from '../harness/made-photos.js';

/** Both languages and the style included, bytes. */
const BUDGET = 30_000;

const VIEWS: readonly View[] = ['front', 'side', 'back'];
const ALL = { front: 'front', side: 'side', back: 'back' } as const;

let host: StaticServer;
let browser: Browser;
let element: ElementPage;
let page: Page;
let photos: Record<View, Buffer>;

const part = (name: string, within: Page | Locator = page): Locator => within.locator(`[part~="${name}"]`);
const zone = (view: View): Locator => part('zone', part(`photo-${view}`));
const inPage = <Value>(work: (scope: ElementScope) => Value | Promise<Value>): Promise<Value> =>
  page.evaluate(`(${String(work)})(globalThis)`);

/** Presses the button and waits for what comes of it. */
async function analyze(): Promise<void> {
  await part('analyse').click();
  await part('analyse').waitFor();
}

/** Where the focus is, inside the element's shadow tree. */
const focusedPart = (within: Page): Promise<string> =>
  within.evaluate(() => {
    const active = (globalThis as unknown as ElementScope).analyzer.shadowRoot?.activeElement;
    return active ? `${active.id} ${active.getAttribute('part') ?? ''}`.trim() : '';
  });
const focused = (): Promise<string> => focusedPart(page);

beforeAll(async () => {
  ensureBuilt();
  [host, browser, photos] = await Promise.all([startElementHost(), launchChromium(WITHOUT_GPU), casePhotos('f1-08')]);
  element = await openElementPage(browser, host.origin);
  page = element.page;
  // From now on, so that the first one is not missed.
  page.on('filechooser', () => undefined);
  await element.give(photos);
  await element.give({ armsDown: await guardPhoto('front-armsdown'), noPhoto: Buffer.from('no photo') });
});

beforeEach(async () => {
  await inPage(({ analyzer, events }) => {
    for (const name of ['views', 'required', 'disabled', 'assets-base-url', 'lang']) analyzer.removeAttribute(name);
    analyzer.messages = undefined;
    analyzer.options = {};
    analyzer.reset();
    events.splice(0);
  });
});

afterEach(() => {
  expect(element.faults.splice(0)).toEqual([]);
});

afterAll(async () => {
  await browser.close();
  await host.close();
});

it('fits its budget', async () => {
  expect(gzipSync(await readFile(join(DIST, 'element.js')), { level: 9 }).length).toBeLessThan(BUDGET);
});

it('loads where there are no elements, as on a server that renders pages', () => {
  const [element, register] = ['element', 'register-element'].map((name) => pathToFileURL(join(DIST, `${name}.js`)).href);
  const program = `import { definePostureAnalyzer } from '${element}'; import '${register}'; definePostureAnalyzer(); console.log('fine');`;
  expect(execFileSync(process.execPath, ['--input-type=module', '--eval', program], { encoding: 'utf8' }).trim()).toBe('fine');
});

describe('attributes and properties', () => {
  it('say the same', async () => {
    const reflected = await inPage(({ element: { PostureAnalyzer }, analyzer }) => {
      if (!(analyzer instanceof PostureAnalyzer)) throw new Error('not defined');
      const made = document.createElement('posture-analyzer');
      const before = [made.model, made.views.join(), made.countdown, made.name, made.required, made.disabled, made.value, made.answer];
      Object.assign(made, { model: 'heavy', backend: 'mediapipe', mode: 'fast', delegate: 'CPU', rollReference: 'level' });
      Object.assign(made, { assetsBaseUrl: new URL('/a/', location.href), workerUrl: 'w.js', views: ['side', 'front'], countdown: 3 });
      Object.assign(made, { name: 'n', required: true, disabled: true });
      const attributes = Object.fromEntries(made.getAttributeNames().map((name) => [name, made.getAttribute(name)]));
      Object.assign(made, { model: undefined, views: null, required: false });
      const after = [made.hasAttribute('model'), made.hasAttribute('views'), made.hasAttribute('required')];
      made.setAttribute('views', 'back,side');
      return { before, attributes, after, views: made.views };
    });
    expect(reflected.before).toEqual([undefined, 'front,side,back', 5, '', false, false, '', undefined]);
    expect(reflected.attributes).toEqual({
      model: 'heavy',
      backend: 'mediapipe',
      mode: 'fast',
      delegate: 'CPU',
      'roll-reference': 'level',
      'assets-base-url': `${host.origin}/a/`,
      'worker-url': 'w.js',
      views: 'side front',
      countdown: '3',
      name: 'n',
      required: '',
      disabled: '',
    });
    expect(reflected.after).toEqual([false, false, false]);
    expect(reflected.views).toEqual(['side', 'back']);
  });

  it('that were set before the element was defined count', async () => {
    const found = await inPage(({ element: { definePostureAnalyzer }, files }) => {
      const early = document.createElement('early-analyzer') as unknown as HTMLElementTagNameMap['posture-analyzer'];
      early.photos = { front: files['front'] };
      early.model = 'lite';
      document.body.append(early);
      definePostureAnalyzer('early-analyzer');
      definePostureAnalyzer('early-analyzer');
      const result = [early.photos.front?.size, early.getAttribute('model'), early.shadowRoot !== null];
      early.remove();
      return result;
    });
    expect(found).toEqual([photos.front.length, 'lite', true]);
  });

  it('photos are Blobs', async () => {
    const message = await inPage(({ analyzer }) => {
      try {
        analyzer.photos = { front: 'text' as unknown as Blob };
      } catch (error) {
        return String(error);
      }
      return 'accepted';
    });
    expect(message).toBe('TypeError: photos.front must be a Blob or a File, not string');
  });

  it('that are set again as they are change nothing', async () => {
    const kept = await inPage(({ analyzer }) => {
      const messages = { photos: { title: 'Pictures' } };
      const set = (): void => {
        Object.assign(analyzer, { messages, views: ['front', 'side'], required: true });
        analyzer.setAttribute('lang', 'en');
      };
      set();
      const before = analyzer.shadowRoot?.firstElementChild;
      set();
      const isKept = before === analyzer.shadowRoot?.firstElementChild;
      analyzer.views = ['front'];
      return [isKept, before === analyzer.shadowRoot?.firstElementChild];
    });
    expect(kept).toEqual([true, false]);
  });

  it('views name the places', async () => {
    await inPage(({ analyzer }) => analyzer.setAttribute('views', 'side'));
    await expect.poll(() => part('photo').count()).toBe(1);
    await inPage(({ analyzer }) => analyzer.removeAttribute('views'));
    await expect.poll(() => part('photo').count()).toBe(3);
  });
});

describe('choosing photos', () => {
  it('by keyboard', async () => {
    await inPage(({ analyzer }) => analyzer.focus());
    expect(await focused()).toBe('front zone');
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Enter')]);
    await chooser.setFiles({ name: 'me.jpg', mimeType: 'image/jpeg', buffer: photos.front });
    const preview = part('preview', zone('front'));
    await preview.waitFor();
    expect(await preview.evaluate((canvas: HTMLCanvasElement) => [canvas.width > 100, canvas.getAttribute('role'), canvas.ariaLabel])).toEqual([
      true,
      'img',
      'Front photo',
    ]);
    expect(await part('hint', part('photo-front')).innerText()).toBe('me.jpg');
    expect(await element.takeEvents()).toEqual(['change']);
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('remove');
    await page.keyboard.press('Enter');
    await preview.waitFor({ state: 'hidden' });
    expect(await focused(), 'the focus stays at the place').toBe('front zone');
    expect(await inPage(({ analyzer }) => Object.keys(analyzer.photos))).toEqual([]);
  });

  it('by dropping several at once', async () => {
    const files = await page.evaluateHandle(() => {
      const data = new DataTransfer();
      const scope = globalThis as unknown as ElementScope;
      for (const name of ['side', 'front', 'back']) data.items.add(scope.files[name] as File);
      return data;
    });
    await zone('side').dispatchEvent('dragover', { dataTransfer: files });
    expect(await part('photo-side').getAttribute('class')).toContain('over');
    await zone('side').dispatchEvent('drop', { dataTransfer: files });
    expect(await part('photo-side').getAttribute('class')).not.toContain('over');
    expect(await inPage(({ analyzer }) => Object.entries(analyzer.photos).map(([view, photo]) => [view, (photo as File).name]))).toEqual(
      VIEWS.map((view) => [view, `${view}.jpg`]),
    );
  });

  it('by pasting one', async () => {
    await zone('side').focus();
    await inPage(({ analyzer, files }) => {
      const clipboardData = new DataTransfer();
      clipboardData.items.add(files['front'] as File);
      analyzer.shadowRoot?.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, composed: true }));
    });
    expect(await inPage(({ analyzer }) => Object.keys(analyzer.photos))).toEqual(['side']);
  });

  it('that can’t be shown leaves their names', async () => {
    await element.setPhotos({ front: 'front' });
    await part('preview', zone('front')).waitFor();
    await element.setPhotos({ front: 'noPhoto' });
    await part('preview', zone('front')).waitFor({ state: 'hidden' });
    expect(await part('hint', part('photo-front')).innerText()).toBe('noPhoto.jpg');
  });

  it('decodes one after the other, each once, and none above the engine’s limit', async () => {
    await element.give({ large: await flatPicture(8100, 8000, 'png') });
    const decoded = (): Promise<{ calls: number; most: number }> =>
      inPage((scope) => (scope as unknown as { decoding: { calls: number; most: number } }).decoding);
    await page.evaluate(() => {
      const decoding = { calls: 0, most: 0 };
      const real = globalThis.createImageBitmap;
      let open = 0;
      const watched = async (source: Blob, options: ImageBitmapOptions): Promise<ImageBitmap> => {
        decoding.calls += 1;
        decoding.most = Math.max(decoding.most, (open += 1));
        return real(source, options).finally(() => (open -= 1));
      };
      Object.assign(globalThis, { decoding, createImageBitmap: watched, realCreateImageBitmap: real });
    });
    await element.setPhotos(ALL);
    for (const view of VIEWS) await part('preview', zone(view)).waitFor();
    expect(await decoded()).toEqual({ calls: 3, most: 1 });
    const isKept = await inPage(({ analyzer }) => {
      const canvas = (): HTMLCanvasElement | null | undefined => analyzer.shadowRoot?.querySelector('canvas.preview');
      const before = canvas();
      analyzer.setAttribute('lang', 'ko');
      return canvas() === before && before?.hidden === false && before.ariaLabel === '정면 사진';
    });
    expect(isKept, 'in another language').toBe(true);
    await element.setPhotos({ front: 'large', back: 'side' });
    // The last to be shown.
    await expect.poll(async () => (await decoded()).calls).toBe(4);
    await part('preview', zone('back')).waitFor();
    expect(await part('preview', zone('front')).isVisible()).toBe(false);
    expect(await part('hint', part('photo-front')).innerText()).toBe('large.jpg');
    await page.evaluate(() => {
      const scope = globalThis as unknown as { realCreateImageBitmap: typeof createImageBitmap };
      globalThis.createImageBitmap = scope.realCreateImageBitmap;
    });
  });

  it('leaves to the page what is no file, and what goes into its own fields', async () => {
    const taken = await inPage(({ analyzer, files }) => {
      const field = document.createElement('input');
      field.slot = 'controls';
      analyzer.append(field);
      const shape = { bubbles: true, composed: true, cancelable: true };
      const text = new DataTransfer();
      text.items.add('words', 'text/plain');
      const photo = new DataTransfer();
      photo.items.add(files['front'] as File);
      const events = [
        ...[text, photo].map((dataTransfer) => new DragEvent('dragover', { dataTransfer, ...shape })),
        new DragEvent('drop', { dataTransfer: text, ...shape }),
        new ClipboardEvent('paste', { clipboardData: photo, ...shape }),
      ];
      for (const event of events) field.dispatchEvent(event);
      field.remove();
      return [events.map(({ defaultPrevented }) => defaultPrevented), Object.keys(analyzer.photos)];
    });
    expect(taken).toEqual([[false, true, false, false], []]);
  });
});

describe('an analysis', () => {
  it('says by the button what is missing', async () => {
    await analyze();
    expect(await part('notice').innerText()).toContain('No photo yet');
    expect(await focused()).toBe('front zone');
    expect(await element.takeEvents()).toEqual([]);
  });

  it('gives what the engine gives, to page, form and eye', async () => {
    await element.setPhotos(ALL);
    await inPage(({ analyzer }) => {
      analyzer.required = true;
      // Labels differ by language.
      analyzer.options = { overlay: { labels: false } };
    });
    expect(await inPage(({ analyzer }) => [analyzer.validity.valueMissing, analyzer.validationMessage, analyzer.value])).toEqual([
      true,
      'Analyse the photos first.',
      '',
    ]);
    await page.getByRole('button', { name: 'Send' }).click();
    expect(await focused(), 'the form points at the button').toBe('button analyse');
    await analyze();
    const types = await element.takeEvents();
    expect(types.at(-1)).toBe('result');
    expect(types.filter((type) => type === 'progress').length).toBeGreaterThan(8);

    const { found, wanted, sent, valid } = await inPage(async ({ analyzer, analyzeLocally, files }) => {
      const reference = analyzeLocally.createAnalyzer({ model: 'lite' });
      const { front, side, back } = files;
      const answer = await reference.analyze({ front, side, back }, { details: true, overlay: { labels: false } });
      reference.close();
      const form = document.querySelector('form') as HTMLFormElement;
      const value = new FormData(form).get('posture') as string;
      return { found: analyzer.answer, wanted: answer, sent: JSON.parse(value) as object, valid: form.checkValidity() };
    });
    const comparable = (answer: object | undefined): object => {
      const { details, uuid: _, ...fields } = answer as { details: object; uuid: string };
      return { ...fields, details: { ...details, milliseconds: undefined } };
    };
    expect(comparable(found)).toEqual(comparable(wanted));
    const { forigimg: _f, sorigimg: _s, borigimg: _b, ...rest } = { ...found } as Record<string, unknown>;
    expect(sent).toEqual(JSON.parse(JSON.stringify(rest)));
    expect(valid).toBe(true);

    expect(await part('metric').count()).toBe(18);
    expect(await part('table').count()).toBe(3);
    expect(await focused()).toBe('result-title');
    const drawn = part('drawn').first();
    await drawn.waitFor();
    expect(await drawn.evaluate((canvas: HTMLCanvasElement) => canvas.ariaLabel)).toBe('Front photo with the measured lines drawn in');
  });

  it('can be enlarged and leafed through by keyboard', async () => {
    await element.setPhotos(ALL);
    await analyze();
    await part('enlarge').first().focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.locator('canvas').waitFor();
    const title = (): Promise<string> => dialog.getByRole('heading').innerText();
    expect(await title()).toBe('Front photo');
    expect(await dialog.getByRole('heading').getAttribute('aria-live'), 'leafing is heard').toBe('polite');
    for (const [key, photo] of [['ArrowRight', 'Side photo'], ['ArrowRight', 'Back photo'], ['ArrowRight', 'Front photo'], ['ArrowLeft', 'Back photo']] as const) {
      await page.keyboard.press(key);
      expect(await title()).toBe(photo);
    }
    await inPage(({ analyzer }) => (analyzer.dir = 'rtl'));
    await page.keyboard.press('ArrowRight');
    expect(await title(), 'where one reads to the left').toBe('Side photo');
    await inPage(({ analyzer }) => analyzer.removeAttribute('dir'));
    await inPage(({ analyzer }) => analyzer.setAttribute('lang', 'ko'));
    expect(await title(), 'in another language').toBe('측면 사진');
    await dialog.locator('canvas').waitFor();
    // Closed and opened in one go: the event of closing comes when it is open again.
    await inPage(({ analyzer }) => {
      analyzer.shadowRoot?.querySelector<HTMLDialogElement>('.enlarged')?.close();
      analyzer.shadowRoot?.querySelector<HTMLButtonElement>('.enlarge')?.click();
      return new Promise((resolve) => analyzer.shadowRoot?.querySelector('.enlarged')?.addEventListener('close', resolve, { once: true }));
    });
    await dialog.locator('canvas').waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    expect(await focused()).toBe('enlarge');
  });

  it('follows the language of the page, its result too', async () => {
    await element.setPhotos({ side: 'side' });
    await analyze();
    const row = page.locator('[data-metric=turtle_neck] .metric-name');
    expect(await row.innerText()).toBe('Turtle neck');
    await part('take', part('photo-back')).focus();
    await page.evaluate(() => document.documentElement.setAttribute('lang', 'ko-KR'));
    await expect.poll(() => row.innerText()).toBe('거북목');
    expect(await focused(), 'the focus stays').toBe('button take');
    await page.keyboard.press('Shift+Tab');
    expect(await focused()).toBe('back zone');
    expect(await part('analyse').innerText()).toBe('분석하기');
    expect(await inPage(({ analyzer }) => analyzer.answer?.state)).toBe(true);
    await inPage(({ analyzer }) => analyzer.setAttribute('lang', 'en'));
    await expect.poll(() => row.innerText()).toBe('Turtle neck');
    await page.evaluate(() => document.documentElement.setAttribute('lang', 'en'));
  });

  it('takes other words', async () => {
    await inPage(({ analyzer, element: { registerMessages } }) => {
      registerMessages('eo', { actions: { analyze: 'Analizi' } });
      analyzer.messages = { photos: { title: 'Bildoj' } };
      analyzer.lang = 'eo';
    });
    expect(await part('analyse').innerText()).toBe('Analizi');
    expect(await page.getByRole('group', { name: 'Bildoj' }).count()).toBe(1);
  });

  it('that refuses a photo says why', async () => {
    await element.setPhotos({ front: 'armsDown', back: 'back' });
    await analyze();
    const verdict = (view: View): Promise<string> => part('verdict', part(`photo-${view}`)).innerText();
    expect(await verdict('front')).toBe('Hold both arms straight and 20 to 45° away from the body.');
    expect(await verdict('back')).toBe('This photo is fine.');
    expect(await part('notice').innerText()).toContain('Not analysed (status 517)');
    expect(await focused()).toBe('front zone');
    expect((await element.takeEvents()).at(-1)).toBe('error');
    const told = await inPage(({ analyzer }) => [analyzer.answer?.state, analyzer.answer?.status_code, analyzer.value]);
    expect(told).toEqual([false, 517, '']);
    await element.setPhotos({ front: 'front', back: 'back' });
    expect(await part('notice').isVisible()).toBe(false);
    expect(await inPage(({ analyzer }) => analyzer.answer)).toBeUndefined();
  });

  it('wants all photos that `views` names', async () => {
    await inPage(({ analyzer }) => analyzer.setAttribute('views', 'front side'));
    await element.setPhotos({ front: 'front' });
    const detail = await inPage(async ({ analyzer, events }) => {
      const answer = await analyzer.analyze();
      const { detail: sent } = events.at(-1) as CustomEvent<PostureErrorDetail>;
      return [answer.status_code, sent.answer === answer, sent.error];
    });
    expect(detail).toEqual([411, true, undefined]);
    expect(await part('verdict', part('photo-side')).innerText()).toBe('There is no photo here. Choose one.');
  });

  it('that can’t be done says so', async () => {
    await element.setPhotos({ front: 'front' });
    const thrown = await inPage(async ({ analyzer, events }) => {
      analyzer.options = { cache: false };
      analyzer.assetsBaseUrl = '/elsewhere/';
      const error: unknown = await analyzer.analyze().catch((reason: unknown) => reason);
      const { detail } = events.at(-1) as CustomEvent<PostureErrorDetail>;
      return [(error as { code: string }).code, detail.error === error];
    });
    expect(thrown).toEqual(['asset-missing', true]);
    expect(await part('notice').innerText()).toContain('A file of the engine is missing');
    // The browser itself tells of the file that is not there.
    element.faults.splice(0);
  });

  it('with a wrong attribute is the programmer’s error', async () => {
    await element.setPhotos({ front: 'front' });
    const message = await inPage(async ({ analyzer }) => {
      analyzer.setAttribute('mode', 'slow');
      const error: unknown = await analyzer.analyze().catch((reason: unknown) => reason);
      analyzer.removeAttribute('mode');
      analyzer.setAttribute('views', 'front above');
      const other: unknown = await analyzer.analyze().catch((reason: unknown) => reason);
      return [String(error), String(other)];
    });
    expect(message[0]).toContain('TypeError: option `mode`');
    expect(message[1]).toBe("TypeError: `views` must name front, side, back, not 'above'");
  });

  it('can be cancelled', async () => {
    await element.setPhotos(ALL);
    await page.evaluate(() => {
      const { analyzer } = globalThis as unknown as ElementScope;
      const click = (): void => (analyzer.shadowRoot?.querySelector('[part~=cancel]') as HTMLButtonElement).click();
      analyzer.addEventListener('progress', click, { once: true });
    });
    await analyze();
    expect(await part('notice').innerText()).toContain('The photos are still here.');
    const types = await element.takeEvents();
    expect([types.includes('result'), types.includes('error')]).toEqual([false, false]);
    expect(await focused()).toBe('button analyse');
    const name = await inPage(({ analyzer }) => {
      const answer = analyzer.analyze().catch((error: unknown) => (error as Error).name);
      analyzer.cancel();
      return answer;
    });
    expect(name).toBe('AbortError');
  });

  it('that was cancelled gives way to another one at once', async () => {
    await element.setPhotos({ side: 'side' });
    const found = await inPage(async ({ analyzer }) => {
      const first = analyzer.analyze().catch((error: unknown) => (error as Error).name);
      await new Promise((resolve) => analyzer.addEventListener('progress', resolve, { once: true }));
      analyzer.cancel();
      const second = await analyzer.analyze();
      return [await first, second.state, analyzer.answer === second];
    });
    expect(found).toEqual(['AbortError', true, true]);
    expect((await element.takeEvents()).filter((type) => type !== 'progress')).toEqual(['result']);
    expect(await part('result').isVisible()).toBe(true);
  });

  it('tells a form that waits for it where to look, and can be heard', async () => {
    await element.setPhotos({ side: 'side' });
    const [there, after, isBusy] = await inPage(async ({ analyzer }) => {
      const active = (): string | null | undefined => analyzer.shadowRoot?.activeElement?.getAttribute('part');
      analyzer.required = true;
      const end = analyzer.analyze().catch(() => undefined);
      analyzer.reportValidity();
      const there = active();
      const isBusy = analyzer.shadowRoot?.querySelector('[role=status]')?.closest('[aria-busy=true]') !== null;
      analyzer.cancel();
      await end;
      (analyzer.shadowRoot?.activeElement as HTMLElement).blur();
      analyzer.reportValidity();
      return [there, active(), isBusy];
    });
    expect([there, after, isBusy]).toEqual(['button cancel', 'button analyse', false]);
  });

  it('of photos that are replaced meanwhile is given up', async () => {
    await element.setPhotos(ALL);
    const found = await inPage(async ({ analyzer, files }) => {
      const first = analyzer.analyze().catch((error: unknown) => (error as Error).name);
      analyzer.photos = { side: files['side'] };
      const second = await analyzer.analyze();
      return [await first, 'sorigimg' in second, 'forigimg' in second, analyzer.answer === second];
    });
    expect(found).toEqual(['AbortError', true, false, true]);
    expect((await element.takeEvents()).filter((type) => type !== 'progress')).toEqual(['result']);
  });

  it('ends with its element', async () => {
    await element.setPhotos({ front: 'front' });
    await analyze();
    expect(page.workers()).toHaveLength(1);
    const [moved, removed] = await inPage(async ({ analyzer }) => {
      const place = analyzer.parentElement as HTMLElement;
      place.append(analyzer);
      await Promise.resolve();
      const answer = analyzer.answer?.state;
      const next = analyzer.analyze().catch((error: unknown) => (error as Error).name);
      await new Promise((resolve) => analyzer.addEventListener('progress', resolve, { once: true }));
      analyzer.remove();
      const end = await next;
      place.append(analyzer);
      return [answer, end];
    });
    expect([moved, removed]).toEqual([true, 'AbortError']);
    await expect.poll(() => page.workers().length).toBe(0);
    expect((await element.takeEvents()).filter((type) => type !== 'progress')).toEqual(['result']);
    expect(await part('notice').getAttribute('data-kind')).toBe('info');
  });

  it('leaves no worker with an element that is not in the page', async () => {
    const before = page.workers().length;
    const state = await inPage(async ({ analyzer, files }) => {
      const made = document.createElement('posture-analyzer');
      Object.assign(made, { model: 'lite', photos: { side: files['side'] } });
      const { state } = await made.analyze();
      return [state, analyzer === made];
    });
    expect(state).toEqual([true, false]);
    await expect.poll(() => page.workers().length).toBe(before);
  });
});

describe('in a form', () => {
  it('is reset with it', async () => {
    await element.setPhotos({ side: 'side' });
    await analyze();
    expect(await part('result').isVisible()).toBe(true);
    const after = await inPage(({ analyzer }) => {
      analyzer.form?.reset();
      return [Object.keys(analyzer.photos).length, analyzer.value, analyzer.answer];
    });
    expect(after).toEqual([0, '', undefined]);
    expect(await part('result').isVisible()).toBe(false);
    expect(await part('preview', zone('side')).isVisible()).toBe(false);
  });

  it('is disabled with a group, and sends nothing then', async () => {
    const sent = (): Promise<number | undefined> =>
      inPage(({ analyzer }) => (new FormData(analyzer.form as HTMLFormElement).get('posture') as string | null)?.length);
    await element.setPhotos({ side: 'side' });
    await analyze();
    expect(await sent()).toBeGreaterThan(100);
    await page.locator('#group').evaluate((group: HTMLFieldSetElement) => {
      group.disabled = true;
    });
    expect(await sent()).toBeUndefined();
    expect(await zone('front').isDisabled()).toBe(true);
    expect(await part('analyse').isDisabled()).toBe(true);
    await inPage(({ analyzer, files }) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(files['front'] as File);
      analyzer.shadowRoot?.querySelector('.zone')?.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, composed: true }));
    });
    // As from a file dialog that was open before.
    await inPage(({ analyzer, files }) => {
      const input = analyzer.shadowRoot?.querySelector('[data-view=front] input') as HTMLInputElement;
      const chosen = new DataTransfer();
      chosen.items.add(files['front'] as File);
      input.files = chosen.files;
      input.dispatchEvent(new Event('change'));
    });
    expect(await inPage(({ analyzer }) => [Object.keys(analyzer.photos), analyzer.willValidate])).toEqual([['side'], false]);
    await page.locator('#group').evaluate((group: HTMLFieldSetElement) => {
      group.disabled = false;
    });
    expect(await part('analyse').isDisabled()).toBe(false);
    await inPage(({ analyzer }) => analyzer.toggleAttribute('disabled', true));
    expect(await part('analyse').isDisabled()).toBe(true);
  });
});

describe('the camera', () => {
  const CAMERAS = '--use-fake-device-for-media-stream=device-count=2';

  /** Works with a browser of its own: what cameras there are, and whether they are allowed, is said when it starts. */
  async function withCameras(flags: readonly string[], work: (camera: ElementPage) => Promise<void>): Promise<void> {
    const own = await launchChromium([...WITHOUT_GPU, ...flags]);
    try {
      const camera = await openElementPage(own, host.origin);
      await part('take', camera.page).first().click();
      await work(camera);
      expect(camera.faults).toEqual([]);
    } finally {
      await own.close();
    }
  }

  /** Whether the camera shown is on. */
  const track = (camera: Page): Promise<string | undefined> =>
    camera.evaluate(() => {
      const { analyzer } = globalThis as unknown as ElementScope;
      const video = analyzer.shadowRoot?.querySelector('video');
      return (video?.srcObject as MediaStream | null)?.getVideoTracks()[0]?.label;
    });

  it('counts down, takes a photo, and is given back', async () => {
    await withCameras(['--use-fake-ui-for-media-stream', CAMERAS], async (camera) => {
      const shoot = part('shoot', camera.page);
      await camera.page.locator('[part~=shoot][aria-disabled=false]').waitFor();
      const first = await track(camera.page);
      expect(first).toBeDefined();
      expect(await focusedPart(camera.page)).toBe('button shoot');
      const other = camera.page.getByRole('button', { name: 'Switch camera' });
      await other.focus();
      await camera.page.keyboard.press('Enter');
      await expect.poll(() => track(camera.page)).not.toBe(first);
      await camera.page.locator('[part~=shoot][aria-disabled=false]').waitFor();
      expect(await other.evaluate((button) => (button.getRootNode() as ShadowRoot).activeElement === button), 'the focus stays').toBe(true);
      await camera.page.evaluate(() => {
        const scope = globalThis as unknown as ElementScope & { stream: MediaStream };
        scope.stream = scope.analyzer.shadowRoot?.querySelector('video')?.srcObject as MediaStream;
        scope.analyzer.countdown = 600;
      });
      await shoot.click();
      await camera.page.getByRole('timer').getByText('600').waitFor();
      await shoot.click();
      expect(await camera.page.getByRole('timer').innerText(), 'stopped').toBe('');
      await camera.page.keyboard.press('Escape');
      await expect.poll(() => camera.page.evaluate(() => (globalThis as unknown as { stream: MediaStream }).stream.active)).toBe(false);

      await camera.page.evaluate(() => {
        (globalThis as unknown as ElementScope).analyzer.countdown = 1;
      });
      await part('take', camera.page).nth(1).click();
      await camera.page.locator('[part~=shoot][aria-disabled=false]').waitFor();
      await shoot.press('Enter');
      await camera.page.getByRole('dialog').waitFor({ state: 'hidden' });
      const taken = await camera.page.evaluate(async () => {
        const { analyzer } = globalThis as unknown as ElementScope;
        const photo = analyzer.photos.side as Blob;
        const { width, height } = await createImageBitmap(photo);
        return { type: photo.type, wide: width > height, width };
      });
      expect(taken).toMatchObject({ type: 'image/jpeg', wide: true });
      expect(taken.width).toBeGreaterThanOrEqual(640);
      expect(await camera.takeEvents()).toEqual(['change']);
      expect(await track(camera.page)).toBeUndefined();
    });
  });

  it('that dies, that is asked for again at once, that is one of an unknown number, or of a disabled element', async () => {
    await withCameras(['--use-fake-ui-for-media-stream', CAMERAS], async (camera) => {
      const { page: own } = camera;
      const ready = own.locator('[part~=shoot][aria-disabled=false]');
      const take = part('take', own).first();
      const dialog = own.getByRole('dialog');
      await ready.waitFor();
      await own.evaluate(() => {
        const { analyzer } = globalThis as unknown as ElementScope;
        const video = analyzer.shadowRoot?.querySelector('video');
        (video?.srcObject as MediaStream).getVideoTracks()[0]?.dispatchEvent(new Event('ended'));
      });
      await dialog.getByText('The camera was switched off.').waitFor();
      expect(await part('shoot', own).getAttribute('aria-disabled')).toBe('true');
      await own.keyboard.press('Enter');
      expect([await track(own), await camera.takeEvents()]).toEqual([undefined, []]);

      await own.evaluate(() => {
        const { analyzer } = globalThis as unknown as ElementScope;
        analyzer.shadowRoot?.querySelector<HTMLDialogElement>('.camera')?.close();
        analyzer.shadowRoot?.querySelector<HTMLButtonElement>('[part~=take]')?.click();
      });
      await ready.waitFor();
      await own.keyboard.press('Escape');

      await own.evaluate(() => {
        navigator.mediaDevices.enumerateDevices = () => Promise.reject(new Error('not now'));
      });
      await take.click();
      await ready.waitFor();
      expect(await own.getByRole('button', { name: 'Switch camera' }).isVisible()).toBe(false);

      const stream = await own.evaluateHandle(() => {
        const { analyzer } = globalThis as unknown as ElementScope;
        const { srcObject } = analyzer.shadowRoot?.querySelector('video') as HTMLVideoElement;
        analyzer.disabled = true;
        return srcObject as MediaStream;
      });
      await dialog.waitFor({ state: 'hidden' });
      expect(await stream.evaluate(({ active }) => active)).toBe(false);
    });
  });

  it.each([
    ['that is not allowed', ['--deny-permission-prompts', CAMERAS], 'The camera is not allowed here.'],
    ['that is not there', ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream=device-count=0'], 'No camera was found.'],
  ])('%s: says so', async (_, flags, text) => {
    await withCameras(flags, async (camera) => {
      await camera.page.getByRole('dialog').getByText(text).waitFor();
      expect(await part('shoot', camera.page).isDisabled()).toBe(true);
      await camera.page.getByRole('button', { name: 'Close' }).click();
      await camera.page.getByRole('dialog').waitFor({ state: 'hidden' });
    });
  });

  it('is not offered on a page that may not ask for it', async () => {
    const name = 'kiosk.test';
    const plain = await launchChromium([...WITHOUT_GPU, `--host-resolver-rules=MAP ${name} 127.0.0.1 , MAP * ~NOTFOUND , EXCLUDE 127.0.0.1`]);
    const kiosk = await openElementPage(plain, host.origin.replace('127.0.0.1', name));
    expect(await kiosk.page.evaluate(() => isSecureContext)).toBe(false);
    expect(await part('photo', kiosk.page).count()).toBe(3);
    expect(await part('take', kiosk.page).count()).toBe(0);
    await plain.close();
  });
});
