import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { correct, type Measurement } from '../../src/correction/correct.js';
import { readCorrector } from '../../src/correction/corrector.js';
import { measure } from '../../src/correction/features.js';
import { fromFrame, inFrame, measuringFrame, type MeasuringFrame } from '../../src/correction/frame.js';
import { windowAt } from '../../src/correction/heads.js';
import { Outline } from '../../src/correction/outline.js';
import { locate, PATCH_SIDE, prepared, type PatchNetwork } from '../../src/correction/patch-network.js';
import { GreyLevels, patchOf, type Grey } from '../../src/correction/patches.js';
import { openCorrectorFile, type StoredTensor, type Tensor } from '../../src/correction/weights.js';
import { after, mapped, type Affine } from '../../src/geometry/affine.js';
import { distance, midpoint, type Point } from '../../src/geometry/vector.js';
import { KEYPOINT_NAMES, type KeypointName, type NamedKeypoints } from '../../src/keypoints/names.js';
import { VIEWS, type View } from '../../src/photo/views.js';
import { LANDMARK_NAMES, mapLandmarks, mirroredName, type LandmarkName, type Landmarks } from '../../src/pose/landmarks.js';
import type { Look, Silhouette } from '../../src/pose/look.js';
import { randomFrom, type Random } from '../ground-truth/random.js';

/** Frame coordinates are computed in doubles; trunk lengths. */
const EXACT = 1e-9;

/** Features are kept as 32-bit floats; trunk lengths, metres. */
const SINGLE = 1e-4;

/** Outlines are crossed between pixels of the mask, interpolated; mask pixels. */
const CROSSING = 0.1;

/** A mirrored photo's keypoints against the photo's own, mirrored. Patches are rounded to 256 levels; pixels. */
const MIRRORED = 0.05;

/** The made picture, pixels. */
const [WIDTH, HEIGHT] = [512, 1024] as const;

/** The made mask, pixels a side. */
const MASK = 256;

/** Left landmarks of a person seen from the front and those of the midline; the left is on the image's right. */
const FRONT: Partial<Readonly<Record<LandmarkName, Point>>> = {
  nose: [256, 190],
  l_eye_inner: [264, 175],
  l_eye: [272, 174],
  l_eye_outer: [280, 175],
  l_ear: [296, 185],
  l_mouth: [268, 215],
  l_shoulder: [336, 295],
  l_elbow: [396, 420],
  l_wrist: [446, 530],
  l_pinky: [455, 555],
  l_index: [450, 560],
  l_thumb: [440, 550],
  l_hip: [296, 560],
  l_knee: [306, 760],
  l_ankle: [312, 945],
  l_heel: [308, 965],
  l_foot_index: [322, 985],
};

/** How far parts lie before the body's axis in a profile, pixels. */
const FORWARD: Readonly<Record<string, number>> = { nose: 60, eye_inner: 47, eye: 44, eye_outer: 41, mouth: 48, wrist: 25, pinky: 30, index: 34, thumb: 32, heel: -20, foot_index: 55 };

const mirrorOf = ([x, y]: Point): Point => [WIDTH - x, y];

/** The picture's mirror image. */
const MIRROR: Affine = { a: -1, b: 0, c: 0, d: 1, e: WIDTH, f: 0 };

function placeOf(view: View, name: LandmarkName): Point {
  const own = FRONT[name];
  const [x, y] = own ?? mirrorOf(FRONT[mirroredName(name)] ?? [Number.NaN, Number.NaN]);
  if (view === 'front') return [x, y];
  return view === 'back' ? mirrorOf([x, y]) : [256 + (x - 256) * 0.1 + (FORWARD[name.replace(/^[lr]_/, '')] ?? 0), y];
}

/** @param spread - How far each point lies from the symmetric person's, pixels either way. */
const person = (view: View, spread: number, random: Random): Landmarks =>
  mapLandmarks((name) => {
    const off = (): number => (2 * random() - 1) * spread;
    const [x, y] = placeOf(view, name);
    const depth = (FORWARD[name.replace(/^[lr]_/, '')] ?? 0) / -300;
    return {
      point: [x + off(), y + off()],
      visibility: 0.9 + 0.1 * (spread > 0 ? random() : 0),
      world: [(x - 256 + off()) / 500, (y - 560 + off()) / 500, depth + off() / 500],
    };
  });

/** The same person in the mirrored picture. */
const mirroredPerson = (landmarks: Landmarks): Landmarks =>
  mapLandmarks((name) => {
    const { point, visibility, world } = landmarks[mirroredName(name)];
    return { point: mirrorOf(point), visibility, world: [-world[0], world[1], world[2]] };
  });

