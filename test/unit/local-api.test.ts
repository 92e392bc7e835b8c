import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { AnalyzeLocallyError, type AnalyzeLocallyErrorCode } from '../../src/errors.js';
import { createLocalApi, installLocalApi, type LocalApiHandle, type LocalApiOptions } from '../../src/local-api.js';
import { DeviceApi } from '../../src/local-api/device-api.js';
import { resolveLocalApi } from '../../src/local-api/local-api-options.js';
import { replaceMethod, type Method } from '../../src/local-api/replaced-method.js';

const BASE = 'http://api.remo.re.kr/api';
const FULL = `${BASE}/analysis-skeleton-v2`;
const NAMES = ['analysis-skeleton-v2', 'analysis-skeleton-v2-front', 'analysis-skeleton-v2-side', 'analysis-skeleton-v2-back'];

describe('addresses', () => {
  const api = createLocalApi();

  test.each(NAMES)('%s is answered, over both schemes', (name) => {
    for (const scheme of ['http', 'https']) {
      const url = `${scheme}://api.remo.re.kr/api/${name}`;
      for (const form of [url, new URL(url), `${url}/`, `${url}?key=value`, `${url}/?a=1#part`, url.replace('api.remo', 'API.Remo')]) {
        expect(api.matches(form), String(form)).toBe(true);
      }
    }
    expect(api.matches(`http://api.remo.re.kr:80/api/${name}`)).toBe(true);
    expect(api.matches(`https://api.remo.re.kr:443/api/${name}`)).toBe(true);
  });

  test.each([
    ['two closing slashes', `${FULL}//`],
    ['doubled slashes', 'http://api.remo.re.kr//api///analysis-skeleton-v2-side'],
    ['a needless escape', `${BASE}/%61nalysis-skeleton%2Dv2`],
    ['an escaped slash', 'http://api.remo.re.kr/api%2Fanalysis-skeleton-v2'],
    ['dots', `${BASE}/./v1/%2e%2e/analysis-skeleton-v2`],
    ['a host with a closing dot', 'https://api.remo.re.kr./api/analysis-skeleton-v2'],
    ['a name and password', 'https://name:password@api.remo.re.kr/api/analysis-skeleton-v2'],
  ])('%s makes no other address: %s', (_, url) => {
    expect(api.matches(url)).toBe(true);
  });

  test.each([
    ['an escape that is none', `${FULL}%`],
    ['an escaped query', `${FULL}%3Fkey`],
    ['version 1, which one of the reference’s examples names', `${BASE}/analysis-skeleton`],
    ['another view', `${FULL}-left`],
    ['another version', `${BASE}/analysis-skeleton-v3`],
    ['a path below', `${FULL}/1`],
    ['the base', BASE],
    ['another port', 'http://api.remo.re.kr:8080/api/analysis-skeleton-v2'],
    ['another host', 'http://remo.re.kr/api/analysis-skeleton-v2'],
    ['a longer host', 'http://api.remo.re.kr.example/api/analysis-skeleton-v2'],
    ['another scheme', 'ws://api.remo.re.kr/api/analysis-skeleton-v2'],
    ['another case of the path', 'http://api.remo.re.kr/API/analysis-skeleton-v2'],
    ['the address in a query', `http://example.test/?to=${FULL}`],
    ['no address', 'http://'],
    ['a relative one where there is no page', '/api/analysis-skeleton-v2'],
    ['nothing', ''],
  ])('%s is not: %s', (_, url) => {
    expect(api.matches(url)).toBe(false);
  });

  test('whatever else an address is, it does not match', () => {
    const listed = new Set(NAMES.map((name) => `/api/${name}`));
    const isListed = ({ protocol, hostname, port, pathname }: URL): boolean =>
      /^https?:$/.test(protocol) && /^api\.remo\.re\.kr\.?$/.test(hostname) && port === '' && listed.has(`/${parts(pathname).join('/')}`);
    const parts = (path: string): string[] => {
      try {
        return decodeURIComponent(path).split('/').filter((part) => part !== '');
      } catch {
        return [];
      }
    };
    const edited = fc
      .tuple(fc.constantFrom(...NAMES), fc.nat(60), fc.nat(3), fc.string({ maxLength: 3 }), fc.boolean())
      .map(([name, at, removed, added, https]) => {
        const url = `${https ? 'https' : 'http'}://api.remo.re.kr/api/${name}`;
        return url.slice(0, at) + added + url.slice(at + removed);
      });
    fc.assert(
      fc.property(fc.oneof(edited, fc.webUrl(), fc.string()), (text) => {
        const url = URL.canParse(text) ? new URL(text) : undefined;
        expect(api.matches(text)).toBe(url !== undefined && isListed(url));
      }),
      { numRuns: 5000 },
    );
  });

  test('other bases take the place of the documented ones', () => {
    const own = createLocalApi({ baseUrls: ['https://clinic.example/v1/', new URL('http://localhost:8080')] });
    expect(own.matches('https://clinic.example/v1/analysis-skeleton-v2-side')).toBe(true);
    expect(own.matches('http://localhost:8080/analysis-skeleton-v2')).toBe(true);
    expect(own.matches('https://clinic.example/analysis-skeleton-v2')).toBe(false);
    expect(own.matches(FULL)).toBe(false);
  });
});

