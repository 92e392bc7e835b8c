import type { CapturedFrame } from '../photo/captured-frame.js';
import type { PhotoEvidence } from '../photo/view.js';
import type { Landmarks } from './landmarks.js';
import type { EngineReport } from './protocol.js';

/** The steps of a tracked frame. */
export type TrackingStage =
  /** Copying the frame, on the page's thread. */
  | 'capturing'
  /** Getting at its pixels. */
  | 'reading'
  /** Looking for people in all of it. */
  | 'detecting'
  /** Looking at one person. */
  | 'looking'
  /** Telling how they stand. */
  | 'judging';

/** The person in one frame of a film. */
export interface TrackedPose extends EngineReport {
  /** Pixels of the frame. */
  readonly width: number;
  /** Pixels of the frame. */
  readonly height: number;
  /** BlazePose's 33 landmarks of one look, pixels of the frame; not smoothed. */
  readonly landmarks: Landmarks;
  /** How the person stands. */
  readonly evidence: PhotoEvidence;
  /** Whether they were where the last frame had let expect them, or were looked for in the whole frame. */
  readonly found: 'tracked' | 'detected';
  /** Milliseconds by stage; 0 for what this frame did without. */
  readonly milliseconds: Readonly<Record<TrackingStage, number>>;
}

/** A frame on its way to the worker. */
export interface FrameMessage extends CapturedFrame {
  /** Milliseconds that its copy took. */
  readonly capturing: number;
  /** Counts films: with another number, what was known of the frame before is no longer true. */
  readonly film: number;
}
