import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLandmarkSmoother } from '../../src/keypoints/smoothing.js';
import { mapLandmarks, type Landmarks } from '../../src/pose/landmarks.js';
import type { TrackedPose } from '../../src/pose/tracked-pose.js';
import { halved, type Raster } from '../../workers/blazepose/raster.js';
import { rgbaOf, type YuvFrame } from '../../workers/yuv.js';
import { randomOf } from '../ground-truth/random.js';

describe('a picture at half its size', () => {
  const anyPicture = fc
    .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }))
    .chain(([width, height]) =>
      fc.uint8Array({ minLength: width * height * 4, maxLength: width * height * 4 }).map((bytes): Raster => ({ width, height, data: bytes })),
    );

  test('is the rounded mean of each square of four, channel by channel, odd edges twice', () => {
    fc.assert(
      fc.property(anyPicture, (picture) => {
        const { width, height, data } = picture;
        const half = halved(picture);
        expect([half.width, half.height]).toEqual([Math.ceil(width / 2), Math.ceil(height / 2)]);
        const at = (x: number, y: number, channel: number): number => data[(Math.min(y, height - 1) * width + Math.min(x, width - 1)) * 4 + channel] ?? Number.NaN;
        half.data.forEach((value, index) => {
          const [channel, pixel] = [index % 4, index >> 2];
          const [x, y] = [2 * (pixel % half.width), 2 * Math.floor(pixel / half.width)];
          const sum = at(x, y, channel) + at(x + 1, y, channel) + at(x, y + 1, channel) + at(x + 1, y + 1, channel);
          expect(value).toBe(Math.floor((sum + 2) / 4));
        });
      }),
    );
  });

  test('is the same wherever the picture lies in memory', () => {
    const bytes = Uint8Array.from({ length: 65 }, (_, index) => (index * 53) % 256);
    const aligned = { width: 4, height: 4, data: bytes.slice(1) };
    expect(halved({ width: 4, height: 4, data: bytes.subarray(1) }).data).toEqual(halved(aligned).data);
  });
});

describe('a frame of brightness and colour', () => {
  /** 4 × 2 pixels: two squares, of the two colours given as brightness, blue, red. */
  const frame = (first: readonly number[], second: readonly number[], colors: YuvFrame['colors'], isInterleaved = false): YuvFrame => {
    const [a, b] = [first, second].map(([y = 0, u = 0, v = 0]) => ({ y, u, v })) as [Record<'y' | 'u' | 'v', number>, Record<'y' | 'u' | 'v', number>];
    const luma = [a.y, a.y, b.y, b.y, a.y, a.y, b.y, b.y];
    const chroma = isInterleaved ? [a.u, a.v, b.u, b.v] : [a.u, b.u, a.v, b.v];
    const [step, red] = isInterleaved ? [2, 9] : [1, 10];
    return {
      width: 4,
      height: 2,
      data: Uint8Array.from([...luma, ...chroma]),
      colors,
      luma: { offset: 0, stride: 4, step: 1 },
      blue: { offset: 8, stride: 2 * step, step },
      red: { offset: red, stride: 2 * step, step },
    };
  };
  const pixels = ({ data }: Raster): number[][] => Array.from({ length: data.length / 4 }, (_, at) => [...data.slice(4 * at, 4 * at + 4)]);
  const LIMITED = { matrix: 'bt709', fullRange: false } as const;

  // ITU-R BT.709, BT.601: codes of the primaries at 8 bits.
  test.each([
    ['red, BT.709', [63, 102, 240], { matrix: 'bt709', fullRange: false }, [255, 0, 0]],
    ['green, BT.709', [173, 42, 26], { matrix: 'bt709', fullRange: false }, [0, 255, 0]],
    ['blue, BT.709', [32, 240, 118], { matrix: 'bt709', fullRange: false }, [0, 0, 255]],
    ['red, BT.601', [82, 90, 240], { matrix: 'smpte170m', fullRange: false }, [255, 0, 0]],
    ['green, BT.601', [145, 54, 34], { matrix: 'bt470bg', fullRange: false }, [0, 255, 0]],
    ['red, BT.601, full range', [76, 85, 255], { matrix: 'smpte170m', fullRange: true }, [255, 0, 0]],
    ['white', [235, 128, 128], { matrix: null, fullRange: null }, [255, 255, 255]],
    ['black, full range', [0, 128, 128], { matrix: null, fullRange: true }, [0, 0, 0]],
  ] as const)('is shown in its colours: %s', (_, color, colors, wanted) => {
    const [pixel = []] = pixels(rgbaOf(frame(color, color, colors), true));
    wanted.forEach((value, channel) => expect(Math.abs((pixel[channel] ?? NaN) - value)).toBeLessThanOrEqual(2));
    expect(pixel[3]).toBe(255);
  });

  test.each([false, true])('keeps each square’s colour where it is, planes apart or not (%s)', (isInterleaved) => {
    const shown = frame([63, 102, 240], [32, 240, 118], LIMITED, isInterleaved);
    const [red, blue] = pixels(rgbaOf(shown, true));
    const whole = pixels(rgbaOf(shown, false));
    expect(whole).toEqual([red, red, blue, blue, red, red, blue, blue]);
  });

  test('at half its size is the mean of its brightness', () => {
    const grey = frame([0, 128, 128], [0, 128, 128], { matrix: null, fullRange: true });
    grey.data.set([10, 20, 1, 1, 30, 40, 1, 1]);
    expect(pixels(rgbaOf(grey, true))).toEqual([[25, 25, 25, 255], [1, 1, 1, 255]]);
  });
});

