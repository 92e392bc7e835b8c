/** A person walks in, stands wrong, is guided, is photographed three times, and gets what the package says of the photos. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { METRIC_NAMES } from 'analyze-locally';
import { ensureKioskBuilt, serveKiosk } from '../../../demo/host/kiosk-app.js';
import type { StaticServer } from '../../../demo/host/server.js';
import { fieldsOf } from '../../harness/answers.js';
import { filmedBrowser, GUIDED_WITHIN, openCapture, reached, shownPhotos, toldBy, type FilmedBrowser } from '../../harness/capture-page.js';
import { expectSound, MEASURED_WITHIN, shownScreen } from '../../harness/kiosk-page.js';
import { startPackageHost, type PackageHost } from '../../harness/package-host.js';
import { answerOf, openPackagePage } from '../../harness/package-page.js';
import { emptyRoom, walkIn } from '../film.js';

/** A scene that is long enough for a second of stillness and a countdown on a slow machine, seconds. */
const STILL = 20;

let server: StaticServer;
let host: PackageHost;
let filmed: FilmedBrowser;

beforeAll(async () => {
  await ensureKioskBuilt();
  [server, host, filmed] = await Promise.all([
    serveKiosk(),
    startPackageHost(),
    filmedBrowser([
      emptyRoom(3),
      ...walkIn('cases/m1-02/front'),
      { picture: 'cases/m1-02/side', seconds: 4 },
      { picture: 'cases/m1-02/front', seconds: STILL },
      { picture: 'cases/m1-02/side', seconds: STILL },
      { picture: 'cases/m1-02/back', seconds: STILL },
    ]),
  ]);
});

afterAll(async () => {
  await filmed?.close();
  await Promise.all([server.close(), host.stop()]);
});

/** As the result screen names a grade. */
const SEVERITIES = ['normal', 'caution', 'danger'] as const;

it('walks the whole way', { timeout: 4 * GUIDED_WITHIN }, async () => {
  const kiosk = await openCapture(filmed.browser, server.origin, '?countdown=2&guidance=tones');
  const { page } = kiosk;
  await reached(page, 'side');
  await reached(page, 'back');
  await shownScreen(page, 'result', 2 * GUIDED_WITHIN + MEASURED_WITHIN);
  const { said, rate } = await toldBy(page);
  console.log(`guided by ${said.join(' > ')}; ${rate.toFixed(1)} analysed frames/s at most`);
  expect(said.filter((text) => text === 'right').length).toBeGreaterThanOrEqual(3);

  const photos = await shownPhotos(page);
  const [front, side, back] = photos;
  if (!front || !side || !back) throw new Error(`${photos.length} photos`);
  const shown = await page.evaluate(
    () => Object.fromEntries([...document.querySelectorAll<HTMLElement>('[data-metric]')].map(({ dataset }) => [dataset['metric'], dataset['severity']])) as Record<string, unknown>,
  );

  const plain = await openPackagePage(await filmed.browser.newContext(), host.origin);
  await plain.createAnalyzer({});
  await plain.give({ front, side, back });
  const answer = fieldsOf(answerOf(await plain.analyze({ front: 'front', side: 'side', back: 'back' }, { mode: 'balanced' })));
  const wanted = METRIC_NAMES.map((name) => [name, SEVERITIES[Math.abs(Number(answer[`${name}_grade`]))]]);
  expect(wanted).toHaveLength(18);
  expect(shown).toEqual(Object.fromEntries(wanted));
  expectSound(kiosk);
  await kiosk.context.close();
});
