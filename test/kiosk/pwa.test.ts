import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { launchChromium, WITHOUT_GPU } from '../../demo/host/browser.js';
import { ensureKioskBuilt, KIOSK_APP } from '../../demo/host/kiosk-app.js';
import { serve, type StaticServer } from '../../demo/host/server.js';
import { openBrowserProfile, type BrowserProfile } from '../harness/browser-profile.js';
import { casePhotos } from '../harness/fixture-photos.js';
import { expectSound, measureCase, openKioskPage, shownScreen, uploadPhotos, type KioskPage } from '../harness/kiosk-page.js';
import { IN_FULL } from '../harness/sampled.js';

/** The app's server, whose files and faults a test chooses. */
interface AppServer {
  folder: string;
  /** Paths that are answered with something else. */
  readonly corrupt: Set<string>;
  readonly requested: string[];
  readonly origin: string;
  stop(): Promise<void>;
  /** Serves again, at the same address. */
  restart(): Promise<void>;
}

/** First-load scripts may weigh so much, gzipped; engine and models are not among them. */
const BUDGET = 150_000;

/** How long all files may take to be kept on a slow machine, milliseconds. */
const INSTALLED_WITHIN = 220_000;

const ENGINE_FILE = /\.(wasm|onnx|tflite|bin)$|pose\.worker/;

async function startServer(): Promise<AppServer> {
  const corrupt = new Set<string>();
  const requested: string[] = [];
  const app = { folder: KIOSK_APP, corrupt, requested };
  const start = (port: number): Promise<StaticServer> =>
    serve({
      port,
      // Looked up with each request.
      mounts: {
        get '/kiosk/'() {
          return app.folder;
        },
      },
      answer: (path, response) => {
        requested.push(path);
        if (!corrupt.has(path)) return false;
        response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Not it</title>');
        return true;
      },
    });
  let server = await start(0);
  const { origin } = server;
  return Object.assign(app, {
    origin,
    stop: () => server.close(),
    restart: async () => void (server = await start(Number(new URL(origin).port))),
  });
}

beforeAll(ensureKioskBuilt);

/** Every file is kept, and the page gets its files from there. */
const installed = (page: Page): Promise<unknown> =>
  page.waitForFunction(async () => (await navigator.serviceWorker.ready).active?.state === 'activated' && navigator.serviceWorker.controller !== null, undefined, {
    timeout: INSTALLED_WITHIN,
  });

/** What the waiting version says to a page of the same host that is none of the app's. */
async function askedByStranger({ context }: BrowserProfile, origin: string): Promise<unknown> {
  const stranger = await context.newPage();
  await stranger.goto(`${origin}/elsewhere`);
  const answer = await stranger.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration('/kiosk/');
    const { port1, port2 } = new MessageChannel();
    registration?.waiting?.postMessage({ type: 'take-over' }, [port2]);
    return new Promise((resolve) => (port1.onmessage = ({ data }) => resolve(data)));
  });
  await stranger.close();
  return answer;
}

