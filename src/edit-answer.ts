import type { AnalysisDetails, PhotoDetails } from './analysis.js';
import { metricDetails } from './grades/certainty.js';
import type { MetricName } from './grades/grades.js';
import { postureMetrics, type MeasuredPhotos, type MeasuredPoints } from './metrics/posture.js';
import { VIEWS, type View } from './photo/views.js';
import { PHOTO_KEYS, successResponse, type AnalysisSuccess, type AnsweredPhoto } from './response/response.js';

/** Points of a photo that a person has placed, in place of those that were found. */
export type EditedPhotos = MeasuredPhotos;

/** Photos drawn anew, `data:image/jpeg;base64,…`. */
export type DrawnPhotos = Partial<Readonly<Record<View, string>>>;

const entriesOf = (details: AnalysisDetails): [View, PhotoDetails][] =>
  VIEWS.flatMap((view): [View, PhotoDetails][] => {
    const photo = details.photos[view];
    return photo === undefined ? [] : [[view, photo]];
  });

/** What a view is measured by now. */
function pointsOf(view: View, { keypoints, extras }: PhotoDetails, edited: EditedPhotos): MeasuredPoints {
  const moved = edited[view];
  if (moved) return moved;
  if (keypoints) return { keypoints, c7: extras?.c7 };
  throw new TypeError(`the answer's details have no keypoints of the ${view} photo`);
}

/** The same as before where the value is; a value by points placed by hand has no margin, as nobody has measured one. */
function describe(name: MetricName, value: number, before: AnalysisDetails['metrics']): ReturnType<typeof metricDetails> {
  const now = metricDetails(name, value, undefined);
  const found = before[name];
  return found?.value === now.value ? found : now;
}

/**
 * The answer with points that a person has moved: coordinates, metrics and grades follow, and so do the details. Pure and
 * quick (well under a millisecond): it can be called for every movement of a finger.
 *
 * @param answer - An answer with its details, as `details: true` gives it.
 * @param edited - For each edited view all its points, pixels of the upright photo. For the side view C7 is one of them: left
 * out, it is assumed behind the thorax. Views that are left out stay as they are, but for the
 * side view's rounded shoulders, which are measured against the front view's shoulder width.
 * @param drawn - The photos that changed, drawn anew; where one is left out, the answer keeps the picture that it had.
 * @returns A new answer. Metrics that changed have no margin.
 * @throws TypeError for an answer without details, and for an edited view that it does not have.
 */
export function editAnswer<V extends View>(
  answer: AnalysisSuccess<V, AnalysisDetails>,
  edited: EditedPhotos,
  drawn: DrawnPhotos = {},
): AnalysisSuccess<V, AnalysisDetails> {
  const { details, uuid, credit, credit_change: creditChange } = answer;
  if (!details) throw new TypeError('the answer has no details: analyse with `details: true`');
  const found = entriesOf(details);
  for (const view of VIEWS) {
    if (edited[view] && !details.photos[view]) throw new TypeError(`the answer has no ${view} photo`);
  }
  const measured = Object.fromEntries(found.map(([view, photo]) => [view, pointsOf(view, photo, edited)] as const)) as Record<View, MeasuredPoints>;
  const { metrics, extras } = postureMetrics(measured);
  const pictures = answer as unknown as Partial<Record<string, string>>;
  const answered = found.map(([view]): [View, AnsweredPhoto] => [
    view,
    { keypoints: measured[view].keypoints, drawn: drawn[view] ?? pictures[PHOTO_KEYS[view].drawn] ?? '' },
  ]);
  const photos = found.map(([view, photo]): [View, PhotoDetails] => [
    view,
    { ...photo, keypoints: measured[view].keypoints, ...(view === 'side' && extras && { extras }) },
  ]);
  return {
    ...successResponse<V>(Object.fromEntries(answered) as Record<V, AnsweredPhoto>, metrics, { uuid, credit, creditChange }),
    details: {
      ...details,
      photos: Object.fromEntries(photos),
      metrics: Object.fromEntries(Object.entries(metrics).map(([name, value]) => [name, describe(name as MetricName, value, details.metrics)])),
    },
  };
}
