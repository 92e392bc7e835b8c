import type { Point } from '../geometry/vector.js';

/** An upright rectangle, pixels of the photo. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A label that wants a place. */
export interface LabelRequest {
  /** Width of the label, pixels. */
  readonly width: number;
  /** Height of the label, pixels. */
  readonly height: number;
  /** The image side of the person where it should stand. */
  readonly side: 'left' | 'right';
  /** Where its leader ends, for a label on either side of the person, pixels. It wants to be at their height. */
  readonly anchors: { readonly left: Point; readonly right: Point };
  /** The label with the lowest importance goes first where there is no room for all. */
  readonly importance: number;
}

/** A label's place. */
export interface PlacedLabel<T extends LabelRequest> {
  readonly request: T;
  readonly side: 'left' | 'right';
  readonly box: Box;
}

/** Where labels may stand. */
export interface LabelFrame {
  /** Width of the photo, pixels. */
  readonly width: number;
  /** Height of the photo, pixels. */
  readonly height: number;
  /** Free space to keep at the photo's edges, pixels. */
  readonly margin: number;
  /** Free space to keep between two labels, and between a label and the person, pixels. */
  readonly gap: number;
  /** The person, whom the columns stand beside. */
  readonly body: Box;
  /** Boxes that no label may touch, such as the face. */
  readonly avoid: readonly Box[];
}

