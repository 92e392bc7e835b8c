import { effect } from '@preact/signals';
import { isLocked } from './locked.js';

/** Where text is written, its menu and selection stay. */
const isWriting = (target: EventTarget | null): boolean => target instanceof Element && target.closest('input, textarea') !== null;

const isZoomKey = (event: KeyboardEvent): boolean => (event.ctrlKey || event.metaKey) && ['+', '-', '=', '0', '_'].includes(event.key);

/** A way to another page, or into another window. */
function leadsAway(target: EventTarget | null): boolean {
  const link = target instanceof Element ? target.closest('a[href]') : null;
  return link instanceof HTMLAnchorElement && (new URL(link.href, location.href).origin !== location.origin || link.target === '_blank');
}

/** What a locked kiosk does not let through. */
const FENCED: readonly (readonly [string, (event: Event) => boolean])[] = [
  ['contextmenu', ({ target }) => !isWriting(target)],
  ['dragstart', () => true],
  ['wheel', (event) => (event as WheelEvent).ctrlKey],
  ['keydown', (event) => isZoomKey(event as KeyboardEvent)],
  // Safari's pinch.
  ['gesturestart', () => true],
  ['click', ({ target }) => leadsAway(target)],
  ['auxclick', ({ target }) => leadsAway(target)],
];

/** An entry before this page's own, for the way back to end in. */
const addEntry = (): void => history.pushState({ fence: true }, '');

/**
 * Keeps people in the app, as far as a page can: no menu, zoom, links that lead away, or way back. Gestures and keys of the
 * system are not a page's to forbid.
 */
export function raiseFence(): void {
  for (const [type, isFenced] of FENCED) {
    addEventListener(type, (event) => isLocked.value && isFenced(event) && event.preventDefault(), { capture: true, passive: false });
  }
  addEventListener('popstate', () => isLocked.value && addEntry());
  let isFirst = true;
  // Browsers skip entries that were made before anybody touched the page.
  addEventListener('pointerup', () => {
    if (isFirst && isLocked.value) addEntry();
    isFirst &&= !isLocked.value;
  });
  effect(() => {
    if (isLocked.value) addEntry();
  });
}
