import { listed, misuse } from '../option-checks.js';
import { checkOptions, type AnalyzeOptions, type EngineOptions } from '../options.js';
import { pageBase, pageUrl } from '../pose/page-url.js';
import { DOCUMENTED_BASES, endpointsUnder, type ViewsAt } from './endpoints.js';

/** Options of the engine and of every analysis, and which addresses are answered. */
export interface LocalApiOptions extends EngineOptions, Omit<AnalyzeOptions, 'views' | 'signal' | 'onProgress'> {
  /**
   * Under which addresses the web API is answered: `<base>/analysis-skeleton-v2`, `…-v2-front`, `…-v2-side` and
   * `…-v2-back`. Absolute, or relative to the page. Default `http://api.remo.re.kr/api` and `https://api.remo.re.kr/api`.
   */
  readonly baseUrls?: readonly (string | URL)[] | undefined;
}

/** What {@link LocalApiOptions} come to. */
export interface ResolvedLocalApi {
  readonly bases: readonly URL[];
  readonly viewsAt: ViewsAt;
  /** What the engine is made with. */
  readonly engine: Omit<LocalApiOptions, 'baseUrls'>;
}

/** Options of an analysis that each call brings by itself, or that the web API does not know. */
const NOT_TAKEN = ['views', 'signal', 'onProgress'] as const;

function httpUrl(base: unknown): URL {
  try {
    const url = pageUrl(base as string);
    if (/^https?:$/.test(url.protocol)) return url;
  } catch {
    // Told below.
  }
  throw misuse('baseUrls', 'a list of http or https URLs', base);
}

/** @throws TypeError naming the field and showing the value. */
export function resolveLocalApi(options: LocalApiOptions | undefined): ResolvedLocalApi {
  const { baseUrls = DOCUMENTED_BASES, ...engine } = checkOptions(options, ['baseUrls']);
  for (const name of NOT_TAKEN) {
    if ((engine as AnalyzeOptions)[name] !== undefined) throw new TypeError(`option \`${name}\` is not taken here`);
  }
  const list = listed('baseUrls', baseUrls) ?? [];
  if (list.length === 0) throw misuse('baseUrls', 'a list of at least one URL', baseUrls);
  const bases = list.map(httpUrl);
  return { bases, viewsAt: endpointsUnder(bases, pageBase), engine };
}
