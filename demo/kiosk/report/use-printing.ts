import { flushSync } from 'preact/compat';
import { useLayoutEffect, useState } from 'preact/hooks';
import { fileStem } from './file-names.js';

/**
 * Whether the page has been printed, or is just about to be: only then what is for paper alone needs to be there. It
 * stays, for some browsers look at the page again after they have said that they are done.
 *
 * @param when - Dates the name that the browser proposes for a PDF.
 */
export function usePrinting(when: number): boolean {
  const [isPrinting, setPrinting] = useState(false);
  // An effect after the next paint would come too late for a button that makes the report and prints it at once.
  useLayoutEffect(() => {
    let title: string | undefined;
    const prepare = (): void => {
      flushSync(() => setPrinting(true));
      title ??= document.title;
      document.title = fileStem(when);
    };
    const restore = (): void => {
      if (title !== undefined) document.title = title;
      title = undefined;
    };
    // Where a page is shown as if printed, there is no event.
    const media = matchMedia('print');
    const onMedia = (): void => {
      if (media.matches) setPrinting(true);
    };
    addEventListener('beforeprint', prepare);
    addEventListener('afterprint', restore);
    media.addEventListener('change', onMedia);
    return () => {
      restore();
      removeEventListener('beforeprint', prepare);
      removeEventListener('afterprint', restore);
      media.removeEventListener('change', onMedia);
    };
  }, [when]);
  return isPrinting;
}
