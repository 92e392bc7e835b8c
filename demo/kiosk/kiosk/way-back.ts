import { effect } from '@preact/signals';
import { go, screen } from '../session/navigation.js';
import { isLocked } from './locked.js';

const isInside = (): boolean => (history.state as { readonly inside?: boolean } | null)?.inside === true;

/**
 * The browser's way back leads from any screen to the start, where the visit is still open, before it leads out of the app. A
 * locked kiosk's own is the fence's.
 */
export function keepWayBack(): void {
  effect(() => {
    if (isLocked.value) return;
    if (screen.value !== 'start' && !isInside()) history.pushState({ inside: true }, '');
    if (screen.value === 'start' && isInside()) history.back();
  });
  addEventListener('popstate', () => {
    if (!isLocked.value && !isInside() && screen.peek() !== 'start') go('start');
  });
}
