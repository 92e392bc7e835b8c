import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boxesOverlap, layoutLabels, sharedArea, type Box, type LabelFrame, type LabelRequest } from '../../src/overlay/layout.js';

/** What rounding may shift an edge by, pixels. */
const EDGE_TOLERANCE_PX = 1e-6;

const label = (y: number, over: Partial<LabelRequest> = {}): LabelRequest => ({
  width: 100,
  height: 20,
  side: 'left',
  anchors: { left: [300, y], right: [500, y] },
  importance: 0,
  ...over,
});

const frame = (over: Partial<LabelFrame> = {}): LabelFrame => ({
  width: 800,
  height: 600,
  margin: 5,
  gap: 6,
  body: { left: 250, top: 100, width: 300, height: 480 },
  avoid: [],
  ...over,
});

const shrunk = ({ left, top, width, height }: Box): Box => ({
  left: left + EDGE_TOLERANCE_PX,
  top: top + EDGE_TOLERANCE_PX,
  width: width - 2 * EDGE_TOLERANCE_PX,
  height: height - 2 * EDGE_TOLERANCE_PX,
});

describe('layoutLabels', () => {
  it('puts a lone label beside the person at the height it belongs to', () => {
    const [left] = layoutLabels([label(300)], frame());
    expect(left?.box).toEqual({ left: 250 - 6 - 100, top: 290, width: 100, height: 20 });
    const [right] = layoutLabels([label(300, { side: 'right' })], frame());
    expect(right?.box).toEqual({ left: 550 + 6, top: 290, width: 100, height: 20 });
  });

  it('pushes labels of one height apart evenly and keeps their order', () => {
    const placed = layoutLabels([label(301), label(299), label(300)], frame());
    expect(placed.map(({ request }) => request.anchors.left[1])).toEqual([299, 300, 301]);
    expect(placed.map(({ box }) => box.top)).toEqual([264, 290, 316]);
  });

  it('stays inside the picture edge where the person leaves no room', () => {
    const tight = frame({ body: { left: 20, top: 0, width: 760, height: 600 } });
    expect(layoutLabels([label(300)], tight)[0]?.box.left).toBe(5);
    expect(layoutLabels([label(300, { side: 'right' })], tight)[0]?.box.left).toBe(695);
  });

  it('changes sides where a label would lie over the person and the other side is free', () => {
    const cut = frame({ body: { left: 0, top: 0, width: 400, height: 600 } });
    const [placed] = layoutLabels([label(300)], cut);
    expect(placed?.side).toBe('right');
    expect(placed?.box.left).toBe(406);
  });

  it('keeps off a box to be avoided, on its nearer side', () => {
    const face: Box = { left: 120, top: 200, width: 200, height: 100 };
    expect(layoutLabels([label(220)], frame({ avoid: [face] }))[0]?.box.top).toBe(200 - 6 - 20);
    expect(layoutLabels([label(280)], frame({ avoid: [face] }))[0]?.box.top).toBe(300 + 6);
  });

  it('hands labels to the other column before it drops any', () => {
    const low = frame({ height: 90 });
    const labels = [1, 2, 3, 4, 5].map((importance) => label(40, { importance }));
    const placed = layoutLabels(labels, low);
    expect(placed).toHaveLength(5);
    expect(placed.filter(({ side }) => side === 'right').map(({ request }) => request.importance)).toEqual([1, 2]);
  });

  it('drops the least important first, and the last of equals', () => {
    const low = frame({ width: 120, height: 60, body: { left: 50, top: 0, width: 20, height: 60 } });
    const a = label(30, { importance: 1 });
    const b = label(30, { importance: 3 });
    const c = label(30, { importance: 1 });
    expect(layoutLabels([a, b, c], low).map(({ request }) => request)).toEqual([a, b]);
  });

  it('leaves out what is larger than the picture', () => {
    expect(layoutLabels([label(30, { width: 791 })], frame())).toEqual([]);
    expect(layoutLabels([label(30, { height: 591 })], frame())).toEqual([]);
    expect(layoutLabels([], frame())).toEqual([]);
  });

  it('never overlaps labels, leaves the picture or touches what is to be avoided', () => {
    const length = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });
    const box = fc.record({
      left: length(-200, 1200),
      top: length(-200, 1200),
      width: length(0, 600),
      height: length(0, 600),
    });
    const request = fc.record({
      width: length(4, 400),
      height: length(4, 80),
      side: fc.constantFrom<'left' | 'right'>('left', 'right'),
      anchors: fc.record({
        left: fc.tuple(length(-300, 1300), length(-300, 1300)),
        right: fc.tuple(length(-300, 1300), length(-300, 1300)),
      }),
      importance: fc.integer({ min: 0, max: 5 }),
    });
    const area = fc.record({
      width: length(64, 1200),
      height: length(64, 1200),
      margin: length(1, 10),
      gap: length(1, 12),
      body: box,
      avoid: fc.array(box, { maxLength: 3 }),
    });
    fc.assert(
      fc.property(fc.array(request, { maxLength: 9 }), area, (requests, where) => {
        const placed = layoutLabels(requests, where);
        expect(layoutLabels(requests, where)).toEqual(placed);
        expect(new Set(placed.map((one) => one.request)).size).toBe(placed.length);
        for (const [index, one] of placed.entries()) {
          expect(one.box.left).toBeGreaterThanOrEqual(0);
          expect(one.box.top).toBeGreaterThanOrEqual(0);
          expect(one.box.left + one.box.width).toBeLessThanOrEqual(where.width);
          expect(one.box.top + one.box.height).toBeLessThanOrEqual(where.height);
          expect([one.box.width, one.box.height]).toEqual([one.request.width, one.request.height]);
          for (const other of placed.slice(index + 1)) expect(boxesOverlap(one.box, other.box)).toBe(false);
          for (const kept of where.avoid) expect(boxesOverlap(shrunk(one.box), kept)).toBe(false);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('places all labels of a report beside a person who leaves room', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 600, noNaN: true }), { maxLength: 14 }), (heights) => {
        const labels = heights.map((y, index) => label(y, { side: index % 2 === 0 ? 'left' : 'right' }));
        expect(layoutLabels(labels, frame())).toHaveLength(labels.length);
      }),
    );
  });
});

describe('sharedArea', () => {
  const box: Box = { left: 0, top: 0, width: 10, height: 20 };

  it('is that of the overlap, and 0 where there is none', () => {
    expect(sharedArea(box, box)).toBe(200);
    expect(sharedArea(box, { left: 6, top: 15, width: 50, height: 50 })).toBe(20);
    expect(sharedArea(box, { left: 10, top: 0, width: 5, height: 5 })).toBe(0);
    expect(sharedArea(box, { left: 30, top: 40, width: 5, height: 5 })).toBe(0);
  });
});
