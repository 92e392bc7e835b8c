// Other projects of this repository take this file in, but not its folder.
// eslint-disable-next-line @typescript-eslint/triple-slash-reference
/// <reference path="./css.d.ts" />
import css from './style.css?inline';

/**
 * Colours by name: light, dark, and the property by which a page sets another. Grades take the hues of the drawn photos
 * (Okabe-Ito: bluish green, orange, vermillion), each also with its own shape and weight. The accent is a blue that no
 * grade has.
 */
const COLORS = {
  surface: ['#fff', '#161e26'],
  sunken: ['#f3f5f8', '#0e141a'],
  text: ['#16202a', '#e8edf2'],
  muted: ['#50606e', '#a5b2be'],
  line: ['#dbe1e7', '#2a3641'],
  edge: ['#7b8a99', '#72818f'],
  figure: ['#c5ced7', '#36434f'],
  accent: ['#1a5fa8', '#7ab5f5'],
  'on-accent': ['#fff', '#0a1825'],
  normal: ['#0a7f63', '#1cc29a'],
  caution: ['#a96200', '#f5b027'],
  danger: ['#b93c0a', '#f4602c'],
  'on-danger': ['#fff', '#160803'],
} as const satisfies Record<string, readonly [light: string, dark: string]>;

/** `--_text` inside for `--posture-text` outside. Written here, because bundlers rewrite `light-dark()` for older browsers. */
function palette(colorOf: (light: string, dark: string) => string): string {
  const set = Object.entries(COLORS).map(([name, [light, dark]]) => `--_${name}:var(--posture-${name},${colorOf(light, dark)})`);
  return `:host{${set.join(';')}}`;
}

let sheet: CSSStyleSheet | undefined;

/** The element's style. Made by script, it needs no permission of a content security policy. */
export function elementStyle(): CSSStyleSheet {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    const schemes = palette((light, dark) => `light-dark(${light},${dark})`);
    sheet.replaceSync(`${palette((light) => light)}@supports (color:light-dark(red,red)){${schemes}}${css}`);
  }
  return sheet;
}
