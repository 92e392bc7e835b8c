import { along, add, distance, midpoint, scale, subtract, unit, type Point } from '../geometry/vector.js';
import type { View } from '../photo/views.js';
import type { LandmarkName, Pose } from '../pose/landmarks.js';
import { steadyAnkles } from './ankle-line.js';
import { bodyFrame, facingOf, leftDirection, moved, type BodyFrame } from './body-frame.js';
import { headTop } from './head-top.js';
import { neckContour, placeNeck, type NeckContour } from './neck.js';
import type { KeypointName, NamedKeypoints } from './names.js';
import { HIP_WIDTH, OFFSETS, type Offset, type ViewOffsets } from './offsets.js';

/** What one photo gives the metrics. Pixels of the analysed picture. */
export interface PlacedKeypoints {
  readonly keypoints: NamedKeypoints;
  /** The spinous process of C7; side view only. */
  readonly c7: Point | undefined;
  /** What the silhouette showed of the neck; side view only. */
  readonly neck: NeckContour | undefined;
}

/** From thorax to pelvis, where the API puts the spine. */
const SPINE_SHARE = 0.53;

/** From thorax to the head's top, where the API puts the head. */
const HEAD_SHARE = 1 / 3;

/** Parts that come in pairs and are placed from the landmark of the same name. */
const PARTS = ['shoulder', 'elbow', 'wrist', 'knee', 'ankle', 'ear', 'eye'] as const;

type PairedKeypoint = `${'l' | 'r'}_${(typeof PARTS)[number]}`;

/** Which way across the picture an offset's first number counts. */
interface Outward {
  readonly l: 1 | -1;
  readonly r: 1 | -1;
}

function placePairs(pose: Pose, frame: BodyFrame, offsets: ViewOffsets, outward: Outward): Record<PairedKeypoint, Point> {
  const entries = PARTS.flatMap((part) =>
    (['l', 'r'] as const).map((side): [PairedKeypoint, Point] => {
      const [across, up] = offsets[part];
      const landmark = pose.landmarks[`${side}_${part}` satisfies LandmarkName].point;
      return [`${side}_${part}`, moved(frame, landmark, across * outward[side], up)];
    }),
  );
  return Object.fromEntries(entries) as Record<PairedKeypoint, Point>;
}

/**
 * The crown in the silhouette, along the head's own axis; where the silhouette does not show it, where it usually is.
 *
 * @param axis - Unit vector from the ears toward the crown.
 */
function placeHeadTop(pose: Pose, frame: BodyFrame, usual: Point, axis: Point): Point {
  return headTop(pose, frame, axis).point ?? usual;
}

/** The points on the midline that follow from others by definition. */
export const midline = (thorax: Point, pelvis: Point, headTopPoint: Point): Record<'spine' | 'head', Point> => ({
  spine: along(thorax, pelvis, SPINE_SHARE),
  head: along(thorax, headTopPoint, HEAD_SHARE),
});

function placeFrontal(view: 'front' | 'back', pose: Pose, frame: BodyFrame): PlacedKeypoints {
  const offsets = OFFSETS[view];
  const left = leftDirection(pose.landmarks, frame);
  const pairs = placePairs(pose, frame, offsets, { l: left, r: left === 1 ? -1 : 1 });
  const ankles = steadyAnkles(view, pose.landmarks, { l: pairs.l_ankle, r: pairs.r_ankle });
  const pelvis = moved(frame, frame.midHip, ...offsets.pelvis);
  const thorax = moved(frame, frame.midShoulder, ...offsets.thorax);
  // From the neck's base to the middle of the ears: the ear line itself is too short and noisy to give a direction.
  const axis = unit(subtract(frame.midEar, frame.midShoulder));
  const head_top = placeHeadTop(pose, frame, moved(frame, frame.midEar, ...offsets.headTop), axis);
  const nose = moved(frame, pose.landmarks.nose.point, ...offsets.nose);
  const hipLine = unit(subtract(pose.landmarks.l_hip.point, pose.landmarks.r_hip.point));
  const halfHips = scale(hipLine, (HIP_WIDTH / 2) * distance(pairs.l_shoulder, pairs.r_shoulder));
  return {
    keypoints: {
      ...pairs,
      l_ankle: ankles.l,
      r_ankle: ankles.r,
      l_hip: add(pelvis, halfHips),
      r_hip: subtract(pelvis, halfHips),
      head_top,
      thorax,
      pelvis,
      nose,
      ...midline(thorax, pelvis, head_top),
    },
    c7: undefined,
    neck: undefined,
  };
}

function placeProfile(pose: Pose, frame: BodyFrame, offsets: ViewOffsets): PlacedKeypoints {
  const forward = facingOf(pose.landmarks);
  const pairs = placePairs(pose, frame, offsets, { l: forward, r: forward });
  const shift = (point: Point, [across, up]: Offset): Point =>
    moved(frame, point, across * forward, up);
  const l_hip = shift(pose.landmarks.l_hip.point, offsets.pelvis);
  const r_hip = shift(pose.landmarks.r_hip.point, offsets.pelvis);
  const pelvis = midpoint(l_hip, r_hip);
  const neck = neckContour(pose, frame);
  const { thorax, c7 } = placeNeck(pose, frame, neck);
  const usualCrown = shift(frame.midEar, offsets.headTop);
  // In a profile the ears lie before the neck's base, the crown does not lie before the ears.
  const head_top = placeHeadTop(pose, frame, usualCrown, unit(subtract(usualCrown, frame.midEar)));
  const nose = shift(pose.landmarks.nose.point, offsets.nose);
  return {
    keypoints: { ...pairs, l_hip, r_hip, head_top, thorax, pelvis, nose, ...midline(thorax, pelvis, head_top) },
    c7,
    neck,
  };
}

/**
 * The API's 22 keypoints of one photo, from BlazePose's landmarks and the silhouette.
 *
 * @param view - What the photo shows.
 * @param pose - The pose found in it.
 * @returns Pixels of the analysed picture; in a side view also C7.
 */
export function placeKeypoints(view: View, pose: Pose): PlacedKeypoints {
  const frame = bodyFrame(pose.landmarks);
  return view === 'side' ? placeProfile(pose, frame, OFFSETS.side) : placeFrontal(view, pose, frame);
}

/** Keypoints in a picture of another scale. */
export const scaleKeypoints = (keypoints: NamedKeypoints, factor: number): NamedKeypoints =>
  Object.fromEntries(
    Object.entries(keypoints).map(([name, point]) => [name as KeypointName, scale(point, factor)]),
  ) as NamedKeypoints;
