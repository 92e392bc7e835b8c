import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cropOf, mirroredCrop, type CropFormat } from '../../workers/blazepose/crop.js';
import { DETECTOR_INPUT, letterbox, readDetections, scaled } from '../../workers/blazepose/detector.js';
import { CROP_SIDE, inPicture, isSound, readPose, type LandmarkOutput } from '../../workers/blazepose/landmark-network.js';
import { isRival, ranked } from '../../workers/blazepose/people.js';
import { brighterHalf, Pyramid, type Raster } from '../../workers/blazepose/raster.js';
import { inverse, mapped, mirroredMap } from '../../src/geometry/affine.js';
import { cropToPicture, regionOf, type Region } from '../../workers/blazepose/region.js';

/** Pixels. */
const EXACT = 1e-6;

/** Of 255: what rounding to whole colours may do on each level of a pyramid. */
const ROUNDING = 2;

const PLAIN: CropFormat = { side: 64, border: 'replicate', factor: 1, offset: 0 };

const region = (values: Partial<Region> = {}): Region => ({ center: [120, 160], size: 200, angle: 0, ...values });

function raster(width: number, height: number, color: (x: number, y: number) => number): Raster {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) data.fill(color(x, y), (y * width + x) * 4, (y * width + x) * 4 + 3);
  return { width, height, data };
}

const mirror = (picture: Raster): Raster => raster(picture.width, picture.height, (x, y) => picture.data[(y * picture.width + picture.width - 1 - x) * 4] ?? 0);

const anyRegion = fc.record({
  center: fc.tuple(fc.double({ min: 0, max: 300, noNaN: true }), fc.double({ min: 0, max: 300, noNaN: true })),
  size: fc.double({ min: 20, max: 900, noNaN: true }),
  angle: fc.double({ min: -Math.PI, max: Math.PI, noNaN: true }),
});

describe('the map from a crop to the picture', () => {
  test('puts the crop’s middle on the centre and its upright on the angle', () => {
    const map = cropToPicture(region({ angle: Math.PI / 2 }), 64);
    expect(mapped(map, [32, 32])).toEqual([120, 160]);
    // Turned a quarter clockwise, the crop's top shows what lies to the right.
    const [x, y] = mapped(map, [32, 0]);
    expect(x).toBeCloseTo(220, 6);
    expect(y).toBeCloseTo(160, 6);
  });

  test('is undone by its inverse, and mirrored within the crop', () => {
    fc.assert(
      fc.property(anyRegion, fc.double({ min: 0, max: 64, noNaN: true }), fc.double({ min: 0, max: 64, noNaN: true }), (square, u, v) => {
        const map = cropToPicture(square, 64);
        const [x, y] = mapped(inverse(map), mapped(map, [u, v]));
        expect(Math.hypot(x - u, y - v)).toBeLessThan(EXACT);
        const [p, q] = [mapped(mirroredMap(map, 64), [u, v]), mapped(map, [64 - u, v])];
        expect(Math.hypot(p[0] - q[0], p[1] - q[1])).toBeLessThan(EXACT);
      }),
    );
  });
});

