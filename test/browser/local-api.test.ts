/**
 * Clients of the web API, answered in the page: what they are, they stay; nothing goes out for them; and what else the
 * page sends is, byte for byte, what it was.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { View } from 'analyze-locally';
import { launchChromium } from '../../demo/host/browser.js';
import { ensureBuilt } from '../../demo/host/ensure-built.js';
import { fieldsOf } from '../harness/answers.js';
import { casePhotos, guardPhoto, publishedKeys, PUBLISHED_EXAMPLE } from '../harness/fixture-photos.js';
import { API, API_HOST, apiRequest, CLIENT_PAGE, CLIENT_PATH, fetchAnswer, importLocalApi, install, openClientPage, type LocalApiScope } from '../harness/local-api-page.js';
import { sendOtherRequests } from '../harness/other-requests.js';
import { LITE_PATH, neverAnswers, sends, startPackageHost, status, type PackageHost } from '../harness/package-host.js';
import { bundleForPage } from '../harness/page-bundle.js';
import { startRecordingServer, type RecordingServer } from '../harness/recording-server.js';
import { xhrClient, type XhrCall, type XhrResult } from '../harness/xhr-client.js';
import type { Answer } from '../harness/package-page.js';
import { sampled } from '../harness/sampled.js';

/** Where the model does not matter. */
const LITE = { model: 'lite' } as const;

const JSON_TYPE = 'application/json; charset=utf-8';

let host: PackageHost;
let api: RecordingServer;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let requests: LocalApiScope['requests'];
/** Addresses that pages asked for over the network. */
let asked: string[];
/** Those of them that something was sent to. */
let sentTo: string[];

beforeAll(async () => {
  ensureBuilt();
  [host, api] = await Promise.all([startPackageHost(), startRecordingServer()]);
  browser = await launchChromium(api.flagsFor(API_HOST));
  const photos = await casePhotos('f1-08');
  requests = {
    good: { ...apiRequest(photos), uuid: 'the client’s own' },
    empty: apiRequest({ ...photos, front: await guardPhoto('empty-room') }),
  };
});

afterAll(async () => {
  await browser.close();
  await Promise.all([host.stop(), api.close()]);
});

/** A fresh page with nothing installed. */
async function openPage(): Promise<void> {
  context = await browser.newContext();
  [asked, sentTo] = [[], []];
  context.on('request', (request) => {
    asked.push(request.url());
    if (request.method() !== 'GET' && request.url().startsWith('http')) sentTo.push(request.url());
  });
  host.faults.set(CLIENT_PATH, sends(CLIENT_PAGE, 'text/html'));
  page = await openClientPage(context, host.origin + CLIENT_PATH, requests);
  api.heard.length = 0;
}

/** Nothing was sent, neither to the web API's host nor to the page's own. */
function expectNothingSent(): void {
  expect(api.heard).toEqual([]);
  expect(sentTo).toEqual([]);
  expect(asked.filter((url) => new URL(url).hostname === API_HOST)).toEqual([]);
}

