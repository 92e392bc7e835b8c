import { THRESHOLDS, type MetricName } from '../grades/grades.js';
import type { Severity } from '../overlay/style.js';
import { svg } from './markup.js';

interface Band {
  readonly severity: Severity;
  readonly from: number;
  readonly to: number;
}

/** How far the scale goes beyond the bound of danger. */
const BEYOND = 1.5;

/** The grades along the scale, from its start to its end, degrees. */
function bandsOf(name: MetricName): readonly Band[] {
  const bounds = THRESHOLDS[name];
  const end = bounds.danger * BEYOND;
  const caution = bounds.sided === 'two' ? bounds.caution : bounds.normalUpTo;
  const above: readonly Band[] = [
    { severity: 'caution', from: caution, to: bounds.danger },
    { severity: 'danger', from: bounds.danger, to: end },
  ];
  if (bounds.sided === 'one') return [{ severity: 'normal', from: 0, to: caution }, ...above];
  const below = above.map(({ severity, from, to }) => ({ severity, from: -to, to: -from })).reverse();
  return [...below, { severity: 'normal', from: -caution, to: caution }, ...above];
}

const WIDTH = 96;
const HEIGHT = 12;
const GAP = 1;
const MARKER = 3;

const interval = (from: number, to: number): SVGRectElement =>
  svg('rect', { class: 'interval', x: String(from), y: '2', width: String(to - from), height: '8', rx: '2' });

/**
 * A scale of normal, caution and danger with the value marked on it, and its margin as a band. It repeats value, margin
 * and grade for the eye.
 */
export function gauge(name: MetricName, value: number, margin: number | undefined): SVGSVGElement {
  const bands = bandsOf(name);
  const start = bands[0]?.from ?? 0;
  const end = bands.at(-1)?.to ?? 1;
  const at = (degrees: number): number => ((Math.min(Math.max(degrees, start), end) - start) / (end - start)) * WIDTH;
  const pieces = bands.map(({ severity, from, to }) =>
    svg('rect', {
      class: `band ${severity}`,
      x: String(at(from) + GAP / 2),
      y: '4',
      width: String(at(to) - at(from) - GAP),
      height: '4',
      rx: '1',
    }),
  );
  const reach = margin === undefined ? [] : [interval(at(value - margin), at(value + margin))];
  const left = Math.min(Math.max(at(value) - MARKER / 2, 1), WIDTH - MARKER - 1);
  const marker = svg('rect', { class: 'marker', x: String(left), y: '1', width: String(MARKER), height: '10', rx: '1.5' });
  const size = { width: String(WIDTH), height: String(HEIGHT), viewBox: `0 0 ${String(WIDTH)} ${String(HEIGHT)}` };
  return svg('svg', { class: 'gauge', part: 'gauge', 'aria-hidden': 'true', ...size }, ...pieces, ...reach, marker);
}
