import { gradeMetric, type MetricName } from 'analyze-locally';
import { svg } from './element.js';
import { severityOf, type Severity } from './metric-words.js';

interface Band {
  readonly severity: Severity;
  readonly from: number;
  readonly to: number;
}

/** Fine enough for every bound of the grades, degrees. */
const STEP = 0.5;

/** Where danger begins. The package publishes the grade of a value, so the bounds are found by asking. */
function dangerFrom(name: MetricName): number {
  let degrees = 0;
  while (gradeMetric(name, degrees) < 2) degrees += STEP;
  return degrees;
}

function bandsOf(name: MetricName): readonly Band[] {
  const end = dangerFrom(name) * 1.5;
  const start = gradeMetric(name, -end) < 0 ? -end : 0;
  const bands: Band[] = [];
  for (let from = start; from < end; from += STEP) {
    const severity = severityOf(gradeMetric(name, from + STEP / 2));
    const last = bands.at(-1);
    if (last?.severity === severity) bands[bands.length - 1] = { ...last, to: from + STEP };
    else bands.push({ severity, from, to: from + STEP });
  }
  return bands;
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
  return svg('svg', { class: 'gauge', 'aria-hidden': 'true', ...size }, ...pieces, ...reach, marker);
}
