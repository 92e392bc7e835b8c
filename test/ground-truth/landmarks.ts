/** Named points of a posed body, and the 22 keypoints that follow from them; metres, in the body's frame. */
import type { Influence } from './assets.js';
import type { Body } from './body.js';
import type { KeypointName } from '../../src/keypoints/names.js';
import type { SkinLandmark } from './landmark-vertices.js';
import type { PlacedBones } from './pose.js';
import { on, type Side } from './skeleton.js';
import { add, along, apply, length, midpoint, scale, subtract, unit, vectorAt, type Vector3 } from './vector3.js';

type JointLandmark = 'shoulder' | 'elbow' | 'wrist' | 'hip_joint' | 'knee' | 'ankle' | 'eye';

/** Joints of the skeleton and points on the skin; `eye` is the middle of the eyeball. */
export type LandmarkName = SkinLandmark | `${'l' | 'r'}_${JointLandmark}` | 'head_top' | 'neck_base';

export type Landmarks = Readonly<Record<LandmarkName, Vector3>>;

/** Where a point at rest goes with one bone. */
const onBone = ({ heads }: Body, { place, rotation }: PlacedBones, point: Vector3, bone: string): Vector3 =>
  add(place[bone]!, apply(rotation[bone]!, subtract(point, heads[bone]!)));

function skinned(body: Body, bones: PlacedBones, point: Vector3, influences: readonly Influence[]): Vector3 {
  return influences.reduce<Vector3>((sum, [bone, weight]) => add(sum, scale(onBone(body, bones, point, body.base.boneNames[bone]!), weight)), [0, 0, 0]);
}

export function landmarksOf(body: Body, bones: PlacedBones): Landmarks {
  const onSkin = Object.fromEntries(
    Object.entries(body.landmarks).map(([name, vertex]) => [name, skinned(body, bones, vectorAt(body.rest, vertex), body.base.influences[vertex]!)]),
  ) as Record<SkinLandmark, Vector3>;
  const joints = (side: Side) => ({
    shoulder: bones.place[on('upperarm01', side)],
    elbow: bones.place[on('lowerarm01', side)],
    wrist: bones.place[on('wrist', side)],
    hip_joint: bones.place[on('upperleg01', side)],
    knee: bones.place[on('lowerleg01', side)],
    ankle: bones.place[on('foot', side)],
    eye: bones.place[on('eye', side)],
  });
  const [l, r] = [joints('L'), joints('R')];
  return {
    ...onSkin,
    l_shoulder: l.shoulder, l_elbow: l.elbow, l_wrist: l.wrist, l_hip_joint: l.hip_joint, l_knee: l.knee, l_ankle: l.ankle, l_eye: l.eye,
    r_shoulder: r.shoulder, r_elbow: r.elbow, r_wrist: r.wrist, r_hip_joint: r.hip_joint, r_knee: r.knee, r_ankle: r.ankle, r_eye: r.eye,
    head_top: onBone(body, bones, body.headTop, 'head'),
    neck_base: bones.place.neck01,
  };
}

/** Half the distance of the keypoint hips, which is wider than that of the joints, against that of the shoulder joints. */
export const HALF_HIP_WIDTH = 0.43;

/** How far above mid-shoulder the thorax lies, in lengths of the trunk. */
const THORAX_RISE = 0.1;

/** Shares of the way from thorax to pelvis, and from thorax to the head's top. */
const SPINE_SHARE = 0.53;
const HEAD_SHARE = 1 / 3;

/** The conventions of the web API's keypoints, as its published sample has them. */
export function keypoints3D(m: Landmarks): Readonly<Record<KeypointName, Vector3>> {
  const midShoulder = midpoint(m.l_shoulder, m.r_shoulder);
  const pelvis = midpoint(m.l_hip_joint, m.r_hip_joint);
  const [x, y] = add(midShoulder, scale(subtract(midShoulder, pelvis), THORAX_RISE));
  const thorax: Vector3 = [x, y, m.neck_base[2]];
  const halfHip = scale(unit(subtract(m.l_hip_joint, m.r_hip_joint)), HALF_HIP_WIDTH * length(subtract(m.l_shoulder, m.r_shoulder)));
  return {
    head_top: m.head_top,
    thorax,
    r_shoulder: m.r_shoulder,
    r_elbow: m.r_elbow,
    r_wrist: m.r_wrist,
    l_shoulder: m.l_shoulder,
    l_elbow: m.l_elbow,
    l_wrist: m.l_wrist,
    r_hip: subtract(pelvis, halfHip),
    r_knee: m.r_knee,
    r_ankle: m.r_ankle,
    l_hip: add(pelvis, halfHip),
    l_knee: m.l_knee,
    l_ankle: m.l_ankle,
    pelvis,
    spine: along(thorax, pelvis, SPINE_SHARE),
    head: along(thorax, m.head_top, HEAD_SHARE),
    l_ear: m.l_tragus,
    l_eye: m.l_eye,
    nose: m.nose,
    r_ear: m.r_tragus,
    r_eye: m.r_eye,
  };
}
