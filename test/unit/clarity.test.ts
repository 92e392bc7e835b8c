import { readFile } from 'node:fs/promises';
import sharp, { type Sharp } from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { clarityOf, type Clarity } from '../../src/correction/clarity.js';
import { greyOf } from '../../src/correction/patches.js';
import { nameKeypoints } from '../../src/keypoints/names.js';
import { mapLandmarks, type Landmarks } from '../../src/pose/landmarks.js';
import type { Truth } from '../bench/ground-truth.js';

const CASE = new URL('../fixtures/cases/m1-02/', import.meta.url);

let photo: Buffer;
let landmarks: Landmarks;

beforeAll(async () => {
  photo = await readFile(new URL('front.jpg', CASE));
  const truth = JSON.parse(await readFile(new URL('truth.json', CASE), 'utf8')) as Truth;
  const { keypoints, joints } = truth.views.front;
  const points: Readonly<Record<string, readonly [number, number]>> = { ...nameKeypoints(keypoints), l_heel: joints['l_heel']!, r_heel: joints['r_heel']! };
  landmarks = mapLandmarks((name) => ({ point: points[name] ?? points['pelvis']!, visibility: 1, world: [0, 0, 0] }));
});

/** @param scale - Of the picture's size against the photo's. */
async function clarity(change: (picture: Sharp) => Sharp, scale = 1): Promise<Clarity> {
  const { data, info } = await change(sharp(photo)).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  const placed = mapLandmarks((name) => ({ ...landmarks[name], point: [landmarks[name].point[0] * scale, landmarks[name].point[1] * scale] }));
  return clarityOf(greyOf({ width: info.width, height: info.height, data: new Uint8ClampedArray(data) }), placed);
}

const asItIs = (picture: Sharp): Sharp => picture;

describe('how clear a photo is', () => {
  test('does not depend on its size, nor on how bright it is', async () => {
    const [whole, half, dark] = [await clarity(asItIs), await clarity((picture) => picture.resize({ width: 400 }), 0.5), await clarity((picture) => picture.linear(0.3, 0))];
    expect(Math.abs(half.sharpness - whole.sharpness)).toBeLessThan(0.03);
    expect(Math.abs(dark.sharpness - whole.sharpness)).toBeLessThan(0.03);
    expect(dark.contrast / whole.contrast).toBeCloseTo(0.3, 1);
  });

  test('falls with blur, and with detail that a small copy has lost', async () => {
    const blurs = [await clarity(asItIs), await clarity((picture) => picture.blur(4)), await clarity((picture) => picture.blur(8)), await clarity((picture) => picture.blur(14))];
    const sharpness = blurs.map((each) => each.sharpness);
    expect(sharpness).toEqual([...sharpness].sort((a, b) => b - a));
    expect(sharpness[0]! - sharpness[3]!).toBeGreaterThan(0.2);
  });

  test('tells noise', async () => {
    const { width, height } = await sharp(photo).metadata();
    const noise = await sharp({ create: { width, height, channels: 3, background: '#808080', noise: { type: 'gaussian', mean: 128, sigma: 60 } } }).png().toBuffer();
    const [clean, noisy] = [await clarity(asItIs), await clarity((picture) => picture.composite([{ input: noise, blend: 'overlay' }]))];
    expect(noisy.noise).toBeGreaterThan(3 * clean.noise);
  });

  test('is told of a picture with nothing in it', () => {
    const grey = { width: 800, height: 1200, data: new Uint8Array(800 * 1200).fill(90) };
    expect(clarityOf(grey, landmarks)).toEqual({ sharpness: 0, noise: 0, contrast: 0 });
  });
});
