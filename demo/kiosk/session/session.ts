import { computed, signal } from '@preact/signals';
import type { AnalysisDetails, AnalysisSuccess, NamedKeypoints, Point, View } from 'analyze-locally';
import { v4 as newId } from 'uuid';
import { VIEWS, type PerView } from './views.js';

/** A photo of the visit in progress. */
export interface TakenPhoto {
  /** JPEG, PNG or WebP. */
  readonly blob: Blob;
  readonly from: 'camera' | 'file';
  /** Milliseconds since 1970. */
  readonly takenAt: number;
}

/** An answer with measurements, for the views that were photographed. */
export type Answer = AnalysisSuccess<View, AnalysisDetails>;

/** The answer's fields with the drawn photos. */
export const DRAWN_FIELDS = { front: 'forigimg', side: 'sorigimg', back: 'borigimg' } as const satisfies Record<View, keyof Answer>;

/** The points of a photo after a person has moved some, pixels of the upright photo. */
export interface EditedPoints {
  readonly keypoints: NamedKeypoints;
  /** The spinous process of C7; side view only. */
  readonly c7?: Point | undefined;
}

/** Who stands before the camera, where the history knows them. */
export interface PersonReference {
  readonly id: string;
  readonly name: string;
}

/** Identifies the visit in drafts, exports and the history. */
export const visitId = signal<string>(newId());

/** Milliseconds since 1970; of the first photo. */
export const startedAt = signal<number | undefined>(undefined);

export const photos = signal<PerView<TakenPhoto>>({});

/** As the engine gave it: edits are kept apart. */
export const answer = signal<Answer | undefined>(undefined);

export const edits = signal<PerView<EditedPoints>>({});

export const person = signal<PersonReference | undefined>(undefined);

/** Views that have a photo. */
export const takenViews = computed(() => VIEWS.filter((view) => photos.value[view] !== undefined));

/** Something that must not be lost without a question. */
export const isVisitOpen = computed(() => takenViews.value.length > 0 || answer.value !== undefined);

/** Adds or replaces a photo. What was measured before no longer belongs to the photos. */
export function putPhoto(view: View, photo: TakenPhoto): void {
  startedAt.value ??= photo.takenAt;
  photos.value = { ...photos.value, [view]: photo };
  answer.value = undefined;
  edits.value = {};
}

/** Takes a photo away again. */
export function dropPhoto(view: View): void {
  const { [view]: _dropped, ...rest } = photos.value;
  photos.value = rest;
  answer.value = undefined;
  edits.value = {};
}

/** Forgets the visit: the first thing that {@link wipe} does. */
export function forgetVisit(): void {
  visitId.value = newId();
  startedAt.value = undefined;
  photos.value = {};
  answer.value = undefined;
  edits.value = {};
  person.value = undefined;
}
