/**
 * What a caller may hand in, good and bad: each has its documented code or error, and leaves a working engine.
 * Codes and messages: docs of the web API and this package's order of refusals.
 */
import { randomBytes } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import type { View } from 'analyze-locally';
import { launchChromium } from '../../demo/host/browser.js';
import { ensureBuilt } from '../../demo/host/ensure-built.js';
import { expectSameMetrics, fieldsOf, metricsOf, statusOf } from '../harness/answers.js';
import { photoCorpus } from '../fuzz/corpus.js';
import { casePhotos, guardPhoto, publishedSample } from '../harness/fixture-photos.js';
import {
  animatedWebp,
  cmykJpeg,
  deepPng,
  flatPicture,
  mirroredPng,
  orientedJpeg,
  ORIENTATIONS,
  plainPng,
  sideBySide,
  transparentPng,
} from '../harness/made-photos.js';
import { startPackageHost, type PackageHost } from '../harness/package-host.js';
import { answerOf, openPackagePage, thrownBy, type Answer, type Outcome, type PackagePage, type PageScope } from '../harness/package-page.js';
import { sampled } from '../harness/sampled.js';

const VIEWS = ['front', 'side', 'back'] as const;

/** Two decoders, or two routes to the same pixels, agree this well; degrees. */
const SAME_PIXELS = 0.05;

/** The same picture after one more lossy encoding moves the network's joints by a pixel or two; degrees. */
const REENCODED = 1;

/** Browsers turn CMYK into RGB without its profile: the colours are others; degrees. */
const RECOLOURED = 2;

/** A header tells enough; nothing is unpacked; milliseconds, on a busy machine. */
const REFUSED_BY_HEADER = 10_000;

let host: PackageHost;
let otherHost: PackageHost;
let browser: Browser;
let engine: PackagePage;
let photos: Record<View, Buffer>;
let reference: Answer;
let frontReference: Answer;
let smallReference: Answer;

const FRONT_ALONE = { views: ['front'] } as const;

/** The answer to one photo in one slot, as the single-view call. */
async function answerTo(photo: Uint8Array, view: View): Promise<Answer> {
  await engine.give({ given: photo });
  return answerOf(await engine.analyze({ [view]: 'given' }, { views: [view] }));
}

beforeAll(async () => {
  ensureBuilt();
  [host, otherHost, browser, photos] = await Promise.all([
    startPackageHost(),
    startPackageHost(),
    launchChromium(),
    casePhotos('f1-08'),
  ]);
  engine = await openPackagePage(await browser.newContext(), host.origin);
  await engine.createAnalyzer();
  await engine.give({ ...photos, small: await sharp(photos.front).resize(400).png().toBuffer() });
  smallReference = answerOf(await engine.analyze({ front: 'small' }, FRONT_ALONE));
  reference = answerOf(await engine.analyze({ front: 'front', side: 'side', back: 'back' }));
  frontReference = answerOf(await engine.analyze({ front: 'front' }, FRONT_ALONE));
});

afterEach(async () => {
  const after = answerOf(await engine.analyze({ front: 'small' }, FRONT_ALONE));
  expect(metricsOf(after), 'an analysis after it').toEqual(metricsOf(smallReference));
  expect(engine.console.filter((line) => line.startsWith('uncaught:'))).toEqual([]);
});

afterAll(async () => {
  await browser.close();
  await Promise.all([host.stop(), otherHost.stop()]);
});

