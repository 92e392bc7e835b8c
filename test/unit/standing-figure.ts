import fc from 'fast-check';
import type { Point } from '../../src/geometry/vector.js';
import { KEYPOINT_NAMES, type KeypointName } from '../../src/keypoints/names.js';

/** A standing person seen from the front, 1000 pixels tall; the subject's left is on the image's right. */
export const FRONT: Readonly<Record<KeypointName, Point>> = {
  head_top: [500, 100],
  thorax: [500, 270],
  r_shoulder: [420, 295],
  r_elbow: [360, 420],
  r_wrist: [310, 530],
  l_shoulder: [580, 295],
  l_elbow: [640, 420],
  l_wrist: [690, 530],
  r_hip: [432, 560],
  r_knee: [425, 780],
  r_ankle: [420, 1000],
  l_hip: [568, 560],
  l_knee: [575, 780],
  l_ankle: [580, 1000],
  pelvis: [500, 560],
  spine: [500, 424],
  head: [500, 213],
  l_ear: [540, 190],
  l_eye: [518, 175],
  nose: [500, 195],
  r_ear: [460, 190],
  r_eye: [482, 175],
};

/** The same person in profile, facing the image's right. */
export const PROFILE: Readonly<Record<KeypointName, Point>> = Object.fromEntries(
  Object.entries(FRONT).map(([name, [x, y]]) => [name, [500 + (x - 500) * 0.08 + (name === 'nose' ? 70 : 0), y]]),
) as unknown as Record<KeypointName, Point>;

/** Any standing figure: every point of the base figure moved by up to 15 pixels either way. */
const around = (figure: Readonly<Record<KeypointName, Point>>): fc.Arbitrary<Point[]> =>
  fc
    .array(fc.tuple(fc.double({ min: -15, max: 15, noNaN: true }), fc.double({ min: -15, max: 15, noNaN: true })), {
      minLength: KEYPOINT_NAMES.length,
      maxLength: KEYPOINT_NAMES.length,
    })
    .map((moves) =>
      KEYPOINT_NAMES.map((name, index): Point => {
        const [dx, dy] = moves[index] ?? [0, 0];
        return [figure[name][0] + dx, figure[name][1] + dy];
      }),
    );

/** 22 keypoints of a person seen from the front. */
export const anyFront = around(FRONT);

/** 22 keypoints of a person seen from behind: left and right change places in the image. */
export const anyBack = anyFront.map((points) => points.map(([x, y]): Point => [1000 - x, y]));

/** 22 keypoints of a person in profile. */
export const anyProfile = around(PROFILE);

/** The points turned about the picture's middle; degrees, clockwise. */
export const turned = (points: readonly Point[], degrees: number): Point[] => {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  return points.map(([x, y]) => [500 + (x - 500) * cos - (y - 550) * sin, 550 + (x - 500) * sin + (y - 550) * cos]);
};

/** The points in the mirrored picture, each still under its own name: what was left is now labelled right. */
export const mirrored = (points: readonly Point[]): Point[] =>
  KEYPOINT_NAMES.map((name) => {
    const other = name.startsWith('l_') ? `r_${name.slice(2)}` : name.startsWith('r_') ? `l_${name.slice(2)}` : name;
    const [x, y] = points[KEYPOINT_NAMES.indexOf(other as KeypointName)] ?? [Number.NaN, Number.NaN];
    return [1000 - x, y];
  });

/** The points scaled and shifted. */
export const movedAndScaled = (points: readonly Point[], factor: number, dx: number, dy: number): Point[] =>
  points.map(([x, y]) => [x * factor + dx, y * factor + dy]);
