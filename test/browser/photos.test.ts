/**
 * Real photographs through the real engine. The set lies outside this repository and is absent on most machines: then
 * all of it is skipped, and said so. What each row expects is what the set's own README says of the photo; where the
 * engine answers otherwise, {@link DEVIATIONS} says so and why.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import type { View } from 'analyze-locally';
import { launchChromium } from '../../demo/host/browser.js';
import { ensureBuilt } from '../../demo/host/ensure-built.js';
import { fieldsOf, metricsOf, statusOf, summaryOf } from '../harness/answers.js';
import { casePhotos } from '../harness/fixture-photos.js';
import { ORIENTATIONS } from '../harness/made-photos.js';
import { startPackageHost, WORKER_PATH, type PackageHost } from '../harness/package-host.js';
import { answerOf, openPackagePage, type Answer, type PackagePage } from '../harness/package-page.js';
import { hasPhotoSet, PHOTO_SET, photoSetNote, setPhoto } from '../harness/photo-set.js';

/** What may be answered, by the slot that the photo is tried in; slots that are not named are not tried. */
type Expected = Partial<Readonly<Record<View, readonly number[]>>>;

const NO_PERSON = { front: [511], side: [512], back: [518] } as const satisfies Expected;
const WRONG_VIEW = { front: [514], side: [515], back: [522] } as const satisfies Expected;
const NOT_AN_IMAGE = { front: [412], side: [412], back: [412] } as const satisfies Expected;
const DECODE_ERROR = { front: [412, 413], side: [412, 414], back: [412] } as const satisfies Expected;

/** A photo that is wrong in the side and the back slot, and in front answered with one of these. */
const frontOnly = (...front: number[]): Expected => ({ ...WRONG_VIEW, front });

/** A photo that is tried as front alone. */
const asFront = (...front: number[]): Expected => ({ front });

/** A front photo that must be accepted, and where its keypoints must lie where the hoodie's do. */
const SAME_AS_HOODIE = asFront(200);

const named = (files: readonly string[], expected: Expected): Record<string, Expected> =>
  Object.fromEntries(files.map((file) => [file, expected]));

