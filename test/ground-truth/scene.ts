/** Scenes of cases and guard pictures, as they are drawn. */
import type { View } from '../../src/photo/views.js';
import type { Place } from './camera.js';
import { GUARD_SIZE, type PlannedGuard } from './guards.js';
import type { DrawnPerson, Mark, Scene } from './page/contract.js';
import type { PlannedCase } from './plan.js';
import type { Pose } from './pose.js';
import { placeIn, type ViewTruth } from './truth.js';

/** How far the middle of a foot is ahead of the ankle, metres. */
const FOOT_AHEAD = 0.07;

const drawnPerson = (key: string, { landmarks }: Pose, place: Place): DrawnPerson => ({
  ...place,
  key,
  feet: [landmarks.l_ankle, landmarks.r_ankle].map(([x, , z]) => [x, z + FOOT_AHEAD]),
});

/** A photo of a case. */
export function caseScene({ width, height, subject, setting, views }: PlannedCase, view: View, pose: Pose): Scene {
  return { width, height, camera: views[view].camera, people: [drawnPerson(subject, pose, placeIn(view, views[view]))], setting };
}

/** @param poseOf - The pose of each person by name. */
export function guardScene({ camera, people, setting }: PlannedGuard, poseOf: (subject: string) => Pose): Scene {
  const [width, height] = GUARD_SIZE;
  return { width, height, camera, setting, people: people.map(({ subject, ...place }) => drawnPerson(subject, poseOf(subject), place)) };
}

const JOINT_COLOR = '#00d000';
const KEYPOINT_COLOR = '#ff00ff';

/** Every known point of a photo. */
export const marksOf = ({ joints, keypoints }: ViewTruth): Mark[] => [
  ...Object.values(joints).map((at) => ({ at, color: JOINT_COLOR })),
  ...keypoints.map((at) => ({ at, color: KEYPOINT_COLOR })),
];
