import { distance, scale } from '../geometry/vector.js';
import {
  LANDMARK_NAMES,
  mapLandmarks,
  mirroredName,
  type Landmark,
  type LandmarkName,
  type Landmarks,
  type Mask,
  type Pose,
} from '../pose/landmarks.js';
import { bodyFrame, facingOf, placed, type BodyFrame } from './body-frame.js';

/** What the looks at a photo, as it is and mirrored, agree on. */
export interface MergedPose extends Pose {
  /**
   * Median distance between two looks' landmarks, in trunk lengths: how well the network knows this photo. Of more looks
   * the largest. `undefined` after a single look.
   */
  readonly disagreement: number | undefined;
}

/** Body parts that come in pairs, farthest from the trunk last. */
const PAIRS = ['ear', 'shoulder', 'elbow', 'wrist', 'hip', 'knee', 'ankle'] as const;

/** Landmarks that belong to a pair and change sides with it. */
const FOLLOWERS: Readonly<Record<(typeof PAIRS)[number], readonly string[]>> = {
  ear: ['ear', 'eye_inner', 'eye', 'eye_outer', 'mouth'],
  shoulder: ['shoulder'],
  elbow: ['elbow'],
  wrist: ['wrist', 'pinky', 'index', 'thumb'],
  hip: ['hip'],
  knee: ['knee'],
  ankle: ['ankle', 'heel', 'foot_index'],
};

/** Pairs closer than this say nothing about their order, trunk lengths. */
const CLEARLY_APART = 0.1;

const side = (prefix: 'l' | 'r', part: string): LandmarkName => `${prefix}_${part}` as LandmarkName;

/** A pose found in the mirrored picture, as it is in the picture itself. */
export const unmirror = (pose: Pose): Pose => ({
  landmarks: unmirrorLandmarks(pose.landmarks, pose.mask.width),
  mask: mirrorMask(pose.mask),
});

/**
 * Landmarks found in the mirrored picture, as they are in the picture itself.
 *
 * @param width - Of the picture, pixels.
 */
export const unmirrorLandmarks = (landmarks: Landmarks, width: number): Landmarks =>
  mapLandmarks((name) => {
    const { point, visibility, world } = landmarks[mirroredName(name)];
    return { point: [width - point[0], point[1]], visibility, world: [-world[0], world[1], world[2]] };
  });

function mirrorMask({ width, height, data }: Mask): Mask {
  const mirrored = new Uint8Array(data.length);
  for (let row = 0; row < height; row++) {
    // A copy: reversing a view would turn the caller's own mask around.
    mirrored.set(data.slice(row * width, (row + 1) * width).reverse(), row * width);
  }
  return { width, height, data: mirrored };
}

function averageMasks(a: Mask, b: Mask, share: number): Mask {
  const data = new Uint8Array(a.data.length);
  for (let i = 0; i < data.length; i++) data[i] = a.data[i]! * share + b.data[i]! * (1 - share) + 0.5;
  return { width: a.width, height: a.height, data };
}

/** The mean of two passes, landmark by landmark. */
function average(a: Landmarks, b: Landmarks, share: number): Landmarks {
  const between = (x: number, y: number): number => x * share + y * (1 - share);
  return mapLandmarks((name) => {
    const [one, other] = [a[name], b[name]];
    return {
      point: [between(one.point[0], other.point[0]), between(one.point[1], other.point[1])],
      visibility: between(one.visibility, other.visibility),
      world: [between(one.world[0], other.world[0]), between(one.world[1], other.world[1]), between(one.world[2], other.world[2])],
    };
  });
}

/** How far a pair's left is to the right of its right across the trunk, in trunk lengths. */
const gap = (pass: Landmarks, part: string, frame: BodyFrame): number =>
  placed(frame, pass[side('r', part)].point, pass[side('l', part)].point)[0];

/**
 * Which way round the person stands, by the majority of all pairs that are clearly apart in all passes: 1 where the
 * subject's left is on the image's right, -1 where it is on its left, 0 where too few pairs tell (a profile).
 */
