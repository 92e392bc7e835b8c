export { analyzeLocally, createAnalyzer, type Analyzer } from './analyze-locally.js';
export type { AnalysisDetails, PhotoDetails } from './analysis.js';
export type { Clarity } from './correction/clarity.js';
export type { Doubts } from './correction/doubts.js';
export { AnalyzeLocallyError, type AnalyzeLocallyErrorCode } from './errors.js';
export type { MetricDetails } from './grades/certainty.js';
export { gradeMetric, METRIC_NAMES, type Grade, type MetricName } from './grades/grades.js';
export { KEYPOINT_NAMES, type KeypointName, type Keypoints, type NamedKeypoints } from './keypoints/names.js';
export { createLandmarkSmoother, type LandmarkSmoother } from './keypoints/smoothing.js';
export type { NeckContour } from './keypoints/neck.js';
export { backMetrics, type BackMetrics } from './metrics/back.js';
export { frontMetrics, type FrontMetrics } from './metrics/front.js';
export { halfShoulderWidthFrom, sideMetrics, type SideMetrics, type SideMetricsExtras } from './metrics/side.js';
export type { AnalyzeOptions, CallOptions, EngineOptions } from './options.js';
export type { OverlayColors, OverlayOptions, OverlayStyle } from './overlay/style.js';
export type { PhotoSource } from './photo/photo-source.js';
export type { DecodeFailure } from './photo/header.js';
export type { TrackedFrame } from './photo/frame-source.js';
export { judgePhoto, type PhotoEvidence, type PoseFailure } from './photo/view.js';
export type { View } from './photo/views.js';
export type { AssetPackage } from './pose/asset-files.js';
export type { Landmark, LandmarkName, Landmarks } from './pose/landmarks.js';
export type {
  BackendName,
  Delegate,
  EngineReport,
  Mode,
  ModelName,
  NotUsed,
  NotUsedReason,
  Progress,
  Provider,
  RollReference,
} from './pose/protocol.js';
export type { TrackedPose, TrackingStage } from './pose/tracked-pose.js';
export type { AnalysisInput, ApiRequest, NamedPhotos } from './request.js';
export type { AnalysisFailure, AnalysisResponse, AnalysisSuccess, ViewFields } from './response/response.js';
export type { FailureStatus, PhotoFailure } from './response/status.js';
export { createTracker, type Tracker } from './tracker.js';
export { VERSION } from './version.js';
export type { Point } from './geometry/vector.js';
