import type { View } from 'analyze-locally';

/** In the order in which they are taken and shown. */
export const VIEWS: readonly View[] = ['front', 'side', 'back'];

/** A value for some of the views. */
export type PerView<Value> = Partial<Readonly<Record<View, Value>>>;
