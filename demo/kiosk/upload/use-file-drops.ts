import type { View } from 'analyze-locally';
import { useEffect, useRef, useState } from 'preact/hooks';
import { VIEWS } from '../session/views.js';

const viewAt = (event: Event): View | undefined => {
  const place = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-slot]') : null;
  return VIEWS.find((view) => view === place?.dataset['slot']);
};

/** Else it is text that is dragged. */
const hasFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') === true;

/**
 * Takes files that are dropped or pasted anywhere in the window: beside a place, a browser would open the file and leave
 * the app.
 *
 * @param take - Called with the files and the place they were dropped on, an element with `data-slot`.
 * @returns Where files are held at the moment: over a place, over none, or not at all.
 */
export function useFileDrops(take: (files: readonly File[], view: View | undefined) => void): View | 'anywhere' | undefined {
  const [over, setOver] = useState<View | 'anywhere'>();
  const latest = useRef(take);
  latest.current = take;
  useEffect(() => {
    const listening = new AbortController();
    const { signal } = listening;
    document.addEventListener('dragover', (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(viewAt(event) ?? 'anywhere');
    }, { signal });
    document.addEventListener('dragleave', ({ relatedTarget }) => {
      if (!relatedTarget) setOver(undefined);
    }, { signal });
    document.addEventListener('drop', (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(undefined);
      latest.current([...(event.dataTransfer?.files ?? [])], viewAt(event));
    }, { signal });
    document.addEventListener('paste', (event) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      latest.current(files, viewAt(event));
    }, { signal });
    return () => listening.abort();
  }, []);
  return over;
}
