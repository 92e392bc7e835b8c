import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Point } from '../../src/geometry/vector.js';
import { metricDetails } from '../../src/grades/certainty.js';
import type { MetricName } from '../../src/grades/grades.js';
import { listKeypoints, type KeypointName, type NamedKeypoints } from '../../src/keypoints/names.js';
import { backMetrics } from '../../src/metrics/back.js';
import { frontMetrics } from '../../src/metrics/front.js';
import { sideMetrics } from '../../src/metrics/side.js';
import type { OverlayContext } from '../../src/overlay/context.js';
import { drawOverlay } from '../../src/overlay/draw.js';
import { frontalAxes, frontalMeasurements } from '../../src/overlay/frontal.js';
import { labelMargin, labelValue, placeMetricLabels } from '../../src/overlay/labels.js';
import { boxesOverlap, sharedArea } from '../../src/overlay/layout.js';
import { profileMeasurements } from '../../src/overlay/profile.js';
import { placeSideMarks } from '../../src/overlay/side-marks.js';
import { overlaySizes } from '../../src/overlay/sizes.js';
import { DEFAULT_OVERLAY_STYLE, type OverlayStyle } from '../../src/overlay/style.js';
import { bodyBox, boxAround, faceBox, type OverlaySubject } from '../../src/overlay/subject.js';

/** Mean width of a character in sizes of the text; of the usual order for sans-serif. */
const CHARACTER = 0.56;
/** What drawing at twice the size may differ by, pixels. */
const SCALE_TOLERANCE_PX = 0.02;

/** A person in heights of the picture's person: x to the image's right from her middle, y down from the head's top. */
const STANDING: Readonly<Record<'front' | 'side', Readonly<Record<KeypointName, Point>>>> = {
  front: {
    head_top: [0, 0], thorax: [0.004, 0.19], r_shoulder: [-0.095, 0.225], r_elbow: [-0.17, 0.35],
    r_wrist: [-0.235, 0.47], l_shoulder: [0.095, 0.215], l_elbow: [0.17, 0.34], l_wrist: [0.235, 0.46],
    r_hip: [-0.08, 0.5], r_knee: [-0.11, 0.73], r_ankle: [-0.12, 1], l_hip: [0.08, 0.5], l_knee: [0.11, 0.73],
    l_ankle: [0.13, 1], pelvis: [0, 0.5], spine: [0, 0.35], head: [0, 0.13], l_ear: [0.045, 0.08],
    l_eye: [0.02, 0.065], nose: [0, 0.085], r_ear: [-0.045, 0.083], r_eye: [-0.02, 0.066],
  },
  side: {
    head_top: [0.02, 0], thorax: [-0.01, 0.19], r_shoulder: [0.01, 0.22], r_elbow: [0, 0.36],
    r_wrist: [0.04, 0.49], l_shoulder: [0.012, 0.22], l_elbow: [0.01, 0.35], l_wrist: [0.05, 0.47],
    r_hip: [0.01, 0.5], r_knee: [0.01, 0.76], r_ankle: [-0.01, 1.02], l_hip: [0.01, 0.49],
    l_knee: [0.01, 0.73], l_ankle: [-0.01, 0.98], pelvis: [0.01, 0.495], spine: [0, 0.35], head: [0, 0.13],
    l_ear: [0.035, 0.085], l_eye: [0.075, 0.075], nose: [0.095, 0.1], r_ear: [0.035, 0.087],
    r_eye: [0.075, 0.077],
  },
};

interface Placing {
  readonly width: number;
  readonly height: number;
  /** Height of the person, pixels. */
  readonly size: number;
  /** Where the top of the head is, pixels. */
  readonly x: number;
  readonly y: number;
}

/** @param margin - That of every metric, degrees. */
function subjectOf(view: OverlaySubject['view'], { width, height, size, x, y }: Placing, margin?: number): OverlaySubject {
  const mirror = view === 'back' ? -1 : 1;
  const keypoints = Object.fromEntries(
    Object.entries(STANDING[view === 'side' ? 'side' : 'front']).map(([name, [px, py]]) => [
      name,
      [x + px * mirror * size, y + py * size] as const,
    ]),
  ) as unknown as NamedKeypoints;
  const list = listKeypoints(keypoints);
  const values = view === 'front' ? frontMetrics(list) : view === 'back' ? backMetrics(list) : sideMetrics(list);
  const metrics = Object.fromEntries(
    Object.entries(values).map(([name, value]: [string, number]) => [
      name,
      metricDetails(name as MetricName, value, margin),
    ]),
  );
  return { view, width, height, keypoints, metrics };
}

