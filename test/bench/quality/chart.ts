import { COLOURS } from '../accuracy-plots.js';
import type { LevelFigures, QualityReport, Share } from './report.js';

/** Pixels. */
const PANEL = { width: 400, height: 190, left: 40, top: 40, plotWidth: 340, plotHeight: 96 } as const;

/** Panels in a row. */
const COLUMNS = 2;

/** Room for the lines that explain the picture, pixels. */
const LEGEND = 40;

/** Degrees at a plot's top. */
const TOP = 8;

const short = (value: number): string => String(Math.round(value * 10) / 10);

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const percent = ({ n, of }: Share): string => (of === 0 ? '' : String(Math.round((100 * n) / of)));

/** One way of making photos worse: its levels from left to right, photos as they are first. */
function panel(kind: string, levels: readonly LevelFigures[]): string {
  const { left, top, plotWidth, plotHeight } = PANEL;
  const bottom = top + plotHeight;
  const step = plotWidth / levels.length;
  const x = (index: number): number => left + (index + 0.5) * step;
  const y = (degrees: number): number => bottom - (Math.min(degrees, TOP) / TOP) * plotHeight;
  const line = (of: (figures: LevelFigures) => number): string => {
    const points = levels.flatMap((figures, i) => (Number.isFinite(of(figures)) ? [`${short(x(i))} ${short(y(of(figures)))}`] : []));
    return `M${points.join('L')}${points.map((point) => `M${point}h0`).join('')}`;
  };
  const bars = levels.flatMap(({ photos, refused }, i) => {
    const share = Object.values(refused).reduce((sum, n) => sum + n, 0) / photos;
    return share === 0 ? [] : [`M${short(x(i))} ${short(bottom)}V${short(bottom - share * plotHeight)}`];
  });
  const marks = [0, 2, 4, 6, 8];
  return [
    `<text class="n" x="${short(left)}" y="16">${escaped(kind)}</text>`,
    `<path class="r" style="stroke-width:${short(step * 0.6)}" d="${bars.join('')}"/>`,
    `<path class="m" d="${line(({ margin }) => margin)}"/>`,
    `<path class="d" d="${line(({ mae }) => mae)}"/>`,
    `<path class="f" d="M${short(left)} ${short(top)}V${short(bottom)}H${short(left + plotWidth)}${marks.map((degrees) => `M${short(left)} ${short(y(degrees))}h-3`).join('')}"/>`,
    ...marks.map((degrees) => `<text class="y" x="${short(left - 5)}" y="${short(y(degrees) + 3)}">${short(degrees)}°</text>`),
    ...levels.flatMap(({ level, inside }, i) => [
      `<text class="x" x="${short(x(i))}" y="${short(top - 6)}">${percent(inside)}</text>`,
      ...lines(level === '' ? 'as it is' : level).map((text, row) => `<text class="x" x="${short(x(i))}" y="${short(bottom + 13 + 11 * row)}">${escaped(text)}</text>`),
    ]),
  ].join('\n');
}

/** A level's name in lines of about a column's width. */
const lines = (text: string): string[] =>
  text.split(' ').reduce<string[]>((rows, word) => {
    const last = rows.at(-1);
    if (last !== undefined && `${last} ${word}`.length <= 10) return [...rows.slice(0, -1), `${last} ${word}`];
    return [...rows, word];
  }, []);

const STYLE = [
  `text{font:10px sans-serif;fill:${COLOURS.text}}`,
  '.n{font-size:12px;font-weight:bold}.x{text-anchor:middle}.y{text-anchor:end}',
  'path{fill:none;stroke-linecap:round}',
  `.f{stroke:${COLOURS.text};stroke-linecap:butt}`,
  `.r{stroke:${COLOURS.threshold};stroke-linecap:butt;opacity:.35}`,
  `.m{stroke:${COLOURS.margin};stroke-width:2;stroke-dasharray:5 4}`,
  `.d{stroke:${COLOURS.dot};stroke-width:3}`,
].join('');

/** Errors, margins and refusals of each way of making photos worse, as SVG; the same figures give the same text. */
export function qualityChart({ levels }: QualityReport): string {
  const asTheyAre = levels.filter(({ kind }) => kind === 'none');
  const kinds = [...new Set(levels.map(({ kind }) => kind))].filter((kind) => kind !== 'none');
  const height = Math.ceil(kinds.length / COLUMNS) * PANEL.height + LEGEND;
  const width = COLUMNS * PANEL.width;
  const placed = kinds.map((kind, i) => {
    const drawn = panel(kind, [...asTheyAre, ...levels.filter((figures) => figures.kind === kind)]);
    return `<g transform="translate(${short((i % COLUMNS) * PANEL.width)} ${short(Math.floor(i / COLUMNS) * PANEL.height)})">\n${drawn}\n</g>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${short(width)} ${short(height)}" width="${short(width)}" height="${short(height)}" role="img">`,
    '<title>Mean error, mean margin and refused photos where photos get worse</title>',
    `<style>${STYLE}</style>`,
    ...placed,
    `<text x="${short(PANEL.left)}" y="${short(height - 22)}">Solid: mean error. Dashed: mean margin. Bars: refused photos, the plot's height is all of them.</text>`,
    `<text x="${short(PANEL.left)}" y="${short(height - 8)}">Numbers above: true values within the margin, %; 90 is meant.</text>`,
    '</svg>\n',
  ].join('\n');
}