describe('the published example', () => {
  beforeAll(openPage);
  afterAll(() => context.close());

  it('runs to the letter: the published keys, HTTP 200, and nothing sent', async () => {
    const script = await bundleForPage(PUBLISHED_EXAMPLE, {
      'node-fetch': `export default async (...call) => {
        const response = await fetch(...call);
        globalThis.httpStatus = response.status;
        return response;
      };`,
      fs: `const field = (path) => ({ front: 'forigimg', side: 'sorigimg', back: 'borigimg' })[path.split('/').at(-2)];
        export default { readFileSync: (path) => globalThis.requests.good[field(path)] };`,
    });
    await install(page);
    const said = page.waitForEvent('console');
    await page.addScriptTag({ content: script, type: 'module' });
    const message = await said;
    expect(message.text()).not.toMatch(/error/i);
    const answer = (await message.args()[0]?.jsonValue()) as Answer;
    expect(Object.keys(answer)).toEqual(await publishedKeys());
    expect(answer).toMatchObject({ state: true, status_code: 200, APIName: 'Analysis-skeleton-v2' });
    expect(await page.evaluate('httpStatus')).toBe(200);
    expectNothingSent();
  });

  it('without the local API, the same call would have gone out', async () => {
    await page.evaluate(() => (globalThis as unknown as LocalApiScope).handle.uninstall());
    await page.evaluate((url) => fetch(url, { method: 'POST', body: 'seen' }), API.full);
    expect(api.heard).toEqual([expect.stringMatching(/^POST \/api\/analysis-skeleton-v2 HTTP\/1\.1\r\nHost: api\.remo\.re\.kr\r\n[^]*\r\n\r\nseen$/)]);
    await page.evaluate((url) => fetch(url, { method: 'POST' }).catch(() => undefined), API.full.replace('http:', 'https:'));
    expect(api.heard).toContain('TLS');
  });
});