/** The README's rows, photo by photo. */
const ROWS: Readonly<Record<string, Expected>> = {
  'front-near-apose-hoodie.png': frontOnly(200),
  'front-apose-cgi.jpg': frontOnly(200, 514, 517),
  'front-suit-full.jpg': frontOnly(517),
  'front-standing-dark-room-far.jpg': frontOnly(517, 200),
  'quarter-standing-arms-down.jpg': frontOnly(514, 517),
  'quarter-deep-squat.jpg': frontOnly(514, 517),
  'quarter-arms-crossed.jpg': frontOnly(514, 517),
  'yoga-warrior.jpg': frontOnly(517),
  'back-walking-beam.jpg': { ...WRONG_VIEW, back: [200, 522] },
  'two-people-camera-rolled.jpg': frontOnly(418),
  'side-walking-left-crop.jpg': { ...WRONG_VIEW, side: [200] },
  'two-people-small-outdoor.jpg': { ...WRONG_VIEW, side: [200, 515] },
  'three-people-upper-body.jpg': WRONG_VIEW,
  'upper-body-astronaut.jpg': WRONG_VIEW,
  'face-only-woman.jpg': WRONG_VIEW,
  'sitting-at-table-upper-body.jpg': WRONG_VIEW,
  'no-person-coffee.jpg': NO_PERSON,
  'no-person-dinosaur-skeleton.jpg': NO_PERSON,
  'no-person-hands-only.jpg': { front: [511, 514], side: [512, 515], back: [518, 522] },

  'derived/hoodie-rotated-ccw003.jpg': asFront(200),
  'derived/hoodie-rotated-ccw009.jpg': asFront(200),
  'derived/hoodie-rotated-ccw011.jpg': asFront(418),
  'derived/hoodie-rotated-ccw015.jpg': asFront(418),
  'derived/hoodie-rotated-cw015.jpg': asFront(418),
  'derived/hoodie-rotated-ccw045.jpg': asFront(418, 511),
  'derived/hoodie-rotated-ccw090.jpg': frontOnly(418, 511),
  'derived/hoodie-rotated-ccw180.jpg': frontOnly(418, 511),
  'derived/hoodie-mirrored.jpg': asFront(200),
  'derived/hoodie-no-feet.jpg': WRONG_VIEW,
  'derived/hoodie-no-head.jpg': WRONG_VIEW,
  'derived/hoodie-half-out-of-frame.jpg': WRONG_VIEW,
  'derived/hoodie-96px.jpg': asFront(412, 511, 200),
  'derived/hoodie-small-in-corner.jpg': asFront(412, 511, 200),
  'derived/hoodie-twice.jpg': asFront(200),
  'derived/hoodie-very-dark.jpg': asFront(200, 511),
  'derived/hoodie-grey.jpg': asFront(200),
  'derived/hoodie-quality-5.jpg': asFront(200),

  ...named(ORIENTATIONS.map((orientation) => `exif/hoodie-orientation-${orientation}.jpg`), SAME_AS_HOODIE),
  // From behind and small, or no person.
  ...named(
    ORIENTATIONS.map((orientation) => `exif/waterfall-orientation-${orientation}.jpg`),
    { front: [511, 514], back: [200, 518, 522] },
  ),

  ...named(
    [
      ...['progressive.jpg', 'restart-markers.jpg', '411.jpg', '444.jpg', 'trailing-garbage.jpg', 'cmyk.jpg'],
      ...['16bit.png', 'palette.png', 'interlaced.png', 'grey.png', 'lossless.webp', '10bit.avif', 'irot.avif'],
      ...['animated.webp', 'animated.gif', 'animated.png'],
    ].map((name) => `formats/hoodie-${name}`),
    SAME_AS_HOODIE,
  ),
  'formats/hoodie.webp': SAME_AS_HOODIE,
  'formats/hoodie.avif': SAME_AS_HOODIE,
  'formats/hoodie.gif': SAME_AS_HOODIE,
  'formats/hoodie.bmp': SAME_AS_HOODIE,
  'formats/jpeg-named.png': SAME_AS_HOODIE,
  'formats/webp-named.jpg': SAME_AS_HOODIE,
  'formats/hoodie-arithmetic-coded.jpg': asFront(413, 200),
  'formats/hoodie-exif-orientation-6.png': asFront(200, 418, 511),
  'formats/hoodie-exif-orientation-6.webp': asFront(200, 418, 511),
  'formats/hoodie.heic': asFront(413, 200),
  'formats/hoodie.tif': asFront(413, 200),
  'formats/hoodie.jp2': asFront(413, 200),
  'formats/hoodie-truncated-half.jpg': asFront(413, 514),
  'formats/hoodie-truncated.png': asFront(413, 514),
  'formats/hoodie-truncated-300-bytes.jpg': DECODE_ERROR,
  'formats/empty.jpg': DECODE_ERROR,
  'formats/random-bytes.jpg': DECODE_ERROR,
  'formats/html-named.jpg': DECODE_ERROR,
  'formats/huge-20000x20000-1bit.png': NOT_AN_IMAGE,
  'formats/one-pixel.png': NOT_AN_IMAGE,
  'formats/thin-4000x2.png': NOT_AN_IMAGE,
};