interface Call {
  readonly method: string;
  readonly values: readonly (number | string)[];
}

/** A context that keeps what is called; text is as wide as its characters. */
function recorder(): { context: OverlayContext; calls: Call[] } {
  const calls: Call[] = [];
  const note =
    (method: string) =>
    (...values: (number | string)[]): void => {
      calls.push({ method, values });
    };
  const context: OverlayContext = {
    fillStyle: '',
    strokeStyle: '',
    globalAlpha: 1,
    lineWidth: 1,
    lineCap: 'butt',
    lineJoin: 'miter',
    font: '10px sans-serif',
    direction: 'inherit',
    textAlign: 'start',
    textBaseline: 'alphabetic',
    save: note('save'),
    restore: note('restore'),
    beginPath: note('beginPath'),
    closePath: note('closePath'),
    moveTo: note('moveTo'),
    lineTo: note('lineTo'),
    arc: note('arc'),
    arcTo: note('arcTo'),
    setLineDash: (dashes) => {
      if (dashes.length > 0) note('setLineDash')(...dashes);
    },
    fill: note('fill'),
    stroke: note('stroke'),
    fillText: note('fillText'),
    measureText: (text) => ({ width: text.length * CHARACTER * Number(/([\d.]+)px/.exec(context.font)?.[1]) }),
  };
  return { context, calls };
}

const texts = (calls: readonly Call[]): (number | string | undefined)[] =>
  calls.filter(({ method }) => method === 'fillText').map(({ values }) => values[0]);

const ROOMY: Placing = { width: 800, height: 1200, size: 800, x: 400, y: 200 };

const placing = fc
  .record({
    width: fc.integer({ min: 128, max: 4200 }),
    height: fc.integer({ min: 128, max: 4200 }),
    share: fc.double({ min: 0.3, max: 0.95, noNaN: true }),
    x: fc.double({ min: 0.2, max: 0.8, noNaN: true }),
    y: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ width, height, share, x, y }): Placing => {
    const size = height * share;
    return { width, height, size, x: width * x, y: (height - size) * y };
  });

const view = fc.constantFrom<OverlaySubject['view']>('front', 'side', 'back');
const margin = fc.option(fc.double({ min: 0, max: 12, noNaN: true }), { nil: undefined });