describe('a crop', () => {
  test('shows the colour that lies where its pixel’s centre is, at any scale and turn', () => {
    // A slope along x and y that no two places share.
    const picture = raster(300, 300, (x, y) => (x + 0.5) * 0.5 + (y + 0.5) * 0.3);
    const pyramid = new Pyramid(picture);
    fc.assert(
      fc.property(fc.double({ min: 30, max: 180, noNaN: true }), fc.double({ min: -1, max: 1, noNaN: true }), (size, angle) => {
        const map = cropToPicture({ center: [150, 150], size, angle }, 64);
        const crop = cropOf(pyramid, map, PLAIN);
        for (const [column, row] of [[32, 32], [5, 50], [50, 5]] as const) {
          const [x, y] = mapped(map, [column + 0.5, row + 0.5]);
          expect(Math.abs((crop[(row * 64 + column) * 3] ?? 0) - (x * 0.5 + y * 0.3))).toBeLessThan(ROUNDING);
        }
      }),
      { numRuns: 50 },
    );
  });

  test('does not alias: a fine chessboard becomes grey', () => {
    const pyramid = new Pyramid(raster(1024, 1024, (x, y) => ((x + y) % 2) * 255));
    const crop = cropOf(pyramid, cropToPicture({ center: [512, 512], size: 1000, angle: 0.1 }, 64), PLAIN);
    for (const value of crop) expect(Math.abs(value - 127.5)).toBeLessThan(ROUNDING);
  });

  test('of the mirrored look is the mirror image', () => {
    const pyramid = new Pyramid(raster(90, 120, (x, y) => (x * 37 + y * 91) % 256));
    const map = cropToPicture({ center: [45, 60], size: 130, angle: 0.2 }, 64);
    const straight = cropOf(pyramid, mirroredMap(map, 64), PLAIN);
    const turned = mirroredCrop(cropOf(pyramid, map, PLAIN), 64);
    for (const [index, value] of straight.entries()) expect(Math.abs(value - (turned[index] ?? 0))).toBeLessThan(0.01);
  });

  test('goes on at the picture’s edge, or is black there, as its network was taught', () => {
    const pyramid = new Pyramid(raster(40, 40, () => 200));
    const outside = cropToPicture({ center: [-100, -100], size: 64, angle: 0 }, 64);
    expect(cropOf(pyramid, outside, PLAIN)[0]).toBeCloseTo(200, 3);
    expect(cropOf(pyramid, outside, { ...PLAIN, border: 'black', factor: 2 / 255, offset: -1 })[0]).toBe(-1);
  });
});

describe('the side from which the detector looks', () => {
  test('is the other one for the mirror image, so that both show it the same', () => {
    // Numerical Recipes' generator: pictures of noise that no shrinking makes symmetrical.
    let state = 1;
    const random = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
    for (let round = 0; round < 200; round++) {
      const picture = raster(8 + Math.floor(random() * 50), 8 + Math.floor(random() * 50), () => random() * 256);
      expect(brighterHalf(mirror(picture))).not.toBe(brighterHalf(picture));
    }
  });
});

describe('the detector’s output', () => {
  const size = { width: 448, height: 224 };
  const toPicture = letterbox(size);
  /** Anchors 0 and 1 lie in the first cell of 8 × 8, so at (4, 4) of the input. */
  const output = (...found: readonly (readonly [anchor: number, score: number, hipX: number])[]) => {
    const boxes = new Float32Array(2254 * 12);
    const scores = new Float32Array(2254).fill(-20);
    for (const [anchor, score, hipX] of found) {
      boxes.set([100, 100, 40, 40, hipX, 110, hipX, 30], anchor * 12);
      scores[anchor] = score;
    }
    return readDetections(boxes, scores, toPicture);
  };

  test('is nobody where no anchor is sure', () => {
    expect(output()).toEqual([]);
    expect(output([7, -0.1, 100])).toEqual([]);
  });

  test('is brought to the picture: whole, centred, without distortion', () => {
    const [person, ...others] = output([0, 5, 100]);
    expect(others).toEqual([]);
    // The letterbox of a wide picture is twice as large as the input and begins above the picture.
    expect(person?.midHip).toEqual([208, 2 * 114 - 112]);
    expect(person?.bodyCircle).toEqual([208, 2 * 34 - 112]);
    const square = person && regionOf(person);
    expect(square?.angle).toBeCloseTo(0, 6);
    expect(square?.size).toBeCloseTo(2 * 160 * 1.25, 6);
  });

  test('of one person by several anchors is one person, the surest anchor counting most', () => {
    const [person, ...others] = output([0, 4, 100], [1, 0.1, 110]);
    expect(others).toEqual([]);
    expect(person?.midHip[0]).toBeGreaterThan(208);
    expect(person?.midHip[0]).toBeLessThan(218);
  });

  test('that holds no numbers is nobody', () => {
    expect(output([0, 5, Number.NaN])).toEqual([]);
  });

  test('of a person bent to the right turns the region clockwise', () => {
    const upright = output([0, 5, 100])[0];
    if (!upright) throw new Error('nobody');
    expect(regionOf({ ...upright, bodyCircle: [upright.midHip[0] + 50, upright.midHip[1] - 50] }).angle).toBeCloseTo(Math.PI / 4, 6);
  });

  test('ranks whoever stands in the middle and is large; small ones in the background are no rivals', () => {
    const base = output([0, 5, 100])[0];
    if (!base) throw new Error('nobody');
    const aside = { ...scaled(base, 0.5), midHip: [20, 100] as const, bodyCircle: [20, 60] as const };
    expect(ranked([aside, base], size)).toEqual([base, aside]);
    expect(isRival(base, aside)).toBe(false);
    expect(isRival(base, { ...base, midHip: [20, 116], bodyCircle: [20, -44] })).toBe(true);
  });

  test('is read from every anchor', () => {
    expect(output([2253, 5, 0])).toHaveLength(1);
    expect(DETECTOR_INPUT.side).toBe(224);
  });
});

