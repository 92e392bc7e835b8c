import { add, distance, midpoint, scale, subtract, unit, type Point } from '../geometry/vector.js';
import { bodyFrame, facingOf, moved } from '../keypoints/body-frame.js';
import { HIP_WIDTH } from '../keypoints/offsets.js';
import type { View } from '../photo/views.js';
import type { LandmarkName, Landmarks } from '../pose/landmarks.js';

/** Landmarks whose surroundings are looked into, by part; the nose stands alone. */
const PARTS = ['eye', 'ear', 'shoulder', 'elbow', 'wrist', 'hip', 'knee', 'ankle', 'heel', 'foot_index'] as const;

/** Places between the landmarks, one on each side of the body. */
const BETWEEN = ['waist', 'thigh', 'shin', 'widened_hip'] as const;

type Side = 'l' | 'r';

/** A place on the body where the network's features are read. Left and right are the subject's. */
export type SiteName = `${Side}_${(typeof PARTS)[number] | (typeof BETWEEN)[number]}` | 'nose' | 'neck' | 'c7' | 'crown' | 'pelvis';

const SIDES: readonly Side[] = ['l', 'r'];

/** All places, in the order in which they are recorded. */
export const SITE_NAMES: readonly SiteName[] = [
  'nose',
  'neck',
  'c7',
  'crown',
  'pelvis',
  ...[...PARTS, ...BETWEEN].flatMap((part) => SIDES.map((side): SiteName => `${side}_${part}`)),
];

/** From mid-shoulder up the trunk to the neck's base, trunk lengths. */
const NECK = 0.1;

/** From mid-shoulder back to C7 in a profile, trunk lengths. */
const C7_BEHIND = 0.12;

/** From mid-ear up the trunk to the crown, trunk lengths. */
const CROWN = 0.28;

/** Where the places lie on a person, roughly, from their landmarks; in the landmarks' pixels. */
export function sitesOf(view: View, landmarks: Landmarks): Readonly<Record<SiteName, Point>> {
  const frame = bodyFrame(landmarks);
  const at = (side: Side, part: string): Point => landmarks[`${side}_${part}` as LandmarkName].point;
  const forward = view === 'side' ? facingOf(landmarks) : 0;
  const halfHips = scale(
    unit(subtract(at('l', 'hip'), at('r', 'hip'))),
    (HIP_WIDTH / 2) * distance(at('l', 'shoulder'), at('r', 'shoulder')),
  );
  const sides = SIDES.flatMap((side): [SiteName, Point][] => [
    ...PARTS.map((part): [SiteName, Point] => [`${side}_${part}`, at(side, part)]),
    [`${side}_waist`, midpoint(at(side, 'shoulder'), at(side, 'hip'))],
    [`${side}_thigh`, midpoint(at(side, 'hip'), at(side, 'knee'))],
    [`${side}_shin`, midpoint(at(side, 'knee'), at(side, 'ankle'))],
    [`${side}_widened_hip`, add(frame.midHip, side === 'l' ? halfHips : scale(halfHips, -1))],
  ]);
  return {
    nose: landmarks.nose.point,
    neck: moved(frame, frame.midShoulder, 0, NECK),
    c7: moved(frame, frame.midShoulder, -forward * C7_BEHIND, NECK),
    crown: moved(frame, frame.midEar, 0, CROWN),
    pelvis: frame.midHip,
    ...(Object.fromEntries(sides) as Omit<Record<SiteName, Point>, 'nose' | 'neck' | 'c7' | 'crown' | 'pelvis'>),
  };
}
