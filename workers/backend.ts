import type { Pose } from '../src/pose/landmarks.js';
import type { Delegate, ModelName } from '../src/pose/protocol.js';
import type { AssetLoader } from './assets.js';

/** Runs a pose network. What is common to all of them (two passes, choice of the person, keypoints) lives outside. */
export interface PoseBackend {
  /** Its name in `details`. */
  readonly name: string;
  /**
   * Loads runtime and network.
   *
   * @throws AnalyzeLocallyError where a file or the browser is not as it must be.
   */
  load(model: ModelName, delegate: Delegate, assets: AssetLoader): Promise<void>;
  /**
   * Finds people.
   *
   * @param picture - RGBA; its width is a multiple of 4.
   * @returns One pose a person, in no order; empty where nobody is.
   */
  detect(picture: ImageData): Promise<Pose[]>;
  /** Frees what it holds. */
  close(): void;
}