describe('a photo that cannot be read', () => {
  const UNDECODABLE = { front: 413, side: 414, back: 412 } as const;
  const NOT_AN_IMAGE = { front: 412, side: 412, back: 412 } as const;
  /** Random bytes could by chance be a header that says another size. */
  const withoutMarkers = (length: number): Buffer => Buffer.from(Array.from({ length }, (_, index) => (index * 37) % 251));
  const html = '<!doctype html><html><head><title>404</title></head><body><h1>Not found</h1></body></html>';

  it.each([
    ['text', () => Buffer.from('This is not a photo. '.repeat(200)), NOT_AN_IMAGE],
    ['a web page', () => Buffer.from(html), NOT_AN_IMAGE],
    ['random bytes', () => randomBytes(50_000), NOT_AN_IMAGE],
    ['a PDF', () => Buffer.from(`%PDF-1.7\n${'0 obj\n'.repeat(500)}`), NOT_AN_IMAGE],
    ['a zip archive', () => Buffer.concat([Buffer.from('PK\x03\x04'), randomBytes(5000)]), NOT_AN_IMAGE],
    ['half a JPEG', () => photos.front.subarray(0, photos.front.length / 2), UNDECODABLE],
    ['300 bytes of a JPEG', () => photos.front.subarray(0, 300), UNDECODABLE],
    ['a JPEG with a broken middle', () => Buffer.concat([photos.front.subarray(0, 200), withoutMarkers(3000)]), UNDECODABLE],
    ['a PNG signature alone', () => Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), UNDECODABLE],
    ['one pixel', () => flatPicture(1, 1, 'png'), NOT_AN_IMAGE],
    ['127 pixels a side', () => flatPicture(127, 400, 'png'), NOT_AN_IMAGE],
  ])('%s is refused in each slot', async (_, make, wanted) => {
    const photo = await make();
    const answers = await Promise.all(VIEWS.map(async (view) => answerTo(photo, view)));
    expect(Object.fromEntries(VIEWS.map((view, index) => [view, statusOf(answers[index] as Answer)]))).toEqual(wanted);
  });

  it.each(['png', 'jpeg'] as const)('12 000 × 9 000 pixels (%s) are refused by the header', async (format) => {
    await engine.give({ huge: await flatPicture(12_000, 9_000, format) });
    const start = performance.now();
    const answer = answerOf(await engine.analyze({ front: 'huge' }, FRONT_ALONE));
    expect(performance.now() - start).toBeLessThan(REFUSED_BY_HEADER);
    expect(answer).toMatchObject({ state: false, status: 412 });
    expect(fieldsOf(answer)['message']).toContain('too large');
  });

  // Chromium unpacked several of them: a JPEG whose frame comes first, an AVIF that says it is small, one of no known brand.
  it('more than 64 megapixels are refused by the header in every format, however it hides them', async () => {
    const huge = (await photoCorpus()).filter(({ name }) => name.startsWith('huge'));
    expect(huge.length).toBeGreaterThanOrEqual(13);
    for (const { name, bytes } of huge) {
      const answer = await answerTo(bytes, 'front');
      expect(answer, name).toMatchObject({ state: false, status: 412 });
      expect(fieldsOf(answer)['message'], name).toContain('too large');
    }
  });

  // Browsers show them, but decode none of them to a bitmap.
  it.each([
    ['an SVG icon', '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="400"/>'],
    ['a web page with a small icon in it', html.replace('<h1>', '<svg width="24" height="24"></svg><h1>')],
    ['a web page with a large icon in it', html.replace('<h1>', '<svg width="240" height="240"></svg><h1>')],
  ])('%s is no photo', async (_, text) => {
    const answer = await answerTo(Buffer.from(text), 'front');
    expect(answer).toMatchObject({ status: 412 });
    expect(fieldsOf(answer)['message']).toContain('not an image');
  });

  it('the message for the front photo is the web API’s', async () => {
    expect(await answerTo(photos.front.subarray(0, 300), 'front')).toMatchObject({ message: 'error from front image decoding b64' });
  });

  it('of several bad photos the one that comes first in the API’s order is named', async () => {
    await engine.give({ text: Buffer.from('no photo'), half: photos.side.subarray(0, 300) });
    expect(answerOf(await engine.analyze({ front: 'half', side: 'half', back: 'half' }))).toMatchObject({ status: 412 });
    expect(answerOf(await engine.analyze({ front: 'half', side: 'half', back: 'back' }))).toMatchObject({ status: 413 });
    expect(answerOf(await engine.analyze({ front: 'front', side: 'half', back: 'text' }))).toMatchObject({ status: 412 });
    expect(answerOf(await engine.analyze({ front: 'front', side: 'half', back: 'back' }))).toMatchObject({ status: 414 });
  });
});

describe('EXIF orientation', () => {
  it.each(sampled(ORIENTATIONS))('%i gives the upright photo’s answer', async (orientation) => {
    const stored = await orientedJpeg(photos.front, orientation);
    const answer = await answerTo(stored, 'front');
    // What a second decoder makes of the very same file: orientation apart, the pixels are the same.
    const upright = await answerTo(await sharp(stored).autoOrient().png({ compressionLevel: 1 }).toBuffer(), 'front');
    expectSameMetrics(answer, upright, 0.3);
    expectSameMetrics(answer, frontReference, REENCODED);
    const drawn = await sharp(drawnPhoto(answer, 'forigimg')).metadata();
    expect([drawn.width, drawn.height]).toEqual([800, 1200]);
  });
});

