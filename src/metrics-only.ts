// The entry `analyze-locally/metrics`: pure functions for those who have keypoints already.
export { gradeMetric, METRIC_NAMES, type Grade, type MetricName } from './grades/grades.js';
export { KEYPOINT_NAMES, type KeypointName, type Keypoints, type NamedKeypoints } from './keypoints/names.js';
export { backMetrics, type BackMetrics } from './metrics/back.js';
export { frontMetrics, type FrontMetrics } from './metrics/front.js';
export { halfShoulderWidthFrom, sideMetrics, type SideMetrics, type SideMetricsExtras } from './metrics/side.js';
export { postureMetrics, type MeasuredPhotos, type MeasuredPoints, type PostureMetrics } from './metrics/posture.js';
export type { Point } from './geometry/vector.js';
