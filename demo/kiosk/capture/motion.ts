import type { LandmarkName } from 'analyze-locally';
import { bodyBox, type Sight } from './body.js';

/** What moves when a person does. Hands and feet are read less surely. */
const JOINTS: readonly LandmarkName[] = [
  'nose', 'l_shoulder', 'r_shoulder', 'l_elbow', 'r_elbow', 'l_wrist', 'r_wrist', 'l_hip', 'r_hip', 'l_knee', 'r_knee', 'l_ankle', 'r_ankle',
];

/** Over this time a movement is measured, milliseconds: long enough for a slow one to show. */
const SPAN = 500;

/** Looks further apart than this say nothing about the time between. */
const LONGEST_GAP = 5_000;

/** Trunk lengths: about 2 cm of the whole body, 6 cm of a single joint. A standing person sways, and the network trembles. */
const MOST_SWAY = 0.045;
const MOST_JOINT = 0.13;

interface Look {
  readonly at: number;
  readonly sight: Sight;
}

/** How far a body has moved between two looks, as parts of what a still one may; above 1 it moves. */
export function movementBetween(before: Sight, after: Sight): number {
  const { trunk } = bodyBox(after);
  const ways = JOINTS.map((name) => {
    const [x0, y0] = before.landmarks[name].point;
    const [x1, y1] = after.landmarks[name].point;
    return Math.hypot(x1 - x0, y1 - y0) / trunk;
  });
  const mean = ways.reduce((sum, way) => sum + way, 0) / ways.length;
  return Math.max(mean / MOST_SWAY, Math.max(...ways) / MOST_JOINT);
}

/** Tells whether the person in a film holds still. */
export class Motion {
  #looks: readonly Look[] = [];

  /**
   * Takes the next look.
   *
   * @param at - Milliseconds on any clock that goes forward.
   * @returns The largest movement over the last half second, or since the last look where that is longer ago; 1 is the
   * most that is still. `undefined` where there is nothing to compare it with.
   */
  look(at: number, sight: Sight | undefined): number | undefined {
    if (!sight) return void (this.#looks = []);
    const [last] = this.#looks.slice(-1);
    const recent = this.#looks.filter((look) => at - look.at <= SPAN);
    const compared = recent.length > 0 ? recent : last && at - last.at <= LONGEST_GAP ? [last] : [];
    this.#looks = [...recent, { at, sight }];
    return compared.length === 0 ? undefined : Math.max(...compared.map((look) => movementBetween(look.sight, sight)));
  }

  /** Forgets what was seen. */
  reset(): void {
    this.#looks = [];
  }
}