describe('other encodings of the same picture', () => {
  it.each([
    ['PNG', plainPng, SAME_PIXELS],
    ['16-bit PNG', deepPng, SAME_PIXELS],
    ['animated WebP (its first frame)', animatedWebp, SAME_PIXELS],
    ['CMYK JPEG', cmykJpeg, RECOLOURED],
  ])('%s', async (_, encode, degrees) => {
    expectSameMetrics(await answerTo(await encode(photos.front), 'front'), frontReference, degrees);
  });

  it('a transparent PNG is flattened on white', async () => {
    const { clear, white } = await transparentPng(photos.front, 60);
    const [answer, onWhite] = [await answerTo(clear, 'front'), await answerTo(white, 'front')];
    expectSameMetrics(answer, onWhite, SAME_PIXELS);
    const { data } = await sharp(drawnPhoto(answer, 'forigimg')).extract({ left: 2, top: 2, width: 1, height: 1 }).raw().toBuffer({ resolveWithObject: true });
    for (const channel of data) expect(channel).toBeGreaterThan(250);
  });

  it('a mirrored photo gives the mirrored metrics', async () => {
    const { far_left_qang_m_: left, far_right_qang_m_: right, ...tilts } = metricsOf(await answerTo(await mirroredPng(photos.front), 'front'));
    const { far_left_qang_m_: wasLeft, far_right_qang_m_: wasRight, ...were } = metricsOf(frontReference);
    for (const [name, tilt] of Object.entries(tilts)) expect(Math.abs(tilt + (were[name] ?? NaN)), name).toBeLessThanOrEqual(SAME_PIXELS);
    expect(Math.abs((left ?? NaN) - (wasRight ?? NaN))).toBeLessThanOrEqual(SAME_PIXELS);
    expect(Math.abs((right ?? NaN) - (wasLeft ?? NaN))).toBeLessThanOrEqual(SAME_PIXELS);
  });
});

describe('base64 text', () => {
  const analyzeText = (text: string, view: View = 'front'): Promise<Answer> =>
    engine.page
      .evaluate(
        ([given, name]) => {
          const scope = globalThis as unknown as PageScope;
          return scope.outcomeOf(() => scope.analyzer.analyze({ [name]: given }, { views: [name] }));
        },
        [text, view] as const,
      )
      .then(answerOf);

  const base64 = (): string => photos.front.toString('base64');

  it.each([
    ['bare', base64],
    ['with a data-URL prefix', () => `data:image/jpeg;base64,${base64()}`],
    ['with a data-URL prefix of another type', () => `data:image/png;base64,${base64()}`],
    ['with line breaks', () => base64().replace(/.{76}/g, '$&\r\n')],
    ['URL-safe and unpadded', () => photos.front.toString('base64url')],
  ])('%s gives the photo’s answer', async (_, make) => {
    expect(metricsOf(await analyzeText(make()))).toEqual(metricsOf(frontReference));
  });

  it('with a line break before a data URL gives the photo’s answer', async () => {
    expect(metricsOf(await analyzeText(`\n data:image/jpeg;base64,${base64()}\n`))).toEqual(metricsOf(frontReference));
  });

  it.each([
    ['garbage', () => '%%% this is no base64 %%%'],
    ['a data URL without a comma', () => 'data:image/jpeg;base64'],
    ['a data URL without data', () => 'data:image/jpeg;base64,'],
    ['half of it', () => base64().slice(0, base64().length / 2)],
    ['a web address', () => 'https://example.org/photo.jpg'],
  ])('%s is refused', async (_, make) => {
    for (const [view, status] of [['front', 413], ['side', 414], ['back', 412]] as const) {
      expect(await analyzeText(make(), view)).toMatchObject({ state: false, status });
    }
  });

  it('that is text and no photo is refused as such', async () => {
    expect(await analyzeText(Buffer.from('a plain text file, '.repeat(20)).toString('base64'))).toMatchObject({ status: 412 });
  });
});

/** Expressions for the page, each a photo or a request that no JSON can carry. */
const evaluated = (expression: string): Promise<Answer> =>
  engine.page
    .evaluate(`globalThis.outcomeOf(() => globalThis.analyzer.analyze(${expression}))`)
    .then((outcome) => answerOf(outcome as Outcome));