describe('clients', () => {
  beforeAll(async () => {
    await openPage();
    await install(page, LITE);
    await page.evaluate(() => (globalThis as unknown as LocalApiScope).handle.preload());
    await page.evaluate(`globalThis.xhrClient = ${xhrClient.toString()}`);
  });

  afterEach(expectNothingSent);
  afterAll(() => context.close());

  it('one that posts with other words for it, and options that only Node knows', async () => {
    const seen = await page.evaluate(async (url) => {
      const { good } = (globalThis as unknown as LocalApiScope).requests;
      const body = new TextEncoder().encode(JSON.stringify(good));
      const init = { method: 'post', headers: new Headers({ accept: '*/*' }), body, agent: {}, compress: true, follow: 20, redirect: 'follow' as const };
      const response = await fetch(new URL(`${url}/?client=1#fragment`), init);
      const copy = response.clone();
      const answer = (await response.json()) as { state: boolean; uuid: string };
      const { ok, status, statusText, url: address, redirected } = response;
      return { ok, status, statusText, address, redirected, type: response.headers.get('Content-Type'), state: answer.state, uuid: answer.uuid, copied: copy.url };
    }, API.full);
    const address = `${API.full}/?client=1`;
    expect(seen).toEqual({ ok: true, status: 200, statusText: 'OK', address, redirected: false, type: JSON_TYPE, state: true, uuid: 'the client’s own', copied: address });
  });

  it('one that asks for the three views at once', async () => {
    const views: readonly View[] = ['front', 'side', 'back'];
    const answers = await Promise.all(views.map((view) => fetchAnswer(page, API[view], 'good')));
    for (const [index, view] of views.entries()) {
      const { status: httpStatus, url, answer } = answers[index] as (typeof answers)[0];
      expect([httpStatus, url]).toEqual([200, API[view]]);
      expect(Object.keys(answer)).toEqual(await publishedKeys([view]));
      expect(fieldsOf(answer)).toMatchObject({ state: true, APIName: `Analysis-skeleton-v2-${view}`, uuid: 'the client’s own' });
    }
  });

  it('one with a Request, over TLS, of another realm', async () => {
    const seen = await page.evaluate(async (url) => {
      const frame = document.body.appendChild(document.createElement('iframe'));
      const { good } = (globalThis as unknown as LocalApiScope).requests;
      const Foreign = (frame.contentWindow as Window & typeof globalThis).Request;
      const response = await fetch(new Foreign(url, { method: 'POST', body: JSON.stringify({ ...good, sorigimg: null, borigimg: undefined }) }));
      frame.remove();
      return [response.status, ((await response.json()) as Answer).state];
    }, API.front.replace('http:', 'https:'));
    expect(seen).toEqual([200, true]);
  });

  /** Calls the client on XMLHttpRequest; `data` names one of the page's requests. */
  const xhr = (call: Omit<XhrCall, 'data' | 'signal'>, name: string, limits: { readonly abort?: boolean } = {}): Promise<XhrResult> =>
    page.evaluate(
      async ([given, request, isAborted]) => {
        const scope = globalThis as unknown as LocalApiScope & { xhrClient: typeof xhrClient };
        const stopping = new AbortController();
        const data = request === '' ? undefined : JSON.stringify(scope.requests[request] ?? request);
        const result = scope.xhrClient({ ...given, data, signal: stopping.signal });
        if (isAborted) stopping.abort();
        return await result;
      },
      [call, name, limits.abort ?? false] as const,
    );

  const HEADERS = { Accept: 'application/json, text/plain, */*', 'Content-Type': 'application/json' };

  it('one on XMLHttpRequest, in the way of axios', async () => {
    const result = await xhr({ method: 'post', url: `${API.full}?v=1#x`, headers: HEADERS, responseType: 'json', timeout: 60_000, withCredentials: true }, 'good');
    const { data, ...rest } = result;
    expect(Object.keys(data as object)).toEqual(await publishedKeys());
    const sent = JSON.stringify(requests['good']);
    expect(rest).toEqual({
      status: 200,
      statusText: 'OK',
      url: `${API.full}?v=1`,
      headers: { 'content-type': JSON_TYPE },
      uploaded: [Buffer.byteLength(sent)],
      downloaded: [Buffer.byteLength(JSON.stringify(data))],
    });
  });

  it('one on XMLHttpRequest, in the way of jQuery', async () => {
    const seen = await page.evaluate(
      (url) =>
        new Promise((resolve) => {
          const request = new XMLHttpRequest();
          const events: string[] = [];
          request.open('POST', url, true, undefined, undefined);
          request.setRequestHeader('X-Requested-With', 'XMLHttpRequest');
          request.onreadystatechange = () => events.push(`state ${String(request.readyState)}: ${String(request.status)}, ${String(request.responseText.length > 0)}`);
          request.onload = () => {
            events.push('load');
            const { status: httpStatus, statusText, responseText, responseURL, responseXML } = request;
            const answer = JSON.parse(responseText) as Answer;
            resolve([request instanceof XMLHttpRequest, httpStatus, statusText, answer.state, responseURL, responseXML, request.response === responseText, request.getResponseHeader('content-TYPE'), events]);
          };
          request.send(JSON.stringify((globalThis as unknown as LocalApiScope).requests['good']));
        }),
      API.side,
    );
    const events = ['state 2: 200, false', 'state 3: 200, true', 'state 4: 200, true', 'load'];
    expect(seen).toEqual([true, 200, 'OK', true, API.side, null, true, JSON_TYPE, events]);
  });

  it.each(sampled(['blob', 'arraybuffer', 'json', 'text']))('one that reads a %s', async (responseType) => {
    const seen = await page.evaluate(
      ([url, type]) =>
        new Promise((resolve, reject) => {
          const request = new XMLHttpRequest();
          request.open('POST', url);
          request.responseType = type;
          request.onerror = reject;
          request.onloadend = async () => {
            const { response } = request as { response: unknown };
            let readsText = true;
            try {
              void request.responseText;
            } catch (error) {
              readsText = (error as Error).name !== 'InvalidStateError';
            }
            const text = type === 'json' ? JSON.stringify(response) : await new Response(response as BodyInit).text();
            resolve({ text, same: request.response === response, readsText, type: response instanceof Blob ? response.type : '' });
          };
          request.send('no JSON');
        }),
      [API.full, responseType] as const,
    );
    expect(seen).toMatchObject({ same: true, readsText: responseType === 'text', type: responseType === 'blob' ? JSON_TYPE : '' });
    expect(JSON.parse((seen as { text: string }).text)).toMatchObject({ state: false, status: 400 });
  });

  it('a refused photo is an answer like any other', async () => {
    const { status: httpStatus, answer } = await fetchAnswer(page, API.full, 'empty');
    expect(httpStatus).toBe(200);
    expect(answer).toMatchObject({ state: false, status: 511, status_code: 511, message: expect.stringContaining('front image') as string });
  });

  it('a body that is no JSON gets HTTP 400, JSON that is no request does not', async () => {
    const send = (body: string | undefined, method = 'POST'): Promise<unknown> =>
      page.evaluate(
        async ([url, text, verb]) => {
          const response = await fetch(url, { method: verb, ...(text === undefined ? {} : { body: text }) });
          const { state, status_code: code, ...rest } = (await response.json()) as Answer;
          return [response.status, state, code, (rest as { message?: string }).message];
        },
        [API.full, body, method] as const,
      );
    expect(await send('photo')).toEqual([400, false, 400, 'The request body must be JSON']);
    expect(await send(undefined, 'GET')).toEqual([400, false, 400, 'The request must be a POST with a JSON body']);
    expect(await send('[]')).toEqual([200, false, 400, expect.stringContaining('must be an object')]);
    expect(await send('{"forigimg":7}')).toEqual([200, false, 400, expect.stringContaining('front photo')]);
    expect(await send('{"forigimg":""}')).toEqual([200, false, 411, expect.stringContaining('missing or empty')]);
    expect((await xhr({ method: 'get', url: API.back }, '')).status).toBe(400);
  });

  it('an aborted fetch rejects as ever, at each moment', async () => {
    const names = await page.evaluate(async (url) => {
      const body = JSON.stringify((globalThis as unknown as LocalApiScope).requests['good']);
      const ended = async (signal: AbortSignal, stop?: () => void): Promise<string> => {
        const answer = fetch(url, { method: 'POST', body, signal });
        stop?.();
        return answer.then(
          () => 'answered',
          (error: Error) => error.name,
        );
      };
      const [early, custom] = [new AbortController(), new AbortController()];
      return [
        await ended(AbortSignal.abort()),
        await ended(early.signal, () => early.abort()),
        await ended(custom.signal, () => custom.abort(new RangeError('own'))),
        await ended(AbortSignal.timeout(1)),
        await ended(new AbortController().signal),
      ];
    }, API.full);
    expect(names).toEqual(['AbortError', 'AbortError', 'RangeError', 'TimeoutError', 'answered']);
  });

  it('an aborted XMLHttpRequest ends as ever', async () => {
    await expect(xhr({ method: 'POST', url: API.full }, 'good', { abort: true })).rejects.toThrow('ERR_CANCELED');
    const seen = await page.evaluate((url) => {
      const request = new XMLHttpRequest();
      const events: string[] = [];
      const types = ['loadstart', 'readystatechange', 'abort', 'load', 'error', 'loadend'];
      for (const type of types) request.addEventListener(type, () => events.push(`${type} ${String(request.readyState)}`));
      for (const type of ['loadstart', 'abort', 'loadend']) request.upload.addEventListener(type, () => events.push(`upload ${type}`));
      request.open('POST', url);
      request.send('{}');
      request.abort();
      return [...events, `then ${String(request.readyState)} ${String(request.status)} ${request.responseText}`];
    }, API.full);
    const ended = ['upload abort', 'upload loadend', 'abort 4', 'loadend 4'];
    expect(seen).toEqual(['readystatechange 1', 'loadstart 1', 'upload loadstart', 'readystatechange 4', ...ended, 'then 0 0 ']);
  });

  it('a timeout of an XMLHttpRequest is kept', async () => {
    await expect(xhr({ method: 'POST', url: API.full, timeout: 1 }, 'good')).rejects.toThrow('ETIMEDOUT');
    expect((await xhr({ method: 'POST', url: API.full, timeout: 60_000 }, 'good')).status).toBe(200);
  });

  it('a synchronous XMLHttpRequest is refused', async () => {
    const seen = await page.evaluate((url) => {
      const request = new XMLHttpRequest();
      try {
        request.open('POST', url, false);
        request.send('{}');
        return ['sent'];
      } catch (error) {
        return [(error as Error).constructor.name, (error as Error).name, (error as Error).message, request.readyState];
      }
    }, API.full);
    expect(seen).toEqual(['DOMException', 'InvalidAccessError', expect.stringContaining('synchronous'), 0]);
  });

  it('misuse is told as ever: sent twice, sent before it is opened, a header too late', async () => {
    const names = await page.evaluate((url) => {
      const thrown = (work: () => void): string => {
        try {
          work();
          return '';
        } catch (error) {
          return (error as Error).name;
        }
      };
      const request = new XMLHttpRequest();
      return [
        thrown(() => request.send('{}')),
        thrown(() => request.open('NO METHOD', url)),
        thrown(() => request.send('{}')),
        thrown(() => request.open('POST', url)),
        thrown(() => request.setRequestHeader('no name', '')),
        thrown(() => request.send('{}')),
        thrown(() => request.send('{}')),
        thrown(() => request.setRequestHeader('x-too', 'late')),
      ];
    }, API.full);
    expect(names).toEqual(['InvalidStateError', 'SyntaxError', 'InvalidStateError', '', 'SyntaxError', '', 'InvalidStateError', 'InvalidStateError']);
  });

  it('one XMLHttpRequest is used again and again: web API, own host, web API', async () => {
    const seen = await page.evaluate(async (url) => {
      const request = new XMLHttpRequest();
      const states: number[] = [];
      request.onreadystatechange = () => states.push(request.readyState);
      const round = (to: string, method: string): Promise<unknown> =>
        new Promise((resolve) => {
          states.length = 0;
          request.open(method, to);
          request.onloadend = () => resolve([request.status, request.responseURL, states.join(''), Object.keys(request).includes('status')]);
          request.send(method === 'POST' ? 'no JSON' : null);
        });
      return [await round(url, 'POST'), await round('/', 'GET'), await round(url, 'POST'), await round(url, 'POST'), await round('/', 'GET')];
    }, API.full);
    const local = [400, API.full, '1234', true];
    const network = [200, `${host.origin}/`, expect.stringMatching(/^123+4$/), false];
    expect(seen).toEqual([local, network, local, local, network]);
  });

  it('one whose XMLHttpRequest somebody has replaced since, by a function that makes real ones', async () => {
    const seen = await page.evaluate(async (url) => {
      const Real = XMLHttpRequest;
      Object.assign(globalThis, { XMLHttpRequest: function () { return new Real(); } });
      const request = new XMLHttpRequest();
      request.open('POST', url);
      await new Promise((resolve) => {
        request.onloadend = resolve;
        request.send('no JSON');
      });
      Object.assign(globalThis, { XMLHttpRequest: Real });
      return [request.status, request.responseURL];
    }, API.full);
    expect(seen).toEqual([400, API.full]);
  });

  it.each(['//api//analysis-skeleton-v2', '/api/analysis-skeleton-v2//', '/api/%61nalysis-skeleton-v2'])('one that spells the path %s', async (path) => {
    expect((await xhr({ method: 'POST', url: `http://user:secret@${API_HOST}${path}`, responseType: 'json' }, '{}')).data).toMatchObject({ status: 400 });
    expect(await page.evaluate(async (url) => (await fetch(url, { method: 'POST', body: 'no JSON' })).status, `http://${API_HOST}${path}`)).toBe(400);
  });

  it('a subclass and a wrapper put over ours are called', async () => {
    const seen = await page.evaluate(async (url) => {
      const calls: string[] = [];
      class Watched extends XMLHttpRequest {
        override send(body?: Document | XMLHttpRequestBodyInit | null): void {
          calls.push('subclass');
          super.send(body);
        }
      }
      const usual = Object.getOwnPropertyDescriptor(XMLHttpRequest.prototype, 'send') as PropertyDescriptor;
      XMLHttpRequest.prototype.send = function (...args) {
        calls.push('wrapper');
        Reflect.apply(usual.value as () => void, this, args);
      };
      const request = new Watched();
      request.open('POST', url);
      await new Promise((resolve) => {
        request.onload = resolve;
        request.send('no JSON');
      });
      Object.defineProperty(XMLHttpRequest.prototype, 'send', usual);
      return [...calls, request.status];
    }, API.full);
    expect(seen).toEqual(['subclass', 'wrapper', 400]);
  });
});

