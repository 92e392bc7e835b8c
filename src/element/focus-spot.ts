/** Where the focus is, said so that it also holds for a tree of the same make. */
export interface FocusSpot {
  readonly selector: string;
  /** Which of those that the selector finds. */
  readonly index: number;
}

function selectorOf(element: Element): string {
  if (element.id) return `#${element.id}`;
  const view = element.closest('[data-view]')?.getAttribute('data-view');
  return `${view ? `[data-view="${view}"] ` : ''}[part="${element.getAttribute('part') ?? ''}"]`;
}

/** Nothing where the focus is elsewhere. */
export function focusSpotOf(root: HTMLElement): FocusSpot | undefined {
  const tree = root.getRootNode();
  const active = tree instanceof ShadowRoot ? tree.activeElement : null;
  if (!active) return undefined;
  const selector = selectorOf(active);
  return { selector, index: [...root.querySelectorAll(selector)].indexOf(active) };
}

/** Moves the focus to a spot, where there is such a one. */
export function focusOn(root: HTMLElement, { selector, index }: FocusSpot): void {
  root.querySelectorAll<HTMLElement>(selector)[index]?.focus({ preventScroll: true });
}
