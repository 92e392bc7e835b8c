import type { ServerResponse } from 'node:http';
import type { EngineOptions } from 'analyze-locally';
import { DIST } from '../../demo/host/ensure-built.js';
import { serve, type StaticServer } from '../../demo/host/server.js';

/** What a host answers a path with instead of its file. */
export type Fault = (response: ServerResponse) => void;

/** A web page that a single-page host sends for every path that it has no file for. */
export const INDEX_PAGE = '<!doctype html><meta charset="utf-8"><title>Index</title><p>An index page.</p>';

/** Where the package's files are on a host. */
export const PACKAGE_PATH = '/package/';

/** The path of a runtime or model file on a host. */
export const assetPath = (file: string): string => `${PACKAGE_PATH}assets/${file}`;

/** The standard engine's worker script on a host. */
export const WORKER_PATH = `${PACKAGE_PATH}pose.worker.js`;

/** The standard engine's runtime for the CPU on a host. */
export const WASM_PATH = assetPath('litert_wasm_internal.wasm');

/** The network that finds people, on a host. */
export const DETECTOR_PATH = assetPath('pose_detector.tflite');

/** The smallest landmark network on a host. */
export const LITE_PATH = assetPath('pose_landmarks_lite.tflite');

/** The backends to choose from. */
export type Backend = NonNullable<EngineOptions['backend']>;

/** What an engine with the smallest model asks its host for where it runs on the CPU: script, then assets. */
export const ENGINE_PATHS: Readonly<Record<Backend, { readonly worker: string; readonly assets: readonly string[] }>> = {
  blazepose: { worker: WORKER_PATH, assets: [WASM_PATH, DETECTOR_PATH, LITE_PATH] },
  mediapipe: {
    worker: `${PACKAGE_PATH}mediapipe.worker.js`,
    assets: [assetPath('vision_wasm_module_internal.wasm'), assetPath('pose_landmarker_lite.task')],
  },
};

/** Answers with a status and a short text. */
export const status =
  (code: number): Fault =>
  (response) => {
    response.writeHead(code, { 'content-type': 'text/plain' }).end('Refused');
  };

/** Answers with other bytes than the file's, status 200. */
export const sends =
  (body: Uint8Array | string, type: string): Fault =>
  (response) => {
    response.writeHead(200, { 'content-type': type, 'cache-control': 'no-cache' }).end(body);
  };

/** Takes the request and never answers. */
export const neverAnswers: Fault = () => undefined;

/** Announces more than it sends, then ends the connection. */
export const breaksOff =
  (body: Uint8Array, announced: number): Fault =>
  (response) => {
    response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': announced });
    response.write(body, () => response.destroy());
  };

/** A server of the built package and a page that imports it. */
export interface PackageHost {
  /** `http://127.0.0.1:PORT`, the same after a restart. */
  readonly origin: string;
  /** Paths asked for, in order; a test may empty it. */
  readonly requested: string[];
  /** What is answered wrongly, by path; a test sets entries. */
  readonly faults: Map<string, Fault>;
  /** Forgets all faults, and ends answers that were left open: browsers wait 20 s for the cache entry of such a path. */
  repair(): void;
  /** Stops answering: connections are refused. */
  stop(): Promise<void>;
  /** Answers again after {@link stop}. */
  restart(): Promise<void>;
}

const PAGE =
  '<!doctype html><meta charset="utf-8"><title>analyze-locally</title><link rel="icon" href="data:,"><script type="module" src="/page.js"></script>';

const PAGE_SCRIPT = `import * as analyzeLocally from '${PACKAGE_PATH}index.js';\nglobalThis.analyzeLocally = analyzeLocally;\n`;

const OWN: Readonly<Record<string, { readonly body: string; readonly type: string }>> = {
  '/': { body: PAGE, type: 'text/html; charset=utf-8' },
  '/page.js': { body: PAGE_SCRIPT, type: 'text/javascript; charset=utf-8' },
};

/**
 * Serves the built package to this machine.
 *
 * @param headers - Sent with every file, the page included.
 */
export async function startPackageHost(headers: Readonly<Record<string, string>> = {}): Promise<PackageHost> {
  const requested: string[] = [];
  const faults = new Map<string, Fault>();
  const open = new Set<ServerResponse>();
  const answer = (path: string, response: ServerResponse): boolean => {
    requested.push(path);
    const fault = faults.get(path);
    const own = OWN[path];
    if (fault) {
      open.add(response.once('close', () => open.delete(response)));
      fault(response);
    } else if (own) response.writeHead(200, { 'content-type': own.type, 'cache-control': 'no-cache', ...headers }).end(own.body);
    return fault !== undefined || own !== undefined;
  };
  const start = (port: number): Promise<StaticServer> => serve({ mounts: { [PACKAGE_PATH]: DIST }, answer, headers, port });
  let server: StaticServer | undefined = await start(0);
  const { origin } = server;
  return {
    origin,
    requested,
    faults,
    repair() {
      faults.clear();
      for (const response of open) response.destroy();
    },
    async stop() {
      await server?.close();
      server = undefined;
    },
    async restart() {
      server ??= await start(Number(new URL(origin).port));
    },
  };
}