describe('the platform', () => {
  afterAll(() => host.repair());

  it.each([
    ['a missing model', () => host.faults.set(LITE_PATH, status(404)), { ...LITE, cache: false }, 559, /pose_landmarks_lite\.tflite.*404/],
    ['a host that does not answer', () => host.faults.set(LITE_PATH, neverAnswers), { ...LITE, cache: false, timeout: 1000 }, 550, /within 1000 ms/],
    ['a missing script', () => host.faults.set('/package/index.js', status(404)), LITE, 559, /script could not be started/],
  ])('%s is an answer', async (_, breaks, options, code, message) => {
    host.repair();
    await openPage();
    breaks();
    await install(page, options);
    const { status: httpStatus, answer } = await fetchAnswer(page, API.full, 'good');
    expect(httpStatus).toBe(200);
    expect(answer).toMatchObject({ state: false, status: code, message: expect.stringMatching(message) as string, uuid: 'the client’s own' });
    expect(JSON.stringify(answer)).not.toContain('/9j/');
    expectNothingSent();
    await context.close();
  });
});

describe('an abort', () => {
  it('ends the worker that is at work', async () => {
    await openPage();
    host.faults.set(LITE_PATH, neverAnswers);
    await install(page, { ...LITE, cache: false });
    const ended = page.evaluate((url) => {
      const stopping = new AbortController();
      Object.assign(globalThis, { stopping });
      return fetch(url, { method: 'POST', body: JSON.stringify((globalThis as unknown as LocalApiScope).requests['good']), signal: stopping.signal }).catch(
        (error: Error) => error.name,
      );
    }, API.full);
    await expect.poll(() => page.workers().length).toBe(1);
    await page.evaluate('stopping.abort()');
    expect(await ended).toBe('AbortError');
    await expect.poll(() => page.workers().length).toBe(0);
    host.repair();
    expect((await fetchAnswer(page, API.full, 'good')).answer.state).toBe(true);
    await context.close();
  });
});

