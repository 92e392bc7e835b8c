import fc from 'fast-check';
import { KEYPOINT_NAMES, type NamedKeypoints } from '../../../src/keypoints/names.js';
import type { OverlayContext } from '../../../src/overlay/context.js';
import { resolveOverlay } from '../../../src/overlay-options.js';
import { drawOverlay } from '../../../src/overlay/draw.js';
import { METRIC_NAMES, type Grade, type MetricName } from '../../../src/grades/grades.js';
import { DEFAULT_OVERLAY_STYLE } from '../../../src/overlay/style.js';
import type { OverlaySubject } from '../../../src/overlay/subject.js';
import { VIEWS } from '../../../src/photo/views.js';
import type { Hostile } from '../hostile-kinds.js';
import { hostileObject, hostileText } from '../hostile-values.js';
import type { FuzzTarget } from '../target.js';
import { resolvedBy } from './misuse.js';

/** A context that takes all that is drawn, and minds what. */
function watchedContext(): { readonly context: OverlayContext; readonly state: { depth: number } } {
  const state = { depth: 0 };
  const own = {
    save: () => void (state.depth += 1),
    restore: () => void (state.depth -= 1),
    measureText: (text: string) => ({ width: text.length * 8 }),
    fillText: (text: unknown) => {
      if (typeof text !== 'string' || text.length > 200) throw new Error('something else than a short text was drawn');
    },
  };
  const context = new Proxy(own, {
    get: (target, name) => (Object.hasOwn(target, name) ? target[name as keyof typeof target] : () => undefined),
    set: () => true,
  });
  return { context: context as unknown as OverlayContext, state };
}

/** Within the photo, far outside of it, or all in one place. */
const coordinate = fc.oneof(fc.integer({ min: 0, max: 1200 }), fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.constant(400));

const subject: fc.Arbitrary<OverlaySubject> = fc
  .record({
    view: fc.constantFrom(...VIEWS),
    width: fc.integer({ min: 128, max: 9000 }),
    height: fc.integer({ min: 128, max: 9000 }),
    points: fc.array(fc.tuple(coordinate, coordinate), { minLength: KEYPOINT_NAMES.length, maxLength: KEYPOINT_NAMES.length }),
    metrics: fc.dictionary(
      fc.constantFrom(...METRIC_NAMES),
      fc.record({
        value: fc.double({ min: -180, max: 180, noNaN: true }),
        grade: fc.constantFrom<Grade>(-2, -1, 0, 1, 2),
        margin: fc.option(fc.double({ min: 0, max: 90, noNaN: true }), { nil: undefined }),
        borderline: fc.option(fc.boolean(), { nil: undefined }),
      }),
    ),
  })
  .map(({ points, ...rest }) => ({ ...rest, keypoints: Object.fromEntries(KEYPOINT_NAMES.map((name, index) => [name, points[index]])) as unknown as NamedKeypoints }));

const texts = fc
  .record({ names: fc.dictionary(fc.constantFrom<MetricName>(...METRIC_NAMES), hostileText), sides: fc.dictionary(fc.constantFrom('left', 'right'), hostileText), scale: fc.double({ min: 0.25, max: 4, noNaN: true }) })
  .map((style): Hostile => ({ kind: JSON.stringify(style).slice(0, 300), make: () => style }));

/** The look of the drawing, its texts among it, over any person. */
export const overlay: FuzzTarget<readonly [style: Hostile, subject: OverlaySubject]> = {
  name: 'overlay',
  share: 0.05,
  inputs: fc.tuple(fc.oneof(texts, hostileObject(Object.keys(DEFAULT_OVERLAY_STYLE), { labels: [true], margins: [false] })), subject),
  judge([{ make }, person]) {
    const style = resolvedBy(resolveOverlay, make());
    if (!style) return 'TypeError';
    const { context, state } = watchedContext();
    drawOverlay(context, person, style);
    if (state.depth !== 0) throw new Error('the context is not as it was');
    return 'drawn';
  },
};