/** The picture turned about its middle by degrees, scaled and moved. */
function turnedPerson(landmarks: Landmarks, degrees: number, factor: number, [right, down]: Point): Landmarks {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  return mapLandmarks((name) => {
    const { point, visibility, world } = landmarks[name];
    const [x, y] = [point[0] - WIDTH / 2, point[1] - HEIGHT / 2];
    return {
      point: [factor * (cos * x - sin * y) + right, factor * (sin * x + cos * y) + down],
      visibility,
      world: [cos * world[0] - sin * world[1], sin * world[0] + cos * world[1], world[2]],
    };
  });
}

const apart = (a: Point, b: Point): number => distance(a, b);

describe.each(VIEWS)('the measuring frame of a %s photo', (view) => {
  const landmarks = person(view, 8, randomFrom(1));
  const frame = measuringFrame(view, landmarks);
  const place = (of: Landmarks, name: LandmarkName): Point => inFrame(measuringFrame(view, of), of[name].point);

  test('has its origin at mid-hip, the trunk as its unit, and axes of length 1', () => {
    expect(apart(frame.origin, midpoint(landmarks.l_hip.point, landmarks.r_hip.point))).toBeLessThan(EXACT);
    expect(frame.trunk).toBeCloseTo(distance(frame.origin, midpoint(landmarks.l_shoulder.point, landmarks.r_shoulder.point)), 9);
    expect(Math.hypot(...frame.up)).toBeCloseTo(1, 9);
    expect(Math.hypot(...frame.across)).toBeCloseTo(1, 9);
    expect(frame.up[0] * frame.across[0] + frame.up[1] * frame.across[1]).toBeCloseTo(0, 9);
  });

  test('leads from pixels to the frame and back', () => {
    for (const name of LANDMARK_NAMES) {
      expect(apart(fromFrame(frame, inFrame(frame, landmarks[name].point)), landmarks[name].point), name).toBeLessThan(EXACT * frame.trunk);
    }
  });

  test('turns, scales and moves with the person', () => {
    for (const [degrees, factor] of [[-9, 1], [7, 2.5], [0, 0.4]] as const) {
      const turned = turnedPerson(landmarks, degrees, factor, [310, 777]);
      for (const name of LANDMARK_NAMES) expect(apart(place(turned, name), place(landmarks, name)), name).toBeLessThan(EXACT);
    }
  });

  test('of the mirrored photo has the subject’s left, or what is ahead, on the same side', () => {
    const other = mirroredPerson(landmarks);
    for (const name of LANDMARK_NAMES) {
      const [x, y] = place(landmarks, mirroredName(name));
      expect(apart(place(other, name), [view === 'side' ? x : -x, y]), name).toBeLessThan(EXACT);
    }
    const towardLeft = place(landmarks, 'l_shoulder')[0] - place(landmarks, 'r_shoulder')[0];
    if (view === 'side') expect(place(landmarks, 'nose')[0]).toBeGreaterThan(place(landmarks, 'l_ear')[0]);
    else expect(towardLeft).toBeGreaterThan(0);
  });
});

/** A mask from how far inside the person a pixel's middle lies; its edge is a few pixels wide, as the network's. */
function maskOf(inside: (x: number, y: number) => number): Silhouette['mask'] {
  const data = new Uint8Array(MASK * MASK);
  for (let row = 0; row < MASK; row++) {
    for (let column = 0; column < MASK; column++) {
      data[row * MASK + column] = Math.round(255 * Math.min(Math.max(0.5 + inside(column + 0.5, row + 0.5) / 4, 0), 1));
    }
  }
  return { width: MASK, height: MASK, data };
}