describe('installing', () => {
  beforeAll(openPage);
  afterAll(() => context.close());

  it('is undone without a trace, after the calls under way are answered', async () => {
    await importLocalApi(page);
    const seen = await page.evaluate(
      async (url) => {
        const everything = (): unknown[] => [
          Object.getOwnPropertyDescriptors(XMLHttpRequest.prototype),
          Object.getOwnPropertyDescriptor(globalThis, 'fetch'),
          Object.keys(globalThis),
        ];
        const same = (a: unknown, b: unknown): boolean => {
          if (Object.is(a, b)) return true;
          if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
          const [left, right] = [a, b].map((value) => Object.entries(value));
          return left?.length === right?.length && (left ?? []).every(([key, value], index) => right?.[index]?.[0] === key && same(value, right[index]?.[1]));
        };
        const { localApi, requests: given } = globalThis as unknown as LocalApiScope;
        const before = everything();
        const handle = localApi.installLocalApi({ model: 'lite' });
        const isPatched = !same(everything(), before);
        const underWay = fetch(url, { method: 'POST', body: JSON.stringify(given['good']) });
        handle.uninstall();
        const isRestored = same(everything(), before);
        const answer = (await (await underWay).json()) as Answer;
        return { isPatched, isRestored, state: answer.state };
      },
      API.full,
    );
    expect(seen).toEqual({ isPatched: true, isRestored: true, state: true });
    // The engine ends with the last answer.
    await expect.poll(() => page.workers().length).toBe(0);
  });

  it('needs no more than `connect-src` of the own host', async () => {
    const strict = await startPackageHost({ 'content-security-policy': "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'" });
    const guarded = await openClientPage(context, strict.origin, requests);
    await install(guarded, LITE);
    const viaFetch = await fetchAnswer(guarded, API.front, 'good');
    const viaXhr = await guarded.evaluate(
      (url) =>
        new Promise((resolve) => {
          const request = new XMLHttpRequest();
          request.open('POST', url);
          request.onloadend = () => resolve(request.status);
          request.send('{}');
        }),
      API.front,
    );
    expect([viaFetch.answer.state, viaXhr]).toEqual([true, 200]);
    await guarded.close();
    await strict.stop();
  });

  it('takes an address of the page’s own, which then is not asked', async () => {
    await install(page, { ...LITE, baseUrls: ['/api'] });
    host.requested.length = 0;
    const { answer, url } = await fetchAnswer(page, '/api/analysis-skeleton-v2-front', 'good');
    expect([answer.state, url]).toEqual([true, `${host.origin}/api/analysis-skeleton-v2-front`]);
    expect(host.requested.filter((path) => path.startsWith('/api'))).toEqual([]);
    await page.evaluate(() => (globalThis as unknown as LocalApiScope).handle.uninstall());
  });

  it('says so where fetch or XMLHttpRequest is frozen, and leaves the other alone', async () => {
    const attempt = async (freeze: string): Promise<unknown> => {
      await page.reload();
      await importLocalApi(page);
      await page.evaluate(freeze);
      return page.evaluate(() => {
        const usual = globalThis.fetch;
        try {
          (globalThis as unknown as LocalApiScope).localApi.installLocalApi();
          return 'installed';
        } catch (error) {
          return [(error as Error).name, (error as Error).message, globalThis.fetch === usual];
        }
      });
    };
    expect(await attempt('void Object.freeze(XMLHttpRequest.prototype)')).toEqual(['TypeError', "`open` can't be replaced: it is frozen here", true]);
    expect(await attempt("void Object.defineProperty(globalThis, 'fetch', { configurable: false, writable: false })")).toEqual([
      'TypeError',
      "`fetch` can't be replaced: it is frozen here",
      true,
    ]);
  });
});

