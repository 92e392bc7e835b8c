import type { EngineOptions, AnalyzeOptions } from '../src/index.js';
import type { createLocalApi } from '../src/local-api.js';

/** What the command line says about the engine. */
export type EngineSettings = Pick<EngineOptions, 'model'> & Pick<AnalyzeOptions, 'mode'>;

/** A call of the web API on its way to the engine's page; its body is fetched there. */
export interface AnnouncedCall {
  readonly id: string;
  /** The endpoint's documented address. */
  readonly url: string;
}

/** Sent with everything that the engine's page is made of. */
export const ENGINE_PAGE_HEADERS: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "worker-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** The page; everything is beside it. */
export const ENGINE_PAGE = `<!doctype html>
<meta charset="utf-8">
<title>analyze-locally</title>
<link rel="icon" href="data:,">
<script type="module" src="page.js"></script>
`;

/** Runs in the page: hands the calls that the server announces to the package's own web API, and its answers back. */
function answerCalls(create: typeof createLocalApi, options: Parameters<typeof createLocalApi>[0]): void {
  const api = create(options);
  const running = new Map<string, AbortController>();
  const post = (path: string, body: BodyInit | null = null, headers: HeadersInit = {}): Promise<Response> =>
    fetch(path, { method: 'POST', body, headers });

  async function answer({ id, url }: AnnouncedCall): Promise<void> {
    const controller = new AbortController();
    running.set(id, controller);
    try {
      const body = await (await fetch(`calls/${id}`)).arrayBuffer();
      const response = await api.respond(new Request(url, { method: 'POST', body, signal: controller.signal }));
      await post(`calls/${id}`, await response.arrayBuffer(), { 'x-status': String(response.status) });
    } catch {
      // Nothing of an error: it could quote the call.
      await post(`calls/${id}/failed`);
    } finally {
      running.delete(id);
    }
  }

  const events = new EventSource('events');
  events.addEventListener('call', ({ data }: MessageEvent<string>) => void answer(JSON.parse(data) as AnnouncedCall));
  events.addEventListener('cancel', ({ data }: MessageEvent<string>) => running.get(data)?.abort());
  const opened = new Promise((resolve) => events.addEventListener('open', resolve, { once: true }));
  Promise.all([api.preload(), opened]).then(
    () => post('ready'),
    (error: unknown) => post('unfit', String(error)),
  );
}

/** The page's script. */
export const enginePageScript = (settings: EngineSettings): string => `import { createLocalApi } from './package/local-api.js';

(${answerCalls.toString()})(createLocalApi, {
  ...${JSON.stringify(settings)},
  assetsBaseUrl: new URL('./package/assets/', import.meta.url).href,
  cache: false,
});
`;