describe('the outline', () => {
  /** Mask pixels. */
  const [centre, radius] = [[120.3, 131.6] as Point, 60.4];
  const circle = maskOf((x, y) => radius - Math.hypot(x - centre[0], y - centre[1]));
  const box = { left: 70.3, right: 180.8, top: 40.2, bottom: 215.7 };
  const rectangle = maskOf((x, y) => Math.min(x - box.left, box.right - x, y - box.top, box.bottom - y));
  /** Picture pixels in one of the mask, and where the mask lies. */
  const toPicture: Affine = { a: 3, b: 0, c: 0, d: 3, e: -40, f: 25 };
  const angle = (20 * Math.PI) / 180;
  const turned: Affine = { a: 3 * Math.cos(angle), b: 3 * Math.sin(angle), c: -3 * Math.sin(angle), d: 3 * Math.cos(angle), e: 90, f: -30 };
  const mirroring: Affine = { a: -3, b: 0, c: 0, d: 3, e: 700, f: 0 };

  test.each([
    ['upright', toPicture],
    ['turned', turned],
    ['mirrored', mirroring],
  ])('of a circle is met at its radius in every direction, from inside and from outside: %s', (_, map) => {
    const frame: MeasuringFrame = { origin: mapped(map, centre), trunk: 150, up: [Math.sin(0.1), -Math.cos(0.1)], across: [Math.cos(0.1), Math.sin(0.1)] };
    const outline = new Outline({ mask: circle, toPicture: map }, frame);
    const unitInMask = 150 / 3;
    for (let degrees = 0; degrees < 360; degrees += 7) {
      const direction: Point = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
      expect(Math.abs(outline.crossing([0, 0], direction, 3) * unitInMask - radius), String(degrees)).toBeLessThan(CROSSING);
      const outside: Point = [direction[0] * 1.6, direction[1] * 1.6];
      const inward: Point = [-direction[0], -direction[1]];
      expect(Math.abs((1.6 - outline.crossing(outside, inward, 3, false)) * unitInMask - radius), String(degrees)).toBeLessThan(CROSSING);
    }
  });

  test('of a rectangle is met at its sides, wherever a ray starts', () => {
    // A frame of the picture's own pixels with y up.
    const frame: MeasuringFrame = { origin: [0, 0], trunk: 1, up: [0, -1], across: [1, 0] };
    const outline = new Outline({ mask: rectangle, toPicture }, frame);
    const inPicture = (x: number, y: number): Point => {
      const [u, v] = mapped(toPicture, [x, y]);
      return [u, -v];
    };
    for (const y of [90, 100.37, 111.7]) {
      for (const x of [100, 120.41, 135.83]) {
        const start = inPicture(x, y);
        const met = (direction: Point): number => outline.crossing(start, direction, 900) / 3;
        expect(Math.abs(x + met([1, 0]) - box.right)).toBeLessThan(CROSSING);
        expect(Math.abs(x - met([-1, 0]) - box.left)).toBeLessThan(CROSSING);
        expect(Math.abs(y - met([0, 1]) - box.top)).toBeLessThan(CROSSING);
        expect(Math.abs(y + met([0, -1]) - box.bottom)).toBeLessThan(CROSSING);
      }
    }
  });

  test('is 0 away where the ray starts on the other side, and out of reach where there is none', () => {
    const frame: MeasuringFrame = { origin: mapped(toPicture, centre), trunk: 150, up: [0, -1], across: [1, 0] };
    const outline = new Outline({ mask: circle, toPicture }, frame);
    expect(outline.crossing([2, 0], [1, 0], 0.5)).toBe(0);
    expect(outline.crossing([0, 0], [1, 0], 0.5, false)).toBe(0);
    expect(outline.crossing([0, 0], [1, 0], 0.5)).toBe(0.5);
    expect(outline.crossing([2, 0], [0, 1], 0.5, false)).toBe(0.5);
    expect(outline.at(0, 0)).toBe(255);
    expect(outline.at(50, 0)).toBe(0);
  });
});

/** A picture of noise over a slope, smoothed so that halving it keeps something. */
function madePicture(random: Random, isSymmetric: boolean): Grey {
  const cell = 8;
  const columns = WIDTH / cell;
  const levels = Array.from({ length: (HEIGHT / cell) * columns }, () => 40 + 170 * random());
  const data = new Uint8Array(WIDTH * HEIGHT);
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const column = Math.floor((isSymmetric ? Math.min(x, WIDTH - 1 - x) : x) / cell);
      data[y * WIDTH + x] = levels[Math.floor(y / cell) * columns + column]! + ((y * 30) / HEIGHT);
    }
  }
  return { width: WIDTH, height: HEIGHT, data };
}

function mirroredPicture({ width, height, data }: Grey): Grey {
  const mirrored = new Uint8Array(data.length);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) mirrored[y * width + x] = data[y * width + width - 1 - x]!;
  return { width, height, data: mirrored };
}

/** Limbs and trunk as thick lines: landmarks' names, half the thickness in pixels. */
const LIMBS: readonly (readonly [LandmarkName, LandmarkName, number])[] = [
  ['l_ear', 'r_ear', 55],
  ['l_shoulder', 'r_shoulder', 32],
  ['l_shoulder', 'l_hip', 48],
  ['r_shoulder', 'r_hip', 48],
  ['l_hip', 'r_hip', 50],
  ...(['l', 'r'] as const).flatMap((side): (readonly [LandmarkName, LandmarkName, number])[] => [
    [`${side}_shoulder`, `${side}_elbow`, 26],
    [`${side}_elbow`, `${side}_wrist`, 20],
    [`${side}_hip`, `${side}_knee`, 38],
    [`${side}_knee`, `${side}_ankle`, 28],
    [`${side}_ankle`, `${side}_foot_index`, 24],
  ]),
  ['nose', 'nose', 40],
];

