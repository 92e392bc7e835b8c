import { signal } from '@preact/signals';

/** What fills the window. */
export type Screen = 'start' | 'capture' | 'upload' | 'analysing' | 'result' | 'history' | 'settings';

export const screen = signal<Screen>('start');

/** Shows a screen from its top. */
export function go(to: Screen): void {
  screen.value = to;
  scrollTo(0, 0);
}