describe('smoothed landmarks', () => {
  const SECOND = 1000;
  const FRAMES = 15;
  const TRUNK = 200;

  /** Somebody of a trunk of 200 pixels whose landmarks are moved by so much, each by its own. */
  const poseOf = (move: (index: number) => readonly [number, number], found: TrackedPose['found'] = 'tracked'): TrackedPose => {
    const landmarks: Landmarks = mapLandmarks((name, index) => {
      const [x, y] = move(index);
      const height = /hip/.test(name) ? TRUNK : 0;
      return { point: [300 + x, 100 + height + y], visibility: 1, world: [0, 0, 0] };
    });
    return { landmarks, found } as TrackedPose;
  };

  test('of somebody who stands still tremble by less than a third', () => {
    const random = randomOf('smoothing');
    const smoother = createLandmarkSmoother();
    const noise = (): number => (random() - 0.5) * 0.02 * TRUNK;
    const [raw, smooth]: [number[], number[]] = [[], []];
    for (let frame = 0; frame < 10 * FRAMES; frame++) {
      const pose = poseOf(() => [noise(), noise()]);
      const shown = smoother.smooth(pose, (frame * SECOND) / FRAMES);
      if (!shown || frame < FRAMES) continue;
      raw.push(pose.landmarks.nose.point[0]);
      smooth.push(shown.nose.point[0]);
    }
    const spread = (values: readonly number[]): number => Math.hypot(...values.slice(1).map((value, index) => value - (values[index] ?? 0)));
    expect(spread(smooth)).toBeLessThan(spread(raw) / 3);
    expect(spread(smooth)).toBeGreaterThan(0);
  });

  test('of somebody who walks lag by less than a tenth of a trunk', () => {
    const smoother = createLandmarkSmoother();
    for (let frame = 0; frame < 2 * FRAMES; frame++) {
      // Two trunk lengths, a metre, a second.
      const x = (2 * TRUNK * frame) / FRAMES;
      const shown = smoother.smooth(poseOf(() => [x, 0]), (frame * SECOND) / FRAMES);
      expect(Math.abs((shown?.nose.point[0] ?? Number.NaN) - 300 - x), `frame ${String(frame)}`).toBeLessThan(TRUNK / 10);
    }
  });

  test.each([
    ['after nobody was seen', undefined, 'tracked'],
    ['where somebody was found anew', poseOf(() => [0, 0]), 'detected'],
  ] as const)('begin anew %s', (_, between, found) => {
    const smoother = createLandmarkSmoother();
    smoother.smooth(poseOf(() => [0, 0]), 0);
    expect(smoother.smooth(between, SECOND / FRAMES)?.nose.point).toEqual(between?.landmarks.nose.point);
    const next = poseOf(() => [50, 50], found);
    expect(smoother.smooth(next, (2 * SECOND) / FRAMES)?.nose.point).toEqual([350, 150]);
  });

  test('keep what is not drawn, and the pose that they were made from', () => {
    const smoother = createLandmarkSmoother();
    smoother.smooth(poseOf(() => [0, 0]), 0);
    const pose = poseOf((index) => [index, 0]);
    const copy = structuredClone(pose);
    const shown = smoother.smooth(pose, SECOND / FRAMES);
    expect(pose).toEqual(copy);
    expect(shown?.l_knee.visibility).toBe(1);
  });
});