describe('options', () => {
  test.each<readonly [field: string, value: unknown, message: RegExp]>([
    ['baseUrls', [], /option `baseUrls` must be a list of at least one URL, not an array of 0/],
    ['baseUrls', BASE, /option `baseUrls` must be a list/],
    ['baseUrls', ['/api'], /option `baseUrls` must be a list of http or https URLs, not "\/api"/],
    ['baseUrls', ['ftp://example.test'], /option `baseUrls` .* not "ftp:\/\/example.test"/],
    ['baseUrls', [7], /option `baseUrls`/],
    ['model', 'tiny', /option `model` must be one of/],
    ['jpegQuality', 2, /option `jpegQuality`/],
    ['overlay', { colour: 'red' }, /unknown option `overlay.colour`/],
    ['modle', 'full', /unknown option `modle`/],
    ['views', ['front'], /option `views` is not taken here/],
    ['signal', AbortSignal.abort(), /option `signal` is not taken here/],
    ['onProgress', () => undefined, /option `onProgress` is not taken here/],
  ])('%s: %j is a TypeError at once', (field, value, message) => {
    const options = { [field]: value } as LocalApiOptions;
    for (const make of [createLocalApi, installLocalApi]) {
      expect(() => make(options)).toThrow(TypeError);
      expect(() => make(options)).toThrow(message);
    }
  });

  test.each([null, 7, 'full', []])('%j are no options', (options) => {
    expect(() => createLocalApi(options as unknown as LocalApiOptions)).toThrow(/options must be an object/);
  });
});

