import { METRIC_NAMES, type MetricName } from '../grades/grades.js';
import { VIEWS, type View } from '../photo/views.js';

/** Something for each photo that is there. */
export type PerView<Value> = Partial<Record<View, Value>>;

/** The field of an answer that has the drawn photo. */
export const DRAWN_FIELDS = { front: 'forigimg', side: 'sorigimg', back: 'borigimg' } as const satisfies Record<View, string>;

/** The photo that gives a metric: `far_…` is the front, `bar_…` the back, all others are the side's. */
const viewOf = (name: MetricName): View => (name.startsWith('far_') ? 'front' : name.startsWith('bar_') ? 'back' : 'side');

/** The metrics that a photo gives. */
export const metricsOf = (view: View): MetricName[] => METRIC_NAMES.filter((name) => viewOf(name) === view);

const wordsOf = (text: string | null): string[] => (text ?? '').split(/[\s,]+/).filter((word) => word !== '');

/** @throws TypeError naming a word that is no view. */
export function checkViews(text: string | null): void {
  const wrong = wordsOf(text).find((word) => !VIEWS.includes(word as View));
  if (wrong !== undefined) throw new TypeError(`\`views\` must name ${VIEWS.join(', ')}, not '${wrong.slice(0, 40)}'`);
}

/** The views that a text names, separated by blanks or commas; `undefined` where it names none. */
export function viewsIn(text: string | null): readonly View[] | undefined {
  const words = wordsOf(text);
  const named = VIEWS.filter((view) => words.includes(view));
  return named.length > 0 ? named : undefined;
}