/** Where the engine's answer is not the README's: the one place that says so. Each must still be needed. */
const DEVIATIONS: readonly { readonly photos: RegExp; readonly slot: View; readonly answers: readonly number[]; readonly because: string }[] = [
  {
    photos: /^quarter-deep-squat/,
    slot: 'front',
    answers: [418],
    because: 'the trunk leans by 26° over level feet and is told as a tilted camera, not as a wrong pose (517)',
  },
  {
    photos: /^front-suit-full/,
    slot: 'front',
    answers: [514],
    because: 'one foot is set forward: the ankle line is turned 19° against the trunk and counts as a wrong view before the arms are looked at',
  },
  ...([['front', 511], ['side', 512], ['back', 518]] as const).map(([slot, code]) => ({
    photos: /^derived\/hoodie-half-out-of-frame/,
    slot,
    answers: [code],
    because: 'with half the body outside the photo one of the two looks takes it for no person',
  })),
  ...(['front', 'side', 'back'] as const).map((slot) => ({
    photos: /^formats\/empty/,
    slot,
    answers: [411],
    because: 'a photo of no bytes counts as missing (response specification: 411 is "missing or empty")',
  })),
];

const deviationOf = (file: string, slot: View, status: number) =>
  DEVIATIONS.find((entry) => entry.slot === slot && entry.photos.test(file) && entry.answers.includes(status));

/**
 * The hoodie's legs are black on black. Another encoding of the same picture moves the ankles by a pixel or two of 512,
 * and with the ankle line, which is the photo's horizon, all metrics together; degrees.
 */
const LOW_CONTRAST = 3;

/**
 * A man who stands about straight; his legs are black on black, and the ankle line is off by a degree or two, the knee line by
 * more; degrees.
 */
const NEAR_ZERO = { most: 5, knee: 6.5 };

/** His hips are hidden under the hoodie: their line moves with any change of the picture, and its margin says so; degrees. */
const HIDDEN_HIPS = 5;

/** The same picture in another encoding: no keypoint is farther than this, shares of the picture's height. */
const SAME_PLACE = 0.02;

/** The looks at a photo and at its mirror image differ by less, median, trunk lengths; two people are farther apart. */
const SAME_PERSON = 0.4;

/** A turned picture turns the trunk, degrees. */
const TRUNK_TURN = 1.5;

const HOODIE = 'front-near-apose-hoodie.png';

/** Refused by its header, milliseconds on a busy machine. */
const REFUSED_BY_HEADER = 10_000;

/** Keypoints of the front photo, shares of the picture's height. */
function frontKeypoints(answer: Answer, height: number): readonly (readonly [number, number])[] {
  const points = JSON.parse(String(fieldsOf(answer)['far_coords'])) as [number, number][];
  return points.map(([x, y]) => [x / height, y / height]);
}

console.log(photoSetNote);