const post = (body: BodyInit, url = FULL): Request => new Request(url, { method: 'POST', body });

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('HTTP', () => {
  const failing = (error: Error, options?: LocalApiOptions): DeviceApi => {
    const analyze = (): Promise<never> => Promise.reject(error);
    return new DeviceApi(resolveLocalApi(options), () => Promise.resolve({ analyze, preload: analyze, close: () => undefined }));
  };

  test.each([
    ['text', () => post('photo'), /must be JSON/],
    ['nothing', () => post(''), /must be JSON/],
    ['a form', () => post(new URLSearchParams({ forigimg: 'abc' })), /must be JSON/],
    ['cut JSON', () => post('{"forigimg":"/9j/'), /must be JSON/],
    ['no UTF-8', () => post(new Uint8Array([0xff, 0xfe])), /must be JSON/],
    ['GET', () => new Request(FULL), /must be a POST/],
    ['PUT', () => new Request(FULL, { method: 'PUT', body: '{}' }), /must be a POST/],
  ])('%s gets 400', async (_, request, message) => {
    const response = await createLocalApi().respond(request());
    expect([response.status, response.statusText, response.ok]).toEqual([400, 'Bad Request', false]);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await response.json()).toEqual({
      state: false,
      status: 400,
      status_code: 400,
      message: expect.stringMatching(message) as string,
      credit: 0,
      credit_change: 0,
      uuid: expect.stringMatching(UUID) as string,
    });
  });

  test('a platform without what the engine needs is an answer: this one is no browser', async () => {
    const response = await createLocalApi({ credit: 7 }).respond(post(JSON.stringify({ forigimg: 'a', sorigimg: 'a', borigimg: 'a', uuid: 'mine' })));
    expect([response.status, response.statusText]).toEqual([200, 'OK']);
    expect(await response.json()).toMatchObject({ state: false, status: 559, message: expect.stringMatching(/in a browser/) as string, uuid: 'mine', credit: 7 });
  });

  test.each<[AnalyzeLocallyErrorCode, number]>([
    ['engine-failed', 550],
    ['timeout', 550],
    ['asset-missing', 559],
    ['asset-corrupt', 559],
    ['worker-failed', 559],
    ['unsupported', 559],
    ['busy', 559],
    ['closed', 559],
  ])('%s is answered with %i', async (code, status) => {
    const response = await failing(new AnalyzeLocallyError(code, 'why')).respond(post('{}'));
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ state: false, status, status_code: status, message: 'why' });
  });

  test('an unexpected error is answered without its words', async () => {
    const response = await failing(new Error('/9j/4AAQ')).respond(post('{}'));
    expect([response.status, await response.text()]).toEqual([200, expect.not.stringContaining('/9j/')]);
  });

  test('a request of another address is misuse', async () => {
    await expect(createLocalApi().respond(post('{}', `${BASE}/analysis-skeleton`))).rejects.toThrow(TypeError);
  });

  test('an aborted request rejects with its reason, whatever it waits for', async () => {
    await expect(createLocalApi().respond(new Request(FULL, { method: 'POST', body: '{}', signal: AbortSignal.abort() }))).rejects.toMatchObject({ name: 'AbortError' });
    const stopping = new AbortController();
    const endless = new ReadableStream();
    const init = { method: 'POST', body: endless, duplex: 'half', signal: stopping.signal };
    const answer = createLocalApi().respond(new Request(FULL, init));
    const reason = new Error('the caller’s own');
    stopping.abort(reason);
    await expect(answer).rejects.toBe(reason);
  });

  test('once closed, requests are answered with a failure', async () => {
    const api = createLocalApi();
    api.close();
    expect(await (await api.respond(post('{}'))).json()).toMatchObject({ state: false, status: 559, message: 'The local API was closed.' });
    await expect(api.preload()).rejects.toMatchObject({ code: 'closed' });
  });

  test('an engine that could not be loaded is asked for again', async () => {
    let loads = 0;
    const api = new DeviceApi(resolveLocalApi({}), () => Promise.reject(new Error(`no script ${String((loads += 1))}`)));
    expect(await (await api.respond(post('{}'))).json()).toMatchObject({ status: 559, message: expect.stringContaining('no script 1') as string });
    expect(await (await api.respond(post('{}'))).json()).toMatchObject({ message: expect.stringContaining('no script 2') as string });
  });
});

