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

/** Makes a button that does something. */
export function button(attributes: Readonly<Record<string, string>>, text: string, press: () => void): HTMLButtonElement {
  const made = html('button', { type: 'button', ...attributes }, text);
  made.addEventListener('click', press);
  return made;
}