/** The person's silhouette in a square crop as high as the picture. */
function silhouetteOf(landmarks: Landmarks): Silhouette {
  const pixel = HEIGHT / MASK;
  const toPicture: Affine = { a: pixel, b: 0, c: 0, d: pixel, e: (WIDTH - HEIGHT) / 2, f: 0 };
  const segments = LIMBS.map(([from, to, half]) => ({ from: landmarks[from].point, to: landmarks[to].point, half }));
  const mask = maskOf((column, row) => {
    const point = mapped(toPicture, [column, row]);
    let inside = -Infinity;
    for (const { from, to, half } of segments) {
      const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
      const share = Math.min(Math.max(((point[0] - from[0]) * dx + (point[1] - from[1]) * dy) / (dx * dx + dy * dy || 1), 0), 1);
      inside = Math.max(inside, half - Math.hypot(point[0] - from[0] - share * dx, point[1] - from[1] - share * dy));
    }
    return inside / pixel;
  });
  return { mask, toPicture };
}

const mirroredSilhouette = ({ mask, toPicture }: Silhouette): Silhouette => ({ mask, toPicture: after(toPicture, MIRROR) });

describe('a patch', () => {
  const landmarks = person('front', 0, randomFrom(2));
  const frame = measuringFrame('front', landmarks);
  const outline = new Outline(silhouetteOf(landmarks), frame);
  const centre: Point = [0.31, 0.94];

  test('of a symmetric picture’s right side, mirrored, is that of its left side', () => {
    const levels = new GreyLevels(madePicture(randomFrom(3), true));
    for (const half of [0.1, 0.2, 0.38]) {
      const left = patchOf(levels, outline, frame, { centre, half, mirrored: false }, PATCH_SIDE);
      const right = patchOf(levels, outline, frame, { centre: [-centre[0], centre[1]], half, mirrored: true }, PATCH_SIDE);
      expect(Math.max(...left.map((value, i) => Math.abs(value - right[i]!))), String(half)).toBeLessThanOrEqual(1);
      expect(new Set(left).size).toBeGreaterThan(20);
    }
  });

  test('of the mirrored picture is that of the picture from the other side', () => {
    const picture = madePicture(randomFrom(4), false);
    const [here, there] = [new GreyLevels(picture), new GreyLevels(mirroredPicture(picture))];
    const own = patchOf(here, outline, frame, { centre, half: 0.3, mirrored: false }, PATCH_SIDE);
    const other = patchOf(there, outline, frame, { centre: [-centre[0], centre[1]], half: 0.3, mirrored: true }, PATCH_SIDE);
    expect(Math.max(...own.map((value, i) => Math.abs(value - other[i]!)))).toBeLessThanOrEqual(1);
  });

  test('holds what the picture shows at its points, rows from the top and columns along the frame', () => {
    const data = new Uint8Array(WIDTH * HEIGHT);
    for (let i = 0; i < data.length; i++) data[i] = Math.floor(i / WIDTH) / 8 + (i % WIDTH) / 4;
    const half = 0.2;
    const patch = patchOf(new GreyLevels({ width: WIDTH, height: HEIGHT, data }), outline, frame, { centre, half, mirrored: false }, PATCH_SIDE);
    for (const [row, column] of [[0, 0], [0, PATCH_SIDE - 1], [20, 9]] as const) {
      const step = (2 * half) / PATCH_SIDE;
      const [x, y] = fromFrame(frame, [centre[0] + (column + 0.5 - PATCH_SIDE / 2) * step, centre[1] - (row + 0.5 - PATCH_SIDE / 2) * step]);
      // Pixels are cut to whole levels, and a pixel's number is half a pixel less than its middle.
      expect(Math.abs(patch[row * PATCH_SIDE + column]! - ((y - 0.5) / 8 + (x - 0.5) / 4)), `${String(row)} ${String(column)}`).toBeLessThan(2);
    }
  });

  test('is prepared so that neither light nor exposure count', () => {
    const random = randomFrom(5);
    const dark = Uint8Array.from({ length: 2 * PATCH_SIDE * PATCH_SIDE }, (_, i) => (i < PATCH_SIDE * PATCH_SIDE ? 10 + 80 * random() : 255 * random()));
    const light = dark.map((value, i) => (i < PATCH_SIDE * PATCH_SIDE ? 60 + 2 * value : value));
    const [a, b] = [prepared(dark), prepared(light)];
    const area = PATCH_SIDE * PATCH_SIDE;
    expect(a.subarray(0, area).reduce((sum, value) => sum + value, 0) / area).toBeCloseTo(0, 5);
    // Not quite: the least contrast counts more in the dark.
    expect(Math.max(...a.map((value, i) => Math.abs(value - b[i]!)))).toBeLessThan(0.2);
    expect(a.subarray(area)).toEqual(b.subarray(area));
    expect(prepared(new Uint8Array(2 * area).fill(90)).subarray(0, area).every((value) => value === 0)).toBe(true);
  });
});

const tensor = (shape: readonly number[], values: ArrayLike<number>): Tensor => ({ shape, values: Float32Array.from(values) });

