/**
 * The corrected keypoints of the whole engine, on rendered people and, where they are there, on real photographs: they
 * follow the picture and do not fall back to what people look like on average.
 */
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AnalysisDetails, AnalysisResponse, MetricName, ModelName, Point, View } from 'analyze-locally';
import { openEngine, type EnginePage } from '../../demo/cli/engine-page.js';
import { ensureBuilt } from '../../demo/host/ensure-built.js';
import { DEGREES, inclination } from '../../src/geometry/angle.js';
import { distance } from '../../src/geometry/vector.js';
import { METRIC_NAMES } from '../../src/grades/grades.js';
import { bodyFrame } from '../../src/keypoints/body-frame.js';
import { KEYPOINT_NAMES, type KeypointName } from '../../src/keypoints/names.js';
import { placeKeypoints } from '../../src/keypoints/place.js';
import { sideMetrics } from '../../src/metrics/side.js';
import { mean, slope } from '../bench/statistics.js';
import { casePhoto, CASES, type CaseName } from '../harness/fixture-photos.js';
import { hasPhotoSet, photoSetNote, setPhoto } from '../harness/photo-set.js';
import { sampled } from '../harness/sampled.js';

/** A balance of the mirrored photo against the negated one; degrees. */
const MIRROR_TOLERANCE = 0.2;

/** How much of a turn or a shear of the picture its lines must show, and at most: a share, degrees of degrees. */
const FOLLOWED = { least: 0.85, most: 1.15 };

/** The ear line from behind, where hair hides the ears, follows a turn of the picture by this at least. */
const FOLLOWED_BEHIND = { least: 0.75, most: 1.15 };

/**
 * What falls short of {@link FOLLOWED} in a sheared picture, so that it gets no worse. No posture looks like a shear: the
 * patches and the outline, fitted on people who stand, say more of a shoulder line than there is and less of hips and feet.
 */
const SHEARED: Readonly<Record<'photo' | 'rendered', Readonly<Record<string, typeof FOLLOWED>>>> = {
  photo: { hip: { least: 0.45, most: 1.15 } },
  rendered: { shoulder: { least: 0.85, most: 1.25 }, hip: { least: 0.5, most: 1.15 }, ankle: { least: 0.7, most: 1.15 } },
};

/** Pictures are turned by these; degrees, clockwise. */
const TURNS = [-6, -3, 3, 6];

/** Pictures are sheared by these: verticals stay, horizontals fall to the right; degrees. */
const SHEARS = [-4, -2, 2, 4];

/** A turn of the picture may change a balance of a rendered person by this; degrees. */
const TURN_TOLERANCE = 3;

/** And of the man whose feet are black on black: his ankle line is the horizon of all balances; degrees. */
const TURN_TOLERANCE_DARK = 5;

/** Corrected keypoints lie no farther than this from the uncorrected ones; trunk lengths. */
const FARTHEST_MOVE = 0.2;

/** And on average over a photo; trunk lengths. */
const MEAN_MOVE = 0.08;

/** Against rounding: the corrector keeps to {@link FARTHEST_MOVE} itself; trunk lengths. */
const ROUNDING = 1e-6;

const HOODIE = 'front-near-apose-hoodie.png';

/** Real photographs that are accepted, and as what. */
const ACCEPTED: Readonly<Record<string, View>> = {
  [HOODIE]: 'front',
  'derived/hoodie-rotated-ccw003.jpg': 'front',
  'derived/hoodie-rotated-ccw009.jpg': 'front',
  'derived/hoodie-mirrored.jpg': 'front',
  'derived/hoodie-grey.jpg': 'front',
  'derived/hoodie-quality-5.jpg': 'front',
  'side-walking-left-crop.jpg': 'side',
};

/** Degrees by name; those of front and back photos change their sign in the mirror, and legs change places. */
const BALANCES = ['head_bal', 'shoulder_bal', 'pelvic_bal', 'knee_bal', 'tilt'] as const;
const SIDE_ANGLES = ['sar_tilt', 'sar_head_tilt', 'turtle_neck', 'round_shoulder'] as const satisfies readonly MetricName[];

