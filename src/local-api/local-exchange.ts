import { pageBase } from '../pose/page-url.js';
import type { LocalApi } from './device-api.js';

/** `readyState`, by XMLHttpRequest's names. */
const [UNSENT, OPENED, HEADERS_RECEIVED, LOADING, DONE] = [0, 1, 2, 3, 4] as const;

/** What an answer is read from; the request's own say that nothing was ever sent. */
const ANSWER_FIELDS = ['readyState', 'status', 'statusText', 'responseURL', 'response', 'responseText'] as const;

type AnswerField = (typeof ANSWER_FIELDS)[number];

/** How a request ends that gets no answer. */
type Ending = 'abort' | 'timeout' | 'error';

interface Received {
  readonly response: Response;
  readonly bytes: ArrayBuffer;
  readonly text: string;
}

/** XMLHttpRequest sends documents as their markup. */
const serialised = (body: unknown): BodyInit =>
  typeof Document !== 'undefined' && body instanceof Document ? new XMLSerializer().serializeToString(body) : (body as BodyInit);

/**
 * One request of a real XMLHttpRequest that is answered on this device. The real one is opened, and never sent: its
 * handlers, `responseType`, `timeout` and `setRequestHeader` are its own; what an answer is read from is put over it.
 */
export class LocalExchange {
  readonly #xhr: XMLHttpRequest;
  readonly #api: LocalApi;
  readonly #method: string;
  readonly #url: string;
  readonly #ended = new AbortController();
  readonly #kept: string[] = [];
  #state: 0 | 1 | 2 | 3 | 4 = OPENED;
  #isSent = false;
  #isUploading = false;
  #received: Received | undefined;
  /** Read once, so that each reading gives the same object. */
  #value: unknown;