describe('a patch network', () => {
  const area = PATCH_SIDE * PATCH_SIDE;
  const identity = (size: number): number[] => Array.from({ length: size * size }, (_, i) => (i === (size * size - 1) / 2 ? 1 : 0));
  const zeros = (count: number): number[] => Array.from({ length: count }, () => 0);
  const only = (at: number, value: number): number[] => zeros(16).map((zero, i) => (i === at ? value : zero));

  test('of identity kernels hands a bright point down to its outputs', () => {
    const network: PatchNetwork = {
      convolutions: [
        { weights: tensor([1, 2, 5, 5], [...identity(5), ...zeros(25)]), bias: Float32Array.of(0) },
        { weights: tensor([1, 1, 3, 3], identity(3)), bias: Float32Array.of(0) },
        { weights: tensor([1, 1, 3, 3], identity(3)), bias: Float32Array.of(0.25) },
      ],
      // Of the 4 × 4 values that are left: the one at row 1, column 2; and its negative, which the rectifier cuts.
      hidden: { weights: tensor([2, 16], [...only(6, 1), ...only(6, -1)]), bias: Float32Array.of(0, 0) },
      output: { weights: tensor([2, 2], [0.5, 100, -2, 100]), bias: Float32Array.of(1, 0) },
    };
    const input = new Float32Array(2 * area);
    // Stride 2 keeps even points; two rounds of pooling bring (10, 20) to (1, 2).
    input[10 * PATCH_SIDE + 20] = 3;
    // Odd points and the second channel are not seen by these kernels.
    input[11 * PATCH_SIDE + 20] = 50;
    input[area + 10 * PATCH_SIDE + 20] = 70;
    expect(locate(network, input)).toEqual([4 * (0.5 * 3.25 + 1), 4 * (-2 * 3.25)]);
  });

  test('is what its sums are', () => {
    const random = randomFrom(6);
    const numbers = (count: number): Float32Array => Float32Array.from({ length: count }, () => 2 * random() - 1);
    const network: PatchNetwork = {
      convolutions: [
        { weights: tensor([3, 2, 5, 5], numbers(150)), bias: numbers(3) },
        { weights: tensor([2, 3, 3, 3], numbers(54)), bias: numbers(2) },
        { weights: tensor([4, 2, 3, 3], numbers(72)), bias: numbers(4) },
      ],
      hidden: { weights: tensor([5, 64], numbers(320)), bias: numbers(5) },
      output: { weights: tensor([2, 5], numbers(10)), bias: numbers(2) },
    };
    const input = numbers(2 * area);
    const [x, y] = locate(network, input);
    const [expectedX, expectedY] = summed(network, input);
    expect(x).toBeCloseTo(expectedX, 3);
    expect(y).toBeCloseTo(expectedY, 3);
    expect(Math.abs(x) + Math.abs(y)).toBeGreaterThan(0);
  });
});

type Planes = readonly (readonly (readonly number[])[])[];

/** The same network point by point, in doubles. */
function summed({ convolutions, hidden, output }: PatchNetwork, input: Float32Array): readonly [number, number] {
  let planes: Planes = [0, 1].map((plane) =>
    Array.from({ length: PATCH_SIDE }, (_, row) => Array.from(input.subarray((plane * PATCH_SIDE + row) * PATCH_SIDE, (plane * PATCH_SIDE + row + 1) * PATCH_SIDE))),
  );
  const at = (plane: Planes[number] | undefined, row: number, column: number): number => plane?.[row]?.[column] ?? 0;
  convolutions.forEach(({ weights: { shape, values }, bias }, number) => {
    const [, inputs = 0, kernel = 0] = shape;
    const stride = number === 0 ? 2 : 1;
    const size = (planes[0]?.length ?? 0) / stride;
    const convolved = Array.from(bias, (start, o) =>
      Array.from({ length: size }, (_, row) =>
        Array.from({ length: size }, (__, column) => {
          let sum = start;
          for (let i = 0; i < inputs; i++) {
            for (let k = 0; k < kernel * kernel; k++) {
              const [down, right] = [Math.floor(k / kernel) - (kernel - 1) / 2, (k % kernel) - (kernel - 1) / 2];
              sum += values[(o * inputs + i) * kernel * kernel + k]! * at(planes[i], row * stride + down, column * stride + right);
            }
          }
          return Math.max(sum, 0);
        }),
      ),
    );
    planes =
      number === 0
        ? convolved
        : convolved.map((plane) =>
            Array.from({ length: size / 2 }, (_, row) =>
              Array.from({ length: size / 2 }, (__, column) => Math.max(...[0, 1, 2, 3].map((k) => at(plane, 2 * row + (k >> 1), 2 * column + (k & 1))))),
            ),
          );
  });
  const connected = (from: readonly number[], { weights, bias }: PatchNetwork['hidden']): number[] =>
    Array.from(bias, (start, o) => from.reduce((sum, value, i) => sum + value * weights.values[o * from.length + i]!, start));
  const seen = connected(planes.flat(2), hidden).map((value) => Math.max(value, 0));
  const [x = Number.NaN, y = Number.NaN] = connected(seen, output);
  // Outputs count in four points of the patch.
  return [4 * x, 4 * y];
}

