import { VIEWS, type View } from '../photo/views.js';
import type { PerView } from './views.js';

/**
 * Which photo goes where when several come at once: a name that says front, side or back decides, the others fill what is
 * free, in order.
 *
 * @param views - The places that there are.
 * @param first - The one that they were dropped on; a single photo goes there whatever its name.
 * @param taken - Those that have a photo already.
 * @param names - What the views are also called.
 */
export function placeFiles(
  files: readonly File[],
  views: readonly View[],
  first: View | undefined,
  taken: readonly View[],
  names: Readonly<Record<View, string>> = { front: 'front', side: 'side', back: 'back' },
): PerView<File> {
  const [only] = files;
  if (only && files.length === 1 && first) return { [first]: only };
  const placed: PerView<File> = {};
  const says = (file: File, view: View): boolean =>
    [view, names[view]].some((word) => file.name.toLowerCase().includes(word.toLowerCase()));
  const unnamed = files.filter((file) => {
    const view = views.find((name) => placed[name] === undefined && says(file, name));
    if (view) placed[view] = file;
    return view === undefined;
  });
  const free = views.filter((view) => placed[view] === undefined);
  // Empty places before those whose photo would be replaced.
  const order = [...free.filter((view) => !taken.includes(view)), ...free.filter((view) => taken.includes(view))];
  unnamed.forEach((file, index) => {
    const view = order[index];
    if (view) placed[view] = file;
  });
  return placed;
}

/** The place that an event came from. */
function viewAt(event: Event): View | undefined {
  for (const target of event.composedPath()) {
    const view = target instanceof HTMLElement ? target.dataset['view'] : undefined;
    if (view !== undefined) return VIEWS.find((name) => name === view);
  }
  return undefined;
}

/** Else it is text or a thing of the page that is dragged, perhaps onto what the page put into a slot. */
const hasFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') === true;

/**
 * Takes files that are dropped anywhere on an element, or pasted into it.
 *
 * @param take - Called with files, or with nothing where photos can't change now.
 * @param mark - Called with the place that files are held over.
 */
export function takeFiles(
  root: HTMLElement,
  isOpen: () => boolean,
  take: (files: readonly File[], view: View | undefined) => void,
  mark: (view: View | undefined) => void,
): void {
  root.addEventListener('dragover', (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = isOpen() ? 'copy' : 'none';
    mark(isOpen() ? viewAt(event) : undefined);
  });
  root.addEventListener('dragleave', ({ relatedTarget }) => {
    if (!(relatedTarget instanceof Node && root.contains(relatedTarget))) mark(undefined);
  });
  root.addEventListener('drop', (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    mark(undefined);
    if (isOpen()) take([...(event.dataTransfer?.files ?? [])], viewAt(event));
  });
  root.addEventListener('paste', (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    // What the page put into a slot is not in the root: a field of it takes what is pasted into it.
    const isOurs = event.target instanceof Node && root.contains(event.target);
    if (files.length === 0 || !isOurs || !isOpen()) return;
    event.preventDefault();
    take(files, viewAt(event));
  });
}
