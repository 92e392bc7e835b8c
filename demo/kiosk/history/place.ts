import { signal } from '@preact/signals';
import { go } from '../session/navigation.js';
import { answer } from '../session/session.js';
import { onWipe } from '../session/wipe.js';

/** What the open history shows; records by their ids, so that a deleted one shows nothing. */
export type Place =
  | { readonly at: 'people' }
  | { readonly at: 'person'; readonly person: string }
  | { readonly at: 'compare'; readonly person: string; readonly visits: readonly [string, string] }
  | { readonly at: 'manage' };

export const place = signal<Place>({ at: 'people' });

/** Shows a part of the history from its top. */
export function show(next: Place): void {
  place.value = next;
  scrollTo(0, 0);
}

/** Out of the history: to the result that is on the way, or to the start. */
export const leave = (): void => go(answer.value ? 'result' : 'start');

onWipe(() => void (place.value = { at: 'people' }));
