/** What is exactly known about a case: keypoints, joints and metrics of its photos. */
import type { Point } from '../../src/geometry/vector.js';
import type { MetricName } from '../../src/grades/grades.js';
import { KEYPOINT_NAMES } from '../../src/keypoints/names.js';
import { backMetrics } from '../../src/metrics/back.js';
import { frontMetrics } from '../../src/metrics/front.js';
import { halfShoulderWidthFrom, sideMetrics } from '../../src/metrics/side.js';
import type { View } from '../../src/photo/views.js';
import type { Truth } from '../bench/ground-truth.js';
import { makeCamera, placed, project, VIEW_TURN, type Camera, type Place } from './camera.js';
import { keypoints3D, type LandmarkName } from './landmarks.js';
import { rounded, type PlannedCase, type PlannedView } from './plan.js';
import type { Pose } from './pose.js';
import { NEUTRAL, postureOf, type Parameters, type Posture } from './posture.js';
import type { Setting } from './rooms.js';
import type { Vector3 } from './vector3.js';

/** A photo's exact points, pixels. */
export interface ViewTruth {
  readonly width: number;
  readonly height: number;
  /** With the person's turn, degrees: the view's own and its error. */
  readonly camera: Camera & { readonly turn: number };
  readonly facing: 'left' | 'right' | null;
  /** 22 points in the order of `KEYPOINT_NAMES`. */
  readonly keypoints: readonly Point[];
  readonly joints: Readonly<Record<LandmarkName, Point>>;
}

/** A `truth.json`. */
export interface CaseTruth extends Truth {
  readonly parameters: Parameters;
  readonly setting: Setting;
  readonly views: Readonly<Record<View, ViewTruth>>;
  /** Metres, in the body's frame. */
  readonly landmarks3D: Readonly<Record<LandmarkName, Vector3>>;
}

const PIXEL_DIGITS = 3;
const METRE_DIGITS = 5;
const DEGREE_DIGITS = 4;

const mapped = <K extends string, A, B>(record: Readonly<Record<K, A>>, change: (value: A) => B): Record<K, B> =>
  Object.fromEntries(Object.entries<A>(record).map(([name, value]) => [name, change(value)])) as Record<K, B>;

const parametersOf = ({ parameters }: PlannedCase): Parameters => ({ ...NEUTRAL, ...parameters });

/** The posture that a case's body is posed in. */
export const casePosture = (planned: PlannedCase): Posture => postureOf(parametersOf(planned));

/** How a person stands before a view's camera. */
export const placeIn = (view: View, { facing, yaw }: PlannedView): Place => {
  const shown = view === 'side' ? facing : view;
  if (!shown) throw new Error('a side photo needs a facing');
  return { turn: VIEW_TURN[shown] + yaw };
};

function viewTruth(pose: Pose, { width, height }: PlannedCase, view: View, planned: PlannedView): ViewTruth {
  const place = placeIn(view, planned);
  const camera = makeCamera(planned.camera, width, height);
  const seen = (point: Vector3): Point => {
    const [x, y] = project(camera, placed(point, place), width, height);
    return [rounded(x, PIXEL_DIGITS), rounded(y, PIXEL_DIGITS)];
  };
  const keypoints = keypoints3D(pose.landmarks);
  return {
    width,
    height,
    camera: { ...planned.camera, turn: place.turn },
    facing: planned.facing ?? null,
    keypoints: KEYPOINT_NAMES.map((name) => seen(keypoints[name])),
    joints: mapped(pose.landmarks, seen),
  };
}

/**
 * As who finds every point exactly would measure them: with the photos' perspective and errors of turn.
 *
 * @returns Degrees, unrounded.
 */
export function metricsOf({ front, side, back }: Readonly<Record<View, Pick<ViewTruth, 'keypoints' | 'joints'>>>): Record<MetricName, number> {
  return {
    ...frontMetrics(front.keypoints),
    ...backMetrics(back.keypoints),
    ...sideMetrics(side.keypoints, {
      c7: side.joints.c7,
      halfShoulderWidth: halfShoulderWidthFrom(front.keypoints, side.keypoints),
    }),
  };
}

/** The truth of a case whose body is in `pose`. */
export function caseTruth(planned: PlannedCase, pose: Pose): CaseTruth {
  const of = (view: View): ViewTruth => viewTruth(pose, planned, view, planned.views[view]);
  const views = { front: of('front'), side: of('side'), back: of('back') };
  return {
    id: planned.id,
    subject: planned.subject,
    parameters: parametersOf(planned),
    setting: planned.setting,
    views,
    landmarks3D: mapped(pose.landmarks, ([x, y, z]): Vector3 => [rounded(x, METRE_DIGITS), rounded(y, METRE_DIGITS), rounded(z, METRE_DIGITS)]),
    metrics: mapped(metricsOf(views), (value) => rounded(value, DEGREE_DIGITS)),
  };
}
