import { describe, expect, test } from 'vitest';
import { voiceAmong } from '../../demo/kiosk/capture/announcer.js';
import { faultOf } from '../../demo/kiosk/capture/camera.js';
import { gravityFrom } from '../../demo/kiosk/capture/gravity.js';
import { greyOf, sharpnessOf, type GreyPicture } from '../../demo/kiosk/capture/sharpness.js';
import { scoresOf } from '../../demo/kiosk/capture/shot.js';
import { nextView } from '../../demo/kiosk/capture/views-to-take.js';

const picture = (grey: (x: number, y: number) => number, side = 40): GreyPicture => ({
  width: side,
  height: side,
  data: Float32Array.from({ length: side * side }, (_, index) => grey(index % side, Math.floor(index / side))),
});

/** Mean over a square around each pixel. */
const blurred = ({ width, height, data }: GreyPicture, reach: number): GreyPicture =>
  picture((x, y) => {
    let sum = 0;
    let count = 0;
    for (let v = Math.max(0, y - reach); v <= Math.min(height - 1, y + reach); v += 1) {
      for (let u = Math.max(0, x - reach); u <= Math.min(width - 1, x + reach); u += 1) {
        sum += data[v * width + u] ?? 0;
        count += 1;
      }
    }
    return sum / count;
  }, width);

describe('sharpness', () => {
  const edges = picture((x, y) => ((x >> 2) + (y >> 2)) % 2 ? 220 : 30);

  test('grows less with every blur', () => {
    const values = [0, 1, 2, 4].map((reach) => sharpnessOf(blurred(edges, reach)));
    expect(values).toEqual([...values].sort((a, b) => b - a));
    expect(new Set(values).size).toBe(4);
  });

  test('a wall has none, nor has a slope, nor a picture too small for edges', () => {
    expect(sharpnessOf(picture(() => 128))).toBe(0);
    expect(sharpnessOf(picture((x, y) => x + 2 * y))).toBeCloseTo(0, 6);
    expect(sharpnessOf(picture(() => 3, 2))).toBe(0);
  });

  test('grey is luma', () => {
    const { data } = greyOf({ width: 4, height: 1, data: Uint8ClampedArray.of(255, 255, 255, 255, 255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255) });
    expect([...data].map(Math.round)).toEqual([255, 76, 150, 29]);
  });

  test('of frames as sharp the stiller is better, and of frames as still the sharper', () => {
    const [moving = 0, still = 0] = scoresOf([{ sharpness: 100, movement: 0.9 }, { sharpness: 100, movement: 0.1 }]);
    expect(still).toBeGreaterThan(moving);
    const [soft = 0, sharp = 0] = scoresOf([{ sharpness: 40, movement: 0.2 }, { sharpness: 100, movement: 0.2 }]);
    expect(sharp).toBeGreaterThan(soft);
    expect(scoresOf([{ sharpness: 0, movement: undefined }])).toEqual([-0.5]);
  });
});

describe('gravity', () => {
  const G = 9.81;
  const tilted = (degrees: number, sign = 1): [number, number, number] => [
    sign * G * Math.sin((degrees * Math.PI) / 180), sign * G * Math.cos((degrees * Math.PI) / 180), 0,
  ];

  test.each([1, -1])('the roll is the same whichever sign a browser gives (%i)', (sign) => {
    expect(gravityFrom(tilted(0, sign), 0)?.roll).toBeCloseTo(0);
    expect(gravityFrom(tilted(12, sign), 0)?.roll).toBeCloseTo(12);
    expect(gravityFrom(tilted(-12, sign), 0)?.roll).toBeCloseTo(-12);
  });

  test('a device on its side is level when its screen is', () => {
    expect(gravityFrom([G, 0, 0], 90)?.roll).toBeCloseTo(0);
    expect(gravityFrom([-G, 0, 0], 270)?.roll).toBeCloseTo(0);
  });

  test('a device that lies has no level; one that leans has a pitch', () => {
    expect(gravityFrom([0.2, 0.3, G], 0)).toBeUndefined();
    expect(gravityFrom([0, G * Math.cos(0.2), G * Math.sin(0.2)], 0)?.pitch).toBeCloseTo(-11.46, 1);
  });
});

test.each([
  ['NotAllowedError', 'denied'], ['SecurityError', 'denied'], ['NotFoundError', 'none'], ['OverconstrainedError', 'none'],
  ['NotReadableError', 'busy'], ['AbortError', 'busy'],
])('a camera that answers %s is %s', (name, fault) => {
  expect(faultOf(new DOMException('', name))).toBe(fault);
});

describe('voices', () => {
  const voice = (lang: string, localService: boolean, isDefault = false) => ({ lang, localService, default: isDefault });

  test('one that is a service elsewhere is never taken', () => {
    expect(voiceAmong([voice('ko-KR', false, true), voice('en-US', true)], 'ko')).toBeUndefined();
  });

  test('of those on the device the default one', () => {
    const wanted = voice('en-GB', true, true);
    expect(voiceAmong([voice('en-US', true), wanted, voice('ko-KR', true)], 'en')).toBe(wanted);
    expect(voiceAmong([voice('ko-KR', true)], 'ko')?.lang).toBe('ko-KR');
    expect(voiceAmong([voice('kok-IN', true), voice('ko_KR', true)], 'ko')?.lang).toBe('ko_KR');
  });
});

test('the views come in their order, whichever are asked for', () => {
  expect(nextView(['back', 'front'], [])).toBe('front');
  expect(nextView(['back', 'front'], ['front'])).toBe('back');
  expect(nextView(['front', 'side', 'back'], ['front', 'back'])).toBe('side');
  expect(nextView(['side'], ['side'])).toBeUndefined();
});
