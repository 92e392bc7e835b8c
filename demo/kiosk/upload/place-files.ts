import type { View } from 'analyze-locally';
import type { PerView } from '../session/views.js';

/** What the names of files call the views, as a word of its own: `background.jpg` says nothing. */
const WORDS: Readonly<Record<View, RegExp>> = {
  front: /(?<![a-z])(front|anterior)(?![a-z])|정면|앞/i,
  side: /(?<![a-z])(side|lateral|profile)(?![a-z])|측면|옆/i,
  back: /(?<![a-z])(back|rear|posterior)(?![a-z])|후면|뒤/i,
};

/**
 * Which photo goes where when several come at once: a name that says front, side or back decides, the others fill what is
 * free, in order. A single file goes to where it was dropped, whatever its name.
 *
 * @param views - The places that there are.
 * @param first - The one that they were dropped on.
 * @param taken - Those that have a photo already: they are filled last.
 */
export function placeFiles<Named extends { readonly name: string }>(
  files: readonly Named[],
  views: readonly View[],
  first: View | undefined,
  taken: readonly View[],
): PerView<Named> {
  const [only] = files;
  if (only && files.length === 1 && first) return { [first]: only };
  const placed: Partial<Record<View, Named>> = {};
  const unnamed = files.filter((file) => {
    const view = views.find((name) => placed[name] === undefined && WORDS[name].test(file.name));
    if (view) placed[view] = file;
    return view === undefined;
  });
  const free = views.filter((view) => placed[view] === undefined);
  const order = [...free.filter((view) => !taken.includes(view)), ...free.filter((view) => taken.includes(view))];
  unnamed.slice(0, order.length).forEach((file, index) => (placed[order[index] as View] = file));
  return placed;
}
