/**
 * The web API for pages whose code can't be changed, answered in a service worker. Registered directly, its options are
 * in its own URL; taken into a service worker of the page's own, they are in the global `analyzeLocallyOptions`, set
 * before. See docs/local-api.md.
 */
import { WorkerAnalyzer } from '../src/analyze-locally.js';
import { DeviceApi } from '../src/local-api/device-api.js';
import { API_NAME } from '../src/local-api/endpoints.js';
import { resolveLocalApi, type LocalApiOptions } from '../src/local-api/local-api-options.js';
import { resolveBoth } from '../src/options.js';
import type { EngineHost } from '../src/pose/client.js';
import { BlazePoseBackend } from './blazepose/blazepose-backend.js';
import { loadCorrector } from './keypoint-corrector.js';
import { servePose } from './serve.js';

declare const self: ServiceWorkerGlobalScope & { readonly analyzeLocallyOptions?: LocalApiOptions };

/** Options in the URL that this script is registered by; other parameters, a version mostly, are let be. */
function optionsInUrl(query: URLSearchParams): LocalApiOptions {
  const bases = query.getAll('base');
  const texts = { assetsBaseUrl: query.get('assets'), model: query.get('model'), mode: query.get('mode'), delegate: query.get('delegate') };
  const given = Object.entries(texts).filter(([, text]) => text !== null);
  // Whether they are right is told where all options are checked.
  return { ...(Object.fromEntries(given) as LocalApiOptions), ...(bases.length > 0 && { baseUrls: bases }) };
}

/** The engine in this very thread: service workers can't start workers. */
function startHere(): EngineHost {
  const { port1, port2 } = new MessageChannel();
  const endEngine = servePose(() => new BlazePoseBackend(), loadCorrector, port2);
  const terminate = (): void => {
    endEngine();
    port1.close();
    port2.close();
  };
  return Object.assign(port1, { terminate });
}

/** This script is the service worker, and no part of somebody else's. */
const isRegistered = self.analyzeLocallyOptions === undefined && /\/local-api\.sw[^/]*\.js$/.test(self.location.pathname);

const resolved = resolveLocalApi(isRegistered ? optionsInUrl(new URLSearchParams(self.location.search)) : self.analyzeLocallyOptions);
const { engine, own } = resolveBoth(resolved.engine);
const api = new DeviceApi(resolved, () => Promise.resolve(new WorkerAnalyzer(engine, own, startHere)));

self.addEventListener('fetch', (event) => {
  if (!api.matches(event.request.url)) return;
  // Another listener of the same service worker would try to answer, too.
  event.stopImmediatePropagation();
  event.respondWith(api.respond(event.request));
});

/** The Static Routing API, where the browser has it. */
interface RoutingInstallEvent extends ExtendableEvent {
  addRoutes?(rule: { readonly condition: object; readonly source: 'network' }): Promise<void>;
}

/** Has the browser send all else by itself: this thread is busy while it analyses, and other requests would wait for it. */
async function routeAround(event: RoutingInstallEvent): Promise<void> {
  // More than what is ours: patterns don't know each spelling of a path, and what they miss goes out. Without their first
  // slash, they would count from this script's folder.
  const ours = resolved.bases.flatMap(({ protocol, hostname, port }) => {
    const host = { protocol: protocol.slice(0, -1), hostname: `${hostname.replace(/\.$/, '')}{.}?`, port };
    return [`/*${API_NAME}*`, '/*%*'].map((pathname) => ({ urlPattern: { ...host, pathname } }));
  });
  try {
    await event.addRoutes?.({ condition: { not: { or: ours } }, source: 'network' });
  } catch {
    // They wait.
  }
}

if (isRegistered) {
  self.addEventListener('install', (event) => event.waitUntil(Promise.all([routeAround(event), self.skipWaiting()])));
  self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
}
