/** What a call of {@link xhrClient} is told. */
export interface XhrCall {
  readonly method: string;
  readonly url: string;
  readonly data?: XMLHttpRequestBodyInit | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly responseType?: XMLHttpRequestResponseType;
  readonly timeout?: number;
  readonly withCredentials?: boolean;
  readonly signal?: AbortSignal;
}

/** What it gives. */
export interface XhrResult {
  readonly data: unknown;
  readonly status: number;
  readonly statusText: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly url: string;
  /** Bytes as the progress events told them: sent, received. */
  readonly uploaded: readonly number[];
  readonly downloaded: readonly number[];
}

/**
 * A client on XMLHttpRequest in the way of axios: `onloadend`, headers parsed from text, JSON read from `responseText`,
 * progress both ways, a signal that calls `abort`. Runs in the page, as text.
 */
export function xhrClient(call: XhrCall): Promise<XhrResult> {
  return new Promise((resolve, reject) => {
    const uploaded: number[] = [];
    const downloaded: number[] = [];
    let request: XMLHttpRequest | null = new XMLHttpRequest();
    request.open(call.method.toUpperCase(), call.url, true);
    request.timeout = call.timeout ?? 0;
    const failed = (code: string) => () => {
      if (!request) return;
      reject(new Error(code));
      request = null;
    };
    request.onloadend = () => {
      if (!request) return;
      const lines = request.getAllResponseHeaders().trim().split(/\r?\n/);
      const headers = lines.map((line): [string, string] => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]);
      const isText = !call.responseType || call.responseType === 'text' || call.responseType === 'json';
      const raw: unknown = isText ? request.responseText : request.response;
      const data: unknown = isText && call.responseType !== 'text' ? JSON.parse(raw as string) : raw;
      const { status, statusText, responseURL } = request;
      resolve({ data, status, statusText, headers: Object.fromEntries(headers), url: responseURL, uploaded, downloaded });
      request = null;
    };
    request.onabort = failed('ECONNABORTED');
    request.onerror = failed('ERR_NETWORK');
    request.ontimeout = failed('ETIMEDOUT');
    for (const [name, value] of Object.entries(call.headers ?? {})) request.setRequestHeader(name, value);
    if (call.withCredentials !== undefined) request.withCredentials = call.withCredentials;
    if (call.responseType && call.responseType !== 'json') request.responseType = call.responseType;
    request.addEventListener('progress', ({ loaded }) => downloaded.push(loaded));
    request.upload.addEventListener('progress', ({ loaded }) => uploaded.push(loaded));
    const cancel = (): void => {
      if (!request) return;
      reject(new Error('ERR_CANCELED'));
      request.abort();
      request = null;
    };
    if (call.signal?.aborted) cancel();
    else call.signal?.addEventListener('abort', cancel);
    request?.send(call.data ?? null);
  });
}
