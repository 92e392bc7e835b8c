import { expect } from 'vitest';
import type { Page } from 'playwright-core';
import type { RecordingServer } from './recording-server.js';

/** How long a beacon may take to arrive, milliseconds. */
const NOTICED = 10_000;

/** Makes requests of every kind, one after the other, and tells what their senders saw. */
async function sendEach(base: string): Promise<unknown[]> {
  const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
  const form = (): FormData => {
    const data = new FormData();
    data.append('field', 'wért');
    data.append('photo', new Blob([bytes], { type: 'image/jpeg' }), 'photo.jpg');
    return data;
  };
  const seen: unknown[] = [];
  const viaFetch = async (...args: Parameters<typeof fetch>): Promise<void> => {
    const response = await fetch(...args);
    seen.push([response.status, response.type, response.url, await response.text(), Object.prototype.toString.call(response)]);
  };
  const viaXhr = (setUp: (xhr: XMLHttpRequest) => void, body?: XMLHttpRequestBodyInit): Promise<void> =>
    new Promise((resolve) => {
      const xhr = new XMLHttpRequest();
      const events: string[] = [];
      for (const type of ['loadstart', 'readystatechange', 'progress', 'load', 'error', 'abort', 'loadend']) {
        xhr.addEventListener(type, () => events.push(`${type} ${String(xhr.readyState)}`));
      }
      xhr.onloadend = () => {
        const { status, statusText, responseURL, responseText } = xhr;
        seen.push([status, statusText, responseURL, responseText, xhr.getAllResponseHeaders(), xhr.getResponseHeader('content-type'), events]);
        resolve();
      };
      setUp(xhr);
      xhr.send(body);
    });

  await viaFetch(`${base}/get?query=1#part`, { headers: { 'X-Custom': 'value', 'Accept-Language': 'ko' } });
  await viaFetch(new URL(`${base}/text`), { method: 'POST', body: 'téxt' });
  await viaFetch(`${base}/blob`, { method: 'POST', body: new Blob([bytes], { type: 'image/png' }) });
  await viaFetch(`${base}/buffer`, { method: 'PUT', body: bytes.buffer, headers: [['Content-Type', 'application/x-bytes']] });
  await viaFetch(`${base}/parameters`, { method: 'POST', body: new URLSearchParams({ a: '1', b: 'zwei drei' }) });
  await viaFetch(`${base}/form`, { method: 'POST', body: form() });
  await viaFetch(new Request(`${base}/request`, { method: 'POST', body: '{"a":1}', headers: { 'content-type': 'application/json' }, credentials: 'include' }));
  await viaFetch(new Request(`${base}/request-and-init`), { method: 'DELETE', headers: new Headers({ 'x-a': 'b' }) });
  await viaFetch(`${base}/keepalive`, { method: 'POST', body: 'kept', keepalive: true, referrerPolicy: 'no-referrer' });
  await viaFetch(`${base}/opaque`, { method: 'POST', body: 'text', mode: 'no-cors' });
  await viaFetch.apply(undefined, [`${base}/analysis-skeleton`, { method: 'POST', body: '{}' }]);
  await viaXhr((xhr) => {
    xhr.open('get', `${base}/xhr?query=1`);
    xhr.setRequestHeader('X-Custom', 'one');
    xhr.setRequestHeader('X-Custom', 'two');
  });
  await viaXhr((xhr) => {
    xhr.open('POST', `${base}/xhr-json`, true);
    xhr.withCredentials = true;
    xhr.setRequestHeader('Content-Type', 'application/json');
  }, '{"a":1}');
  await viaXhr((xhr) => xhr.open('POST', `${base}/xhr-form`, true, 'user', 'password'), form());
  await viaXhr((xhr) => xhr.open('PUT', `${base}/xhr-bytes`), bytes);
  await viaXhr((xhr) => xhr.open('POST', `${base}/xhr-parameters`), new URLSearchParams({ a: '1' }));
  await viaXhr((xhr) => xhr.open('POST', `${base}/xhr-sync`, false), 'waited for');
  await new Promise((resolve) => {
    const image = new Image();
    image.onerror = resolve;
    image.src = `${base}/image`;
  });
  await new Promise((resolve) => {
    document.body.innerHTML = `<iframe name="target"></iframe><form method="post" target="target" action="${base}/page-form"><input name="field" value="wért"></form>`;
    document.querySelector('iframe')?.addEventListener('load', resolve, { once: true });
    document.querySelector('form')?.submit();
  });
  return seen;
}

/** What requests of a page look like, and what the page saw of their answers. */
export interface Sent {
  /** Bytes as Latin-1; the random boundary of forms made the same. */
  readonly requests: readonly string[];
  readonly seen: readonly unknown[];
}

/** Has a page make requests of every kind to a recording server. */
export async function sendOtherRequests(page: Page, server: RecordingServer, base: string): Promise<Sent> {
  server.heard.length = 0;
  const seen = await page.evaluate(sendEach, base);
  for (const [name, body] of [['beacon', 'plain text'], ['beacon-form', 'form']] as const) {
    await page.evaluate(
      ([to, text]) => navigator.sendBeacon(to, text === 'form' ? new URLSearchParams({ a: '1' }) : text),
      [`${base}/${name}`, body] as const,
    );
    await expect.poll(() => server.heard.at(-1), { timeout: NOTICED }).toContain(`/${name} HTTP/1.1`);
  }
  const requests = server.heard.map((request) => request.replaceAll(/-{4}WebKitFormBoundary\w{16}/g, 'BOUNDARY'));
  return { requests, seen };
}