interface Part {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: readonly number[];
  /** A factor for each row: stored in 8 bits. */
  readonly factors?: readonly number[];
}

/** Writes a corrector's file as the fit does. */
function fileOf(parts: readonly Part[], header: object): Uint8Array {
  const chunks: Uint8Array[] = [];
  let at = 0;
  const add = (bytes: ArrayBufferLike): void => {
    const padded = new Uint8Array(Math.ceil(bytes.byteLength / 4) * 4);
    padded.set(new Uint8Array(bytes));
    chunks.push(padded);
    at += padded.length;
  };
  const tensors = parts.map(({ name, shape, values, factors }): StoredTensor => {
    const stored: StoredTensor = { name, shape, type: factors ? 'i8' : 'f32', at };
    if (factors) add(Float32Array.from(factors).buffer);
    add(factors ? Int8Array.from(values).buffer : Float32Array.from(values).buffer);
    return stored;
  });
  const text = new TextEncoder().encode(JSON.stringify({ ...header, tensors }));
  const file = new Uint8Array(4 + text.length + at);
  new DataView(file.buffer).setUint32(0, text.length, true);
  file.set(text, 4);
  let to = 4 + text.length;
  for (const chunk of chunks) {
    file.set(chunk, to);
    to += chunk.length;
  }
  return file;
}

describe('a corrector’s file', () => {
  const parts: readonly Part[] = [
    { name: 'odd', shape: [3], values: [1, -127, 5], factors: [0.5, 0.25, 2] },
    { name: 'whole', shape: [2, 3], values: [127, -127, 0, 3, -4, 5], factors: [0.5, 0.125] },
    { name: 'real', shape: [2, 2], values: [1.5, -2.25, 1e-3, 1e6] },
    { name: 'kernel', shape: [2, 1, 2, 2], values: [1, 2, 3, 4, -1, -2, -3, -4], factors: [1, 0.25] },
  ];

  // What the header's length is: the tensors behind it must be read wherever they begin.
  test.each(['', 'x', 'xy', 'xyz'])('gives back what was stored, in 8 bits or as floats (note: %j)', (note) => {
    const file = openCorrectorFile<{ readonly note: string; readonly tensors: readonly StoredTensor[] }>(fileOf(parts, { note }));
    expect(file.header.note).toBe(note);
    for (const { name, shape, values, factors } of parts) {
      const columns = values.length / (shape[0] ?? 1);
      const wanted = Float32Array.from(values, (value, i) => value * (factors?.[Math.floor(i / columns)] ?? 1));
      expect(file.tensor(name), name).toEqual({ shape, values: wanted });
    }
  });

  test('is read where it lies in a larger buffer', () => {
    const bytes = fileOf(parts, {});
    const larger = new Uint8Array(bytes.length + 11);
    larger.set(bytes, 7);
    expect(openCorrectorFile(larger.subarray(7, 7 + bytes.length)).tensor('real').values).toEqual(Float32Array.of(1.5, -2.25, 1e-3, 1e6));
  });

  test('names what it does not hold', () => {
    expect(() => openCorrectorFile(fileOf(parts, {})).tensor('front.join.mean')).toThrow('the corrector has no front.join.mean');
  });

  test('of another format, or without its tables, is refused', () => {
    expect(() => readCorrector(fileOf([], { format: 2 }))).toThrow('the corrector has format 2, not 1');
    expect(() => readCorrector(fileOf([], {}))).toThrow('the corrector has format undefined, not 1');
    expect(() => readCorrector(fileOf([], { format: 1 }))).toThrow(/the corrector has no front\./);
  });
});

