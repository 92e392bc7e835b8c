import type { BrowserContext, Page } from 'playwright-core';
import type { LocalApiHandle, LocalApiOptions } from 'analyze-locally/local-api';
import { PACKAGE_PATH } from './package-host.js';
import type { Answer } from './package-page.js';

/** Where the web API is documented to be. */
export const API_HOST = 'api.remo.re.kr';

/** The web API's addresses, by what they are for. */
export const API = {
  full: `http://${API_HOST}/api/analysis-skeleton-v2`,
  front: `http://${API_HOST}/api/analysis-skeleton-v2-front`,
  side: `http://${API_HOST}/api/analysis-skeleton-v2-side`,
  back: `http://${API_HOST}/api/analysis-skeleton-v2-back`,
} as const;

/** Where a host has the page of a client, which knows nothing of the package. */
export const CLIENT_PATH = '/client.html';

/** That page. */
export const CLIENT_PAGE = '<!doctype html><meta charset="utf-8"><title>Client</title><link rel="icon" href="data:,"><body></body>';

/** What a page's global object holds. */
export interface LocalApiScope {
  /** The web API's request objects, by the names that a test gave them. */
  readonly requests: Record<string, Readonly<Record<string, string>>>;
  readonly localApi: typeof import('analyze-locally/local-api');
  handle: LocalApiHandle;
}

/** What a client sees of an answer. */
export interface Seen {
  readonly status: number;
  readonly url: string;
  readonly type: string | null;
  readonly answer: Answer;
}

/** A request of the web API as its clients make it: photos as bare base64. */
export const apiRequest = (photos: Readonly<Record<'front' | 'side' | 'back', Uint8Array>>): Readonly<Record<string, string>> => {
  const text = (photo: Uint8Array): string => Buffer.from(photo).toString('base64');
  return {
    Email: 'your_email',
    UserKey: 'your_user_key',
    APIKey: 'your_api_key',
    forigimg: text(photos.front),
    sorigimg: text(photos.side),
    borigimg: text(photos.back),
  };
};

/** Makes the entry `local-api` known to a page, and does nothing with it. As text: here, imports are rewritten. */
export const importLocalApi = (page: Page): Promise<unknown> =>
  page.evaluate(`import('${PACKAGE_PATH}local-api.js').then((localApi) => void Object.assign(globalThis, { localApi }))`);

/** Opens a page of a host and hands it requests to make. */
export async function openClientPage(context: BrowserContext, address: string, requests: LocalApiScope['requests']): Promise<Page> {
  const page = await context.newPage();
  await page.goto(address);
  await page.evaluate((given) => void Object.assign(globalThis, { requests: given }), requests);
  return page;
}

/** Installs the local API in a page. */
export async function install(page: Page, options?: LocalApiOptions): Promise<void> {
  await importLocalApi(page);
  await page.evaluate((given) => {
    const scope = globalThis as unknown as LocalApiScope;
    scope.handle = scope.localApi.installLocalApi(given);
  }, options);
}

/** A client's plain `fetch`, with one of the page's requests as its body. */
export const fetchAnswer = (page: Page, url: string, request: string): Promise<Seen> =>
  page.evaluate(
    async ([to, name]) => {
      const body = JSON.stringify((globalThis as unknown as LocalApiScope).requests[name]);
      const response = await fetch(to, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
      return { status: response.status, url: response.url, type: response.headers.get('content-type'), answer: (await response.json()) as Answer };
    },
    [url, request] as const,
  );