describe.skipIf(!hasPhotoSet)(`photographs (${photoSetNote})`, () => {
  let host: PackageHost;
  let browser: Browser;
  /** The model that people get: for what a photo shows. */
  let standard: PackagePage;
  /** The smallest model: for how a photo is encoded. */
  let quick: PackagePage;
  let fixtureBefore: Answer;
  let hoodieQuickly: Answer;
  const answers = new Map<string, Partial<Record<View, Answer>>>();
  const table: string[] = [];

  const isQuick = (file: string): boolean => /^(exif|formats)\//.test(file);

  const analyze = async (file: string, view: View, engine = isQuick(file) ? quick : standard): Promise<Answer> => {
    await engine.give({ photo: await setPhoto(file) });
    return answerOf(await engine.analyze({ [view]: 'photo' }, { views: [view], details: true }));
  };

  const frontAnswer = (file: string): Answer => {
    const answer = answers.get(file)?.front;
    if (!answer) throw new Error(`${file} was not analysed before`);
    return answer;
  };

  const fixtureAnswer = async (): Promise<Answer> => answerOf(await standard.analyze({ front: 'front', side: 'side', back: 'back' }));

  beforeAll(async () => {
    ensureBuilt();
    [host, browser] = await Promise.all([startPackageHost(), launchChromium()]);
    const context = await browser.newContext();
    [standard, quick] = [await openPackagePage(context, host.origin), await openPackagePage(context, host.origin)];
    await standard.createAnalyzer({});
    await quick.createAnalyzer({ model: 'lite' });
    await standard.give(await casePhotos('m1-02'));
    fixtureBefore = await fixtureAnswer();
    hoodieQuickly = await analyze(HOODIE, 'front', quick);
  });

  afterAll(async () => {
    await browser.close();
    await host.stop();
    console.log([photoSetNote, 'photo → slot → answer (expected; ≠ is a documented deviation)', ...table].join('\n'));
  });

  it('each photo of the set has a row', () => {
    const files = ['', 'derived', 'exif', 'formats'].flatMap((folder) =>
      readdirSync(join(PHOTO_SET, folder), { withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name !== 'README.md')
        .map((entry) => join(folder, entry.name)),
    );
    expect(Object.keys(ROWS).sort()).toEqual(files.sort());
  });

  describe.each(Object.entries(ROWS))('%s', (file, expected) => {
    it.each(Object.entries(expected) as [View, readonly number[]][])('as %s', async (slot, statuses) => {
      const start = performance.now();
      const answer = await analyze(file, slot);
      const milliseconds = performance.now() - start;
      const status = statusOf(answer);
      const deviation = statuses.includes(status) ? undefined : deviationOf(file, slot, status);
      answers.set(file, { ...answers.get(file), [slot]: answer });
      table.push(
        [
          file.padEnd(42),
          slot.padEnd(5),
          summaryOf(answer).slice(0, 75).padEnd(75),
          `${deviation ? '≠' : ' '} ${statuses.join('/')}${deviation ? `: ${deviation.because}` : ''}`,
        ].join('  '),
      );
      if (!deviation) expect(statuses).toContain(status);
      if (/huge|thin|one-pixel/.test(file)) expect(milliseconds).toBeLessThan(REFUSED_BY_HEADER);
    });
  });

  it('each deviation is still needed', () => {
    const needless = DEVIATIONS.filter(
      ({ photos, slot, answers: codes }) =>
        ![...answers].some(([file, bySlot]) => {
          const answer = bySlot[slot];
          return photos.test(file) && answer !== undefined && codes.includes(statusOf(answer)) && !ROWS[file]?.[slot]?.includes(statusOf(answer));
        }),
    );
    expect(needless).toEqual([]);
  });

  it('none of them brought an engine down: one worker each did it all, and a known case is answered as before', async () => {
    expect(metricsOf(await fixtureAnswer())).toEqual(metricsOf(fixtureBefore));
    expect(host.requested.filter((path) => path === WORKER_PATH)).toHaveLength(2);
    for (const engine of [standard, quick]) expect(engine.console.filter((line) => line.startsWith('uncaught:'))).toEqual([]);
  });

  describe('the man in the hoodie', () => {
    const heightOf = (answer: Answer): number => answer.details?.photos.front?.height ?? NaN;

    /** Left and right of the body against each other; the leg angles are apart from them. */
    const tiltsOf = (answer: Answer): readonly (readonly [string, number])[] =>
      Object.entries(metricsOf(answer)).filter(([name]) => !name.includes('qang'));

    /** The farthest keypoint from the original's by the same model, shares of the picture's height. */
    const farthest = (answer: Answer): number => {
      const original = frontKeypoints(hoodieQuickly, heightOf(hoodieQuickly));
      const distances = frontKeypoints(answer, heightOf(answer)).map(([x, y], index) => {
        const [wantedX, wantedY] = original[index] ?? [NaN, NaN];
        return Math.hypot(x - wantedX, y - wantedY);
      });
      return Math.max(...distances);
    };

    it('stands straight', () => {
      for (const [name, tilt] of tiltsOf(frontAnswer(HOODIE))) expect(Math.abs(tilt), name).toBeLessThan(name.includes('knee') ? NEAR_ZERO.knee : NEAR_ZERO.most);
    });

    const sameOnes = Object.entries(ROWS).filter(([, expected]) => expected === SAME_AS_HOODIE);
    it.each(sameOnes.map(([file]) => file))('%s shows the same', (file) => {
      expect(farthest(frontAnswer(file))).toBeLessThan(SAME_PLACE);
    });

    it.each(['hoodie-arithmetic-coded.jpg', 'hoodie-exif-orientation-6.png', 'hoodie-exif-orientation-6.webp', 'hoodie.heic', 'hoodie.tif', 'hoodie.jp2'])(
      'formats/%s shows the same where it is accepted: never a wrong result',
      (name) => {
        const answer = frontAnswer(`formats/${name}`);
        if (answer.state) expect(farthest(answer)).toBeLessThan(SAME_PLACE);
      },
    );

    it('gives one answer for all eight EXIF orientations', () => {
      const upright = frontAnswer('exif/hoodie-orientation-1.jpg');
      for (const orientation of ORIENTATIONS) {
        const metrics = metricsOf(frontAnswer(`exif/hoodie-orientation-${orientation}.jpg`));
        for (const [name, value] of Object.entries(metricsOf(upright))) {
          expect(Math.abs((metrics[name] ?? NaN) - value), `${name}, orientation ${orientation}`).toBeLessThan(LOW_CONTRAST);
        }
      }
    });

    it('mirrored has the opposite tilts, and his legs change places', () => {
      const mirrored = metricsOf(frontAnswer('derived/hoodie-mirrored.jpg'));
      for (const [name, tilt] of tiltsOf(frontAnswer(HOODIE))) {
        expect(Math.abs((mirrored[name] ?? NaN) + tilt), name).toBeLessThan(LOW_CONTRAST);
      }
      const { far_left_qang_m_: left, far_right_qang_m_: right } = metricsOf(frontAnswer(HOODIE));
      expect(Math.abs((mirrored['far_left_qang_m_'] ?? NaN) - (right ?? NaN))).toBeLessThan(LOW_CONTRAST);
      expect(Math.abs((mirrored['far_right_qang_m_'] ?? NaN) - (left ?? NaN))).toBeLessThan(LOW_CONTRAST);
    });

    // The README expects tilts off by the turn. By the metrics' definition they are measured against the ankle line and
    // do not change with it; the turn shows in the evidence.
    it.each([
      ['ccw003', -3],
      ['ccw009', -9],
    ])('turned (%s) has the same metrics, and a trunk turned by %i°', (name, turn) => {
      const turned = frontAnswer(`derived/hoodie-rotated-${name}.jpg`);
      const upright = frontAnswer(HOODIE);
      for (const [metric, value] of Object.entries(metricsOf(upright))) {
        expect(Math.abs((metricsOf(turned)[metric] ?? NaN) - value), metric).toBeLessThan(metric.includes('pelvic') ? HIDDEN_HIPS : LOW_CONTRAST);
      }
      const rollOf = (answer: Answer): number => answer.details?.photos.front?.evidence?.trunkRoll ?? NaN;
      expect(Math.abs(rollOf(turned) - rollOf(upright) - turn)).toBeLessThan(TRUNK_TURN);
    });

    it('beside himself is one person of two', () => {
      const { severalPeople, keypoints, width = NaN } = frontAnswer('derived/hoodie-twice.jpg').details?.photos.front ?? {};
      expect(severalPeople).toBe(true);
      expect(new Set(Object.values(keypoints ?? {}).map(([x]) => x < width / 2)).size).toBe(1);
    });
  });

  it.each(ORIENTATIONS)('the waterfall is upright in orientation %i', (orientation) => {
    expect(frontAnswer(`exif/waterfall-orientation-${orientation}.jpg`).details?.photos.front).toMatchObject({ width: 400, height: 600 });
  });

  it('people beside the one who was analysed are told of', () => {
    for (const file of ['two-people-camera-rolled.jpg', 'three-people-upper-body.jpg']) {
      expect(frontAnswer(file).details?.photos.front?.severalPeople, file).toBe(true);
    }
  });

  it('both looks at a photo mean the same person', () => {
    for (const [file, bySlot] of answers) {
      for (const photo of Object.values(bySlot).flatMap((answer) => Object.values(answer.details?.photos ?? {}))) {
        expect(photo.disagreement ?? 0, file).toBeLessThan(SAME_PERSON);
      }
    }
  });
});
