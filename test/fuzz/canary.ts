/** A word that hostile values say where nobody may repeat it: in photos, long texts, and what getters throw. */
export const CANARY = 'canary-of-the-input';
