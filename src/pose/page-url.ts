/** What relative URLs of this page count from: the document's base, else where this script's worker is; `undefined` elsewhere. */
export const pageBase = (): string | undefined => (typeof document === 'undefined' ? globalThis.location?.href : document.baseURI);

/**
 * A URL as the page means it.
 *
 * @throws TypeError where it is none.
 */
export const pageUrl = (url: string | URL): URL => new URL(url, pageBase());