describe('a window of a feature map', () => {
  const [side, channels] = [8, 3];
  /** Linear in column and row, so that interpolation is exact. */
  const value = (column: number, row: number, channel: number): number => 10 * column - 3 * row + 100 * channel;
  const data = Float32Array.from({ length: side * side * channels }, (_, i) => value(Math.floor(i / channels) % side, Math.floor(i / channels / side), i % channels));
  const cells = [-1, 0, 1].flatMap((down) => [-1, 0, 1].map((right) => [right, down] as const));
  const expected = (x: number, y: number): number[] => cells.flatMap(([right, down]) => [0, 1, 2].map((channel) => value(x - 0.5 + right, y - 0.5 + down, channel)));
  const difference = (x: number, y: number, wanted: readonly number[]): number => {
    const window = windowAt({ side, channels, data }, x, y);
    expect(window).toHaveLength(wanted.length);
    return Math.max(...wanted.map((number, i) => Math.abs(number - window[i]!)));
  };

  test.each([
    [3.5, 4.5],
    [3.75, 4.5],
    [2.1, 5.9],
  ])('at (%d, %d) is interpolated between cells, row by row', (x, y) => {
    expect(difference(x, y, expected(x, y))).toBeLessThan(1e-4);
  });

  test.each([
    [-4, 4.5, 1.5, 4.5],
    [3.5, 99, 3.5, 6.5],
  ])('beyond the map, at (%d, %d), is the one at its edge', (x, y, nearX, nearY) => {
    // The last cell is stayed clear of by a thousandth.
    expect(difference(x, y, expected(nearX, nearY))).toBeLessThan(0.02);
  });
});

const corrector = readCorrector(Uint8Array.from(readFileSync(new URL('../../models/corrector/corrector_full.bin', import.meta.url))));

/** Cells of the network's feature maps on a side, and pixels of its input on a cell's. */
const [CELLS, CELL] = [64, 4] as const;

/** In profiles nothing is read from the features: any will do. */
const { mean: usual, scale: spreads } = corrector.front.heads?.channels ?? { mean: new Float32Array(1), scale: new Float32Array(1) };

/** @param noise - Share of each channel's spread that the features vary by from cell to cell; 0: constant. */
function lookOf(landmarks: Landmarks, mirrored: boolean, noise: number, random: Random): Look {
  const channels = usual.length;
  const pixel = HEIGHT / (CELLS * CELL);
  const plain: Affine = { a: pixel, b: 0, c: 0, d: pixel, e: (WIDTH - HEIGHT) / 2, f: 0 };
  // The same square of the picture, whose mirror image the network saw.
  const toPicture = mirrored ? after(plain, MIRROR) : plain;
  const level = Array.from(usual, (value, channel) => value + (random() - 0.5) / spreads[channel]!);
  const data = Float32Array.from({ length: CELLS * CELLS * channels }, (_, i) => level[i % channels]! + (noise === 0 ? 0 : (noise * (random() - 0.5)) / spreads[i % channels]!));
  return { toPicture, mirrored, landmarks, regressed: landmarks, features: { side: CELLS, channels, data } };
}

/** What stands in for keypoints: the landmarks of their names, and the midline between them. */
function keypointsOf(landmarks: Landmarks): NamedKeypoints {
  const middle = (part: string): Point => midpoint(landmarks[`l_${part}` as LandmarkName].point, landmarks[`r_${part}` as LandmarkName].point);
  const [neck, pelvis, ears] = [middle('shoulder'), middle('hip'), middle('ear')];
  const midline: Partial<Record<KeypointName, Point>> = { thorax: [neck[0], neck[1] - 20], pelvis, spine: midpoint(neck, pelvis), head: ears, head_top: [ears[0], ears[1] - 75] };
  return Object.fromEntries(KEYPOINT_NAMES.map((name) => [name, midline[name] ?? landmarks[name as LandmarkName].point])) as NamedKeypoints;
}

function madeMeasurement(view: View, spread: number, noise: number, isSymmetric: boolean): Measurement {
  const random = randomFrom(7);
  const landmarks = person(view, spread, random);
  const looks = [false, true].map((mirrored) => lookOf(landmarks, mirrored, noise, isSymmetric ? randomFrom(8) : random));
  const keypoints = keypointsOf(landmarks);
  const c7: Point | undefined = view === 'side' ? keypoints.thorax : undefined;
  return { view, landmarks, looks, silhouette: silhouetteOf(landmarks), picture: madePicture(random, isSymmetric), keypoints, c7 };
}

const otherSide = (name: KeypointName): KeypointName => (name.startsWith('l_') ? `r_${name.slice(2)}` : name.startsWith('r_') ? `l_${name.slice(2)}` : name) as KeypointName;

const mirroredKeypoints = (keypoints: NamedKeypoints): NamedKeypoints =>
  Object.fromEntries(KEYPOINT_NAMES.map((name) => [name, mirrorOf(keypoints[otherSide(name)])])) as NamedKeypoints;

/** The same in the mirrored photo: what is looked at as it is there was looked at mirrored here. */
const mirroredMeasurement = ({ view, landmarks, looks, silhouette, picture, keypoints, c7 }: Measurement): Measurement => ({
  view,
  landmarks: mirroredPerson(landmarks),
  looks: looks.map(({ toPicture, mirrored, landmarks: own, regressed, features }) => ({
    toPicture: after(toPicture, MIRROR),
    mirrored: !mirrored,
    landmarks: mirroredPerson(own),
    regressed: mirroredPerson(regressed),
    features,
  })),
  silhouette: mirroredSilhouette(silhouette),
  picture: mirroredPicture(picture),
  keypoints: mirroredKeypoints(keypoints),
  c7: c7 && mirrorOf(c7),
});