/** What is drawn where a turned or sheared picture has no pixels. */
const GROUND = { fixture: '#888', hoodie: '#000' };

interface Subject {
  readonly name: string;
  readonly view: View;
  readonly ground: string;
  readonly balanceTolerance: number;
  photo(): Promise<Uint8Array>;
}

const fixture = (name: CaseName, view: View): Subject => ({
  name: `${name} ${view}`,
  view,
  ground: GROUND.fixture,
  balanceTolerance: TURN_TOLERANCE,
  photo: () => casePhoto(name, view),
});

const hoodie: Subject = {
  name: `the hoodie (${photoSetNote})`,
  view: 'front',
  ground: GROUND.hoodie,
  balanceTolerance: TURN_TOLERANCE_DARK,
  // Its transparent ground is black beneath.
  photo: async () => sharp(await setPhoto(HOODIE)).flatten({ background: GROUND.hoodie }).png().toBuffer(),
};

const FRONTAL: readonly Subject[] = [...CASES.flatMap((name) => [fixture(name, 'front'), fixture(name, 'back')]), hoodie];

const isThere = ({ name }: Subject): boolean => name !== hoodie.name || hasPhotoSet;

console.log(photoSetNote);

let engine: EnginePage;
let liteEngine: EnginePage;

beforeAll(async () => {
  ensureBuilt();
  [engine, liteEngine] = await Promise.all([openEngine(), openEngine({ model: 'lite' satisfies ModelName })]);
});
afterAll(async () => {
  await Promise.all([engine?.close(), liteEngine?.close()]);
});

type Response = AnalysisResponse<View, AnalysisDetails>;

/** Analyses one photo, which must be accepted, in the mode `balanced`. */
async function analyzed(view: View, bytes: Uint8Array, by = engine): Promise<Response> {
  const response = await by.analyze({ [view]: bytes }, { details: true, mode: 'balanced' });
  if (!response.state) throw new Error(`refused: ${response.status} ${response.message}`);
  return response;
}

function keypointsOf(response: Response, view: View): Readonly<Record<KeypointName, Point>> {
  const keypoints = response.details?.photos[view]?.keypoints;
  if (!keypoints) throw new Error(`no keypoints of the ${view} photo`);
  return keypoints;
}

/** Unrounded would be better, but three decimals do. */
const metricOf = (response: Response, name: string): number => (response as unknown as Readonly<Record<string, number>>)[`${name}_m_`] ?? Number.NaN;

const prefixOf = (view: View): string => (view === 'front' ? 'far_' : 'bar_');

const shown = (values: Readonly<Record<string, number>>): string => Object.entries(values).map(([name, value]) => `${name} ${value.toFixed(3)}`).join(', ');

const plainResponses = new Map<string, Promise<Response>>();

/** The answer to a photo as it is: asked for once. */
function plainOf(subject: Subject): Promise<Response> {
  const known = plainResponses.get(subject.name) ?? subject.photo().then((bytes) => analyzed(subject.view, bytes));
  plainResponses.set(subject.name, known);
  return known;
}

const largest = (values: Readonly<Record<string, number>>): number => Math.max(...Object.values(values).map(Math.abs));