describe('a replaced method', () => {
  const wrap = (usual: Method): Method =>
    function (...args) {
      return Reflect.apply(usual, this, args);
    };

  test('is put back exactly as it was', () => {
    class Original {
      method(a: number, b: number): number {
        return a + b;
      }
    }
    const was = Object.getOwnPropertyDescriptor(Original.prototype, 'method');
    const restore = replaceMethod(Original.prototype, 'method', wrap);
    expect(Object.getOwnPropertyDescriptor(Original.prototype, 'method')).not.toEqual(was);
    expect([new Original().method.name, new Original().method.length, new Original().method(1, 2)]).toEqual(['method', 2, 3]);
    restore();
    expect(Object.getOwnPropertyDescriptor(Original.prototype, 'method')).toEqual(was);
  });

  test('an inherited one is inherited again', () => {
    const owner = Object.create({ method: () => 1 }) as { method(): number };
    const restore = replaceMethod(owner, 'method', wrap);
    expect(Object.hasOwn(owner, 'method')).toBe(true);
    restore();
    expect(Object.hasOwn(owner, 'method')).toBe(false);
  });

  test('is left alone where somebody has wrapped it since', () => {
    const owner = { method: () => 1 };
    const restore = replaceMethod(owner, 'method', wrap);
    const ours = owner.method;
    const theirs = (): number => ours() + 1;
    owner.method = theirs;
    restore();
    expect(owner.method).toBe(theirs);
    expect(owner.method()).toBe(2);
  });

  test('can’t be where it is frozen or missing', () => {
    expect(() => replaceMethod(Object.freeze({ method: () => 1 }), 'method', wrap)).toThrow(/`method` can't be replaced: it is frozen/);
    expect(() => replaceMethod({}, 'method', wrap)).toThrow(/`method` can't be replaced: there is none/);
  });
});

describe('an installation where there is no XMLHttpRequest', () => {
  let handle: LocalApiHandle | undefined;
  const usual = Object.getOwnPropertyDescriptor(globalThis, 'fetch');

  afterEach(() => {
    handle?.uninstall();
    expect(Object.getOwnPropertyDescriptor(globalThis, 'fetch')).toEqual(usual);
  });

  test('answers fetch, and tells what is missing', async () => {
    handle = installLocalApi();
    const response = await fetch(FULL, { method: 'POST', body: '{"forigimg":"a","sorigimg":"a","borigimg":"a"}' });
    expect([response.status, response.url, response.clone().url]).toEqual([200, FULL, FULL]);
    expect(await response.json()).toMatchObject({ state: false, status: 559 });
  });

  test('passes all else on as it is', async () => {
    const calls: { readonly self: unknown; readonly args: readonly unknown[] }[] = [];
    const answer = Promise.resolve(new Response('theirs'));
    globalThis.fetch = function (this: unknown, ...args: unknown[]) {
      calls.push({ self: this, args });
      return answer;
    };
    const theirs = globalThis.fetch;
    handle = installLocalApi();
    const init = { method: 'POST', body: 'body', agent: {} };
    const request = new Request('http://example.test/request');
    const url = new URL(`${BASE}/analysis-skeleton`);
    expect(fetch('http://example.test/', init)).toBe(answer);
    expect(globalThis.fetch(request)).toBe(answer);
    expect(Reflect.apply(fetch, undefined, [url, undefined])).toBe(answer);
    await Reflect.apply(fetch, undefined, []);
    expect(calls.map(({ args }) => args)).toEqual([['http://example.test/', init], [request], [url, undefined], []]);
    expect(calls[0]?.args[1]).toBe(init);
    expect(calls[1]).toEqual({ self: globalThis, args: [request] });
    expect(calls[2]?.self).toBe(undefined);
    handle.uninstall();
    expect(globalThis.fetch).toBe(theirs);
    if (usual) Object.defineProperty(globalThis, 'fetch', usual);
  });

  test('only passes on once it is uninstalled under somebody’s wrapper', async () => {
    const answer = new Response('theirs');
    globalThis.fetch = () => Promise.resolve(answer);
    handle = installLocalApi();
    const ours = globalThis.fetch;
    globalThis.fetch = (...args) => ours(...args);
    const wrapper = globalThis.fetch;
    handle.uninstall();
    handle.uninstall();
    expect(globalThis.fetch).toBe(wrapper);
    expect(await fetch(FULL, { method: 'POST', body: '{}' })).toBe(answer);
    if (usual) Object.defineProperty(globalThis, 'fetch', usual);
  });

  test('is refused while there is one, and can be done again after it', () => {
    handle = installLocalApi();
    expect(() => installLocalApi()).toThrow(/installed already/);
    handle.uninstall();
    handle = installLocalApi();
  });
});
