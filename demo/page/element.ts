/** What an element can hold. */
export type Child = Node | string;

const SVG = 'http://www.w3.org/2000/svg' as const;

function filled<Made extends Element>(made: Made, attributes: Readonly<Record<string, string>>, children: readonly Child[]): Made {
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** Makes an HTML element. Texts go in as text, never as markup. */
export const html = <Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] => filled(document.createElement(tag), attributes, children);

/** Makes an SVG element. */
export const svg = <Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[Tag] => filled(document.createElementNS<Tag>(SVG, tag), attributes, children);

/** One of the drawings of `index.html`; decoration for eyes, nothing for screen readers. */
export const drawing = (id: string, className: string): SVGSVGElement =>
  svg('svg', { class: className, 'aria-hidden': 'true' }, svg('use', { href: `#${id}` }));

/**
 * An element that `index.html` has.
 *
 * @throws Error where it has none, or one of another kind.
 */
export function find<Kind extends Element>(selector: string, kind: new () => Kind, within: ParentNode = document): Kind {
  const found = within.querySelector(selector);
  if (found instanceof kind) return found;
  throw new Error(`index.html has no ${kind.name} at ${selector}`);
}