describe('drawOverlay', () => {
  it('names every metric of the view with its value, and the two sides', () => {
    const { context, calls } = recorder();
    drawOverlay(context, subjectOf('front', ROOMY), DEFAULT_OVERLAY_STYLE);
    const written = texts(calls);
    for (const name of ['Head', 'Shoulders', 'Hips', 'Knees', 'Tilt', 'Q L', 'Q R', 'L', 'R']) {
      expect(written).toContain(name);
    }
    expect(written.filter((text) => String(text).endsWith('°'))).toHaveLength(7);
  });

  it('marks in a profile only the side that is turned to the camera', () => {
    const { context, calls } = recorder();
    drawOverlay(context, subjectOf('side', ROOMY), DEFAULT_OVERLAY_STYLE);
    const written = texts(calls);
    for (const name of ['Turtle neck', 'Round shoulder', 'Head tilt', 'Tilt', 'R']) expect(written).toContain(name);
    expect(written).not.toContain('L');
  });

  it('passes over metrics that are missing or of another view', () => {
    const { context, calls } = recorder();
    const subject = subjectOf('front', ROOMY);
    drawOverlay(
      context,
      { ...subject, metrics: { far_tilt: { value: 1.25, grade: 1 }, bar_tilt: { value: 9, grade: 2 } } },
      DEFAULT_OVERLAY_STYLE,
    );
    expect(texts(calls).filter((text) => String(text).endsWith('°'))).toEqual(['+1.3°']);
  });

  it('writes nothing without labels, and draws nothing with everything off', () => {
    const { context, calls } = recorder();
    drawOverlay(context, subjectOf('back', ROOMY), { ...DEFAULT_OVERLAY_STYLE, labels: false });
    expect(texts(calls)).toEqual([]);
    expect(calls.some(({ method }) => method === 'stroke')).toBe(true);
    const off = recorder();
    const flags = { labels: false, skeleton: false, levelLines: false, plumbLine: false };
    const nothing: OverlayStyle = { ...DEFAULT_OVERLAY_STYLE, ...flags };
    drawOverlay(off.context, subjectOf('side', ROOMY), nothing);
    expect(off.calls.map(({ method }) => method)).toEqual(['save', 'restore']);
  });

  it('writes the margin beside each value, and nothing where there is none', () => {
    const { context, calls } = recorder();
    drawOverlay(context, subjectOf('front', ROOMY, 0.76), DEFAULT_OVERLAY_STYLE);
    expect(texts(calls).filter((text) => text === '±0.8')).toHaveLength(7);
    const without = recorder();
    drawOverlay(without.context, subjectOf('front', ROOMY), DEFAULT_OVERLAY_STYLE);
    expect(texts(without.calls).some((text) => /[±≈]/.test(String(text)))).toBe(false);
  });

  it('leads a borderline value by a sign, hollows its marks and dashes its label', () => {
    const drawn = (borderline: boolean) => {
      const { context, calls } = recorder();
      const metrics = { far_tilt: { value: 1.25, grade: 1 as const, margin: 0.5, borderline } };
      drawOverlay(context, { ...subjectOf('front', ROOMY), metrics }, { ...DEFAULT_OVERLAY_STYLE, skeleton: false });
      return calls;
    };
    const counted = (calls: readonly Call[], wanted: string): number => calls.filter(({ method }) => method === wanted).length;
    const [sure, open] = [drawn(false), drawn(true)];
    expect(texts(sure)).toContain('+1.3°');
    expect(texts(open)).toContain('≈ +1.3°');
    // One mark at the thorax and one on the label.
    expect(counted(open, 'fill') - counted(sure, 'fill')).toBe(2);
    expect(counted(open, 'setLineDash') - counted(sure, 'setLineDash')).toBe(1);
  });

  it('tells nothing of margins where the style wants none', () => {
    const style: OverlayStyle = { ...DEFAULT_OVERLAY_STYLE, margins: false };
    for (const seen of ['front', 'side', 'back'] as const) {
      const [told, unknown] = [recorder(), recorder()];
      drawOverlay(told.context, subjectOf(seen, ROOMY, 3), style);
      drawOverlay(unknown.context, subjectOf(seen, ROOMY), style);
      expect(told.calls).toEqual(unknown.calls);
    }
  });

  it('uses the names and side marks of the style', () => {
    const { context, calls } = recorder();
    const { names, sides } = DEFAULT_OVERLAY_STYLE;
    const style: OverlayStyle = {
      ...DEFAULT_OVERLAY_STYLE,
      names: { ...names, far_head_bal: 'Kopf' },
      sides: { ...sides, right: 'Re' },
    };
    drawOverlay(context, subjectOf('front', ROOMY), style);
    expect(texts(calls)).toContain('Kopf');
    expect(texts(calls)).toContain('Re');
    expect(texts(calls)).not.toContain('Head');
  });

  it('looks the same at twice the size', () => {
    const views = ['front', 'side', 'back'] as const;
    for (const [seen, known] of views.flatMap((one) => [[one, undefined], [one, 1.2]] as const)) {
      const once = recorder();
      const twice = recorder();
      drawOverlay(once.context, subjectOf(seen, ROOMY, known), DEFAULT_OVERLAY_STYLE);
      const { width, height, size, x, y } = ROOMY;
      drawOverlay(
        twice.context,
        subjectOf(seen, { width: 2 * width, height: 2 * height, size: 2 * size, x: 2 * x, y: 2 * y }, known),
        DEFAULT_OVERLAY_STYLE,
      );
      expect(twice.calls.map(({ method }) => method)).toEqual(once.calls.map(({ method }) => method));
      once.calls.forEach(({ method, values }, index) => {
        // The last two numbers of an arc are angles.
        const lengths = method === 'arc' ? values.slice(0, 3) : values;
        lengths.forEach((value, place) => {
          if (typeof value !== 'number') return;
          const doubled = Number(twice.calls[index]?.values[place]);
          expect(Math.abs(doubled - 2 * value)).toBeLessThan(SCALE_TOLERANCE_PX);
        });
      });
    }
  });

  it('calls the context with finite numbers alone and leaves its state as it was', () => {
    fc.assert(
      fc.property(view, placing, margin, (seen, where, known) => {
        const { context, calls } = recorder();
        drawOverlay(context, subjectOf(seen, where, known), DEFAULT_OVERLAY_STYLE);
        expect(context.globalAlpha).toBe(1);
        for (const { values } of calls) {
          for (const value of values) if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true);
        }
        expect(calls.at(0)?.method).toBe('save');
        expect(calls.at(-1)?.method).toBe('restore');
        for (const { method, values } of calls) if (method === 'arc') expect(values[2]).toBeGreaterThan(0);
      }),
    );
  });

  it('draws a person whose keypoints all lie on one point', () => {
    for (const seen of ['front', 'side', 'back'] as const) {
      const { context, calls } = recorder();
      drawOverlay(context, subjectOf(seen, { ...ROOMY, size: 0 }), DEFAULT_OVERLAY_STYLE);
      for (const { values } of calls) {
        for (const value of values) if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true);
      }
    }
  });
});