const farthest = (a: NamedKeypoints, b: NamedKeypoints): number => Math.max(...KEYPOINT_NAMES.map((name) => distance(a[name], b[name])));

describe.each(VIEWS)('what is measured on a %s photo', (view) => {
  const { landmarks, looks, silhouette } = madeMeasurement(view, 8, 0, false);
  const measured = measure(view, measuringFrame(view, landmarks), landmarks, looks, silhouette);

  test('is found in the mirrored photo where it says', () => {
    const other = mirroredMeasurement({ ...madeMeasurement(view, 8, 0, false) });
    const { values } = measure(view, measuringFrame(view, other.landmarks), other.landmarks, other.looks, other.silhouette);
    expect(values).toHaveLength(measured.values.length);
    // In profiles it is told as of a person who faces right: the values are the same ones.
    const wanted = measured.values.map((value, i) => (view === 'side' ? value : measured.values[measured.partner[i]!]! * measured.sign[i]!));
    expect(Math.max(...wanted.map((value, i) => Math.abs(value - values[i]!)))).toBeLessThan(SINGLE);
  });

  test('is the same in a turned, larger photo', () => {
    const [degrees, factor, to] = [8, 1.7, [600, 900] as Point];
    const turn = (given: Landmarks): Landmarks => turnedPerson(given, degrees, factor, to);
    const [cos, sin] = [factor * Math.cos((degrees * Math.PI) / 180), factor * Math.sin((degrees * Math.PI) / 180)];
    const map: Affine = { a: cos, b: sin, c: -sin, d: cos, e: to[0] - (cos * WIDTH) / 2 + (sin * HEIGHT) / 2, f: to[1] - (sin * WIDTH) / 2 - (cos * HEIGHT) / 2 };
    const turned = turn(landmarks);
    const turnedLooks = looks.map((look) => ({ ...look, landmarks: turn(look.landmarks), regressed: turn(look.regressed) }));
    const { values } = measure(view, measuringFrame(view, turned), turned, turnedLooks, { mask: silhouette.mask, toPicture: after(silhouette.toPicture, map) });
    expect(Math.max(...measured.values.map((value, i) => Math.abs(value - values[i]!)))).toBeLessThan(SINGLE);
  });
});

describe.each(VIEWS)('correcting a %s photo', (view) => {
  test.each([
    ['constant', 0, 1],
    ['constant', 0, 5],
    ['varying', 0.5, 1],
  ] as const)('gives the mirrored photo’s keypoints mirrored: %s features, %s, %d looks at each patch', (_, noise, shifts) => {
    const measurement = madeMeasurement(view, 8, noise, false);
    const plain = correct(measurement, corrector[view], shifts);
    const mirrored = correct(mirroredMeasurement(measurement), corrector[view], shifts);
    for (const [here, there] of [[plain, mirrored], [plain.coarse, mirrored.coarse]] as const) {
      expect(KEYPOINT_NAMES.every((name) => here.keypoints[name].every(Number.isFinite))).toBe(true);
      expect(farthest(mirroredKeypoints(here.keypoints), there.keypoints)).toBeLessThan(MIRRORED);
      expect(here.c7 === undefined).toBe(view !== 'side');
      if (here.c7 && there.c7) expect(distance(mirrorOf(here.c7), there.c7)).toBeLessThan(MIRRORED);
    }
    // It does something.
    expect(farthest(plain.keypoints, measurement.keypoints)).toBeGreaterThan(1);
  });

  test('moves no keypoint farther than a fifth of the trunk, and keeps the midline’s definitions', () => {
    const measurement = madeMeasurement(view, 8, 0, false);
    const { trunk } = measuringFrame(view, measurement.landmarks);
    const { keypoints } = correct(measurement, corrector[view], 1);
    // Spine and head follow from others; in profiles the hips move on with the pelvis.
    const own = KEYPOINT_NAMES.filter((name) => !['spine', 'head', ...(view === 'side' ? ['l_hip', 'r_hip'] : [])].includes(name));
    for (const name of own) expect(distance(keypoints[name], measurement.keypoints[name]) / trunk, name).toBeLessThanOrEqual(0.2 + EXACT);
    expect(distance(keypoints.pelvis, midpoint(keypoints.l_hip, keypoints.r_hip))).toBeLessThan(EXACT * trunk);
  });
});

test.each(['front', 'back'] as const)('a symmetric person’s %s photo gives symmetric keypoints', (view) => {
  const { keypoints } = correct(madeMeasurement(view, 0, 0, true), corrector[view], 1);
  expect(farthest(mirroredKeypoints(keypoints), keypoints)).toBeLessThan(MIRRORED);
});