describe('a missing photo', () => {
  it.each(['undefined', 'null', "''", "'  \\n '", 'new Blob([])', 'new ArrayBuffer(0)', 'new Uint8Array(0)'])(
    '%s is 411 and says which',
    async (nothing) => {
      const answer = await evaluated(`{ front: photos.front, side: ${nothing}, back: photos.back }`);
      expect(answer).toMatchObject({ state: false, status: 411 });
      expect(fieldsOf(answer)['message']).toMatch(/\bside\b/);
      expect(fieldsOf(answer)['message']).not.toMatch(/front|back/);
    },
  );

  it('none of three', async () => {
    expect(await evaluated('{}')).toMatchObject({ status: 411 });
  });

  it('a photo that the call does not ask for may be missing', async () => {
    expect(statusOf(answerOf(await engine.analyze({ front: 'front', back: 'back' }, { views: ['front', 'back'] })))).toBe(200);
  });
});

describe('a request of the wrong type is 400', () => {
  it.each([
    ...['undefined', 'null', "'photo'", '7', 'true', '[photos.front]', '() => photos.front', 'Symbol()', '10n'].map((input) => [input]),
  ])('%s instead of an object', async (input) => {
    expect(await evaluated(input)).toMatchObject({ state: false, status: 400 });
  });

  it.each(['7', 'NaN', 'true', '[1, 2]', '{}', '() => 1', 'Symbol()', 'new Date()', 'Promise.resolve(photos.side)', 'document.body'])(
    '%s as a photo',
    async (value) => {
      const answer = await evaluated(`{ front: photos.front, side: ${value}, back: photos.back }`);
      expect(answer).toMatchObject({ state: false, status: 400 });
      expect(fieldsOf(answer)['message']).toContain('side');
    },
  );

  // With functions in it, it could not be sent to the worker, and the call threw a DataCloneError.
  it('an object that only says it is a Blob', async () => {
    const answer = await evaluated("{ front: { [Symbol.toStringTag]: 'Blob', size: 5, arrayBuffer: () => 1 }, side: photos.side, back: photos.back }");
    expect(answer).toMatchObject({ state: false, status: 400 });
  });

  it.each(['Email', 'UserKey', 'APIKey', 'uuid'])('a %s that is no text', async (field) => {
    const answer = await evaluated(`{ front: photos.front, side: photos.side, back: photos.back, ${field}: 12 }`);
    expect(answer).toMatchObject({ state: false, status: 400 });
    expect(fieldsOf(answer)['message']).toContain(field);
  });

  it.each([
    ['a photo getter', '{ get front() { throw new Error("secret"); }, side: photos.side, back: photos.back }'],
    ['a uuid getter', '{ front: photos.front, side: photos.side, back: photos.back, get uuid() { throw new Error("secret"); } }'],
    ['a proxy', 'new Proxy({}, { get() { throw new Error("secret"); } })'],
  ])('%s that throws', async (_, input) => {
    const answer = await evaluated(input);
    expect(answer).toMatchObject({ state: false, status: 400 });
    expect(JSON.stringify(answer)).not.toContain('secret');
  });
});

describe('a photo in the wrong place', () => {
  const ask = async (front: string, side: string, back: string): Promise<number> =>
    statusOf(answerOf(await engine.analyze({ front, side, back })));

  it('three times the same photo', async () => {
    expect(await ask('front', 'front', 'front')).toBe(524);
    expect(await ask('side', 'side', 'side')).toBe(523);
    expect(await ask('back', 'back', 'back')).toBe(516);
  });

  it('front and back swapped', async () => {
    expect(await ask('back', 'side', 'front')).toBe(523);
  });

  it('all three moved on by one', async () => {
    expect(await ask('back', 'front', 'side')).toBe(525);
  });

  it('front as side, in the web API’s own words', async () => {
    const answer = answerOf(await engine.analyze({ front: 'front', side: 'front', back: 'back' }));
    expect(answer).toMatchObject({ status: 515, message: 'In the side image, the model is not facing side ' });
  });

  it('an empty room, in each slot and in all', async () => {
    await engine.give({ room: await guardPhoto('empty-room') });
    expect(await ask('room', 'side', 'back')).toBe(511);
    expect(await ask('front', 'room', 'back')).toBe(512);
    expect(await ask('front', 'side', 'room')).toBe(518);
    expect(await ask('room', 'room', 'back')).toBe(513);
    expect(await ask('room', 'side', 'room')).toBe(519);
    expect(await ask('front', 'room', 'room')).toBe(520);
    expect(await ask('room', 'room', 'room')).toBe(521);
  });

  it.each([
    ['left-apose', 514],
    ['front-tpose', 517],
    ['front-armsdown', 517],
    ['oblique-60', 514],
    ['rolled-15', 418],
    ['feet-off', 514],
  ] as const)('%s as front', async (guard, status) => {
    expect(await answerTo(await guardPhoto(guard), 'front')).toMatchObject({ state: false, status });
  });
});

