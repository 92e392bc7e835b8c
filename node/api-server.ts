import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { API_HOST, ENDPOINT_NAMES, plainPath } from '../src/local-api/endpoints.js';
import { randomUuid, uuidIn } from '../src/request.js';
import { failureResponse } from '../src/response/response.js';
import type { FailureStatus } from '../src/response/status.js';
import { VERSION } from '../src/version.js';
import { readBody, TooLargeError } from './body.js';
import { BusyError, type Engine } from './engine.js';

/** What the web API's server is told. */
export interface ApiServerOptions {
  readonly host: string;
  readonly port: number;
  /** Names that requests may be addressed to, beside this machine's own and the documented one. */
  readonly allowedHosts: readonly string[];
  /** The longest body that is taken, bytes. */
  readonly bodyLimit: number;
  readonly engine: Engine;
  /** Told each request in one line: method, path (`-` for an unknown one), status, milliseconds. */
  readonly log: (line: string) => void;
}

/** A running server. */
export interface ApiServer {
  readonly port: number;
  /**
   * Takes no more requests; settles when those that it has are answered.
   *
   * @param last - Settles when the engine has no more answers to give.
   */
  close(last: Promise<void>): Promise<void>;
}

/** The endpoints; which photos they take is the engine's to know. */
export const ENDPOINTS = ENDPOINT_NAMES.map((name) => `/api/${name}`);

/** The machine under its own names. */
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** Bodies that are held at one time, in bodies of the largest size. */
const HELD_LIMIT = 8;

/** Milliseconds that a refused client has to stop sending and read why. */
const LINGER = 2000;

/** Of a path only that is logged which is known beforehand: others may have anything in them. */
const logged = (path: string): string => (path === '/' || ENDPOINTS.includes(path) ? path : '-');

const headersOf = (body: string | Buffer) => ({
  'content-type': 'application/json; charset=utf-8',
  'content-length': Buffer.byteLength(body),
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
});

