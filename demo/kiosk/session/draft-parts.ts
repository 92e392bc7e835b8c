import type { View } from 'analyze-locally';
import { screen, type Screen } from './navigation.js';
import { answer, edits, person, photos, startedAt, visitId, type Answer, type EditedPoints, type PersonReference, type TakenPhoto } from './session.js';
import { VIEWS, type PerView } from './views.js';

/** Drafts of another form are of another version of the app. */
const FORM = 1;

/** Everything of a visit that is small. */
interface Outline {
  readonly form: typeof FORM;
  readonly visitId: string;
  readonly startedAt: number | undefined;
  readonly screen: Screen;
  readonly person: PersonReference | undefined;
  readonly edits: PerView<EditedPoints>;
  readonly photos: PerView<Omit<TakenPhoto, 'blob'> & { readonly type: string }>;
}

/** A part of the visit: the same `source` has the same bytes. */
export interface DraftPart {
  readonly source: unknown;
  readonly bytes: () => Promise<BufferSource>;
}

const textPart = (text: string, source: unknown = text): DraftPart => ({
  source,
  bytes: () => Promise.resolve(new TextEncoder().encode(text)),
});

const photoPart = (view: View): string => `photo-${view}`;

const outline = (): Outline => ({
  form: FORM,
  visitId: visitId.value,
  startedAt: startedAt.value,
  screen: screen.value,
  person: person.value,
  edits: edits.value,
  photos: Object.fromEntries(
    Object.entries(photos.value).map(([view, { blob, from, takenAt }]) => [view, { from, takenAt, type: blob.type }]),
  ),
});

/** The visit as it is, in parts that change apart from each other. Follows the session's signals. */
export function visitParts(): Map<string, DraftPart> {
  const parts = new Map([['outline', textPart(JSON.stringify(outline()))]]);
  for (const [view, { blob }] of Object.entries(photos.value) as [View, TakenPhoto][]) {
    parts.set(photoPart(view), { source: blob, bytes: () => blob.arrayBuffer() });
  }
  const found = answer.value;
  if (found) parts.set('answer', { source: found, bytes: () => Promise.resolve(new TextEncoder().encode(JSON.stringify(found))) });
  return parts;
}

const parsed = (bytes: ArrayBuffer | undefined): unknown => bytes && JSON.parse(new TextDecoder().decode(bytes));

/** Those that a visit goes on on; from the others, it does from the start. */
const GOES_ON: readonly Screen[] = ['capture', 'upload', 'analysing', 'result'];

/**
 * Makes a visit of its parts the one in progress.
 *
 * @returns Nothing is missing.
 */
export function restoreVisit(parts: ReadonlyMap<string, ArrayBuffer>): boolean {
  const kept = parsed(parts.get('outline')) as Outline | undefined;
  if (kept?.form !== FORM) return false;
  const found: Partial<Record<View, TakenPhoto>> = {};
  for (const view of VIEWS) {
    const photo = kept.photos[view];
    const bytes = parts.get(photoPart(view));
    if (photo && !bytes) return false;
    if (photo && bytes) found[view] = { blob: new Blob([bytes], { type: photo.type }), from: photo.from, takenAt: photo.takenAt };
  }
  visitId.value = kept.visitId;
  startedAt.value = kept.startedAt;
  photos.value = found;
  person.value = kept.person;
  answer.value = parsed(parts.get('answer')) as Answer | undefined;
  edits.value = kept.edits;
  const goesOn = GOES_ON.includes(kept.screen) ? kept.screen : 'start';
  screen.value = goesOn === 'result' && !answer.value ? 'analysing' : goesOn;
  return true;
}