  /** Puts the answer's fields over the request's own. */
  constructor(xhr: XMLHttpRequest, api: LocalApi, method: string, url: string | URL) {
    this.#xhr = xhr;
    this.#api = api;
    this.#method = method;
    // A name and password are not read, and no Request takes them.
    this.#url = Object.assign(new URL(url, pageBase()), { username: '', password: '' }).href;
    for (const name of ANSWER_FIELDS) {
      Object.defineProperty(xhr, name, { get: () => this.#read(name), enumerable: true, configurable: true });
    }
  }

  /** Gives the request its own fields back; what is under way is stopped without a word. */
  leave(): void {
    this.#ended.abort();
    for (const name of [...ANSWER_FIELDS, ...this.#kept]) Reflect.deleteProperty(this.#xhr, name);
  }

  /** Puts methods over the request's own that its class is about to lose, until it is left. */
  keep(methods: readonly (readonly [name: string, method: unknown])[]): void {
    for (const [name, value] of methods) {
      if (Object.hasOwn(this.#xhr, name)) continue;
      if (Reflect.defineProperty(this.#xhr, name, { value, configurable: true, writable: true })) this.#kept.push(name);
    }
  }

  get hasKept(): boolean {
    return this.#kept.length > 0;
  }

  get isOpened(): boolean {
    return this.#state === OPENED && !this.#isSent;
  }

  /** @throws DOMException as XMLHttpRequest does. */
  expectOpened(): void {
    if (!this.isOpened) throw new DOMException('The request must be opened and not yet sent.', 'InvalidStateError');
  }

  send(body: unknown): void {
    this.expectOpened();
    // Taken now: what the caller does to the body later is not sent.
    const hasBody = body !== undefined && body !== null && !/^(get|head)$/i.test(this.#method);
    const request = new Request(this.#url, { method: this.#method, signal: this.#ended.signal, ...(hasBody && { body: serialised(body) }) });
    this.#isSent = true;
    this.#isUploading = hasBody;
    this.#progress(this.#xhr, 'loadstart', 0, 0);
    if (this.#isUploading && !this.#isOver) this.#progress(this.#xhr.upload, 'loadstart', 0, 0);
    if (!this.#isOver) void this.#exchange(request, hasBody ? request.clone() : undefined);
  }

  abort(): void {
    if (this.#isSent && this.#state !== DONE) this.#end('abort');
    if (this.#state === DONE) {
      this.#state = UNSENT;
      this.#received = undefined;
    }
  }

  header(name: string): string | null {
    return this.#answered?.response.headers.get(name) ?? null;
  }

  headers(): string {
    return [...(this.#answered?.response.headers ?? [])].map(([name, value]) => `${name}: ${value}\r\n`).join('');
  }

  get #isOver(): boolean {
    return this.#ended.signal.aborted;
  }

  /** What there is of an answer to be seen yet. */
  get #answered(): Received | undefined {
    return this.#state >= HEADERS_RECEIVED ? this.#received : undefined;
  }

  async #exchange(request: Request, uploaded: Request | undefined): Promise<void> {
    const { timeout } = this.#xhr;
    const timer = timeout > 0 ? setTimeout(() => this.#end('timeout'), timeout) : undefined;
    try {
      // At once: from now on it is under way, and is answered even where the local API is uninstalled next.
      const [response] = await Promise.all([this.#api.respond(request), this.#upload(uploaded)]);
      const bytes = await response.arrayBuffer();
      if (!this.#isOver) this.#deliver({ response, bytes, text: new TextDecoder().decode(bytes) });
    } catch {
      if (!this.#isOver) this.#end('error');
    } finally {
      clearTimeout(timer);
    }
  }

  async #upload(request: Request | undefined): Promise<void> {
    if (!request) return;
    const { size } = await request.blob();
    for (const type of ['progress', 'load', 'loadend'] as const) {
      if (type === 'load') this.#isUploading = false;
      if (!this.#isOver) this.#progress(this.#xhr.upload, type, size, size);
    }
  }

  /** A listener may abort the request or open it anew at each step. */
  #deliver(received: Received): void {
    const size = received.bytes.byteLength;
    this.#received = received;
    const steps = [
      () => this.#enter(HEADERS_RECEIVED),
      () => this.#enter(LOADING),
      () => this.#progress(this.#xhr, 'progress', size, size),
      () => this.#enter(DONE),
      () => this.#progress(this.#xhr, 'load', size, size),
      () => this.#progress(this.#xhr, 'loadend', size, size),
    ];
    for (const step of steps) if (!this.#isOver) step();
  }

  #end(ending: Ending): void {
    this.#ended.abort();
    this.#received = undefined;
    const isUploading = this.#isUploading;
    this.#isUploading = false;
    this.#enter(DONE);
    const targets = isUploading ? [this.#xhr.upload, this.#xhr] : [this.#xhr];
    for (const target of targets) for (const type of [ending, 'loadend']) this.#progress(target, type, 0, 0);
  }

  #enter(state: 2 | 3 | 4): void {
    this.#state = state;
    this.#xhr.dispatchEvent(new Event('readystatechange'));
  }

  #progress(target: EventTarget, type: string, loaded: number, total: number): void {
    target.dispatchEvent(new ProgressEvent(type, { lengthComputable: total > 0, loaded, total }));
  }

  #read(field: AnswerField): unknown {
    const answered = this.#answered;
    switch (field) {
      case 'readyState':
        return this.#state;
      case 'status':
        return answered?.response.status ?? 0;
      case 'statusText':
        return answered?.response.statusText ?? '';
      case 'responseURL':
        return answered ? this.#url.replace(/#.*/, '') : '';
      case 'responseText':
        if (!this.#isText) throw new DOMException("`responseText` is there where `responseType` is '' or 'text'.", 'InvalidStateError');
        return this.#text;
      case 'response':
        return this.#isText ? this.#text : this.#state === DONE && answered ? (this.#value ??= this.#decoded(answered)) : null;
    }
  }

  get #isText(): boolean {
    return this.#xhr.responseType === '' || this.#xhr.responseType === 'text';
  }

  get #text(): string {
    return this.#state >= LOADING ? (this.#received?.text ?? '') : '';
  }

  #decoded({ response, bytes, text }: Received): unknown {
    switch (this.#xhr.responseType) {
      case 'json':
        return JSON.parse(text);
      case 'arraybuffer':
        return bytes;
      case 'blob':
        return new Blob([bytes], { type: response.headers.get('content-type') ?? '' });
      default:
        return null;
    }
  }
}
