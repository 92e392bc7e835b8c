// The entry `analyze-locally/editing`: for pages on which people move keypoints and see at once what follows.
export { drawOverlay } from './draw-overlay.js';
export { editAnswer, type DrawnPhotos, type EditedPhotos } from './edit-answer.js';
export { assumedC7 } from './metrics/side.js';
export { DEFAULT_OVERLAY_STYLE } from './overlay/style.js';
export type { MeasuredPhotos, MeasuredPoints } from './metrics/posture.js';
export type { MeasuredMetric, OverlaySubject } from './overlay/subject.js';
export type { OverlayContext } from './overlay/context.js';
export type { OverlayColors, OverlayOptions, OverlayStyle } from './overlay/style.js';