function votedOrder(passes: readonly Landmarks[], frame: BodyFrame): 1 | -1 | 0 {
  const gaps = passes.flatMap((pass) => PAIRS.map((part) => gap(pass, part, frame)));
  const votes = gaps.filter((value) => Math.abs(value) > CLEARLY_APART).map(Math.sign);
  if (votes.length < gaps.length / 2) return 0;
  return votes.reduce((sum, vote) => sum + vote, 0) >= 0 ? 1 : -1;
}

const swapPart = (pass: Landmarks, part: (typeof PAIRS)[number]): Landmarks => {
  const swapped = new Map<LandmarkName, Landmark>();
  for (const follower of FOLLOWERS[part]) {
    const [left, right] = [side('l', follower), side('r', follower)];
    swapped.set(left, pass[right]).set(right, pass[left]);
  }
  return mapLandmarks((name) => swapped.get(name) ?? pass[name]);
};

/** How much surer the network is of the side that is nearer to the camera. */
function nearSideLead(pass: Landmarks, part: string): number {
  const near = facingOf(pass) === 1 ? 'r' : 'l';
  const far = near === 'r' ? 'l' : 'r';
  return pass[side(near, part)].visibility - pass[side(far, part)].visibility;
}

/** Whether the passes' labels of a pair fit better crosswise. */
function labelsDisagree(a: Landmarks, b: Landmarks, part: string, frame: BodyFrame): boolean {
  const between = (x: 'l' | 'r', y: 'l' | 'r'): number => distance(a[side(x, part)].point, b[side(y, part)].point);
  return between('l', 'l') + between('r', 'r') > between('l', 'r') + between('r', 'l') + CLEARLY_APART * frame.trunk;
}

/**
 * Brings the two passes' left and right into one order. A network looking at a back now and then takes a leg or the
 * whole body for a front; averaging that blindly would put both knees between the legs.
 */
function agreeOnSides(a: Landmarks, b: Landmarks, frame: BodyFrame): [Landmarks, Landmarks] {
  const order = votedOrder([a, b], frame);
  const put = (pass: Landmarks, part: (typeof PAIRS)[number]): Landmarks =>
    gap(pass, part, frame) * order < -CLEARLY_APART ? swapPart(pass, part) : pass;
  for (const part of PAIRS) {
    if (order !== 0) [a, b] = [put(a, part), put(b, part)];
    else if (labelsDisagree(a, b, part, frame)) {
      if (nearSideLead(a, part) >= nearSideLead(b, part)) b = swapPart(b, part);
      else a = swapPart(a, part);
    }
  }
  return [a, b];
}

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((x, y) => x - y);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
};

/**
 * Averages what was found in a picture and in its mirror image. That removes a third of the network's noise, and a
 * mirrored photo gives the mirrored answer.
 *
 * @param plain - The pose in the picture.
 * @param other - The pose in the mirrored picture, brought back by {@link unmirror}.
 * @param share - Weight of the first, 0 to 1.
 */
export function mergePasses(plain: Pose, other: Pose, share = 0.5): MergedPose {
  // The middles of pairs, and with them the frame, do not depend on which side is which.
  const frame = bodyFrame(average(plain.landmarks, other.landmarks, share));
  const [a, b] = agreeOnSides(plain.landmarks, other.landmarks, frame);
  const distances = LANDMARK_NAMES.map((name) => distance(a[name].point, b[name].point));
  return {
    landmarks: average(a, b, share),
    mask: averageMasks(plain.mask, other.mask, share),
    disagreement: median(distances) / frame.trunk,
  };
}

/** A single look, which nothing confirms. */
export const onePass = (pose: Pose): MergedPose => ({ ...pose, disagreement: undefined });

/** The merged landmarks at another scale of the picture. */
export const scaleLandmarks = (landmarks: Landmarks, factor: number): Landmarks =>
  mapLandmarks((name) => ({ ...landmarks[name], point: scale(landmarks[name].point, factor) }));