describe('two people in a photo', () => {
  /** All keypoints of the front photo, `[x, y]` pixels. */
  const keypointsOf = (answer: Answer): [number, number][] => JSON.parse(String(fieldsOf(answer)['far_coords'])) as [number, number][];

  it('one of them is analysed, and said to be one of several', async () => {
    await engine.give({ two: await guardPhoto('two-people') });
    const answer = answerOf(await engine.analyze({ front: 'two' }, { ...FRONT_ALONE, details: true }));
    expect(answer.state).toBe(true);
    expect(answer.details?.photos.front?.severalPeople).toBe(true);
  });

  it('a person and their mirror image are not mixed into one', async () => {
    const pair = await sideBySide(photos.front, await mirroredPng(photos.front));
    const keypoints = keypointsOf(await answerTo(pair, 'front'));
    // Each person stands in a half of 800 pixels, at least 200 pixels from its edges.
    const halves = new Set(keypoints.map(([x]) => (x < 800 ? 'left' : 'right')));
    expect([...halves], `keypoints ${JSON.stringify(keypoints)}`).toHaveLength(1);
    for (const [x] of keypoints) expect(Math.abs((x % 800) - 400)).toBeLessThan(250);
  });
});

describe('a photo that the page has decoded already', () => {
  /** Makes a photo from the Blob in the page, analyses it, and tells whether it is still what it was. */
  const KINDS: readonly (readonly [kind: string, make: string, usable: string])[] = [
    ['ImageData', 'context().getImageData(0, 0, canvas.width, canvas.height)', 'photo.data.length === 4 * bitmap.width * bitmap.height'],
    ['ImageBitmap', 'await createImageBitmap(blob)', 'photo.width === bitmap.width && (context().drawImage(photo, 0, 0), true)'],
    ['a canvas', '(context(), canvas)', 'photo.width === bitmap.width && canvas.getContext("2d").getImageData(5, 5, 1, 1).data[3] === 255'],
    ['an OffscreenCanvas', 'offscreen()', 'photo.width === bitmap.width && photo.getContext("2d").getImageData(5, 5, 1, 1).data[3] === 255'],
    ['an img element', 'await loaded(new Image())', 'photo.complete && photo.naturalWidth === bitmap.width'],
    ['an img element that is still loading', 'loading(new Image())', 'photo.complete && photo.naturalWidth === bitmap.width'],
    ['an ArrayBuffer', 'await blob.arrayBuffer()', 'photo.byteLength === blob.size'],
    ['a Uint8Array', 'new Uint8Array(await blob.arrayBuffer())', 'photo.byteLength === blob.size && photo[0] === 0xff'],
    ['a part of a larger Uint8Array', 'within(await blob.arrayBuffer())', 'photo.byteLength === blob.size && photo[0] === 0xff'],
    ['a DataView', 'new DataView(await blob.arrayBuffer())', 'photo.byteLength === blob.size && photo.getUint8(0) === 0xff'],
    ['a File of another type', 'new File([blob], "photo.txt", { type: "text/plain" })', 'photo.size === blob.size'],
    ['a Blob of another window', 'await foreign()', 'photo.size === blob.size'],
  ];

  it.each(KINDS)('%s gives the Blob’s answer and stays usable', async (_, make, usable) => {
    const found = await engine.page.evaluate<{ outcome: Outcome; usable: boolean }>(`(async () => {
      const blob = photos.front;
      const bitmap = await createImageBitmap(blob);
      const canvas = document.createElement('canvas');
      const context = () => {
        [canvas.width, canvas.height] = [bitmap.width, bitmap.height];
        const drawing = canvas.getContext('2d');
        drawing.drawImage(bitmap, 0, 0);
        return drawing;
      };
      const offscreen = () => {
        const made = new OffscreenCanvas(bitmap.width, bitmap.height);
        made.getContext('2d').drawImage(bitmap, 0, 0);
        return made;
      };
      const loading = (image) => Object.assign(image, { src: URL.createObjectURL(blob) });
      const loaded = async (image) => { await loading(image).decode(); return image; };
      const within = (buffer) => {
        const larger = new Uint8Array(buffer.byteLength + 20);
        larger.set(new Uint8Array(buffer), 7);
        return larger.subarray(7, 7 + buffer.byteLength);
      };
      const foreign = async () => {
        const frame = document.body.appendChild(document.createElement('iframe'));
        return new frame.contentWindow.Blob([await blob.arrayBuffer()]);
      };
      const photo = ${make};
      const outcome = await outcomeOf(() => analyzer.analyze({ front: photo }, { views: ['front'] }));
      return { outcome, usable: ${usable} };
    })()`);
    expectSameMetrics(answerOf(found.outcome), frontReference, SAME_PIXELS);
    expect(found.usable, 'still usable').toBe(true);
  });

  it.each([
    ['a closed ImageBitmap', '(async () => { const bitmap = await createImageBitmap(photos.front); bitmap.close(); return bitmap; })()'],
    ['an img element without a source', 'new Image()'],
    ['an img element that failed to load', 'Object.assign(new Image(), { src: "/nothing-here.jpg" })'],
    ['an img element with a broken photo', 'Object.assign(new Image(), { src: URL.createObjectURL(new Blob(["no photo"])) })'],
    ['a canvas without pixels', 'Object.assign(document.createElement("canvas"), { width: 0, height: 0 })'],
  ])('%s is refused as undecodable', async (_, make) => {
    const outcome = await engine.page.evaluate(`(async () => {
      const photo = await ${make};
      return outcomeOf(() => analyzer.analyze({ front: photo }, { views: ['front'] }));
    })()`);
    expect(answerOf(outcome as Outcome)).toMatchObject({ state: false, status: 413 });
  });

  // Sent to the worker as they are, both would throw a DataCloneError.
  it('an img element of another origin, which pages may show but not read, is refused as undecodable', async () => {
    otherHost.faults.set('/foreign.jpg', (response) => response.writeHead(200, { 'content-type': 'image/jpeg' }).end(photos.front));
    const outcome = await engine.page.evaluate(async (src) => {
      const scope = globalThis as unknown as PageScope;
      const image = new Image();
      image.src = src;
      await image.decode();
      return scope.outcomeOf(() => scope.analyzer.analyze({ front: image }, { views: ['front'] }));
    }, `${otherHost.origin}/foreign.jpg`);
    expect(answerOf(outcome)).toMatchObject({ state: false, status: 413 });
  });

  it('a canvas that such a picture was drawn on is refused as undecodable', async () => {
    otherHost.faults.set('/foreign.jpg', (response) => response.writeHead(200, { 'content-type': 'image/jpeg' }).end(photos.front));
    const outcome = await engine.page.evaluate(async (src) => {
      const scope = globalThis as unknown as PageScope;
      const image = new Image();
      image.src = src;
      await image.decode();
      const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight);
      canvas.getContext('2d')?.drawImage(image, 0, 0);
      return scope.outcomeOf(() => scope.analyzer.analyze({ front: canvas }, { views: ['front'] }));
    }, `${otherHost.origin}/foreign.jpg`);
    expect(answerOf(outcome)).toMatchObject({ state: false, status: 413 });
  });

  // Sent as they are, the worker could not read the message, and nobody would hear of it until the timeout.
  it('ImageData whose pixels were handed to someone else is an answer, not an exception', async () => {
    const outcome = await engine.page.evaluate(() => {
      const scope = globalThis as unknown as PageScope;
      const pixels = new ImageData(200, 200);
      structuredClone(pixels.data.buffer, { transfer: [pixels.data.buffer] });
      return scope.outcomeOf(() => scope.analyzer.analyze({ front: pixels }, { views: ['front'], timeout: 3000 }));
    });
    expect(answerOf(outcome)).toMatchObject({ state: false });
  });
});