describe('an XMLHttpRequest that outlives the installation', () => {
  /** Names of ours that a request of the web API has as its own. */
  const OURS = ['open', 'setRequestHeader', 'send', 'abort', 'getResponseHeader', 'getAllResponseHeaders', 'readyState', 'status', 'response', 'responseText'];

  beforeEach(async () => {
    await openPage();
    await install(page, LITE);
    await page.evaluate((url) => {
      const { requests: given, handle, localApi } = globalThis as unknown as LocalApiScope;
      const request = new XMLHttpRequest();
      const ended = (): Promise<string> =>
        new Promise((resolve) => {
          for (const type of ['load', 'error', 'abort']) request.addEventListener(type, () => resolve(type), { once: true });
        });
      const reinstall = () => (globalThis as unknown as LocalApiScope).handle = localApi.installLocalApi({ model: 'lite' });
      Object.assign(globalThis, { request, ended, url, body: JSON.stringify(given['good']), uninstall: () => handle.uninstall(), reinstall });
      request.open('POST', url);
    }, API.front);
  });
  afterEach(async () => {
    expectNothingSent();
    await context.close();
  });

  /** In the page's own words: `request` is opened on the web API, `body` is its photos. */
  const inPage = <Result>(script: string): Promise<Result> => page.evaluate(`(async () => { ${script} })()`);

  it('opened: sent after the end, it is answered with a failure', async () => {
    const [how, answer] = await inPage<[string, Answer]>('uninstall(); const end = ended(); request.send(body); return [await end, JSON.parse(request.responseText)];');
    expect([how, answer]).toEqual(['load', expect.objectContaining({ state: false, status: 559, message: 'The local API was closed.' })]);
  });

  it('opened: not even the platform’s own method sends it', async () => {
    expect(await inPage('uninstall(); const end = ended(); XMLHttpRequest.prototype.send.call(request, body); return end;')).toBe('error');
  });

  it('opened: somebody’s wrapper that stays is called once', async () => {
    const script = `
      const usual = XMLHttpRequest.prototype.send;
      let calls = 0;
      XMLHttpRequest.prototype.send = function (...args) { calls += 1; return usual.apply(this, args); };
      uninstall();
      const end = ended();
      request.send(body);
      return [await end, calls, JSON.parse(request.responseText).status];`;
    expect(await inPage(script)).toEqual(['load', 1, 559]);
  });

  it('just sent: it is answered', async () => {
    const script = "const end = ended(); request.send(body); uninstall(); return [await end, JSON.parse(request.responseText).state, request.getResponseHeader('content-type')];";
    expect(await inPage(script)).toEqual(['load', true, JSON_TYPE]);
  });

  it('waiting: it can still be aborted', async () => {
    const script = `
      const end = ended();
      const uploaded = new Promise((resolve) => { request.upload.onloadend = resolve; });
      request.send(body);
      await uploaded;
      uninstall();
      request.abort();
      return [await end, request.readyState, request.status];`;
    expect(await inPage(script)).toEqual(['abort', 0, 0]);
  });

  it('answered: it keeps its answer and headers, and loses both with the next call', async () => {
    const script = `
      let end = ended();
      request.send('no JSON');
      await end;
      uninstall();
      const kept = [request.status, request.getAllResponseHeaders(), JSON.parse(request.responseText).status];
      end = ended();
      request.open('GET', '/');
      const reopened = [request.readyState, request.status, request.responseText, request.getAllResponseHeaders()];
      request.send();
      return [kept, reopened, [await end, request.status, request.responseURL, request.responseText.slice(0, 9), request.getResponseHeader('content-type')], Object.getOwnPropertyNames(request)];`;
    const [kept, reopened, next, own] = await inPage<[unknown, unknown, unknown, string[]]>(script);
    expect(kept).toEqual([400, `content-type: ${JSON_TYPE}\r\n`, 400]);
    expect(reopened).toEqual([1, 0, '', '']);
    expect(next).toEqual(['load', 200, `${host.origin}/`, '<!doctype', expect.stringContaining('text/html')]);
    expect(own.filter((name) => OURS.includes(name))).toEqual([]);
  });

  it('opened anew under the next installation: that one answers', async () => {
    const script = "uninstall(); reinstall(); const end = ended(); request.open('POST', url); request.send('no JSON'); return [await end, request.status, request.responseURL];";
    expect(await inPage(script)).toEqual(['load', 400, API.front]);
  });
});

describe('all other requests', () => {
  it('go out, and are answered, as without the local API', async () => {
    const base = `http://${API_HOST}/api`;
    await openPage();
    const without = await sendOtherRequests(page, api, base);
    await context.close();
    await openPage();
    await install(page, LITE);
    const withIt = await sendOtherRequests(page, api, base);
    await context.close();
    expect(withIt).toEqual(without);
    const lines = without.requests.map((request) => request.split(' HTTP/')[0]);
    expect(lines).toEqual(expect.arrayContaining(['POST /api/text', 'OPTIONS /api/buffer', 'PUT /api/buffer', 'POST /api/analysis-skeleton', 'POST /api/xhr-sync', 'GET /api/image', 'POST /api/page-form', 'POST /api/beacon']));
    expect(without.requests.find((request) => request.startsWith('POST /api/form'))).toContain('BOUNDARY\r\n');
  });
});
