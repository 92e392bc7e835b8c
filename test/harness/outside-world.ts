import { createServer, type AddressInfo } from 'node:net';

/** Stands in for every machine but this one: a proxy that a browser context sends all other traffic to. */
export interface OutsideWorld {
  /** For a browser context: the proxy, and that this machine's own address is reached without it. */
  readonly proxy: { readonly server: string; readonly bypass: string };
  /** The first line of each connection: `GET http://host/path HTTP/1.1`, or `CONNECT host:443 HTTP/1.1`. */
  readonly heard: string[];
  close(): Promise<void>;
}

/** Starts listening on this machine. Answers HTTP with nothing that any origin may read, and opens no tunnels. */
export async function startOutsideWorld(): Promise<OutsideWorld> {
  const heard: string[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (bytes) => {
      const [line = ''] = bytes.toString('latin1').split('\r\n');
      heard.push(line);
      const status = line.startsWith('CONNECT') ? '403 Forbidden' : '200 OK';
      socket.end(`HTTP/1.1 ${status}\r\naccess-control-allow-origin: *\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    proxy: { server: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, bypass: '127.0.0.1' },
    heard,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