interface Slot<T extends LabelRequest> {
  readonly request: T;
  readonly side: 'left' | 'right';
  readonly left: number;
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** A label changes sides where more than this share of its width would lie over the person. */
const COVERS = 0.5;

const OTHER = { left: 'right', right: 'left' } as const;

const right = (box: Box): number => box.left + box.width;
const bottom = (box: Box): number => box.top + box.height;
const heightOf = (labels: readonly LabelRequest[], gap: number): number =>
  labels.reduce((sum, label) => sum + label.height + gap, -gap);

/** Whether two boxes share more than an edge. */
export const boxesOverlap = (a: Box, b: Box): boolean =>
  a.left < right(b) && b.left < right(a) && a.top < bottom(b) && b.top < bottom(a);

/** The area that two boxes share, square pixels. */
export const sharedArea = (a: Box, b: Box): number =>
  Math.max(0, Math.min(right(a), right(b)) - Math.max(a.left, b.left)) *
  Math.max(0, Math.min(bottom(a), bottom(b)) - Math.max(a.top, b.top));

/** A label's left edge in the column on `side`: beside the person, or at the photo's edge where there is no room. */
function columnLeft(label: LabelRequest, side: 'left' | 'right', frame: LabelFrame): number {
  const wished = side === 'left' ? frame.body.left - frame.gap - label.width : right(frame.body) + frame.gap;
  return Math.min(Math.max(wished, frame.margin), frame.width - frame.margin - label.width);
}

/** The share of a label's width that would lie over the person on `side`. */
function coverage(label: LabelRequest, side: 'left' | 'right', frame: LabelFrame): number {
  const left = columnLeft(label, side, frame);
  const over = side === 'left' ? left + label.width - frame.body.left : right(frame.body) - left;
  return Math.max(0, over) / label.width;
}

/** The heights of the photo where a label that reaches from `from` to `to` touches nothing that is to be avoided. */
function freeHeights(across: Range, frame: LabelFrame): Range[] {
  let free: Range[] = [{ from: frame.margin, to: frame.height - frame.margin }];
  for (const box of frame.avoid) {
    if (box.left >= across.to || right(box) <= across.from) continue;
    free = free.flatMap(({ from, to }) =>
      [
        { from, to: Math.min(to, box.top - frame.gap) },
        { from: Math.max(from, bottom(box) + frame.gap), to },
      ].filter((range) => range.to > range.from),
    );
  }
  return free;
}

/**
 * Tops of labels that are stacked in `range` in the given order, as near to the wished tops as can be (least squares).
 *
 * Without the heights between them the tops only have to be in order: that is isotonic regression, which pooling
 * neighbours solves exactly (Ayer et al. 1955); clamping its answer keeps it exact.
 */
function stack(wished: readonly number[], heights: readonly number[], range: Range, gap: number): number[] {
  const offsets: number[] = [];
  let total = -gap;
  for (const height of heights) {
    offsets.push(total + gap);
    total += height + gap;
  }
  const pools: { sum: number; count: number }[] = [];
  wished.forEach((top, index) => {
    let pool = { sum: top - (offsets[index] ?? 0), count: 1 };
    for (let last = pools.at(-1); last && last.sum / last.count > pool.sum / pool.count; last = pools.at(-1)) {
      pool = { sum: last.sum + pool.sum, count: last.count + pool.count };
      pools.pop();
    }
    pools.push(pool);
  });
  const bases = pools.flatMap(({ sum, count }) => Array<number>(count).fill(sum / count));
  return bases.map((base, index) => Math.max(range.from, Math.min(range.to - total, base)) + (offsets[index] ?? 0));
}

/** The best tops for labels in order over several free ranges, or nothing where they do not fit. */
function spread(
  wished: readonly number[],
  heights: readonly number[],
  ranges: readonly Range[],
  gap: number,
): number[] | undefined {
  if (wished.length === 0) return [];
  const [range, ...rest] = ranges;
  if (!range) return undefined;
  let best: { tops: number[]; cost: number } | undefined;
  let total = -gap;
  for (let count = 0; count <= wished.length; count++) {
    if (count > 0) total += (heights[count - 1] ?? 0) + gap;
    if (count > 0 && total > range.to - range.from) break;
    const after = spread(wished.slice(count), heights.slice(count), rest, gap);
    if (!after) continue;
    const tops = [...stack(wished.slice(0, count), heights.slice(0, count), range, gap), ...after];
    const cost = tops.reduce((sum, top, index) => sum + (top - (wished[index] ?? 0)) ** 2, 0);
    if (!best || cost < best.cost) best = { tops, cost };
  }
  return best?.tops;
}

/** Places the labels of one column, or says nothing where they do not fit. */
function placeColumn<T extends LabelRequest>(
  slots: readonly Slot<T>[],
  frame: LabelFrame,
): PlacedLabel<T>[] | undefined {
  const wishedTop = ({ request, side }: Slot<T>): number => request.anchors[side][1] - request.height / 2;
  const sorted = [...slots].sort((a, b) => a.request.anchors[a.side][1] - b.request.anchors[b.side][1]);
  const across = {
    from: Math.min(...slots.map(({ left }) => left)) - frame.gap,
    to: Math.max(...slots.map(({ left, request }) => left + request.width)) + frame.gap,
  };
  const tops = spread(
    sorted.map(wishedTop),
    sorted.map(({ request }) => request.height),
    freeHeights(across, frame),
    frame.gap,
  );
  return tops?.map((top, index) => {
    const { request, side, left } = sorted[index] as Slot<T>;
    return { request, side, box: { left, top, width: request.width, height: request.height } };
  });
}

/** Places all labels, or says nothing where they do not fit. */
function placeAll<T extends LabelRequest>(labels: readonly T[], frame: LabelFrame): PlacedLabel<T>[] | undefined {
  const sides = new Map<T, 'left' | 'right'>();
  for (const label of labels) {
    const other = OTHER[label.side];
    const moves = coverage(label, label.side, frame) > COVERS && coverage(label, other, frame) <= 0;
    sides.set(label, moves ? other : label.side);
  }
  const slotsOn = (side: 'left' | 'right'): Slot<T>[] =>
    labels
      .filter((label) => sides.get(label) === side)
      .map((request) => ({ request, side, left: columnLeft(request, side, frame) }));
  // A column that is too full hands its least important labels to the other one.
  for (const label of [...labels].sort((a, b) => a.importance - b.importance)) {
    const side = sides.get(label) ?? label.side;
    const column = slotsOn(side).map(({ request }) => request);
    if (heightOf(column, frame.gap) > frame.height - 2 * frame.margin) sides.set(label, OTHER[side]);
  }
  const left = slotsOn('left');
  const rightward = slotsOn('right');
  const leftEnds = Math.max(...left.map((slot) => slot.left + slot.request.width));
  const rightStarts = Math.min(...rightward.map((slot) => slot.left));
  // In a narrow photo the two columns share their heights.
  if (left.length > 0 && rightward.length > 0 && leftEnds + frame.gap > rightStarts) {
    return placeColumn([...left, ...rightward], frame);
  }
  const placedLeft = left.length > 0 ? placeColumn(left, frame) : [];
  const placedRight = rightward.length > 0 ? placeColumn(rightward, frame) : [];
  return placedLeft && placedRight ? [...placedLeft, ...placedRight] : undefined;
}

/**
 * Places labels in a column on either side of the person, near the heights they belong to. No two labels overlap, all
 * are inside the photo and none touches a box to be avoided; where there is no room for all, the least important are
 * left out. The same labels always get the same places.
 *
 * @param labels - What to place; of equally important labels the last goes first.
 * @param frame - Where they may stand.
 * @returns The labels that found a place.
 */
export function layoutLabels<T extends LabelRequest>(labels: readonly T[], frame: LabelFrame): PlacedLabel<T>[] {
  const room = (label: LabelRequest): boolean =>
    label.width <= frame.width - 2 * frame.margin && label.height <= frame.height - 2 * frame.margin;
  const kept = labels.filter(room);
  while (kept.length > 0) {
    const placed = placeAll(kept, frame);
    if (placed) return placed;
    const lowest = Math.min(...kept.map(({ importance }) => importance));
    kept.splice(kept.map(({ importance }) => importance).lastIndexOf(lowest), 1);
  }
  return [];
}
