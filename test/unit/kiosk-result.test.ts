/** What the kiosk's result says of a measurement, and what it does with points that are moved. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import fc from 'fast-check';
import type { MetricName, NamedKeypoints, Point } from 'analyze-locally';
import { editAnswer } from 'analyze-locally/editing';
import { gradeMetric, KEYPOINT_NAMES, METRIC_NAMES } from 'analyze-locally/metrics';
import { LANGUAGES, speak } from '../../demo/kiosk/messages/i18n.js';
import { bandsOf, boundsOf } from '../../demo/kiosk/result/bounds.js';
import { beginStep, canRedo, canUndo, movePoint, redo, resetView, undo } from '../../demo/kiosk/result/edit-history.js';
import { MEASURES, METRIC_GROUPS, viewOf } from '../../demo/kiosk/result/metric-groups.js';
import { borderlineText, cardExplanation, cardName, marginText, meaningText, readingName, valueText } from '../../demo/kiosk/result/metric-texts.js';
import { notableReadings } from '../../demo/kiosk/result/notable.js';
import { nudge } from '../../demo/kiosk/result/nudge.js';
import { pointNames } from '../../demo/kiosk/result/points.js';
import { readingsOf, severityOf, type Reading } from '../../demo/kiosk/result/readings.js';
import { editedViews, readings, shownAnswer } from '../../demo/kiosk/result/shown-answer.js';
import { contained, fitted, MAX_ZOOM, toFrame, toPhoto, zoomed } from '../../demo/kiosk/result/viewport.js';
import { answer, edits, type Answer } from '../../demo/kiosk/session/session.js';
import { wipe } from '../../demo/kiosk/session/wipe.js';

/** Stands a little crooked, seen from the front. */
const FRONT: NamedKeypoints = {
  head_top: [500, 100],
  thorax: [505, 270],
  r_shoulder: [420, 295],
  r_elbow: [360, 420],
  r_wrist: [310, 530],
  l_shoulder: [580, 285],
  l_elbow: [640, 420],
  l_wrist: [690, 530],
  r_hip: [432, 560],
  r_knee: [425, 780],
  r_ankle: [420, 1000],
  l_hip: [568, 566],
  l_knee: [575, 780],
  l_ankle: [580, 1000],
  pelvis: [500, 563],
  spine: [500, 424],
  head: [500, 213],
  l_ear: [540, 190],
  l_eye: [518, 175],
  nose: [500, 195],
  r_ear: [460, 200],
  r_eye: [482, 175],
};

const mapped = (move: (at: Point) => Point): NamedKeypoints =>
  Object.fromEntries(KEYPOINT_NAMES.map((name) => [name, move(FRONT[name])])) as NamedKeypoints;

const BACK = mapped(([x, y]) => [1000 - x, y]);
const SIDE: NamedKeypoints = { ...mapped(([x, y]) => [500 + (x - 500) * 0.1, y]), nose: [560, 195] };
const C7: Point = [470, 268];

/** An answer as the engine gives it: the metrics are those of its points, all with the same margin. */
function madeAnswer(margin: number | undefined = 0.8): Answer {
  const photo = { width: 1000, height: 1100 };
  const details = {
    photos: { front: { ...photo, keypoints: FRONT }, side: { ...photo, keypoints: SIDE, extras: { c7: C7 } }, back: { ...photo, keypoints: BACK } },
    metrics: {},
  };
  const bare = editAnswer({ details } as unknown as Answer, { front: { keypoints: FRONT }, side: { keypoints: SIDE, c7: C7 }, back: { keypoints: BACK } });
  const metrics = Object.fromEntries(Object.entries(bare.details?.metrics ?? {}).map(([name, found]) => [name, { ...found, margin }]));
  return { ...bare, details: { ...bare.details, metrics } } as Answer;
}

/** A reading as it would be of a value. */
const readingOf = (name: MetricName, value: number, more: Partial<Reading> = {}): Reading => {
  const grade = gradeMetric(name, value);
  return { name, view: viewOf(name), value, grade, severity: severityOf(grade), margin: undefined, borderline: undefined, isEdited: false, ...more };
};

beforeEach(() => {
  vi.stubGlobal('document', { documentElement: {} });
  speak('en');
});

afterEach(async () => {
  await wipe();
  vi.unstubAllGlobals();
});

test('the groups hold each of the 18 metrics once, and each card is of one measure', () => {
  const cards = METRIC_GROUPS.flatMap((group) => group.cards);
  expect(cards.flatMap(({ metrics }) => metrics).sort()).toEqual([...METRIC_NAMES].sort());
  for (const { name, metrics } of cards) {
    const measures = new Set(metrics.map((metric) => MEASURES[metric]));
    expect([...measures]).toEqual(name === 'legs' ? ['leftLeg', 'rightLeg'] : [name]);
  }
});