/** The bytes of a drawn photo, which must be a JPEG data URL. */
function drawnPhoto(answer: Answer, field: string): Buffer {
  const url = String(fieldsOf(answer)[field]);
  expect(url.slice(0, 23)).toBe('data:image/jpeg;base64,');
  return Buffer.from(url.slice(23), 'base64');
}

const ENVELOPE = ['state', 'status_code', 'APIName', 'credit_change', 'credit', 'uuid'];
const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Nothing that a client of the web API would stumble over. */
function expectPlainValues(answer: Answer): void {
  for (const [name, value] of Object.entries(fieldsOf(answer))) {
    expect(['boolean', 'number', 'string'], name).toContain(typeof value);
    if (typeof value !== 'number') continue;
    expect(Number.isFinite(value), `${name} is finite`).toBe(true);
    expect(Object.is(value, -0), `${name} is -0`).toBe(false);
    expect(value, `${name} has at most 3 decimals`).toBe(Number(value.toFixed(3)));
    if (name.endsWith('_grade')) expect([-2, -1, 0, 1, 2], name).toContain(value);
  }
}

describe('a successful answer', () => {
  it('has exactly the published keys', async () => {
    const { coords, metrics, grades } = await publishedSample();
    const published = [...ENVELOPE, 'forigimg', 'sorigimg', 'borigimg', ...[coords, metrics, grades].flatMap(Object.keys)];
    expect(Object.keys(reference).sort()).toEqual(published.sort());
    expect(reference).toMatchObject({ state: true, status_code: 200, APIName: 'Analysis-skeleton-v2', credit: 0, credit_change: 0 });
  });

  it('holds no null, NaN, -0 or long fraction', () => {
    expectPlainValues(reference);
  });

  it('writes coordinates as the web API does', () => {
    for (const field of ['far_coords', 'sar_coords', 'bar_coords']) {
      const text = String(fieldsOf(reference)[field]);
      expect(text).toMatch(/^\[\[\d+, \d+\](, \[\d+, \d+\]){21}\]$/);
      expect(JSON.parse(text)).toHaveLength(22);
    }
  });

  it('has the drawn photos as JPEGs of the photos’ own size', async () => {
    for (const [field, view] of [['forigimg', 'front'], ['sorigimg', 'side'], ['borigimg', 'back']] as const) {
      const [drawn, given] = [await sharp(drawnPhoto(reference, field)).metadata(), await sharp(photos[view]).metadata()];
      expect([drawn.format, drawn.width, drawn.height]).toEqual(['jpeg', given.width, given.height]);
    }
  });

  it.each([
    ['front', 'Analysis-skeleton-v2-front', 'far_', 'forigimg'],
    ['side', 'Analysis-skeleton-v2-side', '', 'sorigimg'],
    ['back', 'Analysis-skeleton-v2-back', 'bar_', 'borigimg'],
  ] as const)('for %s alone has that view’s keys and name', async (view, name, prefix, drawn) => {
    const answer = answerOf(await engine.analyze({ [view]: view }, { views: [view] }));
    const sideKeys = /^(sar_|round_shoulder_|turtle_neck_)/;
    const { coords, metrics, grades } = await publishedSample();
    const own = [coords, metrics, grades].flatMap(Object.keys).filter((key) => (prefix === '' ? sideKeys.test(key) : key.startsWith(prefix)));
    expect(Object.keys(answer).sort()).toEqual([...ENVELOPE, drawn, ...own].sort());
    expect(fieldsOf(answer)['APIName']).toBe(name);
    expectPlainValues(answer);
  });

  it('has details only when asked for, and says what the caller sets as credit', async () => {
    const answer = answerOf(await engine.analyze({ front: 'front' }, { ...FRONT_ALONE, details: true, credit: 12, creditChange: -1 }));
    expect(answer).toMatchObject({ credit: 12, credit_change: -1 });
    expect(answer.details?.photos.front).toMatchObject({ width: 800, height: 1200 });
    expect(answer.details).toMatchObject({ model: 'lite', backend: 'blazepose', provider: 'wasm' });
  });
});

