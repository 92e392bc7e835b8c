import { describe, expect, test } from 'vitest';
import { mergePasses as merge, unmirror, type MergedPose } from '../../src/keypoints/merge-passes.js';
import { LANDMARK_NAMES, mapLandmarks, mirroredName, type Landmark, type LandmarkName, type Landmarks, type Pose } from '../../src/pose/landmarks.js';

const WIDTH = 200;
const HEIGHT = 400;

/** A standing person seen from behind: the subject's left is on the image's left. */
const BEHIND: Partial<Record<LandmarkName, readonly [number, number]>> = {
  l_ear: [90, 60], r_ear: [110, 60], l_shoulder: [70, 100], r_shoulder: [130, 100], l_elbow: [50, 150], r_elbow: [150, 150],
  l_wrist: [40, 200], r_wrist: [160, 200], l_hip: [85, 200], r_hip: [115, 200], l_knee: [80, 280], r_knee: [120, 280],
  l_ankle: [78, 360], r_ankle: [122, 360],
};

/** Merges a pose with one in the mirrored picture's coordinates. */
const mergePasses = (plain: Pose, mirrored: Pose): MergedPose => merge(plain, unmirror(mirrored));

const landmark = (x: number, y: number, visibility = 0.9): Landmark => ({ point: [x, y], visibility, world: [x / 100, y / 100, 0.1] });

const behind: Landmarks = mapLandmarks((name) => landmark(...(BEHIND[name] ?? [100, 60])));

const pose = (landmarks: Landmarks, fill = 0): Pose => ({ landmarks, mask: { width: WIDTH, height: HEIGHT, data: new Uint8Array(WIDTH * HEIGHT).fill(fill) } });

/** The pose as a network would report it in the mirrored picture. */
const inMirror = (landmarks: Landmarks): Landmarks =>
  mapLandmarks((name) => {
    const { point, visibility, world } = landmarks[mirroredName(name)];
    return { point: [WIDTH - point[0], point[1]], visibility, world: [-world[0], world[1], world[2]] };
  });

const shifted = (landmarks: Landmarks, dx: number): Landmarks =>
  mapLandmarks((name) => ({ ...landmarks[name], point: [landmarks[name].point[0] + dx, landmarks[name].point[1]] }));

const swapped = (landmarks: Landmarks, parts: readonly string[]): Landmarks =>
  mapLandmarks((name) => landmarks[parts.some((part) => name.endsWith(part)) ? mirroredName(name) : name]);

const expectPoints = (actual: Landmarks, expected: Landmarks): void => {
  for (const name of LANDMARK_NAMES) {
    expect(actual[name].point[0], name).toBeCloseTo(expected[name].point[0], 6);
    expect(actual[name].point[1], name).toBeCloseTo(expected[name].point[1], 6);
  }
};

describe('two looks at one photo', () => {
  test('un-mirroring twice is nothing', () => {
    expectPoints(unmirror(unmirror(pose(behind))).landmarks, behind);
  });

  test('un-mirroring leaves the pose that it was given as it was', () => {
    const given = pose(behind);
    given.mask.data[0] = 255;
    expect(unmirror(given).mask.data[WIDTH - 1]).toBe(255);
    expect([given.mask.data[0], given.mask.data[WIDTH - 1]]).toEqual([255, 0]);
  });

  test('agreeing looks give the same points', () => {
    const merged = mergePasses(pose(behind), pose(inMirror(behind)));
    expectPoints(merged.landmarks, behind);
    expect(merged.disagreement).toBe(0);
  });

  test('noise is averaged and told as disagreement', () => {
    const merged = mergePasses(pose(shifted(behind, 3)), pose(inMirror(shifted(behind, -1))));
    expectPoints(merged.landmarks, shifted(behind, 1));
    expect(merged.disagreement).toBeCloseTo(4 / 100, 6);
  });

  test('legs that one look takes the wrong way round are put right, not averaged', () => {
    const wrong = swapped(behind, ['knee', 'ankle', 'heel', 'foot_index']);
    expectPoints(mergePasses(pose(wrong), pose(inMirror(behind))).landmarks, behind);
    expectPoints(mergePasses(pose(behind), pose(inMirror(wrong))).landmarks, behind);
    expectPoints(mergePasses(pose(wrong), pose(inMirror(wrong))).landmarks, behind);
  });

  test('the mirrored photo gives the mirrored answer', () => {
    const a = shifted(behind, 2);
    const b = swapped(shifted(behind, -3), ['knee']);
    const plain = mergePasses(pose(a), pose(inMirror(b)));
    const mirrored = mergePasses(pose(inMirror(b)), pose(a));
    expectPoints(mirrored.landmarks, inMirror(plain.landmarks));
  });

  test('masks are averaged in the photo’s own direction', () => {
    const left = pose(behind);
    left.mask.data.fill(255, 0, WIDTH / 2);
    const right = pose(inMirror(behind));
    right.mask.data.fill(255, WIDTH / 2, WIDTH);
    const { data } = mergePasses(left, right).mask;
    expect([data[0], data[WIDTH - 1], data[WIDTH]]).toEqual([255, 0, 0]);
  });
});