/** A request is refused before the engine sees it. */
class Refusal extends Error {
  /**
   * @param http - HTTP's status.
   * @param message - What is wrong, and nothing of what is in the request.
   * @param status - The web API's code: 400, protocol error, unless the fault is here.
   */
  constructor(
    readonly http: number,
    message: string,
    readonly status: FailureStatus = 400,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

const failureBody = (status: FailureStatus, message: string, uuid = randomUuid()): string =>
  JSON.stringify(failureResponse({ status, message }, { uuid, credit: 0, creditChange: 0 }));

/** A host and port as a URL has them, without the port. */
const nameOf = (host: string): string => host.toLowerCase().replace(/:\d*$/, '').replace(/\.$/, '');

/** An address or name as a URL has it. */
export const urlHost = (host: string): string => (host.includes(':') && !host.startsWith('[') ? `[${host}]` : host);

/** The address that a client has reached, as a URL has it. */
const addressOf = ({ localAddress = '' }: Socket): string => urlHost(localAddress.replace(/^::ffff:/, ''));

/** The caller's own name for a call that no engine has answered. */
function uuidOf(body: Buffer): string | undefined {
  try {
    return uuidIn(JSON.parse(body.toString()));
  } catch {
    return undefined;
  }
}

/** The web API over HTTP. Reads requests, refuses those that are none of its business, and hands the rest to the engine. */
class ApiService {
  readonly #options: ApiServerOptions;
  readonly #allowed: ReadonlySet<string>;
  #held = 0;
  #isClosing = false;

  constructor(options: ApiServerOptions) {
    this.#options = options;
    this.#allowed = new Set([...LOOPBACK, API_HOST, ...options.allowedHosts.map(nameOf), nameOf(urlHost(options.host))]);
  }

  /** From now on each connection ends with its answer. */
  close(): void {
    this.#isClosing = true;
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const start = performance.now();
    let path = '-';
    response.once('close', () => {
      const status = response.headersSent ? String(response.statusCode) : 'left';
      this.#options.log(`${request.method ?? '-'} ${logged(path)} ${status} ${Math.round(performance.now() - start)} ms`);
    });
    try {
      path = this.#pathOf(request);
      const { status, body } = path === '/' ? this.#about(request) : await this.#analyze(path, request, response);
      this.#send(response, status, body);
    } catch (error) {
      if (!response.headersSent && !response.destroyed) this.#refuse(request, response, error);
    }
  }

  #send(response: ServerResponse, status: number, body: string | Buffer, headers: Readonly<Record<string, string>> = {}): void {
    response.writeHead(status, { ...headersOf(body), ...headers, ...(this.#isClosing ? { connection: 'close' } : {}) }).end(body);
  }

  /** @throws Refusal for what is not addressed to this server. */
  #pathOf(request: IncomingMessage): string {
    const { url = '', headers } = request;
    // What a client sends that takes this server for its proxy: nothing is handed on, so only the API's own names do.
    const isAbsolute = !url.startsWith('/');
    let target: URL;
    try {
      target = new URL(isAbsolute ? url : `http://server.invalid${url}`);
    } catch {
      throw new Refusal(400, 'The request target is not a path or a URL');
    }
    const hosts = [headers.host ?? '', ...(isAbsolute ? [target.host] : [])];
    if (!hosts.every((host) => this.#allowed.has(nameOf(host)) || nameOf(host) === addressOf(request.socket))) {
      throw new Refusal(403, 'This server does not answer for that host; --allow-host adds one');
    }
    const path = plainPath(target.pathname) || '/';
    if (isAbsolute && (target.protocol !== 'http:' || !ENDPOINTS.includes(path))) {
      throw new Refusal(403, 'This server is no proxy: nothing is handed on');
    }
    if (headers.origin !== undefined && headers.origin !== `http://${headers.host ?? ''}`) {
      throw new Refusal(403, "Web pages of other origins may not ask this server; they can analyse by themselves, see docs/local-api.md");
    }
    return path;
  }

  #about({ method = '' }: IncomingMessage): { readonly status: number; readonly body: string } {
    if (method !== 'GET' && method !== 'HEAD') throw new Refusal(405, 'Use GET', 400, { allow: 'GET, HEAD' });
    const { state, waiting } = this.#options.engine;
    const about = { name: 'analyze-locally', version: VERSION, engine: state, waiting, post: ENDPOINTS };
    return { status: 200, body: `${JSON.stringify(about, null, 2)}\n` };
  }

  async #analyze(path: string, request: IncomingMessage, response: ServerResponse) {
    if (!ENDPOINTS.includes(path)) throw new Refusal(404, `There is nothing here; POST to ${ENDPOINTS.join(', ')}`);
    if (request.method !== 'POST') throw new Refusal(400, 'The request must be a POST with a JSON body', 400, { allow: 'POST' });
    const { engine, bodyLimit } = this.#options;
    if (Number(request.headers['content-length'] ?? 0) > bodyLimit) throw new TooLargeError();
    const left = new AbortController();
    response.once('close', () => left.abort());
    let held = 0;
    const hold = (bytes: number): void => {
      held += bytes;
      this.#held += bytes;
      if (this.#held > bodyLimit * HELD_LIMIT) throw new BusyError();
    };
    try {
      if (request.headers.expect !== undefined) response.writeContinue();
      const body = await readBody(request, bodyLimit, hold);
      const answer = await engine.answer({ url: `http://${API_HOST}${path}`, body }, left.signal);
      return answer ?? { status: 200, body: failureBody(550, 'The engine failed while analysing: send the request again', uuidOf(body)) };
    } finally {
      this.#held -= held;
    }
  }

  #refuse(request: IncomingMessage, response: ServerResponse, error: unknown): void {
    const { http, status, message, headers } = this.#refusalOf(error);
    const body = failureBody(status, message);
    if (request.complete) {
      this.#send(response, http, body, headers);
      return;
    }
    // A connection that is closed with bytes unread is reset, and the client may never see why: they are let run out.
    response.writeHead(http, { ...headersOf(body), ...headers, connection: 'close' }).write(body);
    const timer = setTimeout(() => request.socket.destroy(), LINGER);
    response.once('close', () => clearTimeout(timer));
    request.on('error', () => undefined).once('end', () => response.end()).resume();
  }

  #refusalOf(error: unknown): Refusal {
    if (error instanceof Refusal) return error;
    if (error instanceof TooLargeError) return new Refusal(413, `The request is larger than ${this.#options.bodyLimit / 2 ** 20} MB`);
    if (error instanceof BusyError) return new Refusal(503, 'The server is busy: try again', 559, { 'retry-after': '5' });
    return new Refusal(500, 'The request could not be read', 559);
  }
}

function refuseTunnel(_request: IncomingMessage, socket: Socket): void {
  const body = failureBody(400, 'This server is no proxy: nothing is handed on');
  socket.on('error', () => undefined);
  const headers = Object.entries({ ...headersOf(body), allow: 'POST', connection: 'close' }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 405 Method Not Allowed\r\n${headers.join('')}\r\n${body}`);
}

async function listen(server: Server, host: string, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host.replace(/^\[|\]$/g, ''), resolve);
  });
  return (server.address() as AddressInfo).port;
}

/**
 * Starts answering the web API.
 *
 * @throws what `listen` throws: a port that is taken, an address that this machine doesn't have.
 */
export async function startApiServer(options: ApiServerOptions): Promise<ApiServer> {
  const service = new ApiService(options);
  const handle = (request: IncomingMessage, response: ServerResponse): void => void service.handle(request, response);
  const server = createServer({ headersTimeout: 15_000, requestTimeout: 120_000, keepAliveTimeout: 5000 }, handle);
  server.maxConnections = 256;
  // A client that asks first is told of its mistake before it sends the photos.
  server.on('checkContinue', handle).on('connect', refuseTunnel);
  const port = await listen(server, options.host, options.port);
  return {
    port,
    async close(last) {
      service.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      await last;
      const patience = setTimeout(() => server.closeAllConnections(), LINGER);
      await closed;
      clearTimeout(patience);
    },
  };
}
