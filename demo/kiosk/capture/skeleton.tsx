import { effect, type ReadonlySignal } from '@preact/signals';
import type { LandmarkName, Point } from 'analyze-locally';
import { useEffect, useRef } from 'preact/hooks';
import type { Sight } from './body.js';

const both = (...parts: readonly string[]): readonly LandmarkName[][] =>
  ['l', 'r'].map((side) => parts.map((part) => `${side}_${part}` as LandmarkName));

/** Lines from joint to joint. */
const LINES: readonly (readonly LandmarkName[])[] = [
  ['l_shoulder', 'r_shoulder'],
  ['l_hip', 'r_hip'],
  ...both('shoulder', 'elbow', 'wrist'),
  ...both('shoulder', 'hip', 'knee', 'ankle'),
  ...both('ankle', 'heel', 'foot_index', 'ankle'),
  ['l_ear', 'nose', 'r_ear'],
];

const JOINTS: readonly LandmarkName[] = [...new Set(LINES.flat())];

/** Longest side of the drawing, pixels: more is not seen in a moving picture. */
const MOST_PIXELS = 1080;

/** The drawing goes after the person by two thirds in this time, milliseconds: looks come slower than the screen's frames. */
const LAG = 60;

/** Drawn pixels that count as having arrived. */
const ARRIVED = 0.3;

type Points = Map<LandmarkName, Point>;

/** Moves the points toward where they are wanted; whether they have arrived. */
function approach(points: Points, wanted: Points, share: number): boolean {
  let farthest = 0;
  for (const [name, [x, y]] of wanted) {
    const [fromX, fromY] = points.get(name) ?? [x, y];
    points.set(name, [fromX + (x - fromX) * share, fromY + (y - fromY) * share]);
    farthest = Math.max(farthest, Math.hypot(x - fromX, y - fromY));
  }
  return farthest < ARRIVED;
}

function draw(context: CanvasRenderingContext2D, points: Points): void {
  const { canvas } = context;
  const unit = Math.max(canvas.width, canvas.height) / 400;
  const at = (name: LandmarkName): Point => points.get(name) ?? [0, 0];
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.lineCap = context.lineJoin = 'round';
  context.strokeStyle = context.fillStyle = getComputedStyle(canvas).color;
  context.lineWidth = 1.6 * unit;
  context.beginPath();
  for (const [first, ...rest] of LINES) {
    if (first) context.moveTo(...at(first));
    for (const name of rest) context.lineTo(...at(name));
  }
  context.stroke();
  context.beginPath();
  for (const name of JOINTS) {
    const [x, y] = at(name);
    context.moveTo(x + 2 * unit, y);
    context.arc(x, y, 2 * unit, 0, 2 * Math.PI);
  }
  context.fill();
}

/** Draws what is seen, and goes on between two looks. @returns Ends it. */
function drawLive(canvas: HTMLCanvasElement, sight: ReadonlySignal<Sight | undefined>): () => void {
  const context = canvas.getContext('2d');
  const points: Points = new Map();
  let wanted: Points = new Map();
  let frame = 0;
  let last = 0;
  const step = (now: number): void => {
    frame = 0;
    const hasArrived = approach(points, wanted, 1 - Math.exp(-(now - last) / LAG));
    last = now;
    if (context) draw(context, points);
    if (!hasArrived) frame = requestAnimationFrame(step);
  };
  const stop = effect(() => {
    const { value: seen } = sight;
    if (!seen) {
      points.clear();
      wanted = new Map();
      cancelAnimationFrame(frame);
      frame = 0;
      return context?.clearRect(0, 0, canvas.width, canvas.height);
    }
    const scale = Math.min(1, MOST_PIXELS / Math.max(seen.width, seen.height));
    const [width, height] = [Math.round(seen.width * scale), Math.round(seen.height * scale)];
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    wanted = new Map(JOINTS.map((name) => [name, [seen.landmarks[name].point[0] * scale, seen.landmarks[name].point[1] * scale]]));
    if (frame === 0) {
      last = performance.now();
      frame = requestAnimationFrame(step);
    }
  });
  return () => {
    stop();
    cancelAnimationFrame(frame);
  };
}

/** The person's joints, drawn over the video. */
export function Skeleton({ sight }: { readonly sight: ReadonlySignal<Sight | undefined> }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => (canvas.current ? drawLive(canvas.current, sight) : undefined), [sight]);
  return <canvas ref={canvas} class="capture-skeleton" aria-hidden="true" />;
}
