import type { Clarity } from './correction/clarity.js';
import type { Doubts } from './correction/doubts.js';
import type { SideMetricsExtras } from './metrics/side.js';
import type { MetricDetails } from './grades/certainty.js';
import type { MetricName } from './grades/grades.js';
import type { NeckContour } from './keypoints/neck.js';
import type { NamedKeypoints } from './keypoints/names.js';
import type { OverlayStyle } from './overlay/style.js';
import type { PhotoEvidence } from './photo/view.js';
import type { View } from './photo/views.js';
import type { Landmarks } from './pose/landmarks.js';
import type { AnalysisJob, BackendName, EngineReport, ModelName } from './pose/protocol.js';
import type { AnsweredPhoto, MetricValues } from './response/response.js';
import type { FailureAnswer, PhotoFailure } from './response/status.js';

/** What a photo showed beyond the API's answer. */
export interface PhotoDetails {
  /** Why the photo was refused; absent where it was not. */
  readonly failure?: PhotoFailure;
  /** Pixels of the upright photo. */
  readonly width?: number;
  /** Pixels of the upright photo. */
  readonly height?: number;
  /** How the person stands; absent where none was found. */
  readonly evidence?: PhotoEvidence;
  /** BlazePose's 33 landmarks, mean of all looks, pixels of the upright photo. */
  readonly landmarks?: Landmarks;
  /** The 22 keypoints, unrounded. */
  readonly keypoints?: NamedKeypoints;
  /** The neck's contour, where it was seen; side view only. */
  readonly neck?: NeckContour | undefined;
  /** What the metrics took beyond the keypoints; side view only. */
  readonly extras?: SideMetricsExtras;
  /**
   * How much the photo is like those that the corrector was fitted on, 0 to 1: by so much of the way the keypoints were moved.
   * `undefined` where nothing corrects them.
   */
  readonly familiarity?: number | undefined;
  /** Median distance between two looks at the photo, trunk lengths, the largest of several; `undefined` after one look. */
  readonly disagreement?: number | undefined;
  /** How sharp, noisy and rich in contrast the person is; `undefined` with the backend `mediapipe`. */
  readonly clarity?: Clarity | undefined;
  /** What makes the margins wider than in a clear photo; `undefined` likewise. */
  readonly doubts?: Doubts | undefined;
  /** By what the margins are multiplied for these doubts, 1 or more. */
  readonly widening?: number;
  /** The photo shows more than one person of like size; the one nearest the middle was taken. */
  readonly severalPeople?: boolean;
}

/** What `details: true` adds to an answer. Not part of the web API. */
export interface AnalysisDetails extends EngineReport {
  readonly model: ModelName;
  readonly backend: BackendName;
  readonly photos: Partial<Readonly<Record<View, PhotoDetails>>>;
  /** The metrics of the answer with their margins; none where a photo was refused. */
  readonly metrics: Partial<Readonly<Record<MetricName, MetricDetails>>>;
  /** Milliseconds by stage; `loading` is 0 for a warm engine. */
  readonly milliseconds: Readonly<Record<'loading' | 'decoding' | 'detecting' | 'drawing', number>>;
}

/** What the worker is asked. */
export type Job = AnalysisJob<OverlayStyle>;

/** What the worker answers: everything of the response but the caller's own fields. */
export type JobResult = (
  | {
      readonly accepted: true;
      readonly photos: Partial<Readonly<Record<View, AnsweredPhoto>>>;
      readonly metrics: MetricValues;
    }
  | { readonly accepted: false; readonly failure: FailureAnswer }
) & { readonly details: AnalysisDetails | undefined };
