import type { AssetPackage } from 'analyze-locally';

/** MediaPipe Tasks with its three models, for `createAnalyzer({ backend: 'mediapipe', assets: mediapipe })`. */
export declare const mediapipe: AssetPackage;
