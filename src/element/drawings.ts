import type { View } from '../index.js';
import type { Severity } from '../overlay/style.js';
import { svg } from './markup.js';

/** Decoration for eyes, nothing for screen readers. */
const drawing = (className: string, viewBox: string, ...shapes: readonly SVGElement[]): SVGSVGElement =>
  svg('svg', { class: className, viewBox, 'aria-hidden': 'true', focusable: 'false' }, ...shapes);

const path = (className: string, d: string): SVGPathElement => svg('path', { class: className, d });
const circle = (x: number, y: number, r: number): SVGCircleElement =>
  svg('circle', { cx: String(x), cy: String(y), r: String(r) });

const FRONTAL_BODY = (): SVGElement[] => [
  circle(60, 25, 13),
  path('trunk', 'M46 55q14-5 28 0l-3 24 2 27H47l2-27z'),
  path('limb', 'M43 56L31 80l-8 22M77 56l12 24 8 22'),
  path('leg', 'M53 106l-3 32-1 32M67 106l3 32 1 32'),
];

const PROFILE_BODY = (): SVGElement[] => [
  path('', 'M60 12a13 13 0 0 1 13 11l3 5-3 1.5v3.5q0 4-5 4l-5 1.5A13 13 0 0 1 60 12z'),
  path('trunk', 'M55 54q10-3 13 6l1 18-3 28H55q-4-12-2-26-2-14 2-26z'),
  path('leg', 'M60 106l1 32-3 31h12'),
];

const LEVELS = 'M30 54h60M40 105h40';

/** Body, what is drawn into it, and what is measured, by photo. */
const FIGURES: Readonly<Record<View, readonly [body: () => SVGElement[], inner: string, measured: string]>> = {
  front: [FRONTAL_BODY, 'M55.5 23h.01M64.5 23h.01M56.5 29.5q3.5 2.5 7 0', LEVELS],
  side: [PROFILE_BODY, 'M60 60l-1 24 5 22', 'M50 56l11-30'],
  back: [FRONTAL_BODY, 'M51 61q-2 7 2 12M69 61q2 7-2 12', LEVELS],
};

/** How to stand for a photo. */
export function figure(view: View): SVGSVGElement {
  const [body, inner, measured] = FIGURES[view];
  return drawing(
    'figure',
    '0 0 120 180',
    svg('g', { class: 'body' }, ...body()),
    path('face', inner),
    path('measure', measured),
    path('measure plumb', 'M60 4v172'),
  );
}

const MARKS: Readonly<Record<Severity, () => SVGElement>> = {
  normal: () => circle(6, 6, 4.6),
  caution: () => path('', 'M6 .8l5.6 10H.4z'),
  danger: () => path('', 'M1.6 1.6h8.8v8.8H1.6z'),
};

/** The shape of a grade, as on the drawn photos. */
export const mark = (severity: Severity): SVGSVGElement => drawing('mark', '0 0 12 12', MARKS[severity]());

/** What takes something away. */
export const cross = (): SVGSVGElement => drawing('cross', '0 0 12 12', path('', 'M2 2l8 8M10 2l-8 8'));
