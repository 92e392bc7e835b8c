import { ankleTwist, turnFrom, type PhotoEvidence, type PoseFailure } from '../photo/view.js';
import type { View } from '../photo/views.js';
import type { Landmarks } from '../pose/landmarks.js';
import type { Clarity } from './clarity.js';

/**
 * What may make a photo's angles worse than its margins say, each from 0 (as in clear photos) to 1. The ranges begin where hardly a photo
 * of the 180 was that the quality benchmark takes as they are (48 cases of m1, f1 and m2, and random people), so that clear photos
 * keep their margins.
 */
export interface Doubts {
  /** Edges are blurred, or the photo is too small to have any. */
  readonly blur: number;
  /** Noise against the edges' contrast: a bad sensor, or a dark photo made brighter. */
  readonly noise: number;
  /** Little contrast: darkness, haze. */
  readonly faint: number;
  /**
   * Something may stand before the legs: the silhouette is thin there, the feet's silhouettes are unlike each other, the ankles are
   * seen less surely than in other photos, or their line is turned farther from the trunk.
   */
  readonly legs: number;
  /** The person is turned away from the view, more than who stands with care is. */
  readonly turn: number;
}

/** From where a measure is doubtful to where it is as doubtful as can be. */
type Range = readonly [from: number, to: number];

const SHARPNESS: Range = [0.42, 0.3];
const NOISE: Range = [0.03, 0.2];
const CONTRAST: Range = [17, 3];
const LEGS_SEEN: Range = [0.97, 0.75];
/** Degrees; front and back photos. */
const ANKLE_TWIST: Range = [6.5, 10];

/** Front and back photos. */
const FEET_UNLIKE: Readonly<Record<Exclude<View, 'side'>, Range>> = { front: [0.07, 0.13], back: [0.085, 0.15] };

/** Log odds that the ankles are seen: the less sure one in front and back photos, the surer one in profiles, where one hides the other. */
const ANKLES: Readonly<Record<View, Range>> = { front: [4.3, 3], side: [1.9, 0.5], back: [2.8, 1.8] };

/** Degrees, as the network sees the shoulders; it sees a third too little. */
const TURN: Readonly<Record<View, Range>> = { front: [5, 16], side: [11.5, 20], back: [5, 16] };

/** How much wider the margins are where a doubt is full, in parts of themselves: `npm run bench:quality -- --from DIR --fit` tells. */
export const DOUBT_WEIGHTS: Readonly<Record<keyof Doubts, number>> = { blur: 1, noise: 0.5, faint: 0.5, legs: 3, turn: 1.5 };

/** Blurred more than this, nothing is measured: the mean error is 3° there. */
const LEAST_SHARPNESS = 0.31;

/** How far a value is from one end of a range to the other, 0 to 1. */
const within = (value: number, [from, to]: Range): number => Math.min(Math.max((value - from) / (to - from), 0), 1);

const logOdds = (share: number): number => Math.log(share / (1 - share));

/** What is asked of a photo's evidence and landmarks about its legs. */
type LegEvidence = Pick<PhotoEvidence, 'legsSeen' | 'feetUnlike' | 'ankleRoll' | 'trunkRoll'>;
type Ankles = Pick<Landmarks, 'l_ankle' | 'r_ankle'>;

/** Signs that something stands before the legs, each from 0 to 1. */
interface LegSigns {
  /** The silhouette is thin along them, or the ankles are seen less surely. */
  readonly unsure: number;
  /** The feet's silhouettes are unlike each other; 0 in profiles, where one foot hides the other. */
  readonly unlike: number;
  /** The ankle line is turned from the trunk; 0 in profiles. */
  readonly twisted: number;
}

function legSigns(view: View, evidence: LegEvidence, { l_ankle, r_ankle }: Ankles): LegSigns {
  const ankles = (view === 'side' ? Math.max : Math.min)(l_ankle.visibility, r_ankle.visibility);
  return {
    unsure: Math.max(within(evidence.legsSeen, LEGS_SEEN), within(logOdds(ankles), ANKLES[view])),
    unlike: view === 'side' ? 0 : within(evidence.feetUnlike, FEET_UNLIKE[view]),
    twisted: view === 'side' ? 0 : within(Math.abs(ankleTwist(evidence)), ANKLE_TWIST),
  };
}

/**
 * How much of the three signs together says that a foot is hidden. Then its ankle is a guess, and may lie anywhere: of random people with
 * something before one foot nine of ten true values are within the margins where there is less.
 */
const FOOT_HIDDEN = 1.5;

/** Whether a foot is hidden so surely that the photo is refused. */
export function isFootHidden(view: View, evidence: LegEvidence, ankles: Ankles): boolean {
  const { unsure, unlike, twisted } = legSigns(view, evidence, ankles);
  return unsure + unlike + twisted >= FOOT_HIDDEN;
}

/** What is doubtful in a photo that shows its view. */
export function doubtsOf(view: View, clarity: Clarity, evidence: LegEvidence & Pick<PhotoEvidence, 'yaw'>, ankles: Ankles): Doubts {
  const { unsure, unlike, twisted } = legSigns(view, evidence, ankles);
  return {
    blur: within(clarity.sharpness, SHARPNESS),
    noise: within(clarity.noise, NOISE),
    faint: within(clarity.contrast, CONTRAST),
    legs: Math.max(unsure, unlike, twisted),
    turn: within(turnFrom(view, evidence.yaw), TURN[view]),
  };
}

/** By what the margins of a photo are multiplied, 1 or more. */
export const wideningOf = (doubts: Doubts, weights: Readonly<Record<keyof Doubts, number>> = DOUBT_WEIGHTS): number =>
  (Object.keys(weights) as (keyof Doubts)[]).reduce((sum, name) => sum + weights[name] * doubts[name], 1);

/** Margins that are as many times as wide leave nothing to be said. No doubt is enough for that by itself. */
const USELESS = 4.5;

/** What each doubt is told as where it is the reason that nothing is said. */
const FAILURES: Readonly<Record<keyof Doubts, 'unclear' | PoseFailure>> = { blur: 'unclear', noise: 'unclear', faint: 'unclear', legs: 'hidden', turn: 'wrong-view' };

/**
 * Why a photo that shows its view is refused all the same: its margins would be so wide that the answer is useless.
 *
 * @returns `undefined` where it is not.
 */
export function uselessness(clarity: Clarity, doubts: Doubts): 'unclear' | PoseFailure | undefined {
  if (clarity.sharpness < LEAST_SHARPNESS) return 'unclear';
  if (wideningOf(doubts) < USELESS) return undefined;
  const share = (name: keyof Doubts): number => DOUBT_WEIGHTS[name] * doubts[name];
  const greatest = (Object.keys(doubts) as (keyof Doubts)[]).reduce((most, name) => (share(name) > share(most) ? name : most));
  return FAILURES[greatest];
}
