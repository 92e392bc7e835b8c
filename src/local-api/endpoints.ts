import { VIEWS, type View } from '../photo/views.js';

/** Where the web API is documented to be, and the same over TLS. */
export const DOCUMENTED_BASES: readonly string[] = ['http://api.remo.re.kr/api', 'https://api.remo.re.kr/api'];

/** The views that an address of the web API asks for; `undefined` for any other address. */
export type ViewsAt = (url: string | URL) => readonly View[] | undefined;

const NAME = 'analysis-skeleton-v2';

/** Each view alone has an address of its own. */
const ENDPOINTS: readonly (readonly [name: string, views: readonly View[]])[] = [
  [NAME, VIEWS],
  ...VIEWS.map((view) => [`${NAME}-${view}`, [view]] as const),
];

/** Every address under some bases. */
export const addressesUnder = (bases: readonly URL[]): string[] => bases.flatMap((base) => ENDPOINTS.map(([name]) => `${addressOf(base)}/${name}`));

/** What tells addresses apart: a query, a fragment and one closing slash do not. */
const addressOf = ({ origin, pathname }: URL): string => origin + pathname.replace(/\/$/, '');

/**
 * Knows the four addresses of the web API under each base, and no other: version 1 (`analysis-skeleton`) is not among
 * them.
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
