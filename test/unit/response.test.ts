import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { METRIC_NAMES, type MetricName } from '../../src/grades/grades.js';
import { KEYPOINT_NAMES, type NamedKeypoints } from '../../src/keypoints/names.js';
import { failureResponse, successResponse } from '../../src/response/response.js';

const keypoints = Object.fromEntries(KEYPOINT_NAMES.map((name, i) => [name, [i * 10.4, -0.2 + i * 20]])) as unknown as NamedKeypoints;
const photo = { keypoints, drawn: 'data:image/jpeg;base64,AAAA' };
const metrics = Object.fromEntries(METRIC_NAMES.map((name, i) => [name, i === 0 ? -0.0001 : i * 1.23456])) as Record<MetricName, number>;
const frame = { uuid: 'id', credit: 0, creditChange: 0 };

/** The keys of the 200 example in the API's reference. */
const published = JSON.parse(readFileSync(new URL('../fixtures/published/sample.json', import.meta.url), 'utf8')) as {
  coords: object;
  metrics: object;
  grades: object;
};
const PUBLISHED_KEYS = [
  ...['state', 'status_code', 'APIName', 'credit_change', 'credit', 'uuid', 'forigimg', 'sorigimg', 'borigimg'],
  ...[...Object.keys(published.coords), ...Object.keys(published.metrics), ...Object.keys(published.grades)].sort(),
];

test('a full answer has the published keys in the published order, and no other', () => {
  const answer = successResponse({ front: photo, side: photo, back: photo }, metrics, frame);
  expect(Object.keys(answer)).toEqual(PUBLISHED_KEYS);
  expect(answer).toMatchObject({ state: true, status_code: 200, APIName: 'Analysis-skeleton-v2', credit: 0, credit_change: 0 });
});

test('coordinates are text with whole pixels, spaced as published, and never -0', () => {
  const answer = successResponse({ front: photo, side: photo, back: photo }, metrics, frame);
  expect(answer.far_coords).toMatch(/^\[\[0, 0\], \[10, 20\], \[21, 40\], /);
  expect(JSON.parse(answer.far_coords)).toHaveLength(22);
});

test('values have at most three decimals and the grade is that of the rounded value', () => {
  const answer = successResponse({ front: photo, side: photo, back: photo }, metrics, frame) as unknown as Record<string, number>;
  for (const name of METRIC_NAMES) {
    const value = answer[`${name}_m_`] ?? Number.NaN;
    expect(value).toBe(Number(value.toFixed(3)));
    expect(Object.is(value, -0)).toBe(false);
  }
});

test('one view alone is the single-view answer', () => {
  const { sar_tilt, sar_head_tilt, round_shoulder, turtle_neck } = metrics;
  const answer = successResponse({ side: photo }, { sar_tilt, sar_head_tilt, round_shoulder, turtle_neck }, frame);
  expect(answer.APIName).toBe('Analysis-skeleton-v2-side');
  expect(Object.keys(answer).filter((key) => /img|coords|_m_|grade/.test(key))).toEqual([
    'sorigimg', 'round_shoulder_grade', 'round_shoulder_m_', 'sar_coords', 'sar_head_tilt_grade', 'sar_head_tilt_m_',
    'sar_tilt_grade', 'sar_tilt_m_', 'turtle_neck_grade', 'turtle_neck_m_',
  ]);
});

test('a metric that is no number is never answered with', () => {
  expect(() => successResponse({ front: photo, side: photo, back: photo }, { ...metrics, far_tilt: Number.NaN }, frame)).toThrow(TypeError);
});

test('a refused request names its code twice', () => {
  expect(failureResponse({ status: 511, message: 'nobody' }, { uuid: 'id', credit: 5, creditChange: -1 })).toEqual({
    state: false, status: 511, status_code: 511, message: 'nobody', credit: 5, credit_change: 0, uuid: 'id',
  });
});