describe('a refused answer', () => {
  it('has exactly its documented keys', async () => {
    for (const input of ['{}', 'null', '{ front: photos.front, side: photos.front, back: photos.back }']) {
      const answer = await evaluated(input);
      expect(Object.keys(answer).sort()).toEqual(['credit', 'credit_change', 'message', 'state', 'status', 'status_code', 'uuid']);
      expect(fieldsOf(answer)['status']).toBe(fieldsOf(answer)['status_code']);
      expectPlainValues(answer);
    }
  });

  it('costs nothing', async () => {
    const answer = answerOf(await engine.analyze({ front: 'side' }, { ...FRONT_ALONE, credit: 12, creditChange: -1 }));
    expect(answer).toMatchObject({ state: false, credit: 12, credit_change: 0 });
  });
});

describe('the web API’s own request object', () => {
  const account = { Email: 'someone@example.org', UserKey: 'user-key-1', APIKey: 'api-key-1' };

  it('is answered like named photos, and the account stays out of the answer', async () => {
    const answer = await engine.page
      .evaluate(async (fields) => {
        const scope = globalThis as unknown as PageScope;
        const text = async (name: string): Promise<string> => {
          const bytes = new Uint8Array(await (scope.photos[name] as Blob).arrayBuffer());
          return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
        };
        const request = { ...fields, forigimg: await text('front'), sorigimg: await text('side'), borigimg: await text('back') };
        return scope.outcomeOf(() => scope.analyzer.analyze(request));
      }, account)
      .then(answerOf);
    expect(metricsOf(answer)).toEqual(metricsOf(reference));
    for (const value of Object.values(account)) expect(JSON.stringify(answer)).not.toContain(value);
  });

  it('null account fields are accepted', async () => {
    expect(statusOf(await evaluated('{ Email: null, UserKey: null, APIKey: null, uuid: null }'))).toBe(411);
  });

  it('a uuid comes back as it is, in refusals too', async () => {
    expect(await evaluated("{ uuid: 'my own id' }")).toMatchObject({ state: false, uuid: 'my own id' });
    const answer = await evaluated("{ front: photos.front, side: photos.side, back: photos.back, uuid: 'order-7' }");
    expect(answer).toMatchObject({ state: true, uuid: 'order-7' });
  });

  it('where there is none, each answer gets a fresh version 4 one', async () => {
    const uuids = [reference.uuid, frontReference.uuid, (await evaluated('{}')).uuid, (await evaluated("{ uuid: '' }")).uuid];
    for (const uuid of uuids) expect(uuid).toMatch(UUID_V4);
    expect(new Set(uuids).size).toBe(uuids.length);
  });
});