describe.each(LANGUAGES)('in %s', (language) => {
  beforeEach(() => speak(language));

  test.each(METRIC_NAMES)('%s has a sentence of its own for every grade, with its size in it', (name) => {
    const values = [-60, -3, -0.5, 0.5, 3, 60, 7, -7, 10, 36].filter((value) => gradeMetric(name, value) !== undefined);
    const byGrade = new Map(values.map((value) => [gradeMetric(name, value), readingOf(name, value)]));
    const sentences = [...byGrade.values()].map((reading) => {
      const sentence = meaningText(reading);
      expect(sentence).not.toMatch(/\{\{|\}\}|measures\.|undefined/);
      expect(sentence).toContain(`${Math.abs(reading.value).toFixed(1)}°`);
      if (language === 'ko') expect(sentence).toMatch(/[가-힣]/);
      return sentence.replaceAll(/[\d.]+°/g, '');
    });
    // All grades that the metric can have, and none told like another.
    expect([...byGrade.keys()].sort()).toEqual(gradeMetric(name, -60) === 0 ? [0, 1, 2] : [-1, -2, 0, 1, 2]);
    expect(new Set(sentences).size).toBe(sentences.length);
  });

  test('every card and reading has a name and an explanation', () => {
    const texts = METRIC_GROUPS.flatMap(({ cards }) =>
      cards.flatMap((card) => [cardName(card), cardExplanation(card), ...card.metrics.map((name) => readingName(readingOf(name, 1)))]),
    );
    for (const text of texts) expect(text).not.toMatch(/result:|\{\{|^what|^legs|^measures/);
  });

  test('borderline is said in words', () => {
    const reading = readingOf('far_head_bal', 0.9, { margin: 0.5, borderline: ['normal', 'caution'] });
    expect(borderlineText(reading)).toBe(language === 'en' ? 'Borderline: between normal and caution' : '정상·주의 경계');
    expect(borderlineText(readingOf('far_head_bal', 0.9))).toBe('');
  });
});

test('values have the sign that their metric has, and never stand on the other side of their bound', () => {
  expect(valueText(readingOf('far_head_bal', 2.34))).toBe('+2.3°');
  expect(valueText(readingOf('far_head_bal', -2.34))).toBe('−2.3°');
  expect(valueText(readingOf('far_head_bal', 0.98))).toBe('+0.98°');
  expect(valueText(readingOf('far_head_bal', 0.01))).toBe('0.0°');
  expect(valueText(readingOf('turtle_neck', 35.2))).toBe('35.2°');
  expect(marginText(readingOf('turtle_neck', 35.2, { margin: 0.01 }))).toBe('± 0.1°');
  expect(marginText(readingOf('turtle_neck', 35.2))).toBe('');
});

test.each(METRIC_NAMES)('the scale of %s changes grade where the grade does', (name) => {
  const { caution, danger } = boundsOf(name);
  for (const [bound, grade] of [[caution, 1], [danger, 2]] as const) {
    expect(gradeMetric(name, bound)).toBe(grade);
    expect(gradeMetric(name, bound - 0.001)).toBe(grade - 1);
  }
  const bands = bandsOf(name);
  bands.slice(1).forEach(({ from }, index) => expect(from).toBe(bands[index]?.to));
  for (const { severity, from, to } of bands) expect(severityOf(gradeMetric(name, (from + to) / 2))).toBe(severity);
});

test('what stands out is not normal, worst first, each measure once', () => {
  const found = notableReadings([
    readingOf('far_head_bal', 0.5),
    readingOf('far_shoulder_bal', 2),
    readingOf('bar_shoulder_bal', 3),
    readingOf('turtle_neck', 45),
    readingOf('far_knee_bal', -1.2),
    readingOf('far_tilt', 1.1),
  ]);
  expect(found.map(({ name }) => name)).toEqual(['turtle_neck', 'bar_shoulder_bal', 'far_knee_bal']);
});

test('readings of an answer say margin, open grade and view; views without a photo have none', () => {
  const all = readingsOf(madeAnswer());
  expect(all.map(({ name }) => name)).toEqual(METRIC_NAMES);
  expect(all.every(({ isEdited, margin }) => !isEdited && margin === 0.8)).toBe(true);
  const { details, ...fields } = madeAnswer();
  const frontOnly = Object.fromEntries(Object.entries(fields).filter(([key]) => !/^(sar|bar|round|turtle)/.test(key)));
  expect(readingsOf({ ...frontOnly, details } as unknown as Answer).map(({ view }) => view)).toEqual(Array(7).fill('front'));
});

describe('moving points', () => {
  const valueOf = (name: MetricName): number | undefined => readings.value.find((reading) => reading.name === name)?.value;

  beforeEach(() => (answer.value = madeAnswer()));

  test('changes what depends on the point, marks it, and takes its margin; nothing else', () => {
    const before = readings.value;
    beginStep();
    movePoint('front', 'l_ear', 540, 170);
    const changed = readings.value.filter(({ value }, index) => value !== before[index]?.value);
    expect(changed.map(({ name, margin, isEdited }) => ({ name, margin, isEdited }))).toEqual([{ name: 'far_head_bal', margin: undefined, isEdited: true }]);
    expect(readings.value.filter(({ isEdited }) => isEdited)).toHaveLength(1);
    expect(editedViews.value).toEqual(['front']);
    expect(shownAnswer.value?.far_coords).toContain('[540, 170]');
    expect(answer.value?.far_coords).toContain('[540, 190]');
  });

  test('undo and redo go through the steps, a new step ends what could be redone', () => {
    const first = valueOf('far_head_bal');
    beginStep();
    movePoint('front', 'l_ear', 540, 180);
    const second = valueOf('far_head_bal');
    beginStep();
    movePoint('front', 'l_ear', 540, 170);
    movePoint('front', 'l_ear', 540, 165);
    const third = valueOf('far_head_bal');
    expect(new Set([first, second, third]).size).toBe(3);
    undo();
    expect(valueOf('far_head_bal')).toBe(second);
    undo();
    expect(valueOf('far_head_bal')).toBe(first);
    expect([canUndo.value, canRedo.value, editedViews.value]).toEqual([false, true, []]);
    undo();
    redo();
    redo();
    redo();
    expect(valueOf('far_head_bal')).toBe(third);
    undo();
    nudge('front', 'r_ear', [0, -10]);
    expect([canUndo.value, canRedo.value]).toEqual([true, false]);
  });

  test('a held key is one step', () => {
    nudge('front', 'l_ear', [0, 1]);
    nudge('front', 'l_ear', [0, 1], true);
    nudge('front', 'l_ear', [0, 1], true);
    expect(edits.value.front?.keypoints.l_ear).toEqual([540, 193]);
    undo();
    expect(edits.value).toEqual({});
  });

  test('resetting a view is a step too, and leaves the other views', () => {
    nudge('front', 'l_ear', [0, 5]);
    nudge('side', 'c7', [-8, 0]);
    expect(edits.value.side?.c7).toEqual([462, 268]);
    resetView('front');
    expect(editedViews.value).toEqual(['side']);
    undo();
    expect(editedViews.value).toEqual(['front', 'side']);
  });

  test('C7 that was not seen can be moved from where it is assumed', () => {
    const { details } = madeAnswer();
    answer.value = { ...madeAnswer(), details: { ...details, photos: { ...details?.photos, side: { width: 1000, height: 1100, keypoints: SIDE } } } } as Answer;
    const before = valueOf('turtle_neck');
    nudge('side', 'c7', [0, 0]);
    expect(valueOf('turtle_neck')).toBe(before);
    nudge('side', 'c7', [-10, 0]);
    expect(valueOf('turtle_neck')).toBeGreaterThan(before as number);
  });

  test('no point leaves the photo', () => {
    movePoint('back', 'r_wrist', -40, 5000);
    expect(edits.value.back?.keypoints.r_wrist).toEqual([0, 1100]);
  });

  test('another answer, or none, has no steps', async () => {
    nudge('front', 'l_ear', [0, 1]);
    expect(canUndo.value).toBe(true);
    answer.value = madeAnswer();
    expect(canUndo.value).toBe(false);
    nudge('front', 'l_ear', [0, 1]);
    await wipe();
    expect([canUndo.value, edits.value, readings.value]).toEqual([false, {}, []]);
  });

  test('the side view has C7 besides the 22 keypoints', () => {
    expect([...pointNames('side')].sort()).toEqual([...KEYPOINT_NAMES, 'c7'].sort());
    expect([...pointNames('front')].sort()).toEqual([...KEYPOINT_NAMES].sort());
  });
});

describe('a photo in its frame', () => {
  const side = fc.integer({ min: 100, max: 4000 });
  const size = fc.record({ width: side, height: side });

  test('fits whole, in the middle, and can be enlarged to eight times that around any point', () => {
    fc.assert(
      fc.property(size, size, fc.double({ min: 0.1, max: 20, noNaN: true }), fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })), (photo, frame, factor, [u, v]) => {
        const whole = fitted(photo, frame);
        expect(whole.scale * photo.width).toBeLessThanOrEqual(frame.width * 1.0001);
        expect(whole.scale * photo.height).toBeLessThanOrEqual(frame.height * 1.0001);
        const around: Point = [u * frame.width, v * frame.height];
        const larger = zoomed(whole, factor, around, photo, frame);
        expect(larger.scale).toBeGreaterThanOrEqual(whole.scale * 0.9999);
        expect(larger.scale).toBeLessThanOrEqual(whole.scale * MAX_ZOOM * 1.0001);
        expect(contained(larger, photo, frame)).toEqual(larger);
        const place = toPhoto(larger, around);
        expect(toFrame(larger, place)[0]).toBeCloseTo(around[0], 6);
        // The photo fills the frame along each side that it is longer than.
        if (photo.width * larger.scale > frame.width) {
          expect(larger.x).toBeLessThanOrEqual(1e-6);
          expect(larger.x + photo.width * larger.scale).toBeGreaterThanOrEqual(frame.width - 1e-6);
        }
      }),
    );
  });
});