describe('the landmark network’s output', () => {
  const blank = (): LandmarkOutput => ({
    landmarks: new Float32Array(39 * 5).map((_, index) => (index % 5 < 2 ? 128 : 0)),
    presence: 1,
    segmentation: new Float32Array(CROP_SIDE * CROP_SIDE).fill(-10),
    heatmap: new Float32Array(64 * 64 * 39).fill(-10),
    world: new Float32Array(39 * 3),
    features: new Float32Array(64 * 64 * 48),
  });

  test('keeps the regressed point where the heatmap says nothing', () => {
    expect(readPose(blank()).landmarks.nose.point).toEqual([128, 128]);
  });

  test('moves a landmark to the heatmap’s centre of mass near it', () => {
    const output = blank();
    output.heatmap[(33 * 64 + 34) * 39] = 10;
    const [x, y] = readPose(output).landmarks.nose.point;
    expect(x).toBeCloseTo(34 * 4, 0);
    expect(y).toBeCloseTo(33 * 4, 0);
    expect(readPose(output).landmarks.l_ear.point).toEqual([128, 128]);
  });

  test('is refused where it holds no numbers', () => {
    expect(isSound(blank())).toBe(true);
    expect(isSound({ ...blank(), presence: Number.NaN })).toBe(false);
    const broken = blank();
    broken.landmarks[100] = Number.NaN;
    expect(isSound(broken)).toBe(false);
    // What a GPU that did not do its work leaves behind.
    expect(isSound({ ...blank(), landmarks: new Float32Array(39 * 5) })).toBe(false);
  });

  test('is laid on the picture with its mask, nobody beyond the crop', () => {
    const output = blank();
    // The crop's right half.
    for (let i = 0; i < output.segmentation.length; i++) if (i % CROP_SIDE >= CROP_SIDE / 2) output.segmentation[i] = 10;
    const { landmarks, mask } = inPicture(readPose(output), cropToPicture({ center: [100, 50], size: 128, angle: 0 }, CROP_SIDE), { width: 200, height: 100 });
    expect(landmarks.nose.point).toEqual([100, 50]);
    const at = (x: number, y: number): number => mask.data[y * mask.width + x] ?? -1;
    expect([at(90, 50), at(98, 50), at(102, 50), at(150, 50), at(170, 50)]).toEqual([0, 0, 255, 255, 0]);
  });

  test('turns the world with the crop', () => {
    const output = blank();
    output.world.set([0, -1, 0.5]);
    const turned = inPicture(readPose(output), cropToPicture(region({ angle: Math.PI / 2 }), CROP_SIDE), { width: 8, height: 8 });
    const [x, y, z] = turned.landmarks.nose.world;
    expect(Math.hypot(x - 1, y, z - 0.5)).toBeLessThan(EXACT);
  });
});
