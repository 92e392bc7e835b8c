import { VIEWS, type View } from '../photo/views.js';

/** The host that the web API's documentation names. */
export const API_HOST = 'api.remo.re.kr';

/** Where the web API is documented to be, and the same over TLS. */
export const DOCUMENTED_BASES: readonly string[] = [`http://${API_HOST}/api`, `https://${API_HOST}/api`];

/** The views that an address of the web API asks for; `undefined` for any other address. */
export type ViewsAt = (url: string | URL) => readonly View[] | undefined;

/** What the last part of each address of the web API begins with. */
export const API_NAME = 'analysis-skeleton-v2';

/** Each view alone has an address of its own. */
const ENDPOINTS: readonly (readonly [name: string, views: readonly View[]])[] = [
  [API_NAME, VIEWS],
  ...VIEWS.map((view) => [`${API_NAME}-${view}`, [view]] as const),
];

/** The last part of each address of the web API. */
export const ENDPOINT_NAMES: readonly string[] = ENDPOINTS.map(([name]) => name);

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** A path without what servers overlook: needless escapes, doubled slashes and closing ones. */
export const plainPath = (path: string): string => decoded(path).replace(/\/{2,}/g, '/').replace(/\/$/, '');

/** What tells addresses apart. A host's closing dot does not, either: it is the same machine. */
const addressOf = ({ protocol, hostname, port, pathname }: URL): string => `${protocol}//${hostname.replace(/\.$/, '')}:${port}${plainPath(pathname)}`;

/**
 * Knows the four addresses of the web API under each base, however they are spelled, and no other: version 1
 * (`analysis-skeleton`) is not among them.
 *
 * @param bases - Absolute URLs.
 * @param page - What relative addresses count from, each time it is asked; `undefined` where there is nothing.
 */
export function endpointsUnder(bases: readonly URL[], page: () => string | undefined): ViewsAt {
  const addresses = new Map<string, readonly View[]>(bases.flatMap((base) => ENDPOINTS.map(([name, views]) => [`${addressOf(base)}/${name}`, views] as const)));
  return (url) => {
    try {
      return addresses.get(addressOf(new URL(url, page())));
    } catch {
      return undefined;
    }
  };
}
