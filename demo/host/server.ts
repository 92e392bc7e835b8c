import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize, sep } from 'node:path';

/** A running static server. */
export interface StaticServer {
  /** `http://127.0.0.1:PORT`, without a closing slash. */
  readonly origin: string;
  /** Stops it and ends open connections. */
  close(): Promise<void>;
}

/** What a static server serves. */
export interface ServerOptions {
  /** Folders by the URL path that they appear under, each starting and ending with a slash; the longest match wins. */
  readonly mounts: Readonly<Record<string, string>>;
  /** Answers some paths itself; returns false to leave a path to the mounts, at once or when they are ready for it. */
  readonly answer?: ((path: string, response: ServerResponse) => boolean | Promise<boolean>) | undefined;
  /** 0 (default) for any free port. */
  readonly port?: number | undefined;
  /** Sent with every file. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
};

function fileFor(path: string, mounts: ServerOptions['mounts']): string | undefined {
  const mount = Object.keys(mounts)
    .filter((prefix) => path.startsWith(prefix))
    .sort((a, b) => b.length - a.length)[0];
  const folder = mount === undefined ? undefined : mounts[mount];
  if (mount === undefined || folder === undefined) return undefined;
  const rest = path.slice(mount.length);
  const file = normalize(join(folder, rest === '' || rest.endsWith('/') ? `${rest}index.html` : rest));
  return file.startsWith(normalize(folder + sep)) ? file : undefined;
}

async function sendFile(file: string, response: ServerResponse, headers: Readonly<Record<string, string>>): Promise<void> {
  const info = await stat(file).catch(() => undefined);
  if (!info?.isFile()) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found');
    return;
  }
  response.writeHead(200, {
    'content-type': TYPES[extname(file).toLowerCase()] ?? 'application/octet-stream',
    'content-length': info.size,
    'cache-control': 'no-cache',
    ...headers,
  });
  createReadStream(file).pipe(response);
}

/** Serves folders of this machine to this machine alone (loopback). */
export async function serve({ mounts, answer, port = 0, headers = {} }: ServerOptions): Promise<StaticServer> {
  const send = async (path: string, response: ServerResponse): Promise<void> => {
    if (await answer?.(path, response)) return;
    const file = fileFor(path, mounts);
    if (file === undefined) response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found');
    else await sendFile(file, response, headers);
  };
  const server = createServer((request, response) => {
    let path: string;
    try {
      path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    } catch {
      response.writeHead(400).end();
      return;
    }
    void send(path, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    origin: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
