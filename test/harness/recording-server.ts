import { createServer, type AddressInfo, type Socket } from 'node:net';

/** Stands for a machine on the network: takes everything, byte for byte. */
export interface RecordingServer {
  /** Chromium flags that lead a host's plain and encrypted addresses here, and every other one but this machine nowhere. */
  flagsFor(host: string): readonly string[];
  /** Whole requests, bytes as Latin-1, in the order in which they came; of an encrypted connection `TLS`. */
  readonly heard: string[];
  close(): Promise<void>;
}

const END = '\r\n\r\n';

const headerOf = (request: string, name: string): string | undefined =>
  new RegExp(`^${name}: (.*)$`, 'im').exec(request.slice(0, request.indexOf(END)))?.[1]?.trim();

/** A request's bytes are all there. */
function isWhole(request: string): boolean {
  const head = request.indexOf(END);
  if (head < 0) return false;
  if (/chunked/i.test(headerOf(request, 'transfer-encoding') ?? '')) return request.endsWith(`0${END}`);
  return request.length >= head + END.length + Number(headerOf(request, 'content-length') ?? 0);
}

/** Any page may send anything, may read the answer, and asks for leave each time. */
function answerTo(request: string): string {
  const asked = headerOf(request, 'access-control-request-headers');
  return [
    'HTTP/1.1 200 OK',
    `access-control-allow-origin: ${headerOf(request, 'origin') ?? '*'}`,
    'access-control-allow-credentials: true',
    'access-control-allow-methods: GET, POST, PUT, DELETE',
    ...(asked === undefined ? [] : [`access-control-allow-headers: ${asked}`]),
    'access-control-max-age: 0',
    'cache-control: no-store',
    'content-type: text/plain',
    'content-length: 8',
    'connection: close',
    '',
    'recorded',
  ].join('\r\n');
}

/** Starts listening on this machine. */
export async function startRecordingServer(): Promise<RecordingServer> {
  const heard: string[] = [];
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    let request = '';
    open.add(socket.once('close', () => open.delete(socket)));
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      request += bytes.toString('latin1');
      // The first byte of a TLS handshake.
      const isEncrypted = request.startsWith('\u0016');
      if (!isEncrypted && !isWhole(request)) return;
      heard.push(isEncrypted ? 'TLS' : request);
      socket.removeAllListeners('data');
      if (isEncrypted) socket.destroy();
      else socket.end(answerTo(request));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const here = `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return {
    heard,
    flagsFor: (host) => [`--host-resolver-rules=MAP ${host} ${here} , MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost`],
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}
