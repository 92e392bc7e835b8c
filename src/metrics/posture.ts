import type { Point } from '../geometry/vector.js';
import { listKeypoints, type NamedKeypoints } from '../keypoints/names.js';
import { backMetrics, type BackMetrics } from './back.js';
import { frontMetrics, type FrontMetrics } from './front.js';
import { halfShoulderWidthFrom, sideMetrics, type SideMetrics, type SideMetricsExtras } from './side.js';

/** What is measured in a photo; pixels of the upright photo. */
export interface MeasuredPoints {
  readonly keypoints: NamedKeypoints;
  /** The spinous process of C7 in a side photo; where it is left out, it is assumed behind the thorax. */
  readonly c7?: Point | undefined;
}

/** Photos of one person in one posture. */
export interface MeasuredPhotos {
  readonly front?: MeasuredPoints | undefined;
  readonly side?: MeasuredPoints | undefined;
  readonly back?: MeasuredPoints | undefined;
}

/** The metrics of some photos, and what the side view's took beyond its keypoints. */
export interface PostureMetrics {
  /** Unrounded degrees under the API's names; those of photos that are not there are absent. */
  readonly metrics: Partial<FrontMetrics & SideMetrics & BackMetrics>;
  /** `undefined` without a side photo. */
  readonly extras: SideMetricsExtras | undefined;
}

/**
 * The metrics of all photos at hand. The side photo's rounded shoulders are measured against the shoulder width of the
 * front photo, where there is one.
 */
export function postureMetrics({ front, side, back }: MeasuredPhotos): PostureMetrics {
  const points = (photo: MeasuredPoints): Point[] => listKeypoints(photo.keypoints);
  const extras: SideMetricsExtras | undefined = side && {
    c7: side.c7,
    halfShoulderWidth: front && halfShoulderWidthFrom(points(front), points(side)),
  };
  return {
    metrics: {
      ...(front && frontMetrics(points(front))),
      ...(back && backMetrics(points(back))),
      ...(side && sideMetrics(points(side), extras)),
    },
    extras,
  };
}
