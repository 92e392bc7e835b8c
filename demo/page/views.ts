import { METRIC_NAMES, type MetricName, type View } from 'analyze-locally';

/** The photos in the order in which they are shown. */
export const VIEWS = ['front', 'side', 'back'] as const satisfies readonly View[];

/** Something for each photo that is there. */
export type PerView<Value> = Partial<Record<View, Value>>;

/** A photo's name in front of "photo" and as a heading. */
export const VIEW_TITLES: Readonly<Record<View, string>> = { front: 'Front', side: 'Side', back: 'Back' };

/** How to stand for it. */
export const VIEW_HINTS: Readonly<Record<View, string>> = {
  front: 'Facing the camera, arms straight and slightly out.',
  side: 'In profile, left or right, arms hanging.',
  back: 'Back to the camera, arms straight and slightly out.',
};

/** The metric that a photo gives: `far_…` is the front, `bar_…` the back, all others are the side's. */
const viewOf = (name: MetricName): View =>
  name.startsWith('far_') ? 'front' : name.startsWith('bar_') ? 'back' : 'side';

/** The metrics that a photo gives. */
export const metricsOf = (view: View): MetricName[] => METRIC_NAMES.filter((name) => viewOf(name) === view);
