import type { MetricName } from 'analyze-locally';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { formatDate, formatNumber } from '../messages/i18n.js';
import { severityOf } from '../result/readings.js';
import { gradeZones } from './change.js';

/** A measurement of the trend. */
export interface TrendPoint {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Degrees. */
  readonly value: number;
  readonly margin: number | undefined;
}

const DAY = 86_400;
/** Less than this apart, values would look like mountains. Degrees. */
const LEAST_SPAN = 4;
/** More values than these would cover each other. */
const MOST_LABELS = 8;

type Token = 'accent' | 'ink' | 'muted' | 'line' | 'surface' | 'good' | 'caution' | 'danger';

/** A colour of the page as the canvas takes it, light or dark as the page is. */
function colourIn(element: HTMLElement, token: Token): string {
  const probe = document.createElement('span');
  probe.style.color = `var(--${token})`;
  element.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

const ZONE_COLOURS = { normal: 'good', caution: 'caution', danger: 'danger' } as const;

/** From the lowest value to the highest with their margins, and some room. */
function valueRange(points: readonly TrendPoint[]): [number, number] {
  const low = Math.min(...points.map(({ value, margin = 0 }) => value - margin));
  const high = Math.max(...points.map(({ value, margin = 0 }) => value + margin));
  const room = Math.max((LEAST_SPAN - (high - low)) / 2, (high - low) * 0.12);
  return [low - room, high + room];
}

/** Days, months or years, as far apart as the marks are. Seconds. */
function dateLabel(time: number, step: number): string {
  if (step >= 28 * DAY) return formatDate(time * 1000, { year: 'numeric', month: 'short' });
  return formatDate(time * 1000, step >= DAY ? { month: 'short', day: 'numeric' } : { hour: 'numeric', minute: '2-digit' });
}

function drawZones(chart: uPlot, name: MetricName): void {
  const { ctx, bbox, scales } = chart;
  const { min = 0, max = 1 } = scales['y'] ?? {};
  ctx.save();
  ctx.globalAlpha = 0.13;
  for (const { from, to, grade } of gradeZones(name, min ?? 0, max ?? 1)) {
    const [top, bottom] = [chart.valToPos(to, 'y', true), chart.valToPos(from, 'y', true)];
    ctx.fillStyle = colourIn(chart.root, ZONE_COLOURS[severityOf(grade)]);
    ctx.fillRect(bbox.left, top, bbox.width, bottom - top);
  }
  ctx.restore();
}

/** The margin of each value as a bar, which a single value has too, and the value itself. */
function drawMargins(chart: uPlot, points: readonly TrendPoint[]): void {
  const { ctx } = chart;
  const pxRatio = devicePixelRatio;
  ctx.save();
  ctx.strokeStyle = colourIn(chart.root, 'accent');
  ctx.lineWidth = 1.5 * pxRatio;
  const cap = 4 * pxRatio;
  ctx.font = `600 ${12 * pxRatio}px ${getComputedStyle(chart.root).fontFamily}`;
  ctx.textAlign = 'center';
  for (const { at, value, margin } of points) {
    const x = chart.valToPos(at / 1000, 'x', true);
    const [top, bottom] = [1, -1].map((side) => chart.valToPos(value + side * (margin ?? 0), 'y', true)) as [number, number];
    ctx.beginPath();
    ctx.moveTo(x, top);
    ctx.lineTo(x, bottom);
    for (const y of [top, bottom]) {
      ctx.moveTo(x - cap, y);
      ctx.lineTo(x + cap, y);
    }
    if (margin !== undefined) ctx.stroke();
    if (points.length > MOST_LABELS) continue;
    ctx.fillStyle = colourIn(chart.root, 'ink');
    ctx.fillText(`${formatNumber(value)}°`, x, top - 8 * pxRatio);
  }
  ctx.restore();
}

function optionsFor(element: HTMLElement, name: MetricName, points: readonly TrendPoint[]): uPlot.Options {
  const font = `12px ${getComputedStyle(element).fontFamily}`;
  const [accent, muted, line, surface] = (['accent', 'muted', 'line', 'surface'] as const).map((token) => colourIn(element, token)) as [string, string, string, string];
  const axis = { stroke: muted, font, grid: { stroke: line, width: 1 }, ticks: { stroke: line, width: 1 } };
  const edge: uPlot.Series = { stroke: 'transparent', width: 0, points: { show: false } };
  return {
    width: element.clientWidth,
    height: element.clientHeight,
    legend: { show: false },
    cursor: { show: false },
    padding: [18, 18, 0, 0],
    scales: {
      x: {
        time: true,
        range: (_chart, min, max) => {
          const room = Math.max((DAY - (max - min)) / 2, (max - min) * 0.06);
          return [min - room, max + room];
        },
      },
      y: { range: () => valueRange(points) },
    },
    axes: [
      { ...axis, space: 80, values: (_chart, splits, _axis, _space, step) => splits.map((time) => dateLabel(time, step)) },
      { ...axis, size: 56, values: (_chart, splits, _axis, _space, step) => splits.map((value) => `${formatNumber(value, step < 1 ? 1 : 0)}°`) },
    ],
    series: [
      {},
      edge,
      edge,
      { stroke: accent, width: 2.5, points: { show: true, size: 10, width: 2.5, stroke: accent, fill: surface } },
    ],
    bands: [{ series: [1, 2], fill: accent.replace(/^rgb\((.*)\)$/, 'rgba($1, 0.22)') }],
    hooks: { drawClear: [(chart) => drawZones(chart, name)], draw: [(chart) => drawMargins(chart, points)] },
  };
}

/**
 * Draws a trend into an element, as large as that is, anew whenever its size or the page's colours change.
 *
 * @param points - Earliest first.
 * @returns Takes it away.
 */
export function drawTrend(element: HTMLElement, name: MetricName, points: readonly TrendPoint[]): () => void {
  const edges = (side: 1 | -1): (number | null)[] => points.map(({ value, margin }) => (margin === undefined ? null : value + side * margin));
  const data: uPlot.AlignedData = [points.map(({ at }) => at / 1000), edges(1), edges(-1), points.map(({ value }) => value)];
  let chart: uPlot | undefined;
  const draw = (): void => {
    chart?.destroy();
    chart = element.clientWidth > 0 ? new uPlot(optionsFor(element, name, points), data, element) : undefined;
  };
  const sizes = new ResizeObserver(() => {
    if (!chart || chart.width !== element.clientWidth || chart.height !== element.clientHeight) draw();
  });
  const theme = new MutationObserver(draw);
  const scheme = matchMedia('(prefers-color-scheme: dark)');
  sizes.observe(element);
  theme.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  scheme.addEventListener('change', draw);
  return () => {
    sizes.disconnect();
    theme.disconnect();
    scheme.removeEventListener('change', draw);
    chart?.destroy();
  };
}
