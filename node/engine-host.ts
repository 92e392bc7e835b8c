import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { pipeline } from 'node:stream';
import { readBody } from './body.js';
import { ENGINE_PAGE, ENGINE_PAGE_HEADERS, enginePageScript, type AnnouncedCall, type EngineSettings } from './engine-page.js';

/** A call of the web API. */
export interface ApiCall {
  /** The endpoint's documented address. */
  readonly url: string;
  readonly body: Buffer;
}

/** What the engine answers over HTTP. */
export interface ApiAnswer {
  readonly status: number;
  /** JSON. */
  readonly body: Buffer;
}

/** Serves the engine's page to the browser, and talks to it. */
export interface EngineHost {
  /** The page's address, which nobody can guess. */
  readonly url: string;
  /** Settles when the engine has loaded; rejects with its words where it can't run. */
  readonly ready: Promise<void>;
  /** Settles when a page that was there is gone. */
  readonly gone: Promise<void>;
  /**
   * Hands a call to the page. Settles without an answer where the page has none or is gone.
   *
   * @param signal - Tells the page to stop; it isn't waited for.
   */
  answer(call: ApiCall, signal: AbortSignal): Promise<ApiAnswer | undefined>;
  close(): void;
}

const TYPES: Readonly<Record<string, string>> = { '.js': 'text/javascript; charset=utf-8', '.wasm': 'application/wasm' };

/** Three drawn photos of the largest size that is accepted. */
const ANSWER_LIMIT = 2 ** 29;

interface Pending {
  readonly call: ApiCall;
  readonly settle: (answer: ApiAnswer | undefined) => void;
}

interface Settlement<Value> {
  readonly promise: Promise<Value>;
  readonly resolve: (value: Value) => void;
  readonly reject: (error: Error) => void;
}

function settlement<Value>(): Settlement<Value> {
  let [resolve, reject]: [(value: Value) => void, (error: Error) => void] = [() => undefined, () => undefined];
  const promise = new Promise<Value>((...both) => ([resolve, reject] = both));
  // Whoever asks is told; it is no fault that nobody does.
  promise.catch(() => undefined);
  return { promise, resolve, reject };
}

/**
 * Starts serving on this machine's loopback address alone, apart from the web API: whatever that is bound to, the
 * engine's page isn't there.
 *
 * @param files - What the page may load, by its path in the package.
 */
export async function startEngineHost(settings: EngineSettings, files: ReadonlyMap<string, string>): Promise<EngineHost> {
  const token = randomBytes(32).toString('base64url');
  const [ready, gone] = [settlement<void>(), settlement<void>()];
  const pending = new Map<string, Pending>();
  let events: ServerResponse | undefined;
  let count = 0;

  const tell = (event: 'call' | 'cancel', data: string): void => void events?.write(`event: ${event}\ndata: ${data}\n\n`);
  const send = (response: ServerResponse, type: string, body: string | Buffer): void =>
    void response.writeHead(200, { ...ENGINE_PAGE_HEADERS, 'content-type': type }).end(body);

  function sendFile(response: ServerResponse, file: string): void {
    response.writeHead(200, { ...ENGINE_PAGE_HEADERS, 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
    pipeline(createReadStream(file), response, () => undefined);
  }

  function openEvents(response: ServerResponse): void {
    events = response.writeHead(200, { ...ENGINE_PAGE_HEADERS, 'content-type': 'text/event-stream' });
    response.write('\n');
    response.once('close', () => gone.resolve());
  }

  async function receive(path: string, request: IncomingMessage): Promise<void> {
    const body = await readBody(request, ANSWER_LIMIT);
    if (path === 'ready') ready.resolve();
    else if (path === 'unfit') ready.reject(new Error(body.toString()));
    else {
      const [, id = '', failed] = path.split('/');
      const answer = failed === undefined ? { status: Number(request.headers['x-status']), body } : undefined;
      pending.get(id)?.settle(answer);
    }
  }

  async function handle(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const file = files.get(path.replace(/^package\//, ''));
    const call = pending.get(path.replace(/^calls\//, ''))?.call;
    if (request.method === 'POST') {
      await receive(path, request);
      response.writeHead(204, ENGINE_PAGE_HEADERS).end();
    } else if (path === '') send(response, 'text/html; charset=utf-8', ENGINE_PAGE);
    else if (path === 'page.js') send(response, 'text/javascript; charset=utf-8', enginePageScript(settings));
    else if (path === 'events' && !events) openEvents(response);
    else if (file !== undefined) sendFile(response, file);
    else if (call) send(response, 'application/octet-stream', call.body);
    else response.writeHead(404, ENGINE_PAGE_HEADERS).end();
  }

  const server = createServer({ requestTimeout: 0 }, (request, response) => {
    const [, given, ...path] = (request.url ?? '').split('/');
    if (given !== token || request.headers.host !== host) response.writeHead(404).end();
    else handle(path.join('/'), request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    url: `http://${host}/${token}/`,
    ready: ready.promise,
    gone: gone.promise,
    answer(call, signal) {
      const id = String((count += 1));
      const answered = new Promise<ApiAnswer | undefined>((settle) => pending.set(id, { call, settle }));
      const cancel = (): void => {
        tell('cancel', id);
        pending.get(id)?.settle(undefined);
      };
      signal.addEventListener('abort', cancel, { once: true });
      tell('call', JSON.stringify({ id, url: call.url } satisfies AnnouncedCall));
      return answered.finally(() => pending.delete(id));
    },
    close() {
      for (const { settle } of pending.values()) settle(undefined);
      server.close();
      server.closeAllConnections();
    },
  };
}
