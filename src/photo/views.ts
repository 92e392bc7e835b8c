/** The three photos of an analysis, in the order in which the API names them. */
export const VIEWS = ['front', 'side', 'back'] as const;

/** One of the three photos: the person from the front, from either side, or from behind. */
export type View = (typeof VIEWS)[number];