describe('placeMetricLabels', () => {
  const place = (subject: OverlaySubject): { boxes: ReturnType<typeof placeMetricLabels>; count: number } => {
    const sizes = overlaySizes(subject, 1);
    const measurements = subject.view === 'side' ? profileMeasurements(subject) : frontalMeasurements(subject);
    const marks = placeSideMarks(subject, sizes).map(({ box }) => box);
    const boxes = placeMetricLabels(recorder().context, subject, measurements, sizes, DEFAULT_OVERLAY_STYLE, marks);
    return { boxes, count: measurements.length };
  };

  it('keeps all labels apart, inside the photo, off the face and off the side marks', () => {
    fc.assert(
      fc.property(view, placing, margin, (seen, where, known) => {
        const subject = subjectOf(seen, where, known);
        const { boxes } = place(subject);
        const marks = placeSideMarks(subject, overlaySizes(subject, 1)).map(({ box }) => box);
        const kept = [faceBox(subject.keypoints), ...marks];
        for (const [index, { box }] of boxes.entries()) {
          expect(box.left).toBeGreaterThanOrEqual(0);
          expect(box.top).toBeGreaterThanOrEqual(0);
          expect(box.left + box.width).toBeLessThanOrEqual(subject.width);
          expect(box.top + box.height).toBeLessThanOrEqual(subject.height);
          for (const other of boxes.slice(index + 1)) expect(boxesOverlap(box, other.box)).toBe(false);
          for (const taken of kept) expect(boxesOverlap(box, taken)).toBe(false);
        }
      }),
    );
  });

  it('places every label of an ordinary photo, and of a small one', () => {
    for (const seen of ['front', 'side', 'back'] as const) {
      for (const by of [0.375, 1, 3.75]) {
        const where = { width: 800 * by, height: 1200 * by, size: 700 * by, x: 400 * by, y: 300 * by };
        const { boxes, count } = place(subjectOf(seen, where));
        expect(boxes).toHaveLength(count);
      }
    }
  });

  it('shows margins beside a person who leaves room, in text that is little smaller', () => {
    for (const by of [1, 3.75]) {
      const where = { width: 800 * by, height: 1200 * by, size: 700 * by, x: 400 * by, y: 300 * by };
      for (const seen of ['front', 'side', 'back'] as const) {
        const subject = subjectOf(seen, where, 1.2);
        const { boxes, count } = place(subject);
        expect(boxes).toHaveLength(count);
        for (const { request } of boxes) {
          expect(request.margin).toBe('±1.2');
          expect(request.font / overlaySizes(subject, 1).font).toBeGreaterThan(0.75);
        }
      }
    }
  });

  it('never covers more of the person or leaves a label out for a margin', () => {
    fc.assert(
      fc.property(view, placing, (seen, where) => {
        // No grade is open with so small a margin: the values are as wide with it as without.
        const [told, unknown] = [subjectOf(seen, where, 0), subjectOf(seen, where)];
        const covered = (subject: OverlaySubject): number => {
          const points = (seen === 'side' ? profileMeasurements(subject) : frontalMeasurements(subject)).flatMap(({ line }) => line);
          const around = bodyBox(subject);
          const ends: Point[] = [[around.left, around.top], [around.left + around.width, around.top + around.height]];
          const body = boxAround([...points, ...ends], overlaySizes(subject, 1).mark);
          return place(subject).boxes.reduce((sum, { box }) => sum + sharedArea(box, body), 0);
        };
        expect(place(told).boxes).toHaveLength(place(unknown).boxes.length);
        expect(covered(told)).toBeLessThanOrEqual(covered(unknown));
      }),
    );
  });

  it('lets values and margins of a column stand below one another', () => {
    const { context, calls } = recorder();
    const subject = subjectOf('front', ROOMY, 0.8);
    const knees = { ...subject.metrics, far_knee_bal: { value: 2, grade: 1 as const, margin: 11.3 } };
    drawOverlay(context, { ...subject, metrics: knees }, DEFAULT_OVERLAY_STYLE);
    const written = calls.filter(({ method }) => method === 'fillText');
    const after = (name: string): (number | string | undefined)[] => {
      const at = written.findIndex(({ values }) => values[0] === name);
      return [written[at + 1]?.values[1], written[at + 2]?.values[1]];
    };
    expect(after('Knees')).toEqual(after('Hips'));
    expect(after('Hips')).toEqual(after('Head'));
  });

  it('keeps the worst grades where there is no room for all', () => {
    const subject = subjectOf('front', { width: 128, height: 128, size: 100, x: 64, y: 10 });
    const metrics = { ...subject.metrics, far_knee_bal: { value: 9, grade: 2 as const } };
    const { boxes, count } = place({ ...subject, metrics });
    expect(boxes.length).toBeLessThan(count);
    expect(boxes.map(({ request }) => request.name)).toContain('Knees');
  });
});

