/** Answers with points that a person has moved, and the drawing of them on a page. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
import type { AnalysisDetails, AnalysisSuccess, View } from 'analyze-locally';
import { editAnswer } from '../../src/edit-answer.js';
import { launchChromium, WITHOUT_GPU } from '../../demo/host/browser.js';
import { ensureBuilt } from '../../demo/host/ensure-built.js';
import { casePhotos } from '../harness/fixture-photos.js';
import { PACKAGE_PATH, startPackageHost, type PackageHost } from '../harness/package-host.js';
import { answerOf, openPackagePage, type PackagePage, type PageScope } from '../harness/package-page.js';

type Answer = AnalysisSuccess<View, AnalysisDetails>;

/** The page's drawing differs from the worker's by the loss of the JPEG alone: at most this part of what no drawing does. */
const LOSS = 0.2;

let host: PackageHost;
let browser: Browser;
let engine: PackagePage;
let answer: Answer;

beforeAll(async () => {
  ensureBuilt();
  host = await startPackageHost();
  browser = await launchChromium(WITHOUT_GPU);
  engine = await openPackagePage(await browser.newContext(), host.origin);
  await engine.give(await casePhotos('m1-02'));
  await engine.createAnalyzer({ model: 'full' });
  const found = answerOf(await engine.analyze({ front: 'front', side: 'side', back: 'back' }, { details: true }));
  if (!found.state) throw new Error(found.message);
  answer = found;
});

afterAll(async () => {
  await browser.close();
  await host.stop();
});

const photoOf = (view: View) => {
  const photo = answer.details?.photos[view];
  if (!photo?.keypoints) throw new Error(`no keypoints of the ${view} photo`);
  return { ...photo, keypoints: photo.keypoints };
};

test('without an edit the answer is the same, to the last key and digit', () => {
  expect(editAnswer(answer, {})).toEqual(answer);
  expect(Object.keys(editAnswer(answer, {}))).toEqual(Object.keys(answer));
  const { keypoints, extras } = photoOf('side');
  expect(editAnswer(answer, { side: { keypoints, c7: extras?.c7 } })).toEqual(answer);
});

test('a moved point changes the metrics that are measured by it and no other; those lose their margin', () => {
  const { keypoints } = photoOf('front');
  const [x, y] = keypoints.l_shoulder;
  const edited = editAnswer(answer, { front: { keypoints: { ...keypoints, l_shoulder: [x, y - 20] } } });
  const names = Object.keys(answer.details?.metrics ?? {}) as (keyof AnalysisDetails['metrics'])[];
  const changed = names.filter((name) => edited.details?.metrics[name]?.value !== answer.details?.metrics[name]?.value);
  // Rounded shoulders are measured against the front photo's shoulder width.
  expect(changed.sort()).toEqual(['far_shoulder_bal', 'round_shoulder']);
  expect(edited.far_shoulder_bal_m_).toBeGreaterThan(answer.far_shoulder_bal_m_ + 2);
  expect(edited.details?.metrics.far_shoulder_bal).toMatchObject({ value: edited.far_shoulder_bal_m_, margin: undefined, borderline: undefined });
  expect(edited.details?.metrics.far_tilt).toEqual(answer.details?.metrics.far_tilt);
  expect((JSON.parse(edited.far_coords) as unknown[])[5]).toEqual([Math.round(x), Math.round(y - 20)]);
  expect(edited.sar_coords).toBe(answer.sar_coords);
});

test('C7 is a point of the side photo like any other', () => {
  const { keypoints, extras } = photoOf('side');
  if (!extras?.c7) throw new Error('no C7');
  const [x, y] = extras.c7;
  const edited = editAnswer(answer, { side: { keypoints, c7: [x, y - 15] } });
  expect(edited.turtle_neck_m_).not.toBe(answer.turtle_neck_m_);
  expect(edited.details?.photos.side?.extras?.c7).toEqual([x, y - 15]);
});

test('what cannot be edited is refused with a word on what to do', () => {
  const { details: _details, ...plain } = answer;
  expect(() => editAnswer(plain as Answer, {})).toThrow('analyse with `details: true`');
  const { keypoints } = photoOf('front');
  const { back: _back, ...photos } = answer.details?.photos ?? {};
  const alone = { ...answer, details: { ...(answer.details as AnalysisDetails), photos } };
  expect(() => editAnswer(alone, { back: { keypoints } })).toThrow('the answer has no back photo');
  expect(() => editAnswer(answer, { front: { keypoints: { ...keypoints, nose: [Number.NaN, 0] } } })).toThrow(TypeError);
});

test('a picture drawn anew takes the place of the old one', () => {
  const edited = editAnswer(answer, {}, { back: 'data:image/jpeg;base64,AAAA' });
  expect(edited).toEqual({ ...answer, borigimg: 'data:image/jpeg;base64,AAAA' });
});

test('the page draws what the worker draws', async () => {
  await engine.page.addScriptTag({ type: 'module', content: `globalThis.editing = await import('${PACKAGE_PATH}editing.js');` });
  await engine.page.waitForFunction(() => 'editing' in globalThis);
  const apart = await engine.page.evaluate(
    async (found) => {
      const scope = globalThis as unknown as PageScope & { readonly editing: typeof import('analyze-locally/editing') };
      const { drawOverlay } = scope.editing;
      const pixelsOf = (draw: (context: OffscreenCanvasRenderingContext2D) => void, width: number, height: number) => {
        const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
        if (!context) throw new Error('no canvas');
        draw(context);
        return context.getImageData(0, 0, width, height).data;
      };
      const photo = scope.photos['side'];
      const details = found.details?.photos.side;
      if (!photo || !details?.keypoints) throw new Error('no photo');
      const { keypoints, extras, width = 0, height = 0 } = details;
      const original = await createImageBitmap(photo);
      const theirs = await createImageBitmap(await (await fetch(found.sorigimg)).blob());
      const metrics = Object.fromEntries(Object.entries(found.details?.metrics ?? {}));
      const subject = { view: 'side', width, height, keypoints, c7: extras?.c7, metrics } as const;
      const plain = pixelsOf((context) => context.drawImage(original, 0, 0), width, height);
      const drawn = pixelsOf((context) => {
        context.drawImage(original, 0, 0);
        drawOverlay(context, subject);
      }, width, height);
      const wanted = pixelsOf((context) => context.drawImage(theirs, 0, 0), width, height);
      const mean = (pixels: Uint8ClampedArray) => pixels.reduce((sum, value, index) => sum + Math.abs(value - (wanted[index] ?? 0)), 0) / pixels.length;
      return { drawn: mean(drawn), plain: mean(plain) };
    },
    answer,
  );
  console.log(`mean difference of a channel: drawn ${apart.drawn.toFixed(2)}, not drawn ${apart.plain.toFixed(2)}`);
  expect(apart.drawn).toBeLessThan(apart.plain * LOSS);
});
