import type { MetricName, View } from 'analyze-locally';
import { METRIC_NAMES, THRESHOLDS } from '../../src/grades/grades.js';
import type { Pair, Pairs } from './accuracy-report.js';

/** Readable on white and on black paper alike, so that one picture serves pages in light and in dark. */
export const COLOURS = { text: '#768390', line: '#909090', threshold: '#b08800', margin: '#4f9ee8', dot: '#2f81f7' } as const;

/** Pixels. */
const PANEL = { width: 200, height: 196, left: 44, top: 26, side: 142 } as const;

/** Panels in a row. */
const COLUMNS = 4;

/** Room for the line that explains a picture, pixels. */
const LEGEND = 24;

/** The least range of a plot, degrees. */
const LEAST_RANGE = 4;

/** Ticks on an axis, about. */
const TICKS = 6;

const viewOf = (name: MetricName): View => (name.startsWith('far_') ? 'front' : name.startsWith('bar_') ? 'back' : 'side');

/** A number as short as a tenth of a pixel or degree needs. */
const short = (value: number): string => {
  const rounded = Math.round(value * 10) / 10;
  return String(rounded === 0 ? 0 : rounded);
};

/** The angles at which a metric's grade changes, degrees. */
export function gradeLimits(name: MetricName): readonly number[] {
  const bounds = THRESHOLDS[name];
  return bounds.sided === 'two' ? [-bounds.danger, -bounds.caution, bounds.caution, bounds.danger] : [bounds.normalUpTo, bounds.danger];
}

/** Round numbers between two, degrees. */
export function ticks(from: number, to: number): readonly number[] {
  const rough = (to - from) / TICKS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? rough;
  const first = Math.ceil(from / step);
  return Array.from({ length: Math.floor(to / step) - first + 1 }, (_, i) => (first + i) * step);
}

/** From the least to the greatest of a plot's values with some room, degrees. */
function rangeOf(pairs: readonly Pair[]): readonly [number, number] {
  const values = pairs.flatMap(([truth, measured]) => [truth, measured]);
  const [least, greatest] = [Math.min(...values), Math.max(...values)];
  const half = Math.max((greatest - least) * 0.54, LEAST_RANGE / 2);
  const middle = (least + greatest) / 2;
  return [middle - half, middle + half];
}

/** One metric: measured on true values. */
function panel(name: MetricName, all: readonly Pair[]): string {
  const pairs = all.filter(([truth, measured]) => Number.isFinite(truth) && Number.isFinite(measured));
  const [from, to] = rangeOf(pairs.length > 0 ? pairs : [[0, 0, null]]);
  const { left, top, side } = PANEL;
  const bottom = top + side;
  const x = (degrees: number): number => left + ((degrees - from) / (to - from)) * side;
  const y = (degrees: number): number => bottom - ((degrees - from) / (to - from)) * side;
  const inside = (pixels: number): number => Math.min(Math.max(pixels, top), bottom);
  const limits = gradeLimits(name).filter((degrees) => degrees > from && degrees < to);
  const marks = ticks(from, to);
  const bars = pairs.flatMap(([truth, measured, margin]) =>
    margin === null || !Number.isFinite(margin) ? [] : [`M${short(x(truth))} ${short(inside(y(measured - margin)))}V${short(inside(y(measured + margin)))}`],
  );
  const dots = pairs.map(([truth, measured]) => `M${short(x(truth))} ${short(y(measured))}h0`);
  return [
    `<text class="n" x="${short(left)}" y="${short(top - 8)}">${name}</text>`,
    `<path class="g" d="${limits.map((degrees) => `M${short(x(degrees))} ${short(top)}v${short(side)}M${short(left)} ${short(y(degrees))}h${short(side)}`).join('')}"/>`,
    `<path class="i" d="M${short(left)} ${short(bottom)}L${short(left + side)} ${short(top)}"/>`,
    `<path class="m" d="${bars.join('')}"/>`,
    `<path class="d" d="${dots.join('')}"/>`,
    `<path class="f" d="M${short(left)} ${short(top)}v${short(side)}h${short(side)}${marks.map((degrees) => `M${short(x(degrees))} ${short(bottom)}v3M${short(left)} ${short(y(degrees))}h-3`).join('')}"/>`,
    ...marks.map((degrees) => `<text class="x" x="${short(x(degrees))}" y="${short(bottom + 13)}">${degreesText(degrees)}</text>`),
    ...marks.map((degrees) => `<text class="y" x="${short(left - 5)}" y="${short(y(degrees) + 3)}">${degreesText(degrees)}</text>`),
    `<text class="x" x="${short(left + side / 2)}" y="${short(bottom + 25)}">true</text>`,
    `<text class="x" transform="translate(10 ${short(top + side / 2)})rotate(-90)">measured</text>`,
  ].join('\n');
}

const degreesText = (degrees: number): string => `${short(degrees).replace('-', '−')}°`;

const STYLE = [
  `text{font:10px sans-serif;fill:${COLOURS.text}}`,
  '.n{font-size:11px;font-weight:bold}.x{text-anchor:middle}.y{text-anchor:end}',
  'path{fill:none}',
  `.f{stroke:${COLOURS.text}}`,
  `.i{stroke:${COLOURS.line};stroke-dasharray:4 3}`,
  `.g{stroke:${COLOURS.threshold};stroke-width:.6;opacity:.7}`,
  `.m{stroke:${COLOURS.margin};opacity:.55}`,
  `.d{stroke:${COLOURS.dot};stroke-width:4;stroke-linecap:round}`,
].join('');

/** The metrics of one view, a panel each. */
function plot(view: View, panels: readonly string[]): string {
  const rows = Math.ceil(panels.length / COLUMNS);
  const width = COLUMNS * PANEL.width;
  const height = rows * PANEL.height + LEGEND;
  const placed = panels.map((drawn, i) => `<g transform="translate(${short((i % COLUMNS) * PANEL.width)} ${short(Math.floor(i / COLUMNS) * PANEL.height)})">\n${drawn}\n</g>`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${short(width)} ${short(height)}" width="${short(width)}" height="${short(height)}" role="img">`,
    `<title>Measured against true angles of the ${view} view, degrees</title>`,
    `<style>${STYLE}</style>`,
    ...placed,
    `<text x="${short(PANEL.left)}" y="${short(height - 8)}">A dot is a photo, its bar the margin. Dashed: measured is true. Thin lines: where the grade changes.</text>`,
    '</svg>\n',
  ].join('\n');
}

/** Scatter plots of measured on true values as SVG, one for each view that has any; the same input gives the same text. */
export function accuracyPlots(pairs: Pairs): Partial<Record<View, string>> {
  const panels = METRIC_NAMES.flatMap((name) => (pairs[name]?.length ? [{ view: viewOf(name), drawn: panel(name, pairs[name]) }] : []));
  const views = (['front', 'side', 'back'] as const).filter((view) => panels.some((each) => each.view === view));
  return Object.fromEntries(views.map((view) => [view, plot(view, panels.filter((each) => each.view === view).map(({ drawn }) => drawn))]));
}