describe('frontalAxes', () => {
  it.each(['front', 'back'] as const)('follows the ankle line of a %s photo', (seen) => {
    const subject = subjectOf(seen, ROOMY);
    const [x, y] = subject.keypoints.l_ankle;
    const k = { ...subject.keypoints, l_ankle: [x, y - 30] as const };
    const { level, up } = frontalAxes({ ...subject, keypoints: k });
    const [from, to] = seen === 'back' ? [k.l_ankle, k.r_ankle] : [k.r_ankle, k.l_ankle];
    expect(level[0]).toBeGreaterThan(0);
    expect(level[0] * (to[1] - from[1]) - level[1] * (to[0] - from[0])).toBeCloseTo(0, 6);
    expect(up[1]).toBeLessThan(0);
    expect(level[0] * up[0] + level[1] * up[1]).toBeCloseTo(0, 12);
  });
});

describe('labelValue', () => {
  it('writes one decimal, a true minus sign, and a sign only where there are two directions', () => {
    expect(labelValue('far_tilt', 2.34)).toBe('+2.3°');
    expect(labelValue('far_tilt', -2.36)).toBe('−2.4°');
    expect(labelValue('far_tilt', -0.04)).toBe('0.0°');
  });

  it('takes more decimals rather than show a value beyond its grade', () => {
    expect(labelValue('far_tilt', 0.96)).toBe('+0.96°');
    expect(labelValue('far_tilt', -0.998)).toBe('−0.998°');
    expect(labelValue('far_tilt', 1)).toBe('+1.0°');
    expect(labelValue('turtle_neck', 34.04)).toBe('34.04°');
    expect(labelValue('turtle_neck', 34.96)).toBe('35.0°');
    expect(labelValue('turtle_neck', -3)).toBe('−3.0°');
  });
});

describe('labelMargin', () => {
  it('writes one decimal and never nothing', () => {
    expect(labelMargin(0.84)).toBe('±0.8');
    expect(labelMargin(12)).toBe('±12.0');
    expect(labelMargin(0.01)).toBe('±0.1');
    expect(labelMargin(0)).toBe('±0.1');
  });
});