describe('a misused option is a TypeError that names it', () => {
  it.each([
    ['model', "{ model: 'huge' }"],
    ['backend', "{ backend: 'blaze' }"],
    ['delegate', "{ delegate: 'cpu' }"],
    ['assetsBaseUrl', '{ assetsBaseUrl: 7 }'],
    ['assetsBaseUrl', "{ assetsBaseUrl: 'https://' }"],
    ['workerUrl', '{ workerUrl: null }'],
    ['cache', "{ cache: 'no' }"],
    ['modle', "{ modle: 'lite' }"],
    ['timeout', '{ timeout: -1 }'],
  ])('createAnalyzer: %s in %s', async (field, options) => {
    const outcome = await engine.page.evaluate(`outcomeOf(async () => { analyzeLocally.createAnalyzer(${options}); })`);
    const thrown = thrownBy(outcome as Outcome);
    expect(thrown).toMatchObject({ type: 'TypeError' });
    expect(thrown.message).toContain(`\`${field}\``);
  });

  it.each([
    ['signal', "{ signal: 'now' }"],
    ['signal', '{ signal: null }'],
    ['timeout', "{ timeout: '5 s' }"],
    ['timeout', '{ timeout: NaN }'],
    ['timeout', '{ timeout: Infinity }'],
    ['onProgress', '{ onProgress: 1 }'],
    ['details', "{ details: 'yes' }"],
    ['mode', "{ mode: 'best' }"],
    ['mode', '{ mode: 2 }'],
    ['rollReference', "{ rollReference: 'feet' }"],
    ['overlay', '{ overlay: true }'],
    ['overlay.scale', '{ overlay: { scale: 9 } }'],
    ['overlay.nothing', '{ overlay: { nothing: 1 } }'],
    ['jpegQuality', '{ jpegQuality: 0 }'],
    ['jpegQuality', '{ jpegQuality: 90 }'],
    ['views', '{ views: [] }'],
    ['views', "{ views: 'front' }"],
    ['views', "{ views: ['top'] }"],
    ['credit', "{ credit: '5' }"],
    ['creditChange', '{ creditChange: NaN }'],
    ['model', "{ model: 'lite' }"],
    ['__proto__', 'JSON.parse(\'{ "__proto__": 1 }\')'],
  ])('analyze: %s in %s', async (field, options) => {
    const outcome = await engine.page.evaluate(`outcomeOf(() => analyzer.analyze({ front: photos.front }, ${options}))`);
    const thrown = thrownBy(outcome as Outcome);
    expect(thrown).toMatchObject({ type: 'TypeError' });
    expect(thrown.message).toContain(`\`${field}\``);
  });

  it.each(['null', '[]', "'lite'", '3'])('%s instead of options', async (options) => {
    const outcome = await engine.page.evaluate(`outcomeOf(() => analyzer.analyze({ front: photos.front }, ${options}))`);
    expect(thrownBy(outcome as Outcome)).toMatchObject({ type: 'TypeError' });
  });

  it('shows a wrong value, but never a photo', async () => {
    const short = await engine.page.evaluate("outcomeOf(() => analyzer.analyze({}, { views: 'top' }))");
    expect(thrownBy(short as Outcome).message).toContain('"top"');
    const long = await engine.page.evaluate("outcomeOf(() => analyzer.analyze({}, { views: 'QUJD'.repeat(50000) }))");
    expect(thrownBy(long as Outcome).message.length).toBeLessThan(300);
  });
});
