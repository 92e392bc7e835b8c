import type { Grey } from '../src/correction/patches.js';
import type { MergedPose } from '../src/keypoints/merge-passes.js';
import type { Pose } from '../src/pose/landmarks.js';
import type { Look, Silhouette } from '../src/pose/look.js';
import type { BackendName, EngineReport, EngineSettings, Looks } from '../src/pose/protocol.js';
import type { TrackedPose, TrackingStage } from '../src/pose/tracked-pose.js';
import type { AssetLoader } from './assets.js';
import type { Frame } from './frame.js';
import type { Photo } from './picture.js';

/** Who is analysed, as all looks at the photo found them. */
export interface Sighting {
  /** In pixels of the picture that the backend looked at. */
  readonly pose: MergedPose;
  /** Photo pixels in one of the picture's. */
  readonly scale: number;
  /** Another person of like size is in the photo. */
  readonly severalPeople: boolean;
  /** What the pose was made from; absent where the backend does not tell. */
  readonly evidence: NetworkEvidence | undefined;
}

/** What the networks gave before it became one pose. */
export interface NetworkEvidence {
  readonly looks: readonly Look[];
  readonly silhouette: Silhouette;
  /** Brightness of what was looked at. */
  readonly picture: Grey;
}

/** Who is followed, in one frame of a film. */
export interface Tracked {
  /** In pixels of the picture that the backend looked at. */
  readonly pose: Pose;
  /** Frame pixels in one of the picture's. */
  readonly scale: number;
  readonly found: TrackedPose['found'];
  readonly milliseconds: Readonly<Record<Exclude<TrackingStage, 'capturing' | 'judging'>, number>>;
}

/** Finds the person in a photo. What is common to all backends (keypoints, metrics, drawing) lives outside. */
export interface PoseBackend {
  readonly name: BackendName;
  /** What runs the networks, and why nothing better does. */
  readonly report: EngineReport;
  /** What it runs on is gone for good: only another one can go on. */
  readonly isLost: boolean;
  /**
   * Loads runtime and networks.
   *
   * @throws AnalyzeLocallyError where a file or the browser is not as it must be.
   */
  load(settings: EngineSettings, assets: AssetLoader): Promise<void>;
  /** Runs the networks once, so that the first photo finds everything compiled. */
  warmUp(): Promise<void>;
  /**
   * Finds the person who is meant: of several, the one nearest the middle who fills most of the photo.
   *
   * @returns `undefined` where nobody is.
   */
  look(photo: Photo, looks: Looks): Promise<Sighting | undefined>;
  /**
   * Finds the person in a frame of a film; where it can, where the frame before lets expect them.
   *
   * @param film - Frames of another number begin anew.
   * @returns `undefined` where nobody is.
   */
  track(frame: Frame, film: number): Promise<Tracked | undefined>;
  /** Frees what it holds. */
  close(): void;
}
