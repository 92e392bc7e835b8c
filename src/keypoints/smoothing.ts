import { distance, type Point } from '../geometry/vector.js';
import { LANDMARK_NAMES, mapLandmarks, type LandmarkName, type Landmarks } from '../pose/landmarks.js';
import type { TrackedPose } from '../pose/tracked-pose.js';
import { bodyFrame } from './body-frame.js';

/** Calms a film's landmarks for drawing. */
export interface LandmarkSmoother {
  /**
   * The next frame's landmarks, smoothed by those before it; their visibility and world coordinates are the frame's own.
   * Begins anew after a frame without a person, and where one was found anew.
   *
   * @param pose - What the tracker said of the frame.
   * @param at - When the frame was taken, milliseconds from any beginning.
   */
  smooth(pose: TrackedPose | undefined, at: number): Landmarks | undefined;
}

/** What is known of a landmark. */
interface Moving {
  /** Smoothed, pixels. */
  readonly point: Point;
  /** Smoothed, pixels a second. */
  readonly velocity: Point;
}

// MediaPipe's constants for poses, its lengths (mean of a body's width and height) brought to trunk lengths.
/** Of a landmark at rest, Hz: what changes faster is taken for noise. */
const LEAST_CUTOFF = 0.05;
/** How fast the cutoff rises with the speed, Hz for each trunk length a second. */
const CUTOFF_BY_SPEED = 35;
/** Of the speed itself, Hz. */
const SPEED_CUTOFF = 1;

/** How much of a new value counts after so many seconds. */
const shareOf = (cutoff: number, seconds: number): number => 1 / (1 + 1 / (2 * Math.PI * cutoff * seconds));

const between = (a: Point, b: Point, share: number): Point => [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share];

/** One Euro filter (Casiez 2012): still landmarks are held, fast ones let go. The speed is that of the point, not of each axis. */
function moved(before: Moving, point: Point, seconds: number, trunk: number): Moving {
  const speed: Point = [(point[0] - before.point[0]) / seconds, (point[1] - before.point[1]) / seconds];
  const velocity = between(before.velocity, speed, shareOf(SPEED_CUTOFF, seconds));
  const cutoff = LEAST_CUTOFF + (CUTOFF_BY_SPEED * distance(velocity, [0, 0])) / trunk;
  return { point: between(before.point, point, shareOf(cutoff, seconds)), velocity };
}

/** Smooths a film's landmarks, so that a drawn skeleton does not tremble. For measuring, take them as they are. */
export function createLandmarkSmoother(): LandmarkSmoother {
  let known: ReadonlyMap<LandmarkName, Moving> | undefined;
  let last = 0;
  return {
    smooth(pose, at) {
      if (!pose) {
        known = undefined;
        return undefined;
      }
      const before = pose.found === 'tracked' && at > last ? known : undefined;
      const seconds = (at - last) / 1000;
      // Shoulders on hips are no body, but no reason to give up a drawing either.
      const trunk = bodyFrame(pose.landmarks).trunk || 1;
      last = at;
      known = new Map(
        LANDMARK_NAMES.map((name) => {
          const { point } = pose.landmarks[name];
          const moving = before?.get(name);
          return [name, moving ? moved(moving, point, seconds, trunk) : { point, velocity: [0, 0] }];
        }),
      );
      const smoothed = known;
      return mapLandmarks((name) => ({ ...pose.landmarks[name], point: smoothed.get(name)?.point ?? pose.landmarks[name].point }));
    },
  };
}