describe.each(sampled(FRONTAL))('$name', (subject) => {
  const { view, ground, balanceTolerance } = subject;
  const prefix = prefixOf(view);

  test.skipIf(!isThere(subject))('mirrored has the same balances the other way round', async () => {
    const plain = await plainOf(subject);
    const mirrored = await analyzed(view, await sharp(await subject.photo()).flop().png().toBuffer());
    const changes: Record<string, number> = Object.fromEntries(BALANCES.map((name) => [name, metricOf(mirrored, prefix + name) + metricOf(plain, prefix + name)]));
    changes['left_qang'] = metricOf(mirrored, `${prefix}left_qang`) - metricOf(plain, `${prefix}right_qang`);
    changes['right_qang'] = metricOf(mirrored, `${prefix}right_qang`) - metricOf(plain, `${prefix}left_qang`);
    console.log(`${subject.name}, mirrored, changes in degrees: ${shown(changes)}`);
    expect(largest(changes), shown(changes)).toBeLessThanOrEqual(MIRROR_TOLERANCE);
  });

  /**
   * How much of each line's true change the changed pictures show, as a slope, and the answers to them.
   *
   * @param wanted - What a line's inclination, degrees, becomes in a changed picture.
   */
  async function followed(parts: readonly ('shoulder' | 'ear' | 'hip' | 'ankle')[], degrees: readonly number[], change: (bytes: Uint8Array, by: number) => Promise<Buffer>, wanted: (line: number, by: number) => number) {
    const bytes = await subject.photo();
    const plain = await plainOf(subject);
    const answers: { readonly by: number; readonly response: Response }[] = [{ by: 0, response: plain }];
    for (const by of degrees) answers.push({ by, response: await analyzed(view, await change(bytes, by)) });
    const lineIn = (response: Response, part: string): number => {
      const keypoints = keypointsOf(response, view);
      return inclination(keypoints[`r_${part}` as KeypointName], keypoints[`l_${part}` as KeypointName]);
    };
    const slopes = Object.fromEntries(
      parts.map((part) => {
        const truth = answers.map(({ by }) => wanted(lineIn(plain, part), by));
        return [part, slope(truth, answers.map(({ response }) => lineIn(response, part)))];
      }),
    );
    return { plain, answers, slopes };
  }

  function expectFollowed(slopes: Readonly<Record<string, number>>, others: Readonly<Record<string, typeof FOLLOWED>> = {}): void {
    for (const [part, found] of Object.entries(slopes)) {
      const { least, most } = others[part] ?? FOLLOWED;
      expect.soft(found, `${part} line, of ${shown(slopes)}`).toBeGreaterThanOrEqual(least);
      expect.soft(found, `${part} line, of ${shown(slopes)}`).toBeLessThanOrEqual(most);
    }
  }

  /** What an inclination counts for: the subject's left is on the image's right in front, on its left in back photos. */
  const leftward = view === 'front' ? 1 : -1;

  test.skipIf(!isThere(subject))('turned has its lines turned, and the same balances', async () => {
    const turn = (bytes: Uint8Array, by: number): Promise<Buffer> => sharp(bytes).rotate(by, { background: ground }).png().toBuffer();
    const { plain, answers, slopes } = await followed(['shoulder', 'ear'], TURNS, turn, (line, by) => line - leftward * by);
    const changes = Object.fromEntries(
      BALANCES.map((name) => [name, Math.max(...answers.map(({ response }) => Math.abs(metricOf(response, prefix + name) - metricOf(plain, prefix + name))))]),
    );
    console.log(`${subject.name}, turned by ${TURNS.join(', ')}°: slopes ${shown(slopes)}; balances change by up to ${shown(changes)}`);
    expectFollowed(slopes, view === 'back' ? { ear: FOLLOWED_BEHIND } : {});
    expect.soft(largest(changes), shown(changes)).toBeLessThanOrEqual(balanceTolerance);
  });

  test.skipIf(!isThere(subject))('sheared has its lines sheared', async () => {
    const tangent = (degrees: number): number => Math.tan(degrees / DEGREES);
    const shear = (bytes: Uint8Array, by: number): Promise<Buffer> =>
      sharp(bytes).affine([[1, 0], [tangent(by), 1]], { background: ground, interpolator: 'bicubic' }).png().toBuffer();
    // y grows by tan(a) x: a line from right to left rises by as much less.
    const { slopes } = await followed(['shoulder', 'hip', 'ankle'], SHEARS, shear, (line, by) => Math.atan(tangent(line) - leftward * tangent(by)) * DEGREES);
    console.log(`${subject.name}, sheared by ${SHEARS.join(', ')}°: slopes ${shown(slopes)}`);
    expectFollowed(slopes, SHEARED[subject === hoodie ? 'photo' : 'rendered']);
  });
});

test.each(CASES)('%s side mirrored has the same angles', async (name) => {
  const subject = fixture(name, 'side');
  const plain = await plainOf(subject);
  const mirrored = await analyzed('side', await sharp(await subject.photo()).flop().png().toBuffer());
  const changes = Object.fromEntries(SIDE_ANGLES.map((metric) => [metric, metricOf(mirrored, metric) - metricOf(plain, metric)]));
  console.log(`${subject.name}, mirrored, changes in degrees: ${shown(changes)}`);
  expect(largest(changes), shown(changes)).toBeLessThanOrEqual(MIRROR_TOLERANCE);
});

