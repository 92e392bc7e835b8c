import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { View } from 'analyze-locally';
import { launchChromium, WITHOUT_GPU } from '../../demo/host/browser.js';
import { cameraFlags, makeFilm, type Film, type Scene } from '../kiosk/film.js';
import { openKioskPage, shownScreen, type KioskPage } from './kiosk-page.js';

/** A machine that plays the film, shows it, and looks at it may be busy: milliseconds. */
export const GUIDED_WITHIN = 240_000;

/** A Chromium whose camera plays a film. */
export interface FilmedBrowser {
  readonly browser: Browser;
  readonly film: Film;
  close(): Promise<void>;
}

/** Makes the film and starts a Chromium that plays it. */
export async function filmedBrowser(scenes: readonly Scene[]): Promise<FilmedBrowser> {
  const film = await makeFilm(scenes);
  const browser = await launchChromium([...WITHOUT_GPU, ...cameraFlags(film)]);
  return {
    browser,
    film,
    close: async () => {
      await browser.close();
      await film.remove();
    },
  };
}

/** What the screen says, each text once as it comes; and how it was measured. */
export interface Told {
  readonly said: readonly string[];
  /** The most analysed frames a second that were shown. */
  readonly rate: number;
}

interface TellingScope {
  readonly told: { readonly said: string[]; rate: number };
  readonly photos: Blob[];
}

/** Notes what is said from now on, and keeps what the page makes an address for: the photos. */
function listen(): void {
  const scope = globalThis as unknown as { -readonly [Key in keyof TellingScope]: TellingScope[Key] };
  scope.told = { said: [], rate: 0 };
  scope.photos = [];
  const create = URL.createObjectURL.bind(URL);
  URL.createObjectURL = (object) => {
    if (object instanceof Blob && !scope.photos.includes(object)) scope.photos.push(object);
    return create(object);
  };
  const note = (): void => {
    const screen = document.querySelector<HTMLElement>('main.capture');
    const said = screen?.querySelector<HTMLElement>('[data-said]')?.dataset['said'];
    if (said !== undefined && said !== scope.told.said.at(-1) && screen?.dataset['guide'] === 'running') scope.told.said.push(said);
    scope.told.rate = Math.max(scope.told.rate, Number(screen?.dataset['fps'] ?? 0));
  };
  new MutationObserver(note).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
}

/** Opens the app, in a context that may be given, and goes to the camera. */
export async function openCapture(from: Browser | BrowserContext, origin: string, query: string): Promise<KioskPage> {
  const context = 'newContext' in from ? await from.newContext({ locale: 'en-US', viewport: { width: 480, height: 720 } }) : from;
  // Two cores decode the film, show it and look at it, while other tests run.
  context.setDefaultTimeout(GUIDED_WITHIN / 2);
  await context.addInitScript(listen);
  const kiosk = await openKioskPage(context, origin, { query });
  await kiosk.page.click('#camera');
  await shownScreen(kiosk.page, 'capture');
  return kiosk;
}

/** What was said so far. */
export const toldBy = (page: Page): Promise<Told> => page.evaluate(() => (globalThis as unknown as TellingScope).told);

/** Waits until the engine follows. */
export const followed = (page: Page): Promise<unknown> => page.waitForSelector('main.capture[data-guide="running"]', { timeout: GUIDED_WITHIN });

/** Waits until a photo is the one to be taken. */
export const reached = (page: Page, view: View): Promise<unknown> =>
  page.waitForSelector(`main.capture[data-view="${view}"]`, { timeout: GUIDED_WITHIN });

/** The photos that the app shows, in the order in which they were taken; encoded. */
export async function shownPhotos(page: Page): Promise<Buffer[]> {
  const encoded = await page.evaluate(() =>
    Promise.all(
      (globalThis as unknown as TellingScope).photos
        .filter(({ type }) => type === 'image/jpeg')
        .map(async (blob) => {
          const bytes = new Uint8Array(await blob.arrayBuffer());
          return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
        }),
    ),
  );
  return encoded.map((text) => Buffer.from(text, 'base64'));
}
