import type { View } from 'analyze-locally';
import type { PhotoSlot } from './photo-slot.js';
import { VIEWS, type PerView } from './views.js';

/**
 * Which photo goes where when several are dropped: a name that says front, side or back decides, the others fill what
 * is free, in order.
 *
 * @param first - The slot that they were dropped on; a single photo goes there whatever its name.
 * @param taken - The slots that have a photo already.
 */
export function placeFiles(files: readonly File[], first: View | undefined, taken: readonly View[]): PerView<File> {
  const [only] = files;
  if (only && files.length === 1 && first) return { [first]: only };
  const placed: PerView<File> = {};
  const unnamed = files.filter((file) => {
    const view = VIEWS.find((name) => placed[name] === undefined && file.name.toLowerCase().includes(name));
    if (view) placed[view] = file;
    return view === undefined;
  });
  const free = VIEWS.filter((view) => placed[view] === undefined);
  // Empty slots before those whose photo would be replaced.
  const order = [...free.filter((view) => !taken.includes(view)), ...free.filter((view) => taken.includes(view))];
  unnamed.forEach((file, index) => {
    const view = order[index];
    if (view) placed[view] = file;
  });
  return placed;
}

/**
 * Takes files that are dropped anywhere on the page: beside a slot a browser would leave the page and open the photo.
 *
 * @param isOpen - Whether photos may change now.
 */
export function takeDroppedFiles(slots: readonly PhotoSlot[], isOpen: () => boolean): void {
  const slotAt = (event: DragEvent): PhotoSlot | undefined =>
    slots.find(({ element }) => event.target instanceof Node && element.contains(event.target));
  const mark = (over: PhotoSlot | undefined): void => {
    for (const slot of slots) slot.element.classList.toggle('over', slot === over);
  };
  window.addEventListener('dragover', (event) => {
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = isOpen() ? 'copy' : 'none';
    mark(isOpen() ? slotAt(event) : undefined);
  });
  window.addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) mark(undefined);
  });
  window.addEventListener('drop', (event) => {
    event.preventDefault();
    mark(undefined);
    if (!isOpen()) return;
    const taken = slots.filter(({ photo }) => photo !== undefined).map(({ view }) => view);
    const placed = placeFiles([...(event.dataTransfer?.files ?? [])], slotAt(event)?.view, taken);
    for (const slot of slots) {
      const file = placed[slot.view];
      if (file) slot.put(file, file.name);
    }
  });
}