describe('the installed app', () => {
  let app: AppServer;
  let profile: BrowserProfile;
  let folder: string;

  // Installed once: it is all of the app's files.
  beforeAll(async () => {
    [app, profile, folder] = await Promise.all([startServer(), openBrowserProfile(), mkdtemp(join(tmpdir(), 'kiosk-'))]);
    const { page } = await openKioskPage(profile.context, app.origin, { isInstalled: true });
    await installed(page);
    const session = await profile.context.newCDPSession(page);
    expect((await session.send('Page.getInstallabilityErrors')).installabilityErrors).toEqual([]);
    await page.close();
  });

  afterAll(async () => {
    await profile.close();
    await app.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('opens without a network after a restart, measures, prints, and shows its other screens', async () => {
    await app.stop();
    await profile.restart();
    const kiosk = await openKioskPage(profile.context, app.origin, { query: '?source=app', isInstalled: true });
    const { page } = kiosk;
    await measureCase(page, 'f1-08', ['front']);
    const pdf = await page.pdf({ preferCSSPageSize: true });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    for (const screen of ['settings', 'history']) {
      const other = await openKioskPage(profile.context, app.origin, { isInstalled: true });
      await other.page.click(`#${screen}`);
      await shownScreen(other.page, screen);
      expectSound(other);
    }
    expectSound(kiosk);
    for (const open of profile.context.pages()) if (open.url().startsWith(app.origin)) await open.close();
    await app.restart();
  });

  const hashes = (bytes: Buffer): readonly [string, string] => {
    const hash = createHash('sha256').update(bytes).digest();
    return [hash.toString('hex'), hash.toString('base64')];
  };

  /** The app with another page, as a build would write it. */
  async function makeVersion(name: string): Promise<string> {
    const target = join(folder, name);
    await cp(KIOSK_APP, target, { recursive: true });
    const page = await readFile(join(target, 'index.html'));
    const changed = Buffer.from(page.toString().replace(/(name="description" content=")[^"]*/, `$1${name}`));
    let worker = await readFile(join(target, 'service-worker.js'), 'utf8');
    for (const [index, old] of hashes(page).entries()) {
      expect(worker).toContain(old);
      worker = worker.replace(old, hashes(changed)[index] as string);
    }
    await Promise.all([writeFile(join(target, 'index.html'), changed), writeFile(join(target, 'service-worker.js'), worker)]);
    return target;
  }

  const shownVersion = (page: Page): Promise<string | null> => page.getAttribute('meta[name="description"]', 'content');

  /** Has the browser look for a new version; tells how its installation ended. */
  const look = (page: Page): Promise<string> =>
    page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      await registration.update();
      const worker = registration.installing ?? registration.waiting;
      if (!worker) return 'none';
      return new Promise<string>((resolve) => {
        const tell = (): void => {
          if (worker.state === 'installed' || worker.state === 'redundant') resolve(worker.state);
        };
        tell();
        worker.addEventListener('statechange', tell);
      });
    });

  it.runIf(IN_FULL)('takes a new version whole or not at all, when no visit is open and, as a kiosk, when nobody is there', async () => {
    const open = async (query = ''): Promise<Page> => (await openKioskPage(profile.context, app.origin, { query, isInstalled: true })).page;
    let page = await open();
    const first = await shownVersion(page);

    app.folder = await makeVersion('second');
    app.corrupt.add('/kiosk/index.html');
    expect(await look(page)).toBe('redundant');
    await page.reload();
    expect(await shownVersion(page)).toBe(first);
    expect(await page.locator('.pwa-update').count()).toBe(0);

    app.corrupt.clear();
    app.requested.length = 0;
    expect(await look(page)).toBe('installed');
    // What has not changed is not loaded again.
    expect(app.requested.filter((path) => ENGINE_FILE.test(path))).toEqual([]);
    await page.locator('.pwa-update').waitFor();
    expect(await askedByStranger(profile, app.origin)).toEqual({ isAlone: false });
    expect(await shownVersion(page)).toBe(first);
    await uploadPhotos(page, { front: (await casePhotos('f1-08')).front });
    expect(await page.locator('.pwa-update').count()).toBe(0);

    // The visit was another tab's; the version still is what both run.
    const other = page;
    page = await open();
    expect(await shownVersion(page)).toBe(first);
    await page.click('.pwa-update button');
    await page.getByText(/another window|다른 창/).waitFor();
    await other.close();
    await page.click('.pwa-update button');
    await expect.poll(() => shownVersion(page).catch(() => undefined), { timeout: 20_000 }).toBe('second');

    app.folder = await makeVersion('third');
    await page.close();
    page = await open('?mode=kiosk&idle=15');
    await shownScreen(page, 'start');
    expect(await look(page)).toBe('installed');
    expect(await page.locator('.pwa-update').count()).toBe(0);
    await expect.poll(() => shownVersion(page).catch(() => undefined), { timeout: 40_000 }).toBe('third');
  });
});

describe('the first load', () => {
  let app: AppServer;
  let browser: Browser;
  let kiosk: KioskPage;
  beforeAll(async () => {
    [app, browser] = await Promise.all([startServer(), launchChromium(WITHOUT_GPU)]);
  });
  afterAll(async () => {
    await browser.close();
    await app.stop();
  });

  it('is interactive before the engine is asked for, with few and small scripts', async () => {
    kiosk = await openKioskPage(browser, app.origin);
    await kiosk.page.click('#camera', { trial: true });
    const requested = [...app.requested];
    expect(requested.filter((path) => ENGINE_FILE.test(path))).toEqual([]);
    const scripts = requested.filter((path) => path.endsWith('.js'));
    const bytes = await Promise.all(scripts.map(async (path) => gzipSync(await readFile(join(KIOSK_APP, path.replace('/kiosk/', '')))).length));
    const total = bytes.reduce((sum, count) => sum + count, 0);
    console.log(`First load: ${scripts.length} scripts, ${(total / 1000).toFixed(1)} kB gzipped`);
    expect(total).toBeLessThan(BUDGET);
    expectSound(kiosk);
    await kiosk.context.close();
  });

  it('comes with what it is installed by', async () => {
    kiosk = await openKioskPage(browser, app.origin);
    const session = await kiosk.context.newCDPSession(kiosk.page);
    const { errors, data } = await session.send('Page.getAppManifest');
    expect(errors).toEqual([]);
    const { icons } = JSON.parse(data ?? '') as { readonly icons: readonly { readonly src: string; readonly sizes: string }[] };
    const sizes = await kiosk.page.evaluate(
      (sources) =>
        Promise.all(
          sources.map(async (src) => {
            const { width, height } = await createImageBitmap(await (await fetch(src)).blob());
            return `${width}x${height}`;
          }),
        ),
      icons.map(({ src }) => src),
    );
    expect(sizes).toEqual(icons.map((icon) => icon.sizes));
    expect(sizes).toContain('192x192');
    await kiosk.context.close();
  });

  it('also works on plain http, where nothing is kept and no PIN can be', async () => {
    const plain = await launchChromium([...WITHOUT_GPU, '--host-resolver-rules=MAP plain.example 127.0.0.1 , MAP * ~NOTFOUND , EXCLUDE 127.0.0.1']);
    const origin = app.origin.replace('127.0.0.1', 'plain.example');
    kiosk = await openKioskPage(plain, origin, { query: '?mode=kiosk&pin=1234', locale: 'en-US' });
    const { page } = kiosk;
    expect(await page.evaluate(() => isSecureContext)).toBe(false);
    await page.click('#settings');
    await shownScreen(page, 'settings');
    await page.getByText('Needs its server').waitFor();
    await page.getByText('PIN: it can only be kept on https').waitFor();
    expectSound(kiosk);
    await plain.close();
  });
});
