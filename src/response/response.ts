import { gradeMetric, roundMetric, type Grade, type MetricName } from '../grades/grades.js';
import { listKeypoints, type NamedKeypoints } from '../keypoints/names.js';
import type { BackMetrics } from '../metrics/back.js';
import type { FrontMetrics } from '../metrics/front.js';
import type { SideMetrics } from '../metrics/side.js';
import { VIEWS, type View } from '../photo/views.js';
import type { FailureAnswer, FailureStatus } from './status.js';

/** Values of the metrics of the views at hand, unrounded degrees. */
export type MetricValues = Partial<Readonly<Record<MetricName, number>>>;

/** Metrics (degrees, at most three decimals) with their grades, under the names of the API. */
type MetricFields<Name extends string> = { readonly [N in Name as `${N}_m_`]: number } & {
  readonly [N in Name as `${N}_grade`]: Grade;
};

/**
 * What each view adds to an answer: the photo with the result drawn on it (`data:image/jpeg;base64,…`, the photo's own
 * size), its coordinates (JSON text of 22 `[x, y]` whole pixels of the upright photo), and its metrics.
 */
export interface ViewFields {
  readonly front: { readonly forigimg: string; readonly far_coords: string } & MetricFields<keyof FrontMetrics>;
  readonly side: { readonly sorigimg: string; readonly sar_coords: string } & MetricFields<keyof SideMetrics>;
  readonly back: { readonly borigimg: string; readonly bar_coords: string } & MetricFields<keyof BackMetrics>;
}

type Intersection<Union> = (Union extends unknown ? (member: Union) => void : never) extends (member: infer All) => void
  ? All
  : never;

/** Who and what for, in every answer. */
interface AccountFields {
  /** As passed, or a fresh version 4 UUID. */
  readonly uuid: string;
  readonly credit: number;
  readonly credit_change: number;
}

/**
 * A successful answer, to the letter as the web API gives it. `V` are the views that were asked for: all three unless
 * the call said otherwise; the fields of the others are absent.
 */
export type AnalysisSuccess<V extends View = View, Details = unknown> = AccountFields & {
  readonly state: true;
  readonly status_code: 200;
  /** `Analysis-skeleton-v2`; for one view alone `Analysis-skeleton-v2-front`, `-side` or `-back`. */
  readonly APIName: string;
  /** Beyond the API; present only when asked for. */
  readonly details?: Details;
} & Intersection<ViewFields[V]>;

/** A refused request: an answer, not an exception. */
export interface AnalysisFailure<Details = unknown> extends AccountFields {
  readonly state: false;
  readonly status: FailureStatus;
  /** The same as `status`: the API's table names one, its examples the other. */
  readonly status_code: FailureStatus;
  /** Names the photo and says what to do. */
  readonly message: string;
  /** Beyond the API; present only when asked for. */
  readonly details?: Details;
}

/** What an analysis answers with. */
export type AnalysisResponse<V extends View = View, Details = unknown> =
  | AnalysisSuccess<V, Details>
  | AnalysisFailure<Details>;

/** What the answers of one call share. */
export interface ResponseFrame {
  readonly uuid: string;
  readonly credit: number;
  readonly creditChange: number;
}

/** One analysed photo, ready to be answered with. */
export interface AnsweredPhoto {
  readonly keypoints: NamedKeypoints;
  /** `data:image/jpeg;base64,…` */
  readonly drawn: string;
}

const API_NAME = 'Analysis-skeleton-v2';

/** The answer's keys of a view. */
export const PHOTO_KEYS = {
  front: { drawn: 'forigimg', coords: 'far_coords' },
  side: { drawn: 'sorigimg', coords: 'sar_coords' },
  back: { drawn: 'borigimg', coords: 'bar_coords' },
} as const satisfies Record<View, object>;

/** A single view has an endpoint of its own; anything else is the full call. */
const apiName = (views: readonly View[]): string => (views.length === 1 ? `${API_NAME}-${views.join()}` : API_NAME);

/** `[[431, 258], [432, 403], …]`, spaced as the web API spaces it. Never `-0`. */
const coordsText = (keypoints: NamedKeypoints): string =>
  `[${listKeypoints(keypoints)
    .map((point) => `[${point.map((value) => String(Math.round(value) + 0)).join(', ')}]`)
    .join(', ')}]`;

/**
 * The answer to a request whose photos were all accepted.
 *
 * @param photos - The analysed photos; their keys are the views that were asked for.
 * @param metrics - The metrics of these views, unrounded degrees.
 */
export function successResponse<V extends View>(
  photos: Readonly<Record<V, AnsweredPhoto>>,
  metrics: MetricValues,
  frame: ResponseFrame,
): AnalysisSuccess<V, never> {
  const views = VIEWS.filter((view): view is V => view in photos);
  const entries = views.map((view) => [view, photos[view]] as const);
  const coords = entries.map(([view, { keypoints }]): [string, string] => [PHOTO_KEYS[view].coords, coordsText(keypoints)]);
  const values = (Object.entries(metrics) as [MetricName, number][]).flatMap(([name, value]) => [
    [`${name}_grade`, gradeMetric(name, value)] satisfies [string, number],
    [`${name}_m_`, roundMetric(value)] satisfies [string, number],
  ]);
  // The published example lists the photos first, then everything else by name.
  const drawn = entries.map(([view, photo]): [string, string] => [PHOTO_KEYS[view].drawn, photo.drawn]);
  const answer: Record<string, unknown> = {
    state: true,
    status_code: 200,
    APIName: apiName(views),
    credit_change: frame.creditChange,
    credit: frame.credit,
    uuid: frame.uuid,
    ...Object.fromEntries(drawn),
    ...Object.fromEntries<string | number>([...coords, ...values].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
  return answer as unknown as AnalysisSuccess<V, never>;
}

/** The answer to a refused request. */
export const failureResponse = ({ status, message }: FailureAnswer, frame: ResponseFrame): AnalysisFailure<never> => ({
  state: false,
  status,
  status_code: status,
  message,
  credit: frame.credit,
  credit_change: 0,
  uuid: frame.uuid,
});