/** Keypoints that the silhouette has a say in: they cannot be placed from an answer's landmarks alone. */
const OF_SILHOUETTE: Readonly<Record<View, readonly KeypointName[]>> = { front: ['head_top', 'head'], back: ['head_top', 'head'], side: ['head_top', 'head', 'thorax', 'spine'] };

const EMPTY_MASK = { width: 1, height: 1, data: new Uint8Array(1) };

/** How far each keypoint lies from where the landmarks alone put it, trunk lengths. */
function movesOf(response: Response, view: View): Record<string, number> {
  const landmarks = response.details?.photos[view]?.landmarks;
  if (!landmarks) throw new Error(`no landmarks of the ${view} photo`);
  const { trunk } = bodyFrame(landmarks);
  const uncorrected = placeKeypoints(view, { landmarks, mask: EMPTY_MASK }).keypoints;
  const keypoints = keypointsOf(response, view);
  const names = KEYPOINT_NAMES.filter((name) => !OF_SILHOUETTE[view].includes(name));
  return Object.fromEntries(names.map((name) => [name, distance(keypoints[name], uncorrected[name]) / trunk]));
}

/** All metrics of a photo. */
const metricNamesOf = (view: View): readonly MetricName[] => METRIC_NAMES.filter((name) => (view === 'side' ? !/^[fb]ar_/.test(name) : name.startsWith(prefixOf(view))));

function expectMargins(response: Response, view: View, isCorrected: boolean): void {
  const metrics = response.details?.metrics ?? {};
  expect(Object.keys(metrics).sort()).toEqual([...metricNamesOf(view)].sort());
  for (const name of metricNamesOf(view)) {
    const margin = metrics[name]?.margin;
    if (!isCorrected) expect(margin, name).toBeUndefined();
    else expect(Number.isFinite(margin) && (margin ?? 0) > 0, `${name}: ${String(margin)}`).toBe(true);
  }
}

describe.skipIf(!hasPhotoSet).each(Object.entries(ACCEPTED))(`%s (${photoSetNote})`, (file, view) => {
  test(`has keypoints near the landmarks', and margins`, async () => {
    const response = await analyzed(view, await setPhoto(file));
    const moves = movesOf(response, view);
    const [farthest] = Object.entries(moves).sort(([, a], [, b]) => b - a);
    console.log(`${file}: keypoints moved by ${mean(Object.values(moves)).toFixed(3)} trunks on average, ${String(farthest?.[0])} by ${String(farthest?.[1].toFixed(3))}`);
    expectMargins(response, view, true);
    expect.soft(mean(Object.values(moves)), shown(moves)).toBeLessThan(MEAN_MOVE);
    for (const [name, way] of Object.entries(moves)) expect.soft(way, name).toBeLessThanOrEqual(FARTHEST_MOVE + ROUNDING);
  });

  test('has no margins by the model lite', async () => {
    expectMargins(await analyzed(view, await setPhoto(file), liteEngine), view, false);
  });
});

describe.each(CASES)('%s', (name) => {
  test.each(['front', 'side', 'back'] as const)('%s has margins, and none by the model lite', async (view) => {
    expectMargins(await plainOf(fixture(name, view)), view, true);
    expectMargins(await analyzed(view, await casePhoto(name, view), liteEngine), view, false);
  });
});

test('details hold what the side metrics took, as answered', async () => {
  const [front, side] = await Promise.all([casePhoto('m1-02', 'front'), casePhoto('m1-02', 'side')]);
  const response = await engine.analyze({ front, side }, { details: true });
  const details = response.details?.photos.side;
  if (!response.state || !details?.keypoints) throw new Error('refused');
  const metrics = sideMetrics(KEYPOINT_NAMES.map((name) => keypointsOf(response, 'side')[name]), details.extras);
  for (const [name, value] of Object.entries(metrics)) expect(value, name).toBeCloseTo(metricOf(response, name), 3);
});
