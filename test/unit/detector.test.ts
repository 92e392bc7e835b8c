import { describe, expect, test } from 'vitest';
import { DETECTOR_INPUT, isSoundDetection, letterbox, readDetections, type Detection } from '../../workers/blazepose/detector.js';
import { mirroredMap } from '../../src/geometry/affine.js';

const ANCHORS = 2254;
const VALUES = 12;

/** A picture of the detector's own size, so that its pixels are the input's. */
const AS_IT_IS = letterbox({ width: DETECTOR_INPUT.side, height: DETECTOR_INPUT.side });

/**
 * What the detector gives where it sees one person at several anchors of its first grid, whose cells are 8 pixels wide
 * and hold two anchors each: boxes of 80 × 60 pixels, a hip 90 below and a circle 20 above their centre.
 */
function seenAt(anchors: readonly (readonly [index: number, logit: number])[]) {
  const boxes = new Float32Array(ANCHORS * VALUES);
  const scores = new Float32Array(ANCHORS).fill(-20);
  for (const [index, logit] of anchors) {
    boxes.set([0, 0, 80, 60, 1, 90, 2, -20], index * VALUES);
    scores[index] = logit;
  }
  return { boxes, scores };
}

/** Anchors of neighbouring cells in the fourth row. */
const NEIGHBOURS = [
  [180, 3],
  [182, 2],
  [184, 1],
] as const;

const rounded = ({ score, box, midHip, bodyCircle }: Detection): number[] =>
  [score, ...box, ...midHip, ...bodyCircle].map((value) => Number(value.toFixed(3)));

describe('readDetections', () => {
  const { boxes, scores } = seenAt(NEIGHBOURS);

  test('one person seen at several anchors is one, the surest counting most', () => {
    const people = readDetections(boxes, scores, AS_IT_IS);
    expect(people).toHaveLength(1);
    const surest = seenAt([[180, 3]]);
    const [first] = readDetections(surest.boxes, surest.scores, AS_IT_IS);
    const shift = (people[0]?.midHip[0] ?? NaN) - (first?.midHip[0] ?? NaN);
    expect(shift).toBeGreaterThan(0);
    expect(shift).toBeLessThan(8);
  });

  test('a mirror image gives the mirrored person, boxes and all', () => {
    const [plain, ...others] = readDetections(boxes, scores, AS_IT_IS);
    const mirrored = readDetections(boxes, scores, mirroredMap(AS_IT_IS, DETECTOR_INPUT.side));
    if (!plain) throw new Error('nobody was found');
    expect([others, mirrored.length]).toEqual([[], 1]);
    const { side } = DETECTOR_INPUT;
    const [left, top, right, bottom] = plain.box;
    const expected: Detection = {
      score: plain.score,
      box: [side - right, top, side - left, bottom],
      midHip: [side - plain.midHip[0], plain.midHip[1]],
      bodyCircle: [side - plain.bodyCircle[0], plain.bodyCircle[1]],
    };
    expect(mirrored.map(rounded)).toEqual([rounded(expected)]);
  });

  test('people apart stay apart, the surest first', () => {
    // A box is 80 pixels wide: ten cells, twenty anchors.
    const apart = seenAt([
      [180, 2],
      [204, 3],
    ]);
    expect(readDetections(apart.boxes, apart.scores, AS_IT_IS).map(({ score }) => score.toFixed(2))).toEqual(['0.95', '0.88']);
  });
});

describe('isSoundDetection', () => {
  test.each([
    ['a network’s numbers', seenAt(NEIGHBOURS), true],
    ['nobody, with logits as they come', { boxes: new Float32Array(ANCHORS * VALUES), scores: Float32Array.from({ length: ANCHORS }, (_, i) => -20 - i / 1000) }, true],
    ['zeros', { boxes: new Float32Array(ANCHORS * VALUES), scores: new Float32Array(ANCHORS) }, false],
    ['a NaN among the scores', { boxes: new Float32Array(ANCHORS * VALUES), scores: Float32Array.from({ length: ANCHORS }, (_, i) => (i === 5 ? NaN : -i)) }, false],
    ['a NaN among the boxes', { boxes: new Float32Array(ANCHORS * VALUES).fill(NaN, 7, 8), scores: seenAt(NEIGHBOURS).scores }, false],
  ])('%s', (_, outputs, sound) => {
    expect(isSoundDetection(outputs)).toBe(sound);
  });
});
