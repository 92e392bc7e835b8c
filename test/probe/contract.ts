import type { MetricName } from '../../src/grades/grades.js';
import type { BackendName, Looks, ModelName } from '../../src/pose/protocol.js';

/** Degrees. */
export type Metrics = Readonly<Partial<Record<MetricName, number>>>;

/** How far two poses of one photo lie apart. */
export interface Difference {
  /** Of the 33 landmarks, % of the trunk's length. */
  readonly landmarks: readonly number[];
  /** Shared area of the two silhouettes in that of both together. */
  readonly overlap: number;
  /** Degrees, absolute; empty for a photo that shows none of the three views. */
  readonly metrics: Metrics;
}

/** What the backends made of one photo. */
export interface Comparison {
  readonly found: Readonly<Record<BackendName, boolean>>;
  /** Ours against MediaPipe's. */
  readonly difference: Difference | undefined;
  /** MediaPipe's against itself on the same photo drawn 3 % smaller. */
  readonly itself: Difference | undefined;
}

/** The worker's functions. */
export interface Probe {
  load(model: ModelName, assetsBaseUrl: string): Promise<void>;
  /** @returns `undefined` for what the browser cannot decode. */
  compare(photo: Blob, looks: Looks): Promise<Comparison | undefined>;
}
